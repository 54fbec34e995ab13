/// Memory that several parts of the prover read and none changes: owned here, or mapped by its maker.
public final class SharedMemory<Element: BitwiseCopyable>: @unchecked Sendable {
  public let elements: UnsafeBufferPointer<Element>
  private let release: () -> Void

  /// Memory that lives until `release`, which is called once, when the last reader is gone.
  public init(
    mapped elements: UnsafeBufferPointer<Element>, release: @escaping @Sendable () -> Void
  ) {
    self.elements = elements
    self.release = release
  }

  /// Memory of its own that holds zero bytes before `fill` writes what differs from them.
  public init(count: Int, fill: (UnsafeMutableBufferPointer<Element>) -> Void) {
    let bytes = count * MemoryLayout<Element>.stride
    let memory = ZeroedMemory.allocate(bytes)
    let start = memory.bindMemory(to: Element.self, capacity: count)
    fill(UnsafeMutableBufferPointer(start: start, count: count))
    elements = UnsafeBufferPointer(start: start, count: count)
    release = ZeroedMemory.releaser(memory, bytes)
  }

  public convenience init(_ array: [Element]) {
    self.init(count: array.count) { _ = $0.initialize(fromContentsOf: array) }
  }

  deinit { release() }

  public var count: Int { elements.count }

  /// The first element's address.
  public var start: UnsafePointer<Element> { elements.baseAddress! }
}
