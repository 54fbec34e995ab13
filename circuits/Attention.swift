import Verifier

/// The axes of causal self-attention.
struct AttentionAxes {
  let layer: Int
  let token: Int
  /// The token axis again, for keys and values.
  let source: Int
  let head: Int
  let width: Int
}

/// Fraction bits around attention: each shift takes an exact product to 16 bits.
public struct AttentionSettings: Sendable, Codable, Equatable {
  public var queryShift: Int
  public var keyShift: Int
  public var valueShift: Int
  public var contextShift: Int

  public init(queryShift: Int, keyShift: Int, valueShift: Int, contextShift: Int) {
    self.queryShift = queryShift
    self.keyShift = keyShift
    self.valueShift = valueShift
    self.contextShift = contextShift
  }
}

extension GraphBuilder {
  /// Causal attention with direct scores: q and k are rounded so that q · k is the index of the exponential table.
  ///
  /// Writes the context, floor((R Σ_j E'_j v_j + 2^(s-1)) / 2^s), into a witness declared before.
  mutating func attention(
    _ x: Int, query: LinearParameters, key: LinearParameters, value: LinearParameters,
    context: Int, _ axes: AttentionAxes, _ settings: AttentionSettings, _ softmax: SoftmaxSettings,
    table: Int
  ) throws {
    let heads = [axes.layer, axes.head, axes.token, axes.width]
    let q = try rounded(
      "query", try affine("query, exact", x, query, heads), shift: settings.queryShift)
    let k = try rounded("key", try affine("key, exact", x, key, heads), shift: settings.keyShift)
    let v = try rounded(
      "value", try affine("value, exact", x, value, heads), shift: settings.valueShift)
    let scores = try einsum(
      "score", [axes.layer, axes.head, axes.token, axes.source],
      [Factor(q), Factor(k, [axes.token: axes.source])])
    let (exponentials, reciprocal) = try self.softmax(
      scores, query: axes.token, source: axes.source, softmax, table: table)
    let mixed = try einsum(
      "E' v", heads, [Factor(exponentials), Factor(v, [axes.token: axes.source])])
    let exponent = softmax.reciprocalBits(context: graph.context)
    let product = try einsum(
      "R E' v", heads, [Factor(reciprocal), Factor(mixed)],
      bound: NamedBound(.reciprocal, pow2(exponent) * Double(bound(of: v))))
    _ = try rounded("context", product, shift: settings.contextShift, declared: context)
  }
}
