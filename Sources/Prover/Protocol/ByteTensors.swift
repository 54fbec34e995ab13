import Verifier

/// Where the byte parameters lie, row by row, in the memory that execution reads.
///
/// The committed order scatters a tensor into blocks; a product wants its rows. So a package holds the bytes in both orders, and
/// nothing is copied when it is opened.
public struct ByteTensors: Sendable {
  public struct Place: Sendable {
    public let node: Int
    public let shape: [Int]
    public let offset: Int

    public var count: Int { shape.reduce(1, *) }
  }

  /// Tensors start at multiples of this, so that each has pages of its own.
  public static let alignment = 4096

  /// In order of nodes.
  public let places: [Place]
  /// Bytes in all, the gaps between tensors included.
  public let size: Int

  public init(_ graph: Graph) {
    var places: [Place] = []
    var end = 0
    for (i, node) in graph.nodes.enumerated() {
      guard case .parameter(.bytes) = node.kind else { continue }
      let start = (end + ByteTensors.alignment - 1) / ByteTensors.alignment * ByteTensors.alignment
      places.append(
        Place(node: i, shape: node.axes.map { graph.largestSize($0) }, offset: start))
      end = start + places[places.count - 1].count
    }
    self.places = places
    size = end
  }

  /// The tensors, as views of this memory.
  ///
  /// - Precondition: the memory has `size` bytes.
  public func tensors(in memory: SharedMemory<Int8>) -> [Int: TensorValues] {
    precondition(memory.count == size, "the memory holds exactly these tensors")
    return Dictionary(
      uniqueKeysWithValues: places.map { place in
        let view = SharedMemory(
          mapped: UnsafeBufferPointer(
            rebasing: memory.elements[place.offset..<place.offset + place.count])
        ) { withExtendedLifetime(memory) {} }
        return (place.node, TensorValues(shape: place.shape, bytes: view))
      })
  }
}
