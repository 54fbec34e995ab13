import Circuits
import Foundation
import Verifier

/// Fraction bits of a whole Transformer, chosen from what calibration text made it do.
public struct TransformerBits: Sendable, Codable, Equatable {
  public var encoder: FractionBits?
  public var decoder: FractionBits?
  public var head: HeadBits
  /// Of the embedding's scales, and a head's: no finer than any stream that it is added to.
  public var embeddingGrid: Int
  /// Maps and matrices whose weights have 16 bits instead of 8, in two limbs: those that the accuracy asks for.
  public var wide: [String] = []

  /// Of what follows the last stack.
  public struct HeadBits: Sendable, Codable, Equatable {
    /// Of the rows that the head's matrix reads.
    public var row: Int
    /// Of the head activation's index and output.
    public var index: Int
    public var output: Int
    /// log2 of the activation table's rows.
    public var rows: Int
    /// Of what the head's norm reads.
    public var residual: Int
    /// One nat of a logit is 2^step rows of the probabilities' exponential table, and log2 of its rows.
    public var step: Int
    public var exponentialRows: Int
    /// Of gain and bias before pooling, beyond those of the norm.
    public var pooledGain: Int
  }

  /// Fraction bits of cosines and sines.
  public static let rotation = 14
  /// Of a gated activation's first factor, at most, and of the second beside its grid's.
  static let gate = 10
  static let raised = 8
  /// Of a class head's rows: tanh lies within 1.
  static let classRow = 14
  /// Of a stated embedding, whose entries lie within 1.
  static let embedding = 14
  /// n = round(c R / 2^shift) of an embedding. With R from 80 to 2^16, sums of rows may be 400 times as long as the shortest, and their
  /// squares stay below 2^62.
  static let lengthShift = 22
  static let firstLength = 80

  public init(_ calibration: TransformerCalibration, _ architecture: Architecture) {
    func bits(_ stack: Stack?, _ part: Calibration?) -> FractionBits? {
      guard let stack, let part else { return nil }
      var bits = FractionBits(
        part, width: stack.features, context: architecture.context, scoreScale: 1)
      bits.refineScores(part, width: stack.width)
      if stack.placement == .after {
        // Gains are carried on with as many bits as the stream has beyond a norm's output.
        bits.residual = max(bits.residual, min(bits.norm + 8, 18))
        bits.settleRoots(part)
      }
      return bits
    }
    encoder = bits(architecture.encoder, calibration.encoder)
    decoder = bits(architecture.decoder, calibration.decoder)
    embeddingGrid = [encoder, decoder].compactMap { $0?.residual }.reduce(14) { min($0, $1) }
    head = HeadBits(
      calibration, architecture, norm: (decoder ?? encoder)?.norm ?? 10, grid: embeddingGrid)
  }

  var stacks: [FractionBits] { [encoder, decoder].compactMap { $0 } }
  var last: FractionBits { (decoder ?? encoder)! }
}

extension TransformerBits.HeadBits {
  fileprivate init(
    _ calibration: TransformerCalibration, _ architecture: Architecture, norm: Int, grid: Int
  ) {
    let head = calibration.head
    // Logit gaps, doubled, stay below 2^32.
    let gap = FractionBits.gapBits - grid - Int(log2(max(1, 2 * head.logitSpread)).rounded(.up))
    func whole(_ x: Double) -> Int { Int(max(-64, min(64, x)).rounded(.up)) }
    /// Bits of the largest value seen, doubled.
    func room(_ stage: Stage) -> Int { whole(log2(max(1e-6, 2 * head.maximum(stage)))) }
    output = min(12, 15 - room(.headActivation))
    if case .classes = architecture.output { output = TransformerBits.classRow }
    index = min(output == TransformerBits.classRow ? 12 : output, 15 - max(0, room(.headHidden)))
    rows = 1 + index + max(0, room(.headHidden))
    row = max(2, min(10, 15 - room(.finalNormalized), gap))
    if case .classes = architecture.output { row = output }
    // R of about 512 for the largest deviation.
    residual = max(
      output, norm + NormalizationSettings.usualShift - 9 - whole(log2(head.deviation.upperBound)))
    let spread = max(1, 2 * max(head.logitSpread, head.maximum(.logits)))
    let nats = whole(log2(spread))
    step = max(2, min(10, 15 - nats))
    exponentialRows = min(16, step + nats)
    // The shortest sum of rows seen has R = 2^15, so that one half as long still has a row in the table.
    let shortest = log2(max(1e-6, calibration.shortest))
    let length = Double(TransformerBits.embedding + TransformerBits.lengthShift - 15) - shortest
    pooledGain = max(5, min(14, whole(length) - norm))
  }
}
