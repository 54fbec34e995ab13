/// One step at which a false statement may slip through, and an upper bound of how often it does.
public final class SoundnessTerm: Sendable {
  /// What the step belongs to.
  public enum Place: Equatable, Sendable {
    case oracle(Int)
    case level(Int)
    case whole
  }

  // A module for clients reports the sum alone: names and places of terms would be bytes that nothing reads.
  #if !hasFeature(Embedded)
    public let step: StaticString
    public let formula: StaticString
    public let place: Place
    /// Which of several equal steps, or 0.
    public let round: Int
  #endif
  /// In units of 2^-256, rounded up.
  public let error: Wide

  public init(
    _ step: StaticString, _ formula: StaticString, place: Place = .whole, round: Int = 0,
    error: Wide
  ) {
    #if !hasFeature(Embedded)
      self.step = step
      self.formula = formula
      self.place = place
      self.round = round
    #endif
    self.error = error
  }

  /// |E| = p^2.
  public static var fieldSize: Wide { Wide(Goldilocks.order) * Wide(Goldilocks.order) }

  /// Ceiling of numerator / 2^scale / |E| / 2^grind in units of 2^-256.
  @inline(never)
  public static func overField(_ numerator: Wide, scale: Int = 0, grind: Int = 0) -> Wide {
    (numerator << CodeBounds.unitBits).dividedUp(by: fieldSize << (scale + grind))
  }

  /// Ceiling of base^exponent, both in units of 2^-256.
  public static func power(_ base: Wide, _ exponent: Int) -> Wide {
    var result = Wide.powerOfTwo(CodeBounds.unitBits)
    for bit in (0..<Int.bitWidth - exponent.leadingZeroBitCount).reversed() {
      result = (result * result).shiftedRightUp(CodeBounds.unitBits)
      if (exponent >> bit) & 1 == 1 {
        result = (result * base).shiftedRightUp(CodeBounds.unitBits)
      }
    }
    return result
  }

  /// The sum of the errors, times 1 + 2^-50: a challenge is not quite uniform (`Transcript.challenge`).
  public static func sum(_ terms: [SoundnessTerm]) -> Wide {
    var total = Wide.zero
    for term in terms { total += term.error }
    return total + total.shiftedRightUp(50)
  }
}
