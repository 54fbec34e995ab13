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
  /// The codeword of a message over E.
  init(_ message: ElementPlanes, _ shape: OracleShape, _ parallel: Parallel) {
    let encoder = Encoder(
      columns: shape.columns, width: 2 * shape.rows, logLength: shape.logLength, parallel: parallel)
    self.init(encoder) { message.scatter(columns: shape.columns, fold: shape.fold, $0, $1) }
  }

  /// The codeword of an oracle's message.
  init(_ vector: CommittedVector, _ parallel: Parallel) {
    let shape = vector.shape
    let encoder = Encoder(
      columns: shape.columns, width: shape.rows, logLength: shape.logLength, parallel: parallel)
    self.init(encoder) { vector.scatter($0, $1) }
  }

  private init(_ encoder: Encoder, _ scatter: Encoder.Scatter) {
    var tree: MerkleTree?
    let words = SharedMemory<UInt64>(count: encoder.width << encoder.logLength) { memory in
      tree = encoder.encode(keepingIn: memory.baseAddress!, scatter: scatter)
    }
    self.init(words: words, width: encoder.width, tree: tree!)
  }
}
