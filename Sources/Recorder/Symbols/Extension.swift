/// An element of E that is not computed but written down: the verifier's own sources, compiled against this type, record what a
/// verification does instead of doing it.
///
/// Equality is equality of expressions, as the verifier means it where it compares weights.
public struct Extension: Hashable, Sendable {
  let index: Int

  public static let degree = 2
  public static var zero: Extension { Extension(0) }
  public static var one: Extension { Extension(1) }
  public static var half: Extension { Extension(Goldilocks(0x7FFF_FFFF_8000_0001 as UInt64)) }

  init(index: Int) { self.index = index }

  public init(_ c0: Goldilocks, _ c1: Goldilocks = .zero) {
    self = Tape.current.element(.constant(c0.word, c1.word))
  }

  public init(_ integer: Int64) { self.init(Goldilocks(integer)) }
  public init(_ integer: Int) { self.init(Goldilocks(Int64(integer))) }

  /// Coordinates, if the element is a constant; zero else, since nothing that is recorded looks at an element's coordinates.
  public var c0: Goldilocks { constant?.0 ?? .zero }
  public var c1: Goldilocks { constant?.1 ?? .zero }

  var constant: (Goldilocks, Goldilocks)? {
    guard case .constant(let c0, let c1) = Tape.current[self] else { return nil }
    return (Goldilocks(c0), Goldilocks(c1))
  }

  public static func + (a: Extension, b: Extension) -> Extension {
    if let (a0, a1) = a.constant, let (b0, b1) = b.constant { return Extension(a0 + b0, a1 + b1) }
    if a == .zero { return b }
    if b == .zero { return a }
    return Tape.current.element(a.index < b.index ? .sum(a, b) : .sum(b, a))
  }

  public static func - (a: Extension, b: Extension) -> Extension {
    if let (a0, a1) = a.constant, let (b0, b1) = b.constant { return Extension(a0 - b0, a1 - b1) }
    if b == .zero { return a }
    if a == b { return .zero }
    return Tape.current.element(.difference(a, b))
  }

  public static prefix func - (a: Extension) -> Extension { .zero - a }
  public static func += (a: inout Extension, b: Extension) { a = a + b }

  public static func * (a: Extension, b: Extension) -> Extension {
    if let (a0, a1) = a.constant, let (b0, b1) = b.constant {
      let seven = Goldilocks(7 as UInt64)
      return Extension(a0 * b0 + seven * a1 * b1, a0 * b1 + a1 * b0)
    }
    if a == .zero || b == .zero { return .zero }
    if a == .one { return b }
    if b == .one { return a }
    return Tape.current.element(a.index < b.index ? .product(a, b) : .product(b, a))
  }

  public static func * (a: Extension, b: Goldilocks) -> Extension { a * Extension(b) }
  public static func *= (a: inout Extension, b: Extension) { a = a * b }

  /// Constants alone are ever inverted.
  public var inverse: Extension {
    guard let (c0, c1) = constant else { preconditionFailure("nothing recorded divides") }
    let scale = (c0 * c0 - Goldilocks(7 as UInt64) * c1 * c1).inverse
    return Extension(c0 * scale, -(c1 * scale))
  }

  public func powers(_ count: Int) -> [Extension] {
    var result: [Extension] = []
    var power = Extension.one
    for _ in 0..<count {
      result.append(power)
      power *= self
    }
    return result
  }
}
