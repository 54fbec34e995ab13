import Foundation
import Testing

@testable import Models

/// Function tables against `scripts/oracle.py`, which computes them in decimal arithmetic.
struct OracleTableTests {
  struct Document: Decodable {
    struct Tables: Decodable {
      struct Exponential: Decodable {
        let step: Int
        let bits: Int
        let values: [Int64]
      }
      struct Gelu: Decodable {
        let form: String
        let rowBits: Int
        let indexBits: Int
        let outputBits: Int
        let values: [Int64]
      }
      struct Root: Decodable {
        let width: Int
        let exponent: Int
        let first: Int
        let low: [Int64]
        let high: [Int64]
      }
      let exponential: [Exponential]
      let gelu: [Gelu]
      let root: [Root]
    }
    let tables: Tables
  }

  static func tables() throws -> Document.Tables {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Vectors/operations.json")
    return try JSONDecoder().decode(Document.self, from: Data(contentsOf: file)).tables
  }

  @Test func exponentialsAreTheOracles() throws {
    for table in try Self.tables().exponential {
      let found = try LookupTable.exponential(
        rows: table.values.count, step: table.step, bits: table.bits)
      #expect(found == table.values)
    }
  }

  @Test func bothFormsOfGeluAreTheOracles() throws {
    for table in try Self.tables().gelu {
      let found = try LookupTable.gelu(
        table.form == "erf" ? .erf : .tanh, first: -(1 << (table.rowBits - 1)),
        rows: 1 << table.rowBits, indexBits: table.indexBits, outputBits: table.outputBits)
      #expect(found == table.values)
    }
  }

  @Test func rootsAreTheOracles() throws {
    for table in try Self.tables().root {
      let found = try LookupTable.reciprocalRoots(
        width: table.width, exponent: table.exponent, first: table.first, rows: table.high.count)
      #expect(found.low == table.low)
      #expect(found.high == table.high)
    }
  }
}
