/// A dyadic piece of one axis: entries [offset, offset + 2^bits), offset a multiple of 2^bits.
public struct Interval: Equatable, Sendable {
  public let offset: Int
  public let bits: Int

  /// [0, n) cut by the binary digits of n, largest piece first.
  public static func cover(_ n: Int) -> [Interval] {
    var rest = n
    return Array(count: n.nonzeroBitCount) { _ in
      let bits = Int.bitWidth - 1 - rest.leadingZeroBitCount
      rest -= 1 << bits
      return Interval(offset: n - rest - (1 << bits), bits: bits)
    }
  }
}

/// A product of intervals, one for each axis of a tensor: a piece that is stored densely, row-major.
public final class Block: Sendable {
  public let intervals: [Interval]

  init(intervals: [Interval]) { self.intervals = intervals }

  /// log2 of the number of entries.
  public var bits: Int {
    var sum = 0
    for interval in intervals { sum += interval.bits }
    return sum
  }

  /// The bits of the largest block of a box without an empty axis.
  static func largestBits(_ shape: [Int]) -> Int {
    var bits = 0
    for size in shape { bits += Int.bitWidth - 1 - size.leadingZeroBitCount }
    return bits
  }

  /// All blocks of a box, in row-major order of their pieces.
  public static func cover(_ shape: [Int]) -> [Block] {
    let pieces = shape.map { Interval.cover($0) }
    var count = 1
    for choices in pieces { count *= choices.count }
    return Array(count: count) { index in
      var (rest, step) = (index, count)
      return Block(
        intervals: pieces.map { choices in
          step /= choices.count
          defer { rest %= step }
          return choices[rest / step]
        })
    }
  }

  /// The tensor point that extends a point of this block, lowest digit first and the last axis owning the lowest digits: the offset
  /// supplies the high digits of every axis.
  public func extend(_ point: ArraySlice<Extension>, bits axisBits: [Int]) -> [[Extension]] {
    var end = point.startIndex + bits
    return intervals.indices.map { i in
      let interval = intervals[i]
      let start = end - interval.bits
      defer { end = start }
      return Array(count: max(axisBits[i], interval.bits)) { digit in
        if digit < interval.bits { return point[start + digit] }
        return (interval.offset >> digit) & 1 == 1 ? .one : .zero
      }
    }
  }
}

/// Where each block of a list of tensors lies in one committed vector or one tree of leaves.
public struct Placement: Sendable {
  public final class Place: Sendable {
    public let owner: Int
    public let block: Block
    public let offset: Int

    init(owner: Int, block: Block, offset: Int) {
      self.owner = owner
      self.block = block
      self.offset = offset
    }
  }

  /// In order of offset.
  public let places: [Place]
  /// One past the last entry.
  public let end: Int

  /// Blocks sorted by size, largest first, then by order of declaration; each is aligned to its own size. The first lies at `start`,
  /// a multiple of the largest block's size.
  public init(_ shapes: [[Int]], owners: [Int], start: Int = 0) {
    var blocks: [Block] = []
    var ownerOfBlock: [Int] = []
    for (i, shape) in shapes.enumerated() {
      for block in Block.cover(shape) {
        blocks.append(block)
        ownerOfBlock.append(owners[i])
      }
    }
    let sizes = blocks.map { $0.bits }
    var order: [Int] = []
    for bits in (0..<Int.bitWidth).reversed() {
      for i in blocks.indices where sizes[i] == bits { order.append(i) }
    }
    var end = start
    places = order.map { i in
      defer { end += 1 << sizes[i] }
      return Place(owner: ownerOfBlock[i], block: blocks[i], offset: end)
    }
    self.end = end
  }
}
