import Circuits
import Foundation
import Prover
import Verifier

/// From a Hugging Face folder of any family to a package: calibrate, quantize, commit.
public struct TransformerImporter {
  public let folder: URL
  public let model: TransformerModel
  public let tokenizer: Tokenizer?
  private let parallel: Parallel

  /// Reads and checks the folder.
  ///
  /// - Parameter context: the longest statement wanted; nil for the model's own.
  public init(_ folder: URL, context: Int?, parallel: Parallel) throws(ModelError) {
    self.folder = folder
    self.parallel = parallel
    model = try TransformerModel(folder: folder, context: context)
    tokenizer = try Tokenizer.ifPresent(in: folder)
    if let tokenizer, tokenizer.vocabularySize > model.architecture.vocabulary {
      throw .invalidSetting(
        path: folder.path, name: "vocab_size",
        reason: "is \(model.architecture.vocabulary), but the tokenizer has "
          + "\(tokenizer.vocabularySize) tokens")
    }
  }

  public func calibrate(_ inputs: [ModelInput], onInput: (Int) -> Void = { _ in })
    throws(ModelError) -> TransformerCalibration
  {
    try TransformerCalibration(model, inputs: inputs, onInput: onInput)
  }

  public func quantize(_ bits: TransformerBits, probabilities: Probabilities) throws
    -> QuantizedTransformer
  {
    try QuantizedTransformer(model, bits, probabilities: probabilities, parallel: parallel)
  }

  /// A model in integers, the bits it has, and how far it lies from floats.
  public struct Quantization {
    public let model: QuantizedTransformer
    public let bits: TransformerBits
    public let accuracy: TransformerAccuracy

    public init(
      model: QuantizedTransformer, bits: TransformerBits, accuracy: TransformerAccuracy
    ) {
      self.model = model
      self.bits = bits
      self.accuracy = accuracy
    }
  }

  /// The first of the choices below that is accurate enough on the inputs, or the last: 8-bit weights, then 16 bits for the
  /// embedding, whose error every row begins with, then for all maps.
  ///
  /// Only embeddings ask: a choice among tokens or classes has its own measure, agreement, and is not made nearer by halves.
  public func quantize(
    choosing bits: TransformerBits, probabilities: Probabilities, inputs: [ModelInput],
    onInput: (Int) -> Void = { _ in }
  ) throws -> Quantization {
    var bits = bits
    while true {
      let quantized = try quantize(bits, probabilities: probabilities)
      let accuracy = try TransformerAccuracy(
        model, quantized, bits, inputs: inputs, parallel: parallel, onInput: onInput)
      let next = bits.wide.isEmpty ? ["embedding"] : quantized.settings.maps.keys.sorted()
      guard case .embedding = model.architecture.output, !accuracy.isEnoughForEmbeddings,
        next != bits.wide
      else { return Quantization(model: quantized, bits: bits, accuracy: accuracy) }
      bits.wide = next
    }
  }

  /// Commits the parameters; the key names tokenizer, settings and checkpoint.
  public func commit(_ quantized: QuantizedTransformer, _ settings: PackageSettings) throws
    -> ProvingKey
  {
    try ProvingKey.commit(
      quantized.graph, quantized.parameters, profile: .provable100,
      provenance: try Importer.provenance(of: folder, settings), parallel: parallel)
  }
}

extension Tokenizer {
  /// The tokenizer of a folder that has one.
  static func ifPresent(in folder: URL) throws(ModelError) -> Tokenizer? {
    let files = [["tokenizer.json"], ["vocab.json", "merges.txt"], ["vocab.txt"]]
    guard files.contains(where: { $0.allSatisfy { ModelFile.exists($0, in: folder) } }) else {
      return nil
    }
    return try Tokenizer(folder: folder)
  }
}
