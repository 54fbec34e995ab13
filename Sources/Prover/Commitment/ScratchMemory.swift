/// Memory that goes from one user to the next instead of back to the system.
///
/// The first touch of a page costs far more than computing what goes there, since the system clears it; so a large step should
/// work where an earlier one did. Pieces are not cleared between users. Belongs to one thread.
final class ScratchMemory: @unchecked Sendable {
  private var free: [(start: UnsafeMutableRawPointer, bytes: Int)] = []
  /// Bytes obtained from the system so far.
  private(set) var total = 0

  deinit { for piece in free { ZeroedMemory.release(piece.start, piece.bytes) } }

  /// Vectors of these lengths in one piece, which returns when the last of them is gone.
  func planes(_ counts: [Int]) -> [ElementPlanes] {
    let piece = take(16 * counts.reduce(0, +))
    var start = piece.start
    return counts.map { count in
      defer { start += 16 * count }
      let x0 = start.bindMemory(to: UInt64.self, capacity: 2 * count)
      return ElementPlanes(x0: x0, x1: x0 + count, count: count, of: piece)
    }
  }

  private func take(_ bytes: Int) -> Piece {
    let fitting = free.indices.filter { free[$0].bytes >= bytes }
    if let best = fitting.min(by: { free[$0].bytes < free[$1].bytes }) {
      let (start, size) = free.remove(at: best)
      return Piece(start, size, self)
    }
    // A power of two, so that pieces of almost one size serve for one another; what nobody touches costs nothing.
    let size = max(4096, 1 << (Int.bitWidth - (bytes - 1).leadingZeroBitCount))
    total += size
    return Piece(ZeroedMemory.allocateAnything(size), size, self)
  }

  private final class Piece {
    let start: UnsafeMutableRawPointer
    private let bytes: Int
    private let memory: ScratchMemory

    init(_ start: UnsafeMutableRawPointer, _ bytes: Int, _ memory: ScratchMemory) {
      self.start = start
      self.bytes = bytes
      self.memory = memory
    }

    deinit { memory.free.append((start, bytes)) }
  }
}
