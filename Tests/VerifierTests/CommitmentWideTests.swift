import Testing

@testable import Verifier

struct CommitmentWideTests {
  @Test func productsQuotientsAndRootsAreExact() {
    for stored in StoredCommitment.stored.integers {
      let a = Wide(hex: stored.a)
      let b = Wide(hex: stored.b)
      let (quotient, remainder) = a.dividedDown(by: b)
      #expect(quotient == Wide(hex: stored.quotient))
      #expect(remainder == Wide(hex: stored.remainder))
      #expect(a.dividedUp(by: b) == (remainder == .zero ? quotient : quotient + .one))
      #expect(a.squareRoot == Wide(hex: stored.root))
      if let product = stored.product { #expect(a * b == Wide(hex: product)) }
    }
  }

  @Test func smallNumbersAgreeWithMachineIntegers() {
    var state: UInt64 = 1
    for _ in 0..<2000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let a = state >> (state & 31)
      let b = max(1, (state &* 0x9E37_79B9_7F4A_7C15) >> (state >> 58))
      let (quotient, remainder) = Wide(a).dividedDown(by: Wide(b))
      #expect(quotient == Wide(a / b) && remainder == Wide(a % b))
      #expect((Wide(a) < Wide(b)) == (a < b))
      let product = a.multipliedFullWidth(by: b)
      #expect(Wide(a) * Wide(b) == Wide(product.high) << 64 + Wide(product.low))
      #expect((Wide(a) << 100 - Wide(b)) + Wide(b) == Wide(a) << 100)
      #expect((Wide(a) << 77).shiftedRightUp(80) == Wide((a + 7) / 8))
    }
  }

  @Test func numbersAtTheEdgeOfTheRangeDivide() {
    let largest = (Wide.powerOfTwo(1023) - .one) << 1 + .one
    #expect(largest.bitWidth == 1024)
    for bits in [1, 31, 32, 33, 64, 500, 1023] {
      let divisor = Wide.powerOfTwo(bits) - .one
      let (quotient, remainder) = largest.dividedDown(by: divisor)
      #expect(remainder < divisor)
      #expect(largest - remainder == quotient * divisor)
    }
    #expect(Wide.zero.squareRoot == .zero && Wide.zero.bitWidth == 0)
    #expect(Wide.one >> 1 == .zero && Wide.one >> 2000 == .zero)
  }

  @Test func leadingDigitsApproximate() {
    let (digits, dropped) = (Wide(5) << 200 + .one).leading
    #expect(digits == 5 << 61 && dropped == 139)
  }
}
