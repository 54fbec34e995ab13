import Verifier

/// The entries of one block as contiguous runs of its tensor.
struct LeafRuns: Sendable {
  /// Entries of a run, a power of two.
  let length: Int
  /// Axes outside the runs, innermost first: digits of a run's number, and entries between neighbours.
  private let outer: [(mask: Int, bits: Int, stride: Int)]
  private let origin: Int

  /// - Parameter rows: whether a run must stay within a row of the last axis.
  init(_ tensor: TensorValues, _ block: Block, _ extent: Extent) {
    var inner = block.intervals.count
    var bits = 0
    // Axes that the block covers whole continue the run of the axis before them.
    while inner > 0 {
      inner -= 1
      bits += block.intervals[inner].bits
      let whole = tensor.shape[inner] == 1 << block.intervals[inner].bits
      if extent == .row || !whole { break }
    }
    length = 1 << bits
    outer = block.intervals.indices.prefix(inner).reversed().map { i in
      let bits = block.intervals[i].bits
      return (mask: (1 << bits) - 1, bits: bits, stride: tensor.strides[i])
    }
    origin = zip(block.intervals, tensor.strides).reduce(0) { $0 + $1.0.offset * $1.1 }
  }

  enum Extent {
    /// As long as entries are contiguous.
    case longest
    /// Within a row of the last axis.
    case row
  }

  /// Calls `body` for each piece of entries `range` of the block: where it starts in the tensor, and its length.
  func forEach(_ range: Range<Int>, _ body: (Int, Int) -> Void) {
    var next = range.lowerBound
    while next < range.upperBound {
      let inside = next & (length - 1)
      var number = next / length
      var start = origin + inside
      for axis in outer {
        start += (number & axis.mask) * axis.stride
        number >>= axis.bits
      }
      let count = min(length - inside, range.upperBound - next)
      body(start, count)
      next += count
    }
  }
}
