import Verifier

/// The Merkle tree over a model's step tables: leaves in the order of sizes, filled up with zeros to a power of two; an inner node is
/// K(0x01 | left | right).
struct TableTree {
  private var layers: [[Digest]]

  init(_ leaves: [Digest]) {
    var layer = leaves
    while layer.count & (layer.count - 1) != 0 { layer.append(.zero) }
    layers = [layer]
    while layer.count > 1 {
      layer = stride(from: 0, to: layer.count, by: 2).map {
        MultiProof.node(layer[$0], layer[$0 + 1])
      }
      layers.append(layer)
    }
  }

  var root: Digest { layers[layers.count - 1][0] }

  /// Siblings of a leaf, from the leaves up.
  func path(_ index: Int) -> [Digest] {
    (0..<layers.count - 1).map { layers[$0][(index >> $0) ^ 1] }
  }
}
