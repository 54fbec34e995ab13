import Testing

@testable import Models

@Suite struct ReciprocalRootsTests {
  @Test func handWorkedRowsAreExact() throws {
    // 4·3·4^2 = 192: high(R) = floor(192 / (2R-1)²) for R = 1, 2, 3, 4, 5.
    let roots = try LookupTable.reciprocalRoots(width: 3, exponent: 2, first: 1, rows: 4)
    #expect(roots.high == [192, 21, 7, 3])
    #expect(roots.low == [22, 8, 4, 3])
    let later = try LookupTable.reciprocalRoots(width: 3, exponent: 2, first: 3, rows: 2)
    #expect(later.high == [7, 3] && later.low == [4, 3])
  }

  @Test func rowsMeetTheirDefinitionAtBothEnds() throws {
    let (width, exponent) = (768, 26)
    let roots = try LookupTable.reciprocalRoots(
      width: width, exponent: exponent, first: 2, rows: 5000)
    let bound = UInt128(4 * width) << UInt128(2 * exponent)
    for (row, (low, high)) in zip(roots.low, roots.high).enumerated() where high < (1 << 62) - 1 {
      let root = UInt128(row + 2)
      let (below, above) = ((2 * root - 1) * (2 * root - 1), (2 * root + 1) * (2 * root + 1))
      // Every V in low...high has this R, and the neighbours outside do not.
      #expect(below * UInt128(high) <= bound && bound < below * UInt128(high + 1))
      #expect(bound < above * UInt128(low) && above * UInt128(low - 1) <= bound)
    }
  }

  @Test func rangesFollowEachOtherWithoutGapOrOverlap() throws {
    let roots = try LookupTable.reciprocalRoots(width: 128, exponent: 24, first: 1, rows: 1 << 16)
    #expect(zip(roots.low, roots.high.dropFirst()).allSatisfy { $0 == $1 + 1 })
  }

  @Test func highIsClampedAndRangesBeyondAreEmpty() throws {
    let roots = try LookupTable.reciprocalRoots(
      width: 3, exponent: 2, first: 1, rows: 4, maximum: 10)
    #expect(roots.high == [10, 10, 7, 3])
    #expect(roots.low == [11, 8, 4, 3])
    let wide = try LookupTable.reciprocalRoots(width: 1024, exponent: 64, first: 1, rows: 3)
    #expect(wide.high == Array(repeating: (1 << 62) - 1, count: 3))
    #expect(wide.low == Array(repeating: 1 << 62, count: 3))
  }

  @Test func parametersOutOfRangeAreRefused() {
    for (width, exponent, first, rows, maximum) in [
      (0, 24, 1, 4, 1), (-1, 24, 1, 4, 1), (8, 65, 1, 4, 1), (8, -1, 1, 4, 1), (8, 24, 0, 4, 1),
      (8, 24, .max, 4, 1), (8, 24, 1, -1, 1), (8, 24, 1, 1 << 21, 1), (8, 24, 1, 4, -1),
      (8, 24, 1, 4, 1 << 62),
    ] as [(Int, Int, Int, Int, Int64)] {
      #expect(throws: ModelError.self) {
        try LookupTable.reciprocalRoots(
          width: width, exponent: exponent, first: first, rows: rows, maximum: maximum)
      }
    }
    #expect(throws: Never.self) {
      try LookupTable.reciprocalRoots(width: 8, exponent: 24, first: 1, rows: 0)
    }
  }
}
