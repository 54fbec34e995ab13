import Verifier

/// The axes of one attention.
public struct AttentionAxes {
  let layer: Int
  /// Rows of queries.
  let token: Int
  /// Rows of keys and values, as they are computed: the token axis again, or an encoder's.
  let row: Int
  /// Those rows as scores name them.
  let source: Int
  /// Heads of queries, then heads of keys and values: the same, or those that several queries share.
  let heads: [Int]
  let groups: [Int]
  /// Features of a head.
  let width: [Int]
}

/// Fraction bits around attention: each shift takes an exact product to 16 bits.
public struct AttentionSettings: Sendable, Codable, Equatable {
  public var queryShift: Int
  public var keyShift: Int
  public var valueShift: Int
  public var contextShift: Int
  /// From q · k to the index of the exponential table, if q and k are finer than that: a committed value more for each score.
  public var scoreShift: Int?

  public init(
    queryShift: Int, keyShift: Int, valueShift: Int, contextShift: Int, scoreShift: Int? = nil
  ) {
    self.queryShift = queryShift
    self.keyShift = keyShift
    self.valueShift = valueShift
    self.contextShift = contextShift
    self.scoreShift = scoreShift
  }
}

/// The affine maps into an attention.
struct AttentionParameters {
  let query: LinearParameters
  let key: LinearParameters
  let value: LinearParameters
}

/// What stands between queries, keys and their scores.
struct ScoreRule {
  /// Which sources a query sees; nothing means all.
  var selector: Selector?
  /// Turns queries and keys by angles of their rows.
  var rotation: Rotation?
  /// Added to the products of q and k.
  var bias: Int?
}

extension GraphBuilder {
  /// Attention. Scores are direct if q and k are rounded so that q · k is the index of the exponential table, else rounded to it.
  ///
  /// The context is floor((R Σ_j E'_j v_j + 2^(s-1)) / 2^s), [layer, heads, token, width].
  ///
  /// - Parameters:
  ///   - x: what queries are made of.
  ///   - y: what keys and values are made of.
  ///   - context: the witness, if it had to be declared before.
  @discardableResult
  mutating func attention(
    _ name: String, _ x: Int, to y: Int, _ parameters: AttentionParameters,
    context: Int? = nil, _ axes: AttentionAxes, _ rule: ScoreRule, _ settings: AttentionSettings,
    _ softmax: SoftmaxSettings, table: Int
  ) throws -> Int {
    let queries = [axes.layer] + axes.heads + [axes.token] + axes.width
    let keys = [axes.layer] + axes.groups + [axes.row] + axes.width
    func part(_ part: String) -> String { GraphBuilder.name(name, part) }

    var exact = try affine(part("query, exact"), x, parameters.query, queries)
    if let rotation = rule.rotation {
      exact = try rotated(part("query, turned"), exact, rotation, row: axes.token)
    }
    let q = try rounded(part("query"), exact, shift: settings.queryShift)
    exact = try affine(part("key, exact"), y, parameters.key, keys)
    if let rotation = rule.rotation {
      exact = try rotated(part("key, turned"), exact, rotation, row: axes.row)
    }
    let k = try rounded(part("key"), exact, shift: settings.keyShift)
    let v = try rounded(
      part("value"), try affine(part("value, exact"), y, parameters.value, keys),
      shift: settings.valueShift)

    let scored = [axes.layer] + axes.heads + [axes.token, axes.source]
    let renamed = axes.row == axes.source ? [:] : [axes.row: axes.source]
    var scores = try einsum(
      part("score"), scored, [Factor(q), Factor(k, renamed)])
    if let bias = rule.bias {
      scores = try linear(
        part("score with bias"), scored, [Summand(1, scores), Summand(1, bias)])
    }
    if let shift = settings.scoreShift {
      scores = try rounded(part("score, rounded"), scores, shift: shift)
    }
    let (exponentials, reciprocal) = try self.softmax(
      name, scores, source: axes.source, rule.selector, sources: graph.context, softmax,
      table: table)
    let mixed = try einsum(
      part("E' v"), queries, [Factor(exponentials), Factor(v, renamed)])
    let exponent = softmax.reciprocalBits(sources: graph.context)
    let product = try einsum(
      part("R E' v"), queries, [Factor(reciprocal), Factor(mixed)],
      bound: NamedBound(.reciprocal, pow2(exponent) * Double(bound(of: v))))
    return try rounded(
      part("context"), product, shift: settings.contextShift, declared: context)
  }
}
