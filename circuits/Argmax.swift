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
  /// gain · x + bias, rounded to the 16-bit rows that a head matrix reads; x is [reply, feature].
  mutating func headInput(_ x: Int, reply: Int, feature: Int, _ settings: HeadSettings) throws
    -> Int
  {
    let gain = parameter("final gain", [feature], .wide, bound: settings.gain)
    let bias = parameter("final bias", [feature], .wide, bound: settings.bias)
    let scaled = try einsum(
      "final norm with gain", [reply, feature], [Factor(x), Factor(gain)])
    let exact = try linear(
      "final norm with gain and bias", [reply, feature], [Summand(1, scaled), Summand(1, bias)])
    return try rounded("head input", exact, shift: settings.shift)
  }

  /// Asserts that each entry of the reply is the lowest index of the largest logit of its row.
  ///
  ///     D[t, v] = chosen_t - logit[t, v] - [v < reply_t], 0 <= D < 2^gapBits
  ///
  /// Rows beyond the reply are made zero by the public tensor [t is a row of the reply]; there D = 0.
  ///
  /// - Parameters:
  ///   - row: the head input, [reply, feature].
  ///   - logitBias: added to every row's logits, [vocabulary]; not for rows beyond the reply.
  /// - Returns: the logits.
  @discardableResult
  mutating func assertArgmax(
    _ row: Int, head: VocabularyMatrix, reply: Int, vocabulary: Int, feature: Int,
    logitBias: Int? = nil, gapBits: Int
  ) throws -> Int {
    let isReply = statement("rows of the reply", [reply], .replyRows)
    let active = try einsum(
      "head input of the reply", [reply, feature], [Factor(row), Factor(isReply)])

    let raw = try products("logit, raw", active, with: head, [reply, vocabulary])
    let product = NamedBound(.parameterNorm, Double(bound(of: active)) * head.scaledNorm)
    var logits = try einsum(
      logitBias == nil ? "logit" : "logit, scaled", [reply, vocabulary],
      [Factor(raw), Factor(head.scale)], bound: product)
    // No sumcheck over reply x vocabulary: the chosen logit is read off the reply's own rows of the head matrix.
    let said = statement("reply tokens", [reply, vocabulary], .replyOneHot)
    let picked = try rows("head rows of the reply", of: said, head, [reply, feature])
    var chosen = try einsum(
      logitBias == nil ? "chosen logit" : "chosen logit, scaled", [reply],
      [Factor(active), Factor(picked)],
      bound: NamedBound(.parameterNorm, exactly: bound(of: logits)))
    if let logitBias {
      // Of rows beyond the reply, where no token is said, the bias is left out.
      let everywhere = try linear(
        "logit bias, everywhere", [reply, vocabulary], [Summand(1, logitBias)])
      let biased = try einsum(
        "logit bias of the reply", [reply, vocabulary], [Factor(everywhere), Factor(isReply)])
      logits = try linear(
        "logit", [reply, vocabulary], [Summand(1, logits), Summand(1, biased)])
      let own = try einsum("bias of the reply", [reply], [Factor(said), Factor(logitBias)])
      chosen = try linear("chosen logit", [reply], [Summand(1, chosen), Summand(1, own)])
    }
    let lower = statement("tokens below the reply's", [reply, vocabulary], .belowReply)
    let gap = try linear(
      "logit gap", [reply, vocabulary],
      [Summand(1, chosen), Summand(-1, logits), Summand(-1, lower)])
    try assertRange("argmax", gap, bits: gapBits)
    return logits
  }
}
