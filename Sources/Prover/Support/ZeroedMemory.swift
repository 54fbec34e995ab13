import Foundation
import Synchronization

/// Zeroed memory. Long runs come from the system in its largest pages and are kept for the next who asks for about as much: pages
/// that were never touched cost many times what clearing used ones does.
enum ZeroedMemory {
  /// From this size on memory is mapped and kept.
  private static let mapped = 1 << 20

  private enum Content {
    case zeros
    case anything
  }

  static func allocate(_ bytes: Int) -> UnsafeMutableRawPointer { take(bytes, .zeros) }

  /// Memory for which zeros would be written over.
  static func allocateAnything(_ bytes: Int) -> UnsafeMutableRawPointer { take(bytes, .anything) }

  static func release(_ memory: UnsafeMutableRawPointer, _ bytes: Int) {
    guard bytes >= mapped else {
      free(memory)
      return
    }
    runs.withLock { $0.keep(UInt(bitPattern: memory)) }
  }

  static func releaser(_ memory: UnsafeMutableRawPointer, _ bytes: Int) -> @Sendable () -> Void {
    nonisolated(unsafe) let memory = memory
    return { release(memory, bytes) }
  }

  private static func take(_ bytes: Int, _ content: Content) -> UnsafeMutableRawPointer {
    guard bytes >= mapped else {
      guard let memory = calloc(max(1, bytes), 1) else { preconditionFailure("out of memory") }
      return memory
    }
    let page = 1 << 14
    let size = (bytes + page - 1) / page * page
    let (known, surplus) = runs.withLock { $0.take(size) }
    for run in surplus { munmap(UnsafeMutableRawPointer(bitPattern: run.address), run.size) }
    if let memory = known.flatMap({ UnsafeMutableRawPointer(bitPattern: $0) }) {
      if content == .zeros { memset(memory, 0, bytes) }
      return memory
    }
    let memory = map(size)
    runs.withLock { $0.use(UInt(bitPattern: memory), size) }
    return memory
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

  private static let runs = Mutex(MappedRuns())
}

/// What is mapped: runs in use, and runs kept for later. Together never more than was once in use.
private struct MappedRuns {
  private var sizes: [UInt: Int] = [:]
  private var kept: [(address: UInt, size: Int)] = []
  private var used = 0
  private var mostUsed = 0
  private var unused = 0

  /// A kept run of at least this size and at most half as much again; or none, and the runs to give back before another is mapped.
  mutating func take(_ size: Int) -> (address: UInt?, surplus: [(address: UInt, size: Int)]) {
    let fitting = kept.indices.filter { size <= kept[$0].size && kept[$0].size <= size + size / 2 }
    if let best = fitting.min(by: { kept[$0].size < kept[$1].size }) {
      let run = kept.remove(at: best)
      unused -= run.size
      use(run.address, run.size)
      return (run.address, [])
    }
    var surplus: [(address: UInt, size: Int)] = []
    while unused > max(0, mostUsed - used - size), !kept.isEmpty {
      // The shortest: it is the cheapest to map again, and no more is given back than there must be.
      let shortest = kept.indices.min { kept[$0].size < kept[$1].size }!
      unused -= kept[shortest].size
      surplus.append(kept.remove(at: shortest))
    }
    return (nil, surplus)
  }

  mutating func use(_ address: UInt, _ size: Int) {
    sizes[address] = size
    used += size
    mostUsed = max(mostUsed, used)
  }

  mutating func keep(_ address: UInt) {
    guard let size = sizes.removeValue(forKey: address) else {
      preconditionFailure("released twice")
    }
    used -= size
    unused += size
    kept.append((address, size))
  }
}
