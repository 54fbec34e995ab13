import Verifier

extension Execution {
  /// What a statement says beside its token rows: what an encoder reads, and where it is asked.
  public struct Source: Equatable, Sendable {
    public let prompt: [Int]
    /// Which of two texts each row belongs to.
    let segments: [Int]
    public let positions: [Int]

    public init() { self.init(prompt: [], secondSegment: 0, positions: []) }

    /// - Parameter secondSegment: the first row of the second text.
    public init(prompt: [Int], secondSegment: Int, positions: [Int]) {
      self.prompt = prompt
      self.positions = positions
      segments = prompt.indices.map { $0 < secondSegment ? 0 : 1 }
    }

    init(_ statement: Statement) {
      self.init(
        prompt: statement.prompt, secondSegment: statement.secondSegment,
        positions: statement.positions)
    }
  }

  /// The entries of the tensor that stated values are compared with, for each entry of the reply or once.
  func valuesToState() throws(Refusal) -> [Int32] {
    let graph = circuit.graph
    guard let stated = graph.values, let node = graph.valueSource else { return [] }
    let tensor = values[node]!
    let hasReplies = graph.nodes[stated].axes.contains { graph.axes[$0].extent == .replies }
    let count = hasReplies ? reply.count * tensor.strides[0] : tensor.count
    var result: [Int32] = []
    for i in 0..<count {
      guard let value = Int32(exactly: tensor[i]) else {
        throw Refusal(
          assertion: "stated values", tensor: String(decoding: graph.nodes[node].name.bytes, as: UTF8.self),
          entry: [(axis: "entry", index: i)], value: tensor[i],
          admitted: Int64(Int32.min)...Int64(Int32.max))
      }
      result.append(value)
    }
    return result
  }
}

extension Graph {
  /// The node whose values are stated: stated values are read once, by their difference from it.
  var valueSource: Int? {
    guard let stated = values else { return nil }
    for node in nodes {
      if case .linear(let terms, _) = node.kind, terms.contains(where: { $0.node == stated }) {
        return terms.first { $0.node != stated }?.node
      }
    }
    return nil
  }
}
