/// What a claim multiplies one axis with: a function on the axis from a closed list, each with a short extension.
public indirect enum Weight: Equatable, Sendable {
  case window(Window)
  /// A dense vector, on the short layer axis only.
  case row([Extension])
  /// Σ coefficient · weight: what is left of claims that agree on every other axis.
  case mixture([Part])

  public struct Part: Equatable, Sendable {
    public let coefficient: Extension
    public let weight: Weight
  }

  public static func point(_ coordinates: [Extension]) -> Weight {
    .window(Window(point: coordinates))
  }

  public static func ones(bits: Int) -> Weight { .window(.ones(bits: bits)) }

  /// The point, if the weight is eq(point, ·) and nothing else.
  public var point: [Extension]? {
    if case .window(let window) = self, window.isPoint { return window.point }
    return nil
  }

  /// How many functions it is made of.
  var parts: Int {
    switch self {
    case .window, .row: 1
    case .mixture(let parts): parts.reduce(0) { $0 + $1.weight.parts }
    }
  }

  /// w(y), y >= 0.
  public func entry(_ y: Int) -> Extension {
    switch self {
    case .window(let window): window.entry(y)
    case .row(let values): y < values.count ? values[y] : .zero
    case .mixture(let parts):
      parts.reduce(.zero) { $0 + $1.coefficient * $1.weight.entry(y) }
    }
  }

  /// Σ_{y < n} w(y).
  public func below(_ n: Int) -> Extension {
    switch self {
    case .window(let window): window.below(n)
    case .row(let values): values.prefix(n).reduce(.zero, +)
    case .mixture(let parts):
      parts.reduce(.zero) { $0 + $1.coefficient * $1.weight.below(n) }
    }
  }

  /// The extension at a point of the axis.
  public func evaluate(at s: [Extension]) -> Extension {
    switch self {
    case .window(let window): return window.evaluate(at: s)
    case .row(let values):
      var result = Extension.zero
      for y in values.indices { result += values[y] * Multilinear.eq(s[...], y) }
      return result
    case .mixture(let parts):
      return parts.reduce(.zero) { $0 + $1.coefficient * $1.weight.evaluate(at: s) }
    }
  }

  /// The weight of in, given the weight of out[x] = in[x + start], x < size.
  public func windowed(start: Int, size: Int) -> Weight {
    switch self {
    case .window(let window): return .window(window.windowed(start: start, size: size))
    case .row(let values):
      return .row(Array(repeating: .zero, count: start) + values.prefix(size))
    case .mixture(let parts):
      return .mixture(
        parts.map {
          Part(coefficient: $0.coefficient, weight: $0.weight.windowed(start: start, size: size))
        })
    }
  }
}
