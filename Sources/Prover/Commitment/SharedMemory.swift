import Foundation

/// Memory that several parts of the prover read and none changes: owned here, or mapped by its maker.
public final class SharedMemory<Element>: @unchecked Sendable {
  public let elements: UnsafeBufferPointer<Element>
  private let release: () -> Void

  /// Memory that lives until `release`, which is called once, when the last reader is gone.
  public init(
    mapped elements: UnsafeBufferPointer<Element>, release: @escaping @Sendable () -> Void
  ) {
    self.elements = elements
    self.release = release
  }

  /// Memory of its own, which `fill` initializes completely.
  public init(count: Int, fill: (UnsafeMutableBufferPointer<Element>) -> Void) {
    let memory = UnsafeMutableBufferPointer<Element>.allocate(capacity: count)
    fill(memory)
    elements = UnsafeBufferPointer(memory)
    release = {
      memory.deinitialize()
      memory.deallocate()
    }
  }

  public convenience init(_ array: [Element]) {
    self.init(count: array.count) { _ = $0.initialize(fromContentsOf: array) }
  }

  deinit { release() }

  public var count: Int { elements.count }

  /// The first element's address.
  public var start: UnsafePointer<Element> { elements.baseAddress! }
}

extension SharedMemory where Element: BitwiseCopyable & AdditiveArithmetic {
  /// Memory of its own that holds zeros before `fill` writes what differs from them.
  convenience init(zeros count: Int, fill: (UnsafeMutablePointer<Element>) -> Void) {
    let bytes = count * MemoryLayout<Element>.stride
    let memory = ZeroedMemory.allocate(bytes)
    let start = memory.bindMemory(to: Element.self, capacity: count)
    fill(start)
    self.init(
      mapped: UnsafeBufferPointer(start: start, count: count),
      release: ZeroedMemory.releaser(memory, bytes))
  }
}

/// Zeroed memory. Long runs come straight from the system in its largest pages: touching small ones takes longer than a pass.
enum ZeroedMemory {
  private static let mapped = 1 << 22

  static func allocate(_ bytes: Int) -> UnsafeMutableRawPointer {
    #if os(Linux)
      if bytes >= mapped { return Mappings.take(bytes, .zeros) }
    #endif
    guard let memory = calloc(max(1, bytes), 1) else { preconditionFailure("out of memory") }
    return memory
  }

  /// Memory for which zeros would be written over.
  static func allocateAnything(_ bytes: Int) -> UnsafeMutableRawPointer {
    #if os(Linux)
      if bytes >= mapped { return Mappings.take(bytes, .anything) }
    #endif
    return allocate(bytes)
  }

  static func release(_ memory: UnsafeMutableRawPointer, _ bytes: Int) {
    #if os(Linux)
      if bytes >= mapped {
        Mappings.giveBack(memory)
        return
      }
    #endif
    free(memory)
  }

  static func releaser(_ memory: UnsafeMutableRawPointer, _ bytes: Int) -> @Sendable () -> Void {
    nonisolated(unsafe) let memory = memory
    return { release(memory, bytes) }
  }
}
