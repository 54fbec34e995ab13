import Foundation
import Testing

@testable import Models

@Suite struct LookupTableTests {
  private struct Reference: Decodable {
    let exponential: [Int64]
    let gelu: [Int64]

    enum CodingKeys: String, CodingKey {
      case exponential = "exp_table_head"
      case gelu = "gelu_tanh_table"
    }
  }

  @Test func tablesAreThoseOfTheReference() throws {
    let reference = try Vectors.decode(Reference.self, from: "arithmetic.json")
    #expect(
      try LookupTable.exponential(rows: reference.exponential.count, step: 4, bits: 8)
        == reference.exponential)
    #expect(
      try LookupTable.gelu(.tanh, first: -2048, rows: 4096, indexBits: 6, outputBits: 6)
        == reference.gelu)
  }

  /// Computed with mpmath at 400 bits.
  @Test func valuesAgreeWithAnIndependentComputation() throws {
    let exponential = try LookupTable.exponential(rows: 9000, step: 10, bits: 60)
    #expect(exponential[0] == 1 << 60)
    #expect(exponential[1] == 1_151_796_154_276_904_951)
    #expect(exponential[1000] == 434_194_217_033_718_775)
    #expect(exponential[8999] == 175_866_253_027_543)
    for (index, tanh, erf) in [
      (-32_768, 0, 0),
      (-9_001, -130_925_429, -132_060_032),
      (-4_096, -682_075_207, -681_419_127),
      (-3, -1_571_945, -1_571_945),
      (0, 0, 0),
      (1, 524_390, 524_390),
      (2_047, 1_483_920_941, 1_483_994_773),
      (5_000, 4_659_463_373, 4_660_400_111),
      (20_000, 20_971_517_862, 20_971_509_034),
      (65_535, 68_718_428_160, 68_718_428_160),
    ] as [(Int, Int64, Int64)] {
      func value(_ form: GELUForm) throws -> Int64 {
        try LookupTable.gelu(form, first: index, rows: 1, indexBits: 12, outputBits: 32)[0]
      }
      #expect(try value(.tanh) == tanh)
      #expect(try value(.erf) == erf)
    }
  }

  @Test func exponentialsFallToZeroAndStayThere() throws {
    let table = try LookupTable.exponential(rows: 1 << 12, step: 5, bits: 8)
    #expect(table.count == 4096 && table[0] == 256)
    #expect(zip(table, table.dropFirst()).allSatisfy { $0 >= $1 })
    // 2^8·e^(-t/32) falls below 1/2 after t = 32·ln 512 = 199.6.
    #expect(table[199] == 1 && table[200] == 0 && table[4095] == 0)
  }

  @Test(arguments: [GELUForm.tanh, .erf])
  func bothSidesOfGELUDifferByTheArgument(_ form: GELUForm) throws {
    // gelu(x) - gelu(-x) = x, so with equal bits in and out the roundings differ by at most 1.
    let table = try LookupTable.gelu(form, first: -500, rows: 1001, indexBits: 6, outputBits: 6)
    for index in 0...500 {
      #expect(abs(table[500 + index] - table[500 - index] - Int64(index)) <= 1)
    }
    #expect(table[500] == 0 && table[1000] == 500 && table[0] == 0)
    #expect(table.min() == -11)
  }

  @Test func theFormsDifferWhereTheyShould() throws {
    let tanh = try LookupTable.gelu(.tanh, first: 0, rows: 4096, indexBits: 10, outputBits: 16)
    let erf = try LookupTable.gelu(.erf, first: 0, rows: 4096, indexBits: 10, outputBits: 16)
    let difference = zip(tanh, erf).map { abs($0 - $1) }.max() ?? 0
    // The forms are known to differ by at most 0.0005, which is 31 of 2^16.
    #expect((20...33).contains(difference))
  }

  @Test func parametersOutOfRangeAreRefused() {
    #expect(throws: ModelError.self) { try LookupTable.exponential(rows: -1, step: 5, bits: 8) }
    #expect(throws: ModelError.self) {
      try LookupTable.exponential(rows: 1 << 21, step: 5, bits: 8)
    }
    #expect(throws: ModelError.self) { try LookupTable.exponential(rows: 4, step: 33, bits: 8) }
    #expect(throws: ModelError.self) { try LookupTable.exponential(rows: 4, step: -1, bits: 8) }
    #expect(throws: ModelError.self) { try LookupTable.exponential(rows: 4, step: 5, bits: 61) }
    for (first, rows, indexBits, outputBits) in [
      (0, -1, 6, 6), (0, 1 << 21, 6, 6), (0, 4, 33, 6), (0, 4, 6, 33), (0, 4, 6, -1),
      (1 << 26, 4, 6, 6), (-1 << 26, 4, 6, 6), (.max, 4, 6, 6), (.min, 4, 6, 6),
    ] {
      #expect {
        try LookupTable.gelu(
          .erf, first: first, rows: rows, indexBits: indexBits, outputBits: outputBits)
      } throws: {
        "\($0)".contains("GELU table")
      }
    }
  }

  @Test func tablesWithoutRowsAreEmpty() throws {
    #expect(try LookupTable.exponential(rows: 0, step: 5, bits: 8) == [])
    #expect(try LookupTable.gelu(.erf, first: 0, rows: 0, indexBits: 6, outputBits: 6) == [])
  }

  @Test func aValueOnATieIsRefusedRatherThanGuessed() {
    #expect(throws: ModelError.self) {
      try LookupTable.rounded(outputBits: 0, table: "test") { $0.quotient(1, 2) }
    }
    // 2^-300 beside a tie needs the second precision.
    for (sign, expected) in [(-1, 0), (1, 1)] as [(Int, Int64)] {
      let value = try? LookupTable.rounded(outputBits: 0, table: "test") { arithmetic in
        var value = arithmetic.quotient(1, 2)
        var offset = BigInteger(powerOfTwo: max(0, arithmetic.fractionBits - 300))
        offset.multiply(by: arithmetic.fractionBits < 300 ? 0 : sign)
        value.add(offset)
        return value
      }
      #expect(value == expected)
    }
  }
}
