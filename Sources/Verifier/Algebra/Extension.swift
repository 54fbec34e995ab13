/// An element c0 + c1 X of E = F_p[X] / (X^2 - 7), the field of every challenge and claim.
///
/// 7 generates F_p^*, so it is no square and X^2 - 7 is irreducible. |E| is about 2^128. As in `Goldilocks`, operations are calls in
/// the module that clients load.
@frozen
public struct Extension: Equatable, Sendable {
  public let c0: Goldilocks
  public let c1: Goldilocks

  /// Degree over F_p.
  public static let degree = 2
  public static let zero = Extension(.zero, .zero)
  public static let one = Extension(.one, .zero)
  /// 1/2 = (p + 1) / 2.
  public static let half = Extension(Goldilocks(UInt64(0x7FFF_FFFF_8000_0001)))

  @inlinable
  public init(_ c0: Goldilocks, _ c1: Goldilocks = .zero) {
    self.c0 = c0
    self.c1 = c1
  }

  @inlinable
  public init(_ integer: Int64) { self.init(Goldilocks(integer), .zero) }

  @inlinable
  public init(_ integer: Int) { self.init(Goldilocks(Int64(integer)), .zero) }

  #if hasFeature(Embedded)
    @inline(never)
  #endif
  @inlinable
  public static func + (a: Extension, b: Extension) -> Extension {
    Extension(a.c0 + b.c0, a.c1 + b.c1)
  }

  @inlinable
  public static func - (a: Extension, b: Extension) -> Extension {
    Extension(a.c0 - b.c0, a.c1 - b.c1)
  }

  @inlinable
  public static prefix func - (a: Extension) -> Extension { Extension(-a.c0, -a.c1) }

  #if hasFeature(Embedded)
    @inline(never)
  #endif
  @inlinable
  public static func += (a: inout Extension, b: Extension) { a = a + b }

  /// (a0 + a1 X)(b0 + b1 X) = a0 b0 + 7 a1 b1 + (a0 b1 + a1 b0) X.
  #if hasFeature(Embedded)
    @inline(never)
  #endif
  @inlinable
  public static func * (a: Extension, b: Extension) -> Extension {
    let high = a.c1 * b.c1
    let twice = high + high
    let four = twice + twice
    return Extension(a.c0 * b.c0 + (four + four - high), a.c0 * b.c1 + a.c1 * b.c0)
  }

  @inlinable
  public static func * (a: Extension, b: Goldilocks) -> Extension {
    Extension(a.c0 * b, a.c1 * b)
  }

  #if hasFeature(Embedded)
    @inline(never)
  #endif
  @inlinable
  public static func *= (a: inout Extension, b: Extension) { a = a * b }

  /// 1 / self, and 0 for 0: the conjugate over the norm c0^2 - 7 c1^2.
  public var inverse: Extension {
    let norm = c0 * c0 - Goldilocks(UInt64(7)) * c1 * c1
    let scale = norm.inverse
    return Extension(c0 * scale, -(c1 * scale))
  }

  /// 1, self, self^2, ... (`count` of them).
  public func powers(_ count: Int) -> [Extension] {
    var power = Extension.one
    return Array(count: count) { _ in
      defer { power *= self }
      return power
    }
  }
}
