/// The verifier's window, with one thing left open until a statement is checked: how long the prompt is.
///
/// A window that starts at the last prompt row counts its ends from that row.
public struct Window: Equatable, Sendable {
  public let point: [Extension]
  public let shift: Int
  public let low: Int
  public let high: Int
  public let scale: Extension
  let fromLastPromptRow: Bool

  public static let everywhere = 1 << 29
  /// What `Circuit.start` gives for the last prompt row while the prompt's length is open.
  static let lastPromptRow = 1 << 28

  public init(
    point: [Extension], shift: Int = 0, low: Int = 0, high: Int = Window.everywhere,
    scale: Extension = .one, fromLastPromptRow: Bool = false
  ) {
    self.point = point
    self.shift = shift
    self.low = low
    self.high = high
    self.scale = scale
    self.fromLastPromptRow = fromLastPromptRow
  }

  public static func ones(bits: Int) -> Window {
    Window(
      point: Array(repeating: .half, count: bits), scale: Extension(Int64(1) << Int64(bits)))
  }

  public var isPoint: Bool {
    shift == 0 && low == 0 && high == Window.everywhere && scale == .one && !fromLastPromptRow
  }

  public func entry(_ y: Int) -> Extension {
    precondition(!fromLastPromptRow, "entries of a window are asked for on fixed axes alone")
    let x = y - shift
    guard low <= y, y < high, 0 <= x, x < 1 << point.count else { return .zero }
    return scale * Multilinear.eq(point[...], x)
  }

  public func below(_ n: Int) -> Extension {
    precondition(!fromLastPromptRow, "a window from the last prompt row is only evaluated")
    let end = min(n, high)
    guard end > low else { return .zero }
    return scale
      * (Multilinear.indicator(point, below: end - shift)
        - Multilinear.indicator(point, below: low - shift))
  }

  public func evaluate(at s: [Extension]) -> Extension {
    if fromLastPromptRow {
      return scale
        * Tape.current.element(
          .shifted(point: point, at: s, low: low, high: min(high, Window.lastPromptRow)))
    }
    let size = 1 << s.count
    if shift == 0, low == 0, high >= size, s.count == point.count {
      return scale * Multilinear.eq(point, s)
    }
    let end = min(high, size)
    guard end > low else { return .zero }
    var sum = Extension.zero
    for y in max(low, shift)..<max(low, shift, min(end, shift + 1 << point.count)) {
      sum += Multilinear.eq(point[...], y - shift) * Multilinear.eq(s[...], y)
    }
    return scale * sum
  }

  public func windowed(start: Int, size: Int) -> Window {
    if start == Window.lastPromptRow {
      precondition(!fromLastPromptRow && shift == 0, "one window from the last prompt row")
      return Window(
        point: point, shift: shift, low: low, high: min(high, size), scale: scale,
        fromLastPromptRow: true)
    }
    func moved(_ index: Int) -> Int { min(index + start, Window.everywhere) }
    return Window(
      point: point, shift: moved(shift), low: moved(low), high: moved(min(high, size)),
      scale: scale, fromLastPromptRow: fromLastPromptRow)
  }
}
