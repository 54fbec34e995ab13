import Verifier

/// A matrix of int8 rows, one for each token, with one integer scale for each row.
public struct VocabularyMatrix {
  public let matrix: Int
  /// The second limb, if rows are 256 · matrix + low.
  public let low: Int?
  public let scale: Int
  /// Largest scale · |entry|.
  public let largest: Double
  /// Largest scale_v · Σ_f |row_vf|.
  public let scaledNorm: Double
}

extension GraphBuilder {
  mutating func vocabularyMatrix(
    _ name: String, vocabulary: Int, feature: Int, _ bounds: LinearBounds
  ) -> VocabularyMatrix {
    VocabularyMatrix(
      matrix: parameter(name, [vocabulary, feature], .bytes, bound: bounds.weight),
      low: bounds.low.map { parameter("\(name), low", [vocabulary, feature], .bytes, bound: $0) },
      scale: parameter("\(name) scale", [vocabulary], .wide, bound: bounds.scale),
      largest: (256 * Double(bounds.low == nil ? 0 : bounds.weight)
        + Double(bounds.low ?? bounds.weight)) * Double(bounds.scale), scaledNorm: bounds.scaledNorm
    )
  }

  /// The rows of the tokens: Σ_v [v = token] scale_v matrix_v.
  mutating func rows(
    _ name: String, of tokens: Int, _ embedding: VocabularyMatrix, _ output: [Int]
  ) throws -> Int {
    // One entry of a one-hot row is 1, so the sum over the vocabulary has one summand.
    func picked(_ name: String, _ matrix: Int) throws -> Int {
      try einsum(
        name, output, [Factor(tokens), Factor(embedding.scale), Factor(matrix)],
        bound: NamedBound(.parameterNorm, embedding.largest))
    }
    guard let low = embedding.low else { return try picked(name, embedding.matrix) }
    let high = try picked("\(name), high", embedding.matrix)
    return try linear(
      name, output, [Summand(256, high), Summand(1, try picked("\(name), low", low))])
  }

  /// x times each row, not scaled: [reply, vocabulary].
  mutating func products(
    _ name: String, _ x: Int, with rows: VocabularyMatrix, _ output: [Int]
  ) throws -> Int {
    let raw = try einsum(name, output, [Factor(x), Factor(rows.matrix)])
    guard let low = rows.low else { return raw }
    let small = try einsum("\(name) low", output, [Factor(x), Factor(low)])
    return try linear(
      "\(name), of two limbs", output, [Summand(256, raw), Summand(1, small)])
  }
}
