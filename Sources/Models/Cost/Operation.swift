import Verifier

/// The operations that a Transformer's cost is told by, in the order they are computed.
public enum Operation: String, Sendable, CaseIterable {
  case embedding
  case firstNorm = "norm 1"
  case queryKeyValue = "q k v"
  case scores
  case softmax
  case context
  case outputProjection = "output projection"
  case secondNorm = "norm 2"
  case up
  case activation
  case down
  case finalNorm = "final norm"
  case head
  case argmax
  /// Nodes of circuits that this list does not know.
  case other

  /// How names of nodes begin, as `circuits/` gives them; the first that fits counts.
  private static let beginnings: [(String, Operation)] = [
    ("embedd", .embedding), ("position embedding", .embedding), ("tokens below", .argmax),
    ("tokens", .embedding),
    ("norm 1", .firstNorm), ("residual 1", .firstNorm),
    ("norm 2", .secondNorm), ("residual 2", .secondNorm),
    ("final", .finalNorm),
    ("query", .queryKeyValue), ("key", .queryKeyValue), ("value", .queryKeyValue),
    ("score", .scores),
    ("row maximum", .softmax), ("exponential", .softmax), ("S'", .softmax), ("ties", .softmax),
    ("maximum", .softmax), ("reciprocal", .softmax),
    ("E' v", .context), ("R E' v", .context), ("context", .context),
    ("attention output", .outputProjection),
    ("hidden", .up), ("gelu", .activation), ("activation", .activation),
    ("feed-forward output", .down),
    ("head rows", .argmax), ("head", .head), ("rows of the reply", .head), ("logit gap", .argmax),
    ("logit", .head),
    ("reply tokens", .argmax), ("chosen", .argmax), ("argmax", .argmax),
  ]

  /// The operation that a node of this name belongs to.
  public init(node name: Name) {
    let text = name.description
    self = Operation.beginnings.first { text.hasPrefix($0.0) }?.1 ?? .other
  }
}
