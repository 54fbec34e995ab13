/// Where in a Transformer a tensor is observed.
public enum ModelPart: String, CaseIterable, Sendable {
  case encoder
  case decoder
  case head
}

/// One intermediate tensor of a Transformer's forward pass.
///
/// Attention to an encoder reports the stages of attention once more, after the layer's own attention. Where norms are placed after,
/// `attentionResidual` and `feedForwardResidual` are `x + f(x)`, which the norm reads; "centered" is what a norm gives before gain and
/// bias, also where it divides by the root of the mean square and centers nothing.
public struct StackObservation: Sendable {
  public let part: ModelPart
  public let stage: Stage

  /// Counted from 0; nil for stages outside the layers.
  public let layer: Int?

  public let tensor: FloatTensor
}
