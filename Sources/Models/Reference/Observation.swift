/// The points of a forward pass at which a tensor can be observed, in order within a layer.
public enum Stage: String, CaseIterable, Sendable {
  /// Token plus position embedding, `[tokens, width]`.
  case embedded

  /// The residual stream before the attention's normalization, `[tokens, width]`.
  case attentionResidual
  /// That, centered and divided by its standard deviation; no gain or bias yet.
  case attentionCentered
  /// That, times gain, plus bias.
  case attentionNormalized
  /// `[tokens, width]`, heads side by side, as are key, value and context.
  case query
  case key
  case value
  /// Scaled products of query and key, `[heads, tokens, tokens]`; `-infinity` where a key lies
  /// after its query.
  case scores
  /// Softmax of the scores times values.
  case context
  /// What the attention adds to the residual stream.
  case attentionOutput

  /// The residual stream before the feed-forward normalization, `[tokens, width]`.
  case feedForwardResidual
  case feedForwardCentered
  case feedForwardNormalized
  /// Before the activation, `[tokens, hiddenWidth]`.
  case hidden
  /// After the activation, `[tokens, hiddenWidth]`.
  case activation
  /// What the feed-forward layer adds to the residual stream.
  case feedForwardOutput

  /// The residual stream before the final normalization, `[tokens, width]`.
  case finalResidual
  case finalCentered
  case finalNormalized
  /// `[tokens, vocabularySize]`.
  case logits
}

/// One intermediate tensor of a forward pass.
public struct Observation: Sendable {
  public let stage: Stage

  /// Counted from 0; nil for stages outside the layers.
  public let layer: Int?

  public let tensor: FloatTensor
}
