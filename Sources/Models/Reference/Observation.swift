/// The points of a forward pass at which a tensor can be observed, in order within a layer.
public enum Stage: String, CaseIterable, Sendable {
  /// Token plus position embedding, `[tokens, width]`.
  case embedded
  /// That, after the norm at the entry, without and with gain and bias.
  case entryCentered
  case entryNormalized

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
  /// What the activation function reads, `[tokens, hiddenWidth]`.
  case hidden
  /// The factor beside the activation in a gated feed-forward layer.
  case raised
  /// What the feed-forward layer's last matrix reads, `[tokens, hiddenWidth]`.
  case activation
  /// What the feed-forward layer adds to the residual stream.
  case feedForwardOutput

  /// The residual stream before the final normalization, `[tokens, width]`.
  case finalResidual
  case finalCentered
  /// What the head's matrix reads.
  case finalNormalized

  /// What the head's own activation reads.
  case headHidden
  case headActivation
  /// What the head's own norm reads.
  case headResidual
  /// That, after the norm, without gain and bias.
  case headCentered
  /// The sum of the final rows, or the first of them.
  case pooled

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
