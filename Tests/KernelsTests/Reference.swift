import Kernels
import Testing

/// The suite every other suite extends. Serialized, because the level in force is global.
@Suite(.serialized) enum Kernel {}

/// The sizes every kernel is tried at: empty, one, around the lane widths, and past them.
let sizes = [0, 1, 2, 3, 7, 8, 9, 31, 100, 1000]

/// Runs a check at every level this machine has.
func atEveryLevel(_ check: (Int32) throws -> Void) rethrows {
  let highest = lemma_limit_kernel_level(2)
  defer { _ = lemma_limit_kernel_level(2) }
  for level in 0...highest {
    _ = lemma_limit_kernel_level(level)
    try check(level)
  }
}

/// A generator of repeatable numbers (SplitMix64) that announces its seed.
struct Random: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
    print("seed \(seed)")
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A canonical residue; one in four sits where carries happen.
  mutating func residue() -> UInt64 {
    let edges = [
      0, 1, prime - 1, prime - 2, 0xFFFF_FFFF, 0x1_0000_0000, 1 << 63, prime - (1 << 32),
    ]
    return next() % 4 == 0 ? edges[Int(next() % 8)] : next() % prime
  }

  /// An integer of absolute value below 2^62; one in four is extreme.
  mutating func integer() -> Int64 {
    let bound: Int64 = (1 << 62) - 1
    let edges = [0, 1, -1, bound, -bound, 1 << 32, -(1 << 32), 0xFFFF_FFFF]
    return next() % 4 == 0 ? edges[Int(next() % 8)] : Int64.random(in: -bound...bound, using: &self)
  }

  mutating func byte() -> Int8 {
    next() % 4 == 0 ? [-128, 127, 0, -1][Int(next() % 4)] : Int8(truncatingIfNeeded: next())
  }

  mutating func element() -> E { E(residue(), residue()) }
  mutating func elements(_ count: Int) -> [E] { (0..<count).map { _ in element() } }
  mutating func residues(_ count: Int) -> [UInt64] { (0..<count).map { _ in residue() } }
  mutating func integers(_ count: Int) -> [Int64] { (0..<count).map { _ in integer() } }
  mutating func bytes(_ count: Int) -> [Int8] { (0..<count).map { _ in byte() } }
}

// MARK: - The field, by division

let prime: UInt64 = 0xFFFF_FFFF_0000_0001

func times(_ a: UInt64, _ b: UInt64) -> UInt64 { UInt64(UInt128(a) * UInt128(b) % UInt128(prime)) }
func plus(_ a: UInt64, _ b: UInt64) -> UInt64 {
  UInt64((UInt128(a) + UInt128(b)) % UInt128(prime))
}
func residue(_ v: Int64) -> UInt64 {
  UInt64((Int128(v) % Int128(prime) + Int128(prime)) % Int128(prime))
}
func power(_ x: UInt64, _ exponent: UInt64) -> UInt64 {
  var result: UInt64 = 1
  for bit in (0..<64).reversed() {
    result = times(result, result)
    if exponent >> UInt64(bit) & 1 == 1 { result = times(result, x) }
  }
  return result
}

/// An element of F_p[X]/(X^2 - 7).
struct E: Equatable {
  var c0, c1: UInt64

  init(_ c0: UInt64, _ c1: UInt64) { (self.c0, self.c1) = (c0, c1) }
  init(_ x: lemma_element) { self.init(x.c0, x.c1) }

  static let zero = E(0, 0)
  var c: lemma_element { lemma_element(c0: c0, c1: c1) }

  static func + (a: E, b: E) -> E { E(plus(a.c0, b.c0), plus(a.c1, b.c1)) }
  static func - (a: E, b: E) -> E { a + E(prime - b.c0, prime - b.c1) }
  static func * (a: E, b: E) -> E {
    E(
      plus(times(a.c0, b.c0), times(7, times(a.c1, b.c1))),
      plus(times(a.c0, b.c1), times(a.c1, b.c0)))
  }
}

// MARK: - Memory

/// Words with a guard behind them, so that a kernel that writes past the end is noticed.
final class Words {
  let start: UnsafeMutablePointer<UInt64>
  let count: Int
  private static let guardWords = 16, guardValue: UInt64 = 0xDEAD_BEEF_0123_4567

  init(_ values: [UInt64]) {
    count = values.count
    start = .allocate(capacity: count + Self.guardWords)
    start.initialize(repeating: Self.guardValue, count: count + Self.guardWords)
    for (i, value) in values.enumerated() { start[i] = value }
  }

  convenience init(zeros count: Int) { self.init([UInt64](repeating: 0, count: count)) }

  deinit { start.deallocate() }

  /// The words, once the guard is seen to be whole.
  var values: [UInt64] {
    for i in count..<count + Self.guardWords {
      #expect(start[i] == Self.guardValue, "written past the end")
    }
    return (0..<count).map { start[$0] }
  }
}

/// A table of E in two planes.
final class Table {
  private let planes: (Words, Words)

  init(_ elements: [E]) { planes = (Words(elements.map(\.c0)), Words(elements.map(\.c1))) }
  convenience init(zeros count: Int) { self.init([E](repeating: .zero, count: count)) }

  var x0: UnsafeMutablePointer<UInt64> { planes.0.start }
  var x1: UnsafeMutablePointer<UInt64> { planes.1.start }
  var plane: lemma_plane { lemma_plane(x0: x0, x1: x1) }
  var elements: [E] { zip(planes.0.values, planes.1.values).map { E($0, $1) } }
}

/// Compares tables and names the first difference. (An expectation would describe all of them, which takes minutes.)
func expectEqual<T: Equatable>(
  _ values: [T], _ expected: [T], _ note: String = "",
  at location: SourceLocation = #_sourceLocation
) {
  guard values != expected else { return }
  let first = zip(values, expected).enumerated().first { $1.0 != $1.1 }
  let difference =
    first.map { "entry \($0) is \($1.0), not \($1.1)" }
    ?? "\(values.count) entries, not \(expected.count)"
  Issue.record("\(note): \(difference)", sourceLocation: location)
}

/// Runs a kernel that fills `count` elements.
func collect(_ count: Int, _ kernel: (UnsafeMutablePointer<lemma_element>) -> Void) -> [E] {
  var out = [lemma_element](repeating: lemma_element(c0: 1, c1: 1), count: count)
  kernel(&out)
  return out.map { E($0) }
}
