import Foundation
import Testing

@testable import Models

@Suite struct ElementTypeTests {
  /// The value of a format with the given field widths, from its definition.
  private func value(bits: Int, exponentBits: Int, fractionBits: Int) -> Double {
    let sign = bits >> (exponentBits + fractionBits) & 1 == 0 ? 1.0 : -1.0
    let exponent = bits >> fractionBits & ((1 << exponentBits) - 1)
    let fraction = Double(bits & ((1 << fractionBits) - 1)) / Double(1 << fractionBits)
    let bias = (1 << (exponentBits - 1)) - 1
    if exponent == (1 << exponentBits) - 1 { return fraction == 0 ? sign * .infinity : .nan }
    return exponent == 0
      ? sign * fraction * pow(2, Double(1 - bias))
      : sign * (1 + fraction) * pow(2, Double(exponent - bias))
  }

  private func read(_ type: ElementType, _ bits: Int) -> Float? {
    SafetensorsBuilder.littleEndian(UInt16(bits)).withUnsafeBytes { type.floats(from: $0)?.first }
  }

  @Test(arguments: [(ElementType.float16, 5, 10), (.bfloat16, 8, 7)])
  func everySixteenBitPatternWidensExactly(
    _ type: ElementType, _ exponentBits: Int, _ fractionBits: Int
  ) throws {
    var differences = 0
    for bits in 0...0xFFFF {
      let expected = value(bits: bits, exponentBits: exponentBits, fractionBits: fractionBits)
      let found = Double(try #require(read(type, bits)))
      let agrees =
        expected.isNaN ? found.isNaN : expected == found && expected.sign == found.sign
      if !agrees { differences += 1 }
    }
    #expect(differences == 0)
  }

  @Test func namedValuesOfHalfPrecision() {
    #expect(read(.float16, 0x0001) == 0x1p-24)
    #expect(read(.float16, 0x03FF) == 0x1.ff8p-15)
    #expect(read(.float16, 0x0400) == 0x1p-14)
    #expect(read(.float16, 0x3C00) == 1)
    #expect(read(.float16, 0xC000) == -2)
    #expect(read(.float16, 0x7BFF) == 65504)
    #expect(read(.bfloat16, 0x0001) == 0x1p-133)
    #expect(read(.bfloat16, 0x3F80) == 1)
  }

  @Test func typesWithoutAnExactReadingHaveNone() {
    #expect(
      [UInt8](repeating: 0, count: 8).withUnsafeBytes { ElementType.int64.floats(from: $0) } == nil)
  }
}
