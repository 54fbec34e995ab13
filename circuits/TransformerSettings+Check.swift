extension TransformerSettings {
  /// Refuses what the circuit would build as something else, or what does not fit together.
  func check() throws {
    func require(_ condition: Bool, _ what: String) throws {
      guard condition else { throw BuildError(description: what) }
    }
    for (stack, own) in [(architecture.encoder, encoder), (architecture.decoder, decoder)] {
      guard let stack else { continue }
      guard let own else { throw BuildError(description: "a stack has no settings") }
      try require(
        stack.features == features && own.norm == norm,
        "both stacks have the same features and the same table of roots")
      try require(
        stack.placement == .after || stack.entry == .plain,
        "blocks that normalize what they read do not also normalize the embedding")
      try require(
        stack.positions != .rotary || stack.width % 2 == 0,
        "rotary positions turn pairs, and \(stack.width) features of a head are no pairs")
    }
    try require(
      architecture.encoder?.sources != .itselfAndEncoder
        && (architecture.decoder?.sources == .itselfAndEncoder)
          == (architecture.encoder != nil && architecture.decoder != nil),
      "a decoder attends to an encoder if there is one, and nothing else does")
    switch architecture.output {
    case .reply: try require(architecture.decoder != nil, "a reply comes from a decoder")
    case .masked, .classes, .embedding:
      try require(
        architecture.decoder == nil && architecture.encoder != nil,
        "classes, masked tokens and embeddings come from an encoder alone")
    }
    if case .masked = architecture.output, let own = head.normalization {
      let shared = roots.normalization(bits: norm, epsilon: own.epsilon)
      try require(own == shared, "the head's norm shares the table of the others")
    }
  }

  /// Of the rows of every stack.
  var features: Int { (architecture.decoder ?? architecture.encoder)?.features ?? 0 }
}
