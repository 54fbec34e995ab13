import Circuits
import Foundation

/// A Transformer of any family in 32-bit floats: the model that calibration measures and accuracy is measured against.
public struct TransformerModel: Sendable {
  public let architecture: Architecture
  public let weights: TransformerWeights

  /// Names of a classifier's classes; else empty.
  public let labels: [String]

  /// Reads a Hugging Face folder of any supported family.
  /// - Parameter context: the longest that is wanted; nil for the model's own limit, or less where that is very long.
  public init(folder: URL, context: Int?) throws(ModelError) {
    throw .unsupported(path: folder.path, subject: "any family", supported: "none yet")
  }

  /// The logits at every decoder row, at the positions asked for, or of the classes; or the embedding of length 1.
  /// - Parameter observe: called with every intermediate tensor, in order.
  public func run(
    _ input: ModelInput, observing observe: ((StackObservation) -> Void)? = nil
  ) throws(ModelError) -> FloatTensor {
    throw .unsupported(path: "", subject: "any family", supported: "none yet")
  }
}
