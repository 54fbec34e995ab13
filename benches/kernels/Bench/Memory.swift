import Naive

/// Arrays that kernels read and write, all with repeatable contents that can be restored and compared.
final class Memory {
  private struct Block {
    let bytes: UnsafeMutableRawBufferPointer
    let original: [UInt8]
  }

  private var blocks: [Block] = []
  private var state: UInt64 = 1

  /// SplitMix64.
  private func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  private func array<T>(_ count: Int, _ value: (UInt64) -> T) -> UnsafeMutablePointer<T> {
    let raw = UnsafeMutableRawBufferPointer.allocate(
      byteCount: count * MemoryLayout<T>.stride, alignment: 64)
    let typed = raw.bindMemory(to: T.self)
    for i in 0..<count { typed.initializeElement(at: i, to: value(next())) }
    blocks.append(Block(bytes: raw, original: Array(raw)))
    return typed.baseAddress!
  }

  private static let prime: UInt64 = 0xFFFF_FFFF_0000_0001

  func residues(_ count: Int) -> UnsafeMutablePointer<UInt64> { array(count) { $0 % Memory.prime } }
  func bits(_ count: Int) -> UnsafeMutablePointer<UInt64> { array(count) { $0 >> 63 } }
  func bytes(_ count: Int) -> UnsafeMutablePointer<Int8> {
    array(count) { Int8(truncatingIfNeeded: $0) }
  }
  func shorts(_ count: Int) -> UnsafeMutablePointer<UInt16> {
    array(count) { UInt16(truncatingIfNeeded: $0) }
  }
  /// Signed integers of so many bits.
  func integers(_ count: Int, bits: Int) -> UnsafeMutablePointer<Int64> {
    array(count) { Int64(bitPattern: $0) >> Int64(64 - bits) }
  }
  func elements(_ count: Int) -> UnsafeMutablePointer<lemma_element> {
    array(count) { lemma_element(c0: $0 % Memory.prime, c1: ($0 << 1) % Memory.prime) }
  }
  /// Elements that add up to 1.
  func weights(_ count: Int) -> UnsafeMutablePointer<lemma_element> {
    var (left0, left1) = (Memory.prime + 1, Memory.prime)
    var index = 0
    return array(count) { word in
      index += 1
      guard index < count else { return lemma_element(c0: left0, c1: left1) }
      let element = lemma_element(c0: word >> 8, c1: (word << 32) >> 8)
      left0 -= element.c0
      left1 -= element.c1
      return element
    }
  }
  func octets(_ count: Int) -> UnsafeMutablePointer<UInt8> {
    array(count) { UInt8(truncatingIfNeeded: $0) }
  }

  func restore() { for block in blocks { block.bytes.copyBytes(from: block.original) } }
  var contents: [[UInt8]] { blocks.map { Array($0.bytes) } }
}

/// A table of extension elements in two planes.
struct Table {
  let x0, x1: UnsafeMutablePointer<UInt64>

  init(_ memory: Memory, _ count: Int) {
    x0 = memory.residues(count)
    x1 = memory.residues(count)
  }

  var plane: lemma_plane { lemma_plane(x0: x0, x1: x1) }
}
