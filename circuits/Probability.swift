import Verifier

/// Integer settings of probabilities over tokens or classes.
public struct ProbabilitySettings: Sendable, Codable, Equatable {
  /// From a logit to an index of the exponential table.
  public var shift: Int
  public var softmax: SoftmaxSettings

  public init(shift: Int, softmax: SoftmaxSettings) {
    self.shift = shift
    self.softmax = softmax
  }

  /// Fraction bits of a probability.
  public static let bits = 14
}

extension GraphBuilder {
  /// E' / S' of logits [reply, vocabulary], as the softmax of ``softmax(_:_:source:_:sources:_:table:)`` has it.
  private mutating func exponentials(
    _ logits: Int, vocabulary: Int, _ settings: ProbabilitySettings
  ) throws -> (exponentials: Int, reciprocal: Int, exponent: Int) {
    let choices = largestSize(vocabulary)
    let table = exponentialTable("probability exponential", settings.softmax, sources: choices)
    let index = try rounded("probability index", logits, shift: settings.shift)
    let (exponentials, reciprocal) = try softmax(
      "probability", index, source: vocabulary, nil, sources: choices, settings.softmax,
      table: table)
    return (exponentials, reciprocal, settings.softmax.reciprocalBits(sources: choices))
  }

  /// Every choice's probability, [reply, vocabulary], rounded to ``ProbabilitySettings/bits`` fraction bits.
  mutating func probabilities(
    _ logits: Int, vocabulary: Int, _ settings: ProbabilitySettings
  ) throws -> Int {
    let (exponentials, reciprocal, exponent) = try exponentials(
      logits, vocabulary: vocabulary, settings)
    let product = try einsum(
      "R E'", axes(of: logits), [Factor(exponentials), Factor(reciprocal)],
      bound: NamedBound(.reciprocal, pow2(exponent)))
    return try rounded("probability", product, shift: exponent - ProbabilitySettings.bits)
  }

  /// The probability of the likeliest choice of each row, [reply]: its E' is the table's first row. Rows beyond the reply are zero.
  mutating func largestProbability(
    _ logits: Int, reply: Int, vocabulary: Int, _ settings: ProbabilitySettings
  ) throws -> Int {
    let (_, reciprocal, exponent) = try exponentials(logits, vocabulary: vocabulary, settings)
    let first = settings.softmax.largest(sources: largestSize(vocabulary))
    let product = try linear(
      "R E' of the likeliest", [reply], [Summand(first, reciprocal)],
      bound: NamedBound(.reciprocal, pow2(exponent)))
    let rounded = try rounded("probability", product, shift: exponent - ProbabilitySettings.bits)
    let isReply = statement("rows with a probability", [reply], .replyRows)
    return try einsum("probability of the reply", [reply], [Factor(rounded), Factor(isReply)])
  }

  /// The statement names the entries of x.
  mutating func state(_ name: String, _ x: Int, fractionBits: Int) throws {
    let stated = statement(name, axes(of: x), .values(fractionBits: UInt8(fractionBits)))
    zero(
      "\(name) as stated",
      try linear(
        "\(name), not as stated", axes(of: x), [Summand(1, x), Summand(-1, stated)]))
  }
}
