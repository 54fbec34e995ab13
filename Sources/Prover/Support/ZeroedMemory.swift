import Foundation
import Synchronization

/// Zeroed memory. Long runs come from the system in its largest pages and are kept for the next who asks for as much: pages that
/// were never touched cost many times what clearing used ones does.
enum ZeroedMemory {
  /// From this size on memory is mapped and kept.
  private static let mapped = 1 << 20
  /// What may lie unused. More than one proof frees at once.
  private static let mostUnused = 1 << 30

  /// Runs that nobody uses, by size.
  private struct Unused {
    var runs: [Int: [UInt]] = [:]
    var bytes = 0
  }

  private static let unused = Mutex(Unused())

  static func allocate(_ bytes: Int) -> UnsafeMutableRawPointer {
    guard bytes >= mapped else {
      guard let memory = calloc(max(1, bytes), 1) else { preconditionFailure("out of memory") }
      return memory
    }
    let size = roundedSize(bytes)
    let address = unused.withLock { unused -> UInt? in
      guard let address = unused.runs[size]?.popLast() else { return nil }
      unused.bytes -= size
      return address
    }
    if let memory = address.flatMap({ UnsafeMutableRawPointer(bitPattern: $0) }) {
      memset(memory, 0, bytes)
      return memory
    }
    return map(size)
  }

  static func release(_ memory: UnsafeMutableRawPointer, _ bytes: Int) {
    guard bytes >= mapped else {
      free(memory)
      return
    }
    let size = roundedSize(bytes)
    let isKept = unused.withLock { unused in
      guard unused.bytes + size <= mostUnused else { return false }
      unused.bytes += size
      unused.runs[size, default: []].append(UInt(bitPattern: memory))
      return true
    }
    if !isKept { munmap(memory, size) }
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
