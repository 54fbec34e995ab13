/// What a claim multiplies one axis with: a function on the axis from a closed list, each with a short extension.
public indirect enum Weight: Equatable, Sendable {
  case window(Window)
  /// A dense vector, on the short layer axis only.
  case row([Extension])
  /// Σ coefficient · weight: what is left of claims that agree on every other axis.
  case mixture([Part])

  public final class Part: Sendable {
    public let coefficient: Extension
    public let weight: Weight

    init(coefficient: Extension, weight: Weight) {
      self.coefficient = coefficient
      self.weight = weight
    }
  }

  @inline(never)
  public static func == (a: Weight, b: Weight) -> Bool {
    switch (a, b) {
    case (.window(let a), .window(let b)): a == b
    case (.row(let a), .row(let b)): a == b
    case (.mixture(let a), .mixture(let b)):
      a.count == b.count
        && a.indices.allSatisfy {
          a[$0].coefficient == b[$0].coefficient && a[$0].weight == b[$0].weight
        }
    default: false
    }
  }

  public static func point(_ coordinates: [Extension]) -> Weight {
    .window(Window(point: coordinates))
  }

  @inline(never)
  public static func ones(bits: Int) -> Weight { .window(.ones(bits: bits)) }

  /// The point, if the weight is eq(point, ·) and nothing else.
  @inline(never)
  public var point: [Extension]? {
    if case .window(let window) = self, window.isPoint { return window.point }
    return nil
  }

  /// How many functions it is made of.
  var parts: Int {
    guard case .mixture(let parts) = self else { return 1 }
    var sum = 0
    for part in parts { sum += part.weight.parts }
    return sum
  }

  private static func sum(_ parts: [Part], _ value: (Weight) -> Extension) -> Extension {
    var sum = Extension.zero
    for part in parts { sum += part.coefficient * value(part.weight) }
    return sum
  }

  /// w(y), y >= 0.
  public func entry(_ y: Int) -> Extension {
    switch self {
    case .window(let window): window.entry(y)
    case .row(let values): y < values.count ? values[y] : .zero
    case .mixture(let parts): Weight.sum(parts) { $0.entry(y) }
    }
  }

  /// Σ_{y < n} w(y).
  public func below(_ n: Int) -> Extension {
    switch self {
    case .window(let window): return window.below(n)
    case .row(let values):
      var sum = Extension.zero
      for y in 0..<min(n, values.count) { sum += values[y] }
      return sum
    case .mixture(let parts): return Weight.sum(parts) { $0.below(n) }
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
    case .mixture(let parts): return Weight.sum(parts) { $0.evaluate(at: s) }
    }
  }

  /// The weight of in, given the weight of out[x] = in[x + start], x < size.
  public func windowed(start: Int, size: Int) -> Weight {
    switch self {
    case .window(let window): return .window(window.windowed(start: start, size: size))
    case .row(let values):
      return .row(
        Array(count: start + min(size, values.count)) { $0 < start ? .zero : values[$0 - start] })
    case .mixture(let parts):
      return .mixture(
        parts.map {
          Part(coefficient: $0.coefficient, weight: $0.weight.windowed(start: start, size: size))
        })
    }
  }
}

extension Extension {
  /// 2^exponent, for an exponent below 63.
  @inline(never)
  static func powerOfTwo(_ exponent: Int) -> Extension { Extension(Int64(1) << Int64(exponent)) }
}
