import Verifier

/// A matrix of int8 rows, one for each token, with one integer scale for each row.
public struct VocabularyMatrix {
  public let matrix: Int
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
      scale: parameter("\(name) scale", [vocabulary], .wide, bound: bounds.scale),
      largest: Double(bounds.weight) * Double(bounds.scale), scaledNorm: bounds.scaledNorm)
  }

  /// The rows of the tokens: Σ_v [v = token] scale_v matrix_v.
  mutating func rows(
    _ name: String, of tokens: Int, _ embedding: VocabularyMatrix, _ output: [Int]
  ) throws -> Int {
    // One entry of a one-hot row is 1, so the sum over the vocabulary has one summand.
    try einsum(
      name, output, [Factor(tokens), Factor(embedding.scale), Factor(embedding.matrix)],
      bound: NamedBound(.parameterNorm, embedding.largest))
  }
}
