import Verifier

/// What a model's statements are about, as the registry knows it: 0 for a decoder's tokens, as if there were nothing else.
struct ContractOutput {
  /// form + 2^8 · reads + 2^16 · values + 2^32 · choices: docs/contracts.md.
  let word: Int
  /// Choices for each entry of a reply; none if nothing is replied.
  let choices: Int?
  let hasPositions: Bool

  /// Stated integers, in all, that the contract has room for.
  static let mostValues = 1024

  /// - Parameter path: the key's file, for messages.
  init(_ graph: Graph, path: String) throws {
    func reads(_ tensor: StatementTensor) -> Bool {
      graph.nodes.contains { $0.kind == .statement(tensor) }
    }
    hasPositions = reads(.positionOneHot)
    choices = reads(.replyOneHot) || reads(.replyRows) ? graph.choices : nil
    guard graph.form == .encoder || choices != nil else {
      throw Failure.badInput("\(path): the contract knows no decoder that replies nothing")
    }
    guard graph.choices <= ContractModel.mostVocabulary else {
      throw Failure.badInput(
        "\(path): the contract has room for \(ContractModel.mostVocabulary) choices, this model has "
          + "\(graph.choices)")
    }
    var word = 0
    if reads(.segmentOneHot) { word += 1 << 8 }
    if hasPositions { word += 2 << 8 }
    if let node = graph.values {
      let extents = graph.nodes[node].axes.map { graph.axes[$0].extent }
      var count = 1
      if case .fixed(let size) = extents.last { count = size }
      guard count <= ContractOutput.mostValues else {
        throw Failure.badInput(
          "\(path): the contract has room for \(ContractOutput.mostValues) values in a statement, this model "
            + "states \(count)")
      }
      if extents.first == .replies { word += 4 << 8 }
      word += count << 16
    }
    switch graph.form {
    case .decoder: break
    case .encoder: word += 1 + (choices ?? 0) << 32
    case .encoderDecoder: word += 2
    }
    self.word = word
  }
}
