import Foundation
import Synchronization

/// Zeroed memory. Long runs come from the system in its largest pages and are kept for the next who asks for as much: pages that
/// were never touched cost many times what clearing used ones does.
enum ZeroedMemory {
  /// From this size on memory is mapped and kept.
  private static let mapped = 1 << 20

  /// What is mapped: in use, or kept for later. Together never more than was once in use.
  private struct Runs {
    var used = 0
    var mostUsed = 0
    var unused = 0
    /// Addresses of runs that nobody uses, by size.
    var kept: [Int: [UInt]] = [:]

    mutating func take(_ size: Int) -> UInt? {
      used += size
      mostUsed = max(mostUsed, used)
      guard let address = kept[size]?.popLast() else { return nil }
      unused -= size
      return address
    }

    /// Runs to give back, the longest first, so that what is mapped stays within what was in use.
    mutating func surplus() -> [(address: UInt, size: Int)] {
      var result: [(UInt, Int)] = []
      while used + unused > mostUsed,
        let size = kept.keys.filter({ !kept[$0]!.isEmpty }).max(),
        let address = kept[size]!.popLast()
      {
        unused -= size
        result.append((address, size))
      }
      return result
    }

    mutating func keep(_ address: UInt, _ size: Int) {
      used -= size
      unused += size
      kept[size, default: []].append(address)
    }
  }

  private static let runs = Mutex(Runs())

  private enum Content {
    case zeros
    case anything
  }

  static func allocate(_ bytes: Int) -> UnsafeMutableRawPointer { take(bytes, .zeros) }

  /// Memory for which zeros would be written over.
  static func allocateAnything(_ bytes: Int) -> UnsafeMutableRawPointer { take(bytes, .anything) }

  private static func take(_ bytes: Int, _ content: Content) -> UnsafeMutableRawPointer {
    guard bytes >= mapped else {
      guard let memory = calloc(max(1, bytes), 1) else { preconditionFailure("out of memory") }
      return memory
    }
    let size = roundedSize(bytes)
    let (known, surplus) = runs.withLock { runs in
      let address = runs.take(size)
      return (address, address == nil ? runs.surplus() : [])
    }
    for run in surplus { munmap(UnsafeMutableRawPointer(bitPattern: run.address), run.size) }
    if let memory = known.flatMap({ UnsafeMutableRawPointer(bitPattern: $0) }) {
      if content == .zeros { memset(memory, 0, bytes) }
      return memory
    }
    return map(size)
  }

  static func release(_ memory: UnsafeMutableRawPointer, _ bytes: Int) {
    guard bytes >= mapped else {
      free(memory)
      return
    }
    runs.withLock { $0.keep(UInt(bitPattern: memory), roundedSize(bytes)) }
  }

  static func releaser(_ memory: UnsafeMutableRawPointer, _ bytes: Int) -> @Sendable () -> Void {
    nonisolated(unsafe) let memory = memory
    return { release(memory, bytes) }
  }

  /// Up to an eighth more, so that runs of similar sizes serve each other.
  private static func roundedSize(_ bytes: Int) -> Int {
    let step = 1 << (Int.bitWidth - 1 - bytes.leadingZeroBitCount - 3)
    return (bytes + step - 1) / step * step
  }

  private static func map(_ size: Int) -> UnsafeMutableRawPointer {
    let memory = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    precondition(memory != MAP_FAILED, "out of memory")
    #if os(Linux)
      // Advice: without large pages all is as before, only slower.
      _ = madvise(memory!, size, 14 /* MADV_HUGEPAGE */)
    #endif
    return memory!
  }
}
