/// The parameters of a GPT-2 model in 32-bit floats.
public struct GPT2Weights: Sendable {
  public typealias Linear = LinearWeights
  public typealias Normalization = NormWeights

  /// One transformer block.
  public struct Layer: Sendable {
    public let attentionNormalization: Normalization
    /// Query, key and value side by side: `[width, 3·width]`.
    public let queryKeyValue: Linear
    /// `[width, width]`.
    public let attentionOutput: Linear
    public let feedForwardNormalization: Normalization
    /// `[width, hiddenWidth]`.
    public let feedForwardInput: Linear
    /// `[hiddenWidth, width]`.
    public let feedForwardOutput: Linear
  }

  /// `[vocabularySize, width]`.
  public let tokenEmbedding: FloatTensor

  /// `[contextLength, width]`.
  public let positionEmbedding: FloatTensor

  public let layers: [Layer]

  public let finalNormalization: Normalization

  /// `[vocabularySize, width]`; the token embedding itself if the configuration ties them.
  public let head: FloatTensor
}
