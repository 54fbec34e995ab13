import Circuits
import Foundation

/// What calibration inputs make a Transformer do, for each of its parts.
public struct TransformerCalibration: Sendable, Codable, Equatable {
  public private(set) var encoder: Calibration?
  public private(set) var decoder: Calibration?
  public private(set) var head: Calibration
  /// The smallest length of a pooled row, if rows are pooled.
  public private(set) var shortest = 1.0

  /// Runs the float model over inputs.
  ///
  /// - Parameter onInput: called with the number of inputs done.
  public init(
    _ model: TransformerModel, inputs: [ModelInput], onInput: (Int) -> Void = { _ in }
  ) throws(ModelError) {
    let architecture = model.architecture
    func recorder(_ stack: Stack?) -> CalibrationRecorder {
      var normalized: Set<Stage> = [.attentionResidual, .feedForwardResidual, .finalResidual]
      if stack?.entry == .normalized { normalized.insert(.embedded) }
      return CalibrationRecorder(norm: stack?.norm ?? .layer, normalized: normalized)
    }
    let encoder = recorder(architecture.encoder)
    let decoder = recorder(architecture.decoder)
    let head = CalibrationRecorder(normalized: [.headResidual])
    let last = architecture.decoder == nil ? encoder : decoder
    var tokens = 0
    var shortest = Double.infinity
    for (i, input) in inputs.enumerated() {
      _ = try model.run(input) { observation in
        let plain = Observation(
          stage: observation.stage, layer: observation.layer, tensor: observation.tensor)
        switch observation.part {
        case .encoder: encoder.observe(plain)
        case .decoder: decoder.observe(plain)
        case .head:
          head.observe(plain)
          // The last stack's bits and the head's hang together.
          if plain.stage == .finalNormalized || plain.stage == .logits { last.observe(plain) }
        }
        if plain.stage == .pooled {
          let length = plain.tensor.values.reduce(0.0) { $0 + Double($1) * Double($1) }
          shortest = min(shortest, length.squareRoot())
        }
      }
      tokens += input.prompt.count + input.reply.count
      onInput(i + 1)
    }
    if shortest < .infinity { self.shortest = shortest }
    func calibration(_ recorder: CalibrationRecorder, _ weights: StackWeights?) -> Calibration {
      let layers = weights?.layers ?? []
      return Calibration(
        recorder,
        weights: [
          .attentionOutput: layers.map { $0.attention.output.weight },
          .feedForwardOutput: layers.map { $0.down.weight },
        ], tokens: tokens)
    }
    if architecture.encoder != nil {
      self.encoder = calibration(encoder, model.weights.encoder)
    }
    if architecture.decoder != nil {
      self.decoder = calibration(decoder, model.weights.decoder)
    }
    self.head = calibration(head, nil)
  }
}
