/// The axis weight w(y) = scale · eq(point, y - shift) for low <= y < high, and 0 elsewhere.
///
/// It covers a point, an interval of a point, a shifted point, and all ones.
public final class Window: Equatable, Sendable {
  public let point: [Extension]
  public let shift: Int
  public let low: Int
  public let high: Int
  public let scale: Extension

  /// Beyond every axis; safe to add a shift to, also where Int has 32 bits.
  public static let everywhere = 1 << 29

  public init(
    point: [Extension], shift: Int = 0, low: Int = 0, high: Int = Window.everywhere,
    scale: Extension = .one
  ) {
    self.point = point
    self.shift = shift
    self.low = low
    self.high = high
    self.scale = scale
  }

  public static func == (a: Window, b: Window) -> Bool {
    a.point == b.point && a.shift == b.shift && a.low == b.low && a.high == b.high
      && a.scale == b.scale
  }

  /// w = 1: eq at (1/2, ..., 1/2), times 2^bits.
  public static func ones(bits: Int) -> Window {
    Window(
      point: Array(repeating: .half, count: bits), scale: .powerOfTwo(bits))
  }

  public var isPoint: Bool {
    shift == 0 && low == 0 && high == Window.everywhere && scale == .one
  }

  /// w(y).
  public func entry(_ y: Int) -> Extension {
    let x = y - shift
    guard low <= y, y < high, 0 <= x, x < 1 << point.count else { return .zero }
    return scale * Multilinear.eq(point[...], x)
  }

  /// Σ_{y < n} w(y).
  public func below(_ n: Int) -> Extension {
    let end = min(n, high)
    guard end > low else { return .zero }
    return scale
      * (Multilinear.indicator(point, below: end - shift)
        - Multilinear.indicator(point, below: low - shift))
  }

  /// The extension of w at a point of the axis.
  public func evaluate(at s: [Extension]) -> Extension {
    let size = 1 << s.count
    if shift == 0, low == 0, high >= size, s.count == point.count {
      return scale * Multilinear.eq(point, s)
    }
    let end = min(high, size)
    guard end > low else { return .zero }
    return scale * (shiftedSum(s, below: end) - shiftedSum(s, below: low))
  }

  /// The weight of in, given the weight of out[x] = in[x + start], x < size.
  public func windowed(start: Int, size: Int) -> Window {
    // Beyond every axis is beyond every axis: sums stop there, so that no chain of windows passes a 32-bit Int.
    func moved(_ index: Int) -> Int { min(index + start, Window.everywhere) }
    return Window(
      point: point, shift: moved(shift), low: moved(low), high: moved(min(high, size)),
      scale: scale)
  }

  /// Σ of eq(point, x) eq(s, y) over x, y >= 0 with y = x + shift and y < n.
  ///
  /// Digits are read from the lowest; the state is the carry of x + |shift| (or y + |shift|) and whether y < n so far.
  private func shiftedSum(_ s: [Extension], below n: Int) -> Extension {
    guard n > 0 else { return .zero }
    let distance = shift < 0 ? -shift : shift
    let count = max(max(point.count, s.count), max(bitCount(distance + 1), bitCount(n + 1))) + 1
    func weight(_ coordinates: [Extension], _ i: Int, _ digit: Int) -> Extension {
      if i < coordinates.count {
        return digit == 1 ? coordinates[i] : .one - coordinates[i]
      }
      return digit == 1 ? .zero : .one
    }
    // states[2 carry + less]
    var states: [Extension] = [.one, .zero, .zero, .zero]
    for i in 0..<count {
      var following: [Extension] = [.zero, .zero, .zero, .zero]
      let bound = (n >> i) & 1
      for carry in 0..<2 {
        for less in 0..<2 {
          let value = states[2 * carry + less]
          if value == .zero { continue }
          for digit in 0..<2 {
            let sum = digit + ((distance >> i) & 1) + carry
            let x = shift >= 0 ? digit : sum & 1
            let y = shift >= 0 ? sum & 1 : digit
            let stillLess = y < bound || (y == bound && less == 1)
            let state = 2 * (sum >> 1) + (stillLess ? 1 : 0)
            following[state] += value * weight(point, i, x) * weight(s, i, y)
          }
        }
      }
      states = following
    }
    return states[1]
  }
}
