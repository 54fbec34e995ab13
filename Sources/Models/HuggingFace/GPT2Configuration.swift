import Foundation

/// The architecture of a GPT-2 model, from `config.json`.
public struct GPT2Configuration: Equatable, Sendable {
  /// Rows of the token embedding.
  public var vocabularySize: Int

  /// Rows of the position embedding: the longest window in tokens.
  public var contextLength: Int

  /// Features of the residual stream.
  public var width: Int

  public var layerCount: Int

  /// Attention heads of each layer; divides `width`.
  public var headCount: Int

  /// Features of the feed-forward layer between its two matrices.
  public var hiddenWidth: Int

  public var activation: GELUForm

  /// Added to the variance before its root is taken.
  public var normalizationEpsilon: Double

  /// Whether the output head is the token embedding.
  public var tiesEmbeddings: Bool

  /// Whether scores are divided by the root of `headWidth`.
  public var scalesScores: Bool

  /// Whether scores of layer `i`, counted from 0, are also divided by `i + 1`.
  public var scalesScoresByLayer: Bool

  /// Tokens that end a reply, in order; empty if the model names none that it can produce.
  public var endTokens: [Int]

  /// The token that stands for the start of a text, if the model has one.
  public var beginToken: Int?

  /// Features of one attention head.
  public var headWidth: Int {
    width / headCount
  }

  /// The factor by which a layer's products of query and key are multiplied.
  /// - Parameter layer: counted from 0.
  public func scoreScale(layer: Int) -> Double {
    var scale = 1.0
    if scalesScores { scale /= Double(headWidth).squareRoot() }
    if scalesScoresByLayer { scale /= Double(layer + 1) }
    return scale
  }
}
