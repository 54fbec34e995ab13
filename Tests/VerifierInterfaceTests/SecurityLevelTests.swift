import Foundation
import Testing
import Verifier

/// Bits of security in integers, against the logarithm of a floating-point library.
struct SecurityLevelTests {
  private func millibits(_ error: Wide) -> Int {
    SoundnessTerm.millibits([SoundnessTerm("step", "formula", error: error)])
  }

  @Test func aPowerOfTwoIsJustBelowItsExponent() {
    // The sum counts 1 + 2^-50 times an error, so 2^-100 is a little less than 100 bits.
    #expect(millibits(.powerOfTwo(156)) == 99_999)
    #expect(millibits(.powerOfTwo(55)) == 200_999)
  }

  @Test func noErrorIsAllBitsThatCanBeSaid() {
    #expect(millibits(.zero) == 256_000)
    #expect(SoundnessTerm.millibits([]) == 256_000)
  }

  @Test func itIsTheFloorOfTheLogarithm() {
    for seed in UInt64(1)...2000 {
      let digits = seed &* 0x9E37_79B9_7F4A_7C15 | 1
      let shift = Int(seed % 140)
      let exact = 1000 * (256 - Double(shift) - log2(Double(digits)))
      // The logarithm itself is good to far less than a thousandth of a unit.
      if abs(exact - exact.rounded()) < 1e-3 { continue }
      #expect(millibits(Wide(digits) << shift) == Int(exact.rounded(.down)), "\(seed)")
    }
  }
}
