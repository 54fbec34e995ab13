import Kernels
import Verifier

/// A binary Keccak tree as one run of bytes: the 2^logLength leaf hashes, then each layer above, the root last.
public struct MerkleTree: Sendable {
  public let logLength: Int
  public let memory: SharedMemory<UInt8>

  /// Bytes of a tree with 2^logLength leaves.
  public static func byteCount(logLength: Int) -> Int { 32 * ((2 << logLength) - 1) }

  /// A tree computed before, for instance mapped from a file.
  public init(logLength: Int, memory: SharedMemory<UInt8>) {
    precondition(memory.count == MerkleTree.byteCount(logLength: logLength), "not this tree's size")
    self.logLength = logLength
    self.memory = memory
  }

  /// Hashes upwards from leaf hashes that `fill` writes.
  init(logLength: Int, parallel: Parallel, fill: (UnsafeMutablePointer<UInt8>) -> Void) {
    self.logLength = logLength
    memory = SharedMemory(count: MerkleTree.byteCount(logLength: logLength)) { memory in
      let start = memory.baseAddress!
      fill(start)
      for layer in 0..<logLength {
        let below = start + MerkleTree.offset(layer, logLength)
        let above = start + MerkleTree.offset(layer + 1, logLength)
        parallel.ranges(1 << (logLength - layer - 1), nanoseconds: 100) { range in
          lemma_hash_nodes(
            above + 32 * range.lowerBound, below + 64 * range.lowerBound, range.count)
        }
      }
    }
  }

  /// Where layer `layer` starts, leaves being layer 0.
  private static func offset(_ layer: Int, _ logLength: Int) -> Int {
    32 * ((2 << logLength) - (2 << (logLength - layer)))
  }

  private func hash(_ layer: Int, _ index: Int) -> [UInt8] {
    let start = MerkleTree.offset(layer, logLength) + 32 * index
    return Array(memory.elements[start..<start + 32])
  }

  public var root: Digest { Digest(hash(logLength, 0))! }

  /// The siblings that a verifier lacks who knows these leaves, from the leaf layer upwards, left to right.
  ///
  /// - Parameter positions: ascending and distinct.
  func writeMultiProof(_ positions: [Int], to writer: inout Writer) {
    var known = positions
    for layer in 0..<logLength {
      var above: [Int] = []
      var i = 0
      while i < known.count {
        let position = known[i]
        above.append(position >> 1)
        if position & 1 == 0, i + 1 < known.count, known[i + 1] == position + 1 {
          i += 2
        } else {
          writer.bytes(hash(layer, position ^ 1))
          i += 1
        }
      }
      known = above
    }
  }
}
