import Kernels
import Verifier

/// A codeword kept in memory, column by column, and its tree.
struct Codeword {
  let words: SharedMemory<UInt64>
  /// Words of a column.
  let width: Int
  let tree: MerkleTree

  func column(_ position: Int) -> UnsafeBufferPointer<UInt64> {
    UnsafeBufferPointer(rebasing: words.elements[position * width..<(position + 1) * width])
  }
}

extension Codeword {
  /// The codeword of a message over E, whose columns hold both coordinates of each row in turn.
  init(_ message: ElementPlanes, _ shape: OracleShape, _ parallel: Parallel) {
    self.init(columns: shape.columns, width: 2 * shape.rows, logLength: shape.logLength, parallel) {
      message.writeInterleaved(to: $0, parallel)
    }
  }

  /// The codeword of an oracle's message.
  init(_ vector: CommittedVector, _ parallel: Parallel) {
    let shape = vector.shape
    self.init(columns: shape.columns, width: shape.rows, logLength: shape.logLength, parallel) {
      vector.writeResidues(to: $0, parallel)
    }
  }

  private init(
    columns: Int, width: Int, logLength: Int, _ parallel: Parallel,
    _ fill: (UnsafeMutablePointer<UInt64>) -> Void
  ) {
    let encoder = Encoder(columns: columns, width: width, logLength: logLength, parallel: parallel)
    let words = SharedMemory<UInt64>(count: width << logLength) {
      fill($0.baseAddress!)
      encoder.transform($0.baseAddress!, logLength: logLength)
    }
    let tree = MerkleTree(logLength: logLength, parallel: parallel) {
      encoder.hash(words.start, count: 1 << logLength, into: $0)
    }
    self.init(words: words, width: width, tree: tree)
  }
}
