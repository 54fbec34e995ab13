import Foundation
import Testing

@testable import Recorder

/// Step tables of real models: the vectors that the contract is tested with, and every size that fits.
@Suite struct StepTableTests {
  private static let vectors = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Vectors/contract")

  private static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: vectors.appendingPathComponent(name)))
  }

  private static func table(_ folder: String, _ division: StepTable.Division) throws -> StepTable {
    let key = try bytes("verifying.key")
    let (statement, proof) = try Proof.read(file: try bytes("\(folder)/reply.proof"))
    let lengths = Lengths(
      prompt: statement.prompt.count, reply: statement.reply.count,
      context: try VerifyingKey(key).graph.context)
    return try StepTable(
      try Recording(
        key: key, schedule: proof.schedule.bytes, rows: lengths.tokens, replies: lengths.replies),
      division: division)
  }

  @Test(arguments: [("whole", StepTable.Division.one), ("divided", .two)])
  func tablesAreThoseOfTheContractsVectors(_ folder: String, _ division: StepTable.Division) throws
  {
    let table = try StepTableTests.table(folder, division)
    let parts = table.parts
    for (i, part) in parts.enumerated() {
      #expect([0] + part == (try StepTableTests.bytes("\(folder)/part-\(i).bin")))
    }
    #expect(throws: (any Error).self) {
      try StepTableTests.bytes("\(folder)/part-\(parts.count).bin")
    }
  }

  /// The schedule is in the first part: 4 bytes at 12 say how long it is, behind a byte that keeps the part from being run.
  @Test(arguments: [
    ("classes", 5, 1), ("embedding", 5, 1), ("llama", 7, 5), ("marian", 5, 5), ("masked", 6, 2),
    ("t5", 6, 5),
  ])
  func tablesOfEveryKindAreThoseOfTheContractsVectors(_ name: String, _ rows: Int, _ replies: Int)
    throws
  {
    let folder = "statements/\(name)"
    let first = try StepTableTests.bytes("\(folder)/part-0.bin")
    let length = first[13..<17].reduce(0) { $0 << 8 | Int($1) }
    let recording = try Recording(
      key: try StepTableTests.bytes("\(folder)/verifying.key"),
      schedule: Array(first[33..<33 + length]), rows: rows, replies: replies)
    let parts = try StepTable(recording, division: .one).parts
    for (i, part) in parts.enumerated() {
      #expect([0] + part == (try StepTableTests.bytes("\(folder)/part-\(i).bin")))
    }
    #expect(throws: (any Error).self) {
      try StepTableTests.bytes("\(folder)/part-\(parts.count).bin")
    }
  }

  /// Of other proofs too, a decoder's with stated probabilities among them.
  @Test(arguments: ["classes", "embedding", "likely", "masked", "translation"])
  func everyKindOfProofIsRecorded(_ name: String) throws {
    let bytes = try StepTableTests.bytes("../conformance/\(name).key")
    let (statement, proof) = try Proof.read(
      file: StepTableTests.bytes("../conformance/\(name).proof"))
    let graph = try VerifyingKey(bytes).graph
    let lengths = statement.lengths(in: graph)
    let recording = try Recording(
      key: bytes, schedule: proof.schedule.bytes,
      rows: graph.form == .decoder ? lengths.tokens : lengths.prompt, replies: lengths.replies)
    #expect(try StepTable(recording, division: .one).registers <= StepTable.mostRegisters)
    #expect(throws: Rejection.self) {
      _ = try Recording(
        key: bytes, schedule: proof.schedule.bytes, rows: lengths.prompt + 100, replies: 99)
    }
  }

  @Test func registersAreNamedBeforeTheyAreUsed() throws {
    let table = try StepTableTests.table("divided", .two)
    #expect(table.registers <= StepTable.mostRegisters)
    #expect(table.cut != nil)
    var next = table.constants.count
    for instruction in table.instructions {
      switch instruction.operation {
      case .products, .sums, .differences, .equalities:
        let operands = instruction.operands + instruction.fields
        #expect(operands.allSatisfy { $0 < next })
        next += instruction.count
      case .inner, .tokens, .shifted:
        #expect(instruction.operands.allSatisfy { $0 < next })
        next += 1
      case .message, .challenges, .point: next += instruction.count
      case .fractions: next += instruction.count + 2
      case .rounds, .openingRounds: next += instruction.count + 1
      case .head, .powers, .finalValue: next += 1
      case .columns: next += 2
      case .compact:
        #expect(zip(instruction.operands, instruction.operands.dropFirst()).allSatisfy { $0 < $1 })
        #expect(instruction.operands.allSatisfy { $0 < next })
        next = instruction.count
      case .cut: #expect(instruction.count == next)
      case .end, .part, .work, .equal, .notZero, .root, .positions, .lastColumns, .finalMessage:
        break
      }
      #expect(next <= StepTable.mostRegisters)
    }
  }

  @Test func aScheduleForOtherClaimsIsRefused() throws {
    let key = try StepTableTests.bytes("verifying.key")
    let (_, proof) = try Proof.read(file: try StepTableTests.bytes("whole/reply.proof"))
    var bytes = proof.schedule.bytes
    bytes[bytes.count - 1] += 1
    #expect(throws: Rejection.malformedProof) {
      try Recording(key: key, schedule: bytes, rows: 32, replies: 32)
    }
    #expect(throws: Rejection.truncated) {
      try Recording(key: key, schedule: Array(bytes.dropLast()), rows: 32, replies: 32)
    }
    #expect(throws: Rejection.malformedKey) {
      try Recording(key: [1, 2, 3, 4, 5, 6, 7], schedule: bytes, rows: 32, replies: 32)
    }
  }
}
