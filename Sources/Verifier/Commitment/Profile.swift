/// The closed list of security levels. Nothing makes another; a test proves under a label that no profile has.
public enum Profile: UInt8, Sendable, CaseIterable {
  /// 100 bits, from proven bounds alone: Johnson regime, E of degree 2.
  case provable100 = 1

  /// What the transcript absorbs first.
  public var label: StaticString {
    switch self {
    case .provable100: "lemma opening v1, 100 bits"
    }
  }

  /// The whole proof's error is at most 2^-bits.
  public var bits: Int {
    switch self {
    case .provable100: 100
    }
  }

  /// Rejects unless everything that may go wrong sums to at most 2^-bits: the limit holds for the whole proof, so the errors of
  /// the protocol around the opening have no default.
  @discardableResult
  public func require(_ schedule: Schedule, otherTerms: [SoundnessTerm]) throws(Rejection)
    -> [SoundnessTerm]
  {
    var terms = try schedule.soundnessTerms()
    for term in otherTerms { terms.append(term) }
    guard SoundnessTerm.sum(terms) <= Wide.powerOfTwo(CodeBounds.unitBits - bits) else {
      throw .unsoundParameters
    }
    return terms
  }
}
