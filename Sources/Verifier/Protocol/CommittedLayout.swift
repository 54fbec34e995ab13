/// Where committed tensors lie in their vector: dense dyadic blocks, so that padding is never committed.
public struct CommittedLayout: Sendable {
  public typealias Place = Placement<Int>.Place

  /// In order of offset; the owner is a node.
  public let places: [Place]
  /// Length of the vector's used part.
  public let length: Int
  /// Parameters below this offset are signed bytes, those from it on wide.
  public let wideStart: Int
  /// Places of each node.
  public let placesOfNode: [[Int]]

  /// Byte tensors first, then wide ones from the next multiple of their largest block.
  public static func parameters(of graph: Graph) -> CommittedLayout {
    var bytes: [(owner: Int, shape: [Int])] = []
    var wide: [(owner: Int, shape: [Int])] = []
    for (i, node) in graph.nodes.enumerated() {
      guard case .parameter(let encoding) = node.kind else { continue }
      let tensor = (owner: i, shape: node.axes.map { graph.largestSize($0) })
      if encoding == .bytes { bytes.append(tensor) } else { wide.append(tensor) }
    }
    let low = Placement(bytes)
    var largest = 0
    for tensor in wide {
      for block in Block.cover(tensor.shape) { largest = max(largest, block.bits) }
    }
    let start = ((low.end + (1 << largest) - 1) >> largest) << largest
    let high = Placement(wide, start: start)
    return CommittedLayout(
      low.places + high.places, length: high.end, wideStart: start, nodes: graph.nodes.count)
  }

  public static func witnesses(of circuit: Circuit) -> CommittedLayout {
    var tensors: [(owner: Int, shape: [Int])] = []
    for (i, node) in circuit.graph.nodes.enumerated() {
      if case .witness = node.kind { tensors.append((i, circuit.shape(i))) }
    }
    let placement = Placement(tensors)
    return CommittedLayout(
      placement.places, length: placement.end, wideStart: 0, nodes: circuit.graph.nodes.count)
  }

  private init(_ places: [Place], length: Int, wideStart: Int, nodes: Int) {
    self.places = places
    self.length = length
    self.wideStart = wideStart
    var placesOfNode = [[Int]](repeating: [], count: nodes)
    for (i, place) in places.enumerated() { placesOfNode[place.owner].append(i) }
    self.placesOfNode = placesOfNode
  }

  /// A point claim on a tensor as a claim on the vector: W~(r) = Σ_B c_B(r) W~_B(r_B), with r_B the low coordinates of each axis
  /// and c_B the product over the others of r_j or 1 - r_j, by the digits of the block's offset.
  public func blocks(node: Int, points: [[Extension]]) -> [ClaimBlock] {
    placesOfNode[node].map { index in
      let place = places[index]
      var coefficient = Extension.one
      var point: [Extension] = []
      for (interval, coordinates) in zip(place.block.intervals, points).reversed() {
        let split = min(interval.bits, coordinates.count)
        point += coordinates[..<split]
        coefficient *= Multilinear.eq(coordinates[split...], interval.offset >> split)
      }
      return ClaimBlock(coefficient: coefficient, offset: place.offset, point: point[...])
    }
  }
}
