/// A dyadic piece of one axis: entries [offset, offset + 2^bits), offset a multiple of 2^bits.
public struct Interval: Equatable, Sendable {
  public let offset: Int
  public let bits: Int

  /// [0, n) cut by the binary digits of n, largest piece first.
  public static func cover(_ n: Int) -> [Interval] {
    var offset = 0
    var result: [Interval] = []
    var bits = Int.bitWidth - n.leadingZeroBitCount
    while bits > 0 {
      bits -= 1
      if (n >> bits) & 1 == 1 {
        result.append(Interval(offset: offset, bits: bits))
        offset += 1 << bits
      }
    }
    return result
  }
}

/// A product of intervals, one for each axis of a tensor: a piece that is stored densely, row-major.
public struct Block: Equatable, Sendable {
  public let intervals: [Interval]

  /// log2 of the number of entries.
  public var bits: Int { intervals.reduce(0) { $0 + $1.bits } }

  /// All blocks of a box, in row-major order of their pieces.
  public static func cover(_ shape: [Int]) -> [Block] {
    var result = [Block(intervals: [])]
    for size in shape {
      let pieces = Interval.cover(size)
      result = result.flatMap { block in
        pieces.map { Block(intervals: block.intervals + [$0]) }
      }
    }
    return result
  }

  /// The tensor point that extends a point of this block, lowest digit first and the last axis owning the lowest digits: the offset
  /// supplies the high digits of every axis.
  public func extend(_ point: ArraySlice<Extension>, bits axisBits: [Int]) -> [[Extension]] {
    var points: [[Extension]] = []
    var start = point.startIndex
    for i in intervals.indices.reversed() {
      let interval = intervals[i]
      var coordinates = Array(point[start..<start + interval.bits])
      start += interval.bits
      for digit in interval.bits..<max(axisBits[i], interval.bits) {
        coordinates.append((interval.offset >> digit) & 1 == 1 ? .one : .zero)
      }
      points.append(coordinates)
    }
    points.reverse()
    return points
  }
}

/// Where each block of a list of tensors lies in one committed vector or one tree of leaves.
public struct Placement<Owner: Sendable>: Sendable {
  public struct Place: Sendable {
    public let owner: Owner
    public let block: Block
    public let offset: Int
  }

  /// In order of offset.
  public let places: [Place]
  /// One past the last entry.
  public let end: Int

  /// Blocks sorted by size, largest first, then by order of declaration; each is aligned to its own size. The first lies at `start`,
  /// a multiple of the largest block's size.
  public init(_ tensors: [(owner: Owner, shape: [Int])], start: Int = 0) {
    var bySize: [[(Owner, Block)]] = []
    for tensor in tensors {
      for block in Block.cover(tensor.shape) {
        while bySize.count <= block.bits { bySize.append([]) }
        bySize[block.bits].append((tensor.owner, block))
      }
    }
    var places: [Place] = []
    var offset = start
    for bits in bySize.indices.reversed() {
      for (owner, block) in bySize[bits] {
        places.append(Place(owner: owner, block: block, offset: offset))
        offset += 1 << bits
      }
    }
    self.places = places
    end = offset
  }
}
