import Verifier

/// Integer settings of the head: gain, rounding and the range of logit gaps.
public struct HeadSettings: Sendable, Codable, Equatable {
  /// From gain · n + bias to the 16-bit row that the head matrix reads.
  public var shift: Int
  public var gain: Int64
  public var bias: Int64
  /// Bits of the range of chosen - logit.
  public var gapBits: Int

  public init(shift: Int, gain: Int64, bias: Int64, gapBits: Int) {
    self.shift = shift
    self.gain = gain
    self.bias = bias
    self.gapBits = gapBits
  }
}

extension GraphBuilder {
  /// Asserts that each reply token is the lowest index of the largest logit of its row.
  ///
  ///     D[t, v] = chosen_t - logit[t, v] - [v < reply_t], 0 <= D < 2^gapBits
  ///
  /// Rows beyond the reply are made zero by the public tensor [t is a row of the reply]; there D = 0.
  mutating func assertArgmax(
    _ normalized: Int, head: VocabularyMatrix, token: Int, reply: Int, vocabulary: Int,
    feature: Int, _ settings: HeadSettings
  ) throws {
    let read = try linear(
      "final norm at the reply", [reply, feature],
      [Summand(1, normalized, [token: .window(axis: reply, start: .lastPrompt)])])
    let gain = parameter("final gain", [feature], .wide, bound: settings.gain)
    let bias = parameter("final bias", [feature], .wide, bound: settings.bias)
    let scaled = try einsum(
      "final norm with gain", [reply, feature], [Factor(read), Factor(gain)])
    let exact = try linear(
      "final norm with gain and bias", [reply, feature], [Summand(1, scaled), Summand(1, bias)])
    let row = try rounded("head input", exact, shift: settings.shift)
    let isReply = statement("rows of the reply", [reply], .replyRows)
    let active = try einsum(
      "head input of the reply", [reply, feature], [Factor(row), Factor(isReply)])

    let raw = try einsum("logit, raw", [reply, vocabulary], [Factor(active), Factor(head.matrix)])
    let logits = try einsum(
      "logit", [reply, vocabulary], [Factor(raw), Factor(head.scale)],
      bound: NamedBound(.parameterNorm, Double(bound(of: active)) * head.scaledNorm))
    // No sumcheck over reply x vocabulary: the chosen logit is read off the reply's own rows of the head matrix.
    let said = statement("reply tokens", [reply, vocabulary], .replyOneHot)
    let picked = try rows("head rows of the reply", of: said, head, [reply, feature])
    let chosen = try einsum(
      "chosen logit", [reply], [Factor(active), Factor(picked)],
      bound: NamedBound(.parameterNorm, exactly: bound(of: logits)))
    let lower = statement("tokens below the reply's", [reply, vocabulary], .belowReply)
    let gap = try linear(
      "logit gap", [reply, vocabulary],
      [Summand(1, chosen), Summand(-1, logits), Summand(-1, lower)])
    try assertRange("argmax", gap, bits: settings.gapBits)
  }
}
