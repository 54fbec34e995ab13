import Circuits
import Foundation

/// A Transformer of any family in 32-bit floats: the model that calibration measures and accuracy is measured against.
public struct TransformerModel: Sendable {
  public let architecture: Architecture
  public let weights: TransformerWeights

  /// Names of a classifier's classes; else empty.
  public let labels: [String]

  /// Reads a Hugging Face folder of any supported family.
  ///
  /// Settings of generation that forbid tokens or score them anew are not part of the model: a reply is greedy in its logits.
  /// - Parameter context: the longest that is wanted; nil for as many positions as the model has, but at most 2048 where they are
  ///   rotary, and 512 where they are relative.
  /// - Throws: `unsupported` for a family, or for a setting that makes the same weights another function; `missingTensors`,
  ///   `unexpectedTensors` or `shapeMismatch`; and what reading a file throws.
  public init(folder: URL, context: Int?) throws(ModelError) {
    let family = try FamilyFolder(folder, context: context).family()
    let tensors = FamilyTensors(try Checkpoint(folder: folder))
    let weights = try family.weights(tensors)
    try tensors.finish()
    self.init(architecture: family.architecture, weights: weights, labels: family.labels)
  }

  /// - Precondition: the weights have the shapes that the architecture implies.
  public init(architecture: Architecture, weights: TransformerWeights, labels: [String] = []) {
    precondition(
      weights.embedding.shape.first == architecture.vocabulary
        && weights.encoder?.layers.count == architecture.encoder?.layers
        && weights.decoder?.layers.count == architecture.decoder?.layers,
      "the weights belong to another architecture")
    self.architecture = architecture
    self.weights = weights
    self.labels = labels
  }

  /// Runs the model on one input.
  /// - Parameter observe: called with every intermediate tensor, in order.
  /// - Returns: the logits of every decoder row, `[rows, vocabulary]`; of every position asked for, `[positions, vocabulary]`; of the
  ///   classes, `[1, classes]`; or the embedding of length 1, `[1, features]`.
  /// - Throws: `windowLength`, `tokenOutsideVocabulary` or `unusableInput` for the input; `nonFiniteValue` if the model overflows.
  public func run(
    _ input: ModelInput, observing observe: ((StackObservation) -> Void)? = nil
  ) throws(ModelError) -> FloatTensor {
    try check(input)
    var rows: [Float] = []
    if let stack = architecture.encoder, let weights = weights.encoder {
      let pass = StackPass(stack: stack, weights: weights, part: .encoder, observe: observe)
      let embedded = pass.embedded(
        input.prompt, from: self.weights.embedding, secondSegment: input.secondSegment)
      rows = pass.finalRows(embedded, encoder: nil)
    }
    if let stack = architecture.decoder, let weights = weights.decoder {
      let pass = StackPass(stack: stack, weights: weights, part: .decoder, observe: observe)
      let tokens = architecture.decoderRows(of: input)
      let embedded = pass.embedded(
        tokens, from: self.weights.embedding, secondSegment: tokens.count)
      rows = pass.finalRows(embedded, encoder: architecture.encoder == nil ? nil : rows)
    }
    let head = HeadPass(model: self, observe: observe)
    let result = head.result(ofFinalRows: rows, positions: input.positions)
    if let index = result.values.firstIndex(where: { !$0.isFinite }) {
      throw .nonFiniteValue(tensor: "logits", index: index, origin: "the float model")
    }
    return result
  }
}

extension TransformerModel {
  private func check(_ input: ModelInput) throws(ModelError) {
    try check(window: architecture.encoder == nil ? [] : input.prompt, of: architecture.encoder)
    try check(
      window: architecture.decoder == nil ? [] : architecture.decoderRows(of: input),
      of: architecture.decoder)
    if let last = input.reply.last { try check(token: last, position: input.reply.count - 1) }
    func demand(_ condition: Bool, _ reason: String) throws(ModelError) {
      guard condition else { throw .unusableInput(reason: reason) }
    }
    try demand(
      (0...input.prompt.count).contains(input.secondSegment),
      "the second text begins at row \(input.secondSegment) of \(input.prompt.count)")
    try demand(
      architecture.encoder?.segments == .two || input.secondSegment == input.prompt.count,
      "it has a second text, and the model does not tell texts apart")
    try demand(
      architecture.decoder != nil || input.reply.isEmpty,
      "it has a reply, and the model says nothing")
    switch architecture.output {
    case .masked:
      try demand(!input.positions.isEmpty, "no position is asked for")
      try demand(
        input.positions.allSatisfy { input.prompt.indices.contains($0) },
        "a position lies outside the prompt of \(input.prompt.count) tokens")
    default: try demand(input.positions.isEmpty, "positions are asked for, and the model has none")
    }
  }

  private func check(window: [Int], of stack: Stack?) throws(ModelError) {
    guard stack != nil else { return }
    guard (1...architecture.context).contains(window.count) else {
      throw .windowLength(found: window.count, limit: architecture.context)
    }
    for (position, token) in window.enumerated() { try check(token: token, position: position) }
  }

  private func check(token: Int, position: Int) throws(ModelError) {
    guard (0..<architecture.vocabulary).contains(token) else {
      throw .tokenOutsideVocabulary(
        token: token, position: position, vocabularySize: architecture.vocabulary)
    }
  }
}

extension Architecture {
  /// The tokens of a decoder's rows: what comes before each token of the reply.
  func decoderRows(of input: ModelInput) -> [Int] {
    (encoder == nil ? input.prompt : [pad]) + input.reply.dropLast()
  }
}
