/// Where committed tensors lie in their vector: dense dyadic blocks, so that padding is never committed.
public struct CommittedLayout: Sendable {
  public typealias Place = Placement.Place

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
    func nodes(_ encoding: Encoding) -> [Int] {
      graph.nodes.indices.filter {
        if case .parameter(encoding) = graph.nodes[$0].kind { true } else { false }
      }
    }
    func shape(_ node: Int) -> [Int] { graph.nodes[node].axes.map { graph.largestSize($0) } }
    let (bytes, wide) = (nodes(.bytes), nodes(.wide))
    let low = Placement(bytes.map { shape($0) }, owners: bytes)
    let wideShapes = wide.map { shape($0) }
    var largest = 0
    for shape in wideShapes { largest = max(largest, Block.largestBits(shape)) }
    let start = ((low.end + (1 << largest) - 1) >> largest) << largest
    let high = Placement(wideShapes, owners: wide, start: start)
    let places = Array(count: low.places.count + high.places.count) { i in
      i < low.places.count ? low.places[i] : high.places[i - low.places.count]
    }
    return CommittedLayout(
      places, length: high.end, wideStart: start, nodes: graph.nodes.count)
  }

  public static func witnesses(of circuit: Circuit) -> CommittedLayout {
    let nodes = circuit.graph.nodes.indices.filter { circuit.graph.isWitness($0) }
    let placement = Placement(nodes.map { circuit.shape($0) }, owners: nodes)
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
      for i in points.indices.reversed() {
        let (interval, coordinates) = (place.block.intervals[i], points[i])
        let split = min(interval.bits, coordinates.count)
        for coordinate in coordinates[..<split] { point.append(coordinate) }
        coefficient *= Multilinear.eq(coordinates[split...], interval.offset >> split)
      }
      return ClaimBlock(coefficient: coefficient, offset: place.offset, point: point[...])
    }
  }
}
