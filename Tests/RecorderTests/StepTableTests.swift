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
        key: key, schedule: proof.schedule.bytes, tokens: lengths.tokens, replies: lengths.replies),
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

  /// Statements about encoders, and stated values, have no place in the contract's calldata.
  @Test(arguments: ["classes", "embedding", "likely", "masked", "translation"])
  func modelsThatTheContractDoesNotKnowAreDeclined(_ name: String) throws {
    let key = try StepTableTests.bytes("../conformance/\(name).key")
    let (_, proof) = try Proof.read(file: StepTableTests.bytes("../conformance/\(name).proof"))
    #expect(throws: Rejection.wrongOutput) {
      _ = try Recording(key: key, schedule: proof.schedule.bytes, tokens: 8, replies: 8)
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
      try Recording(key: key, schedule: bytes, tokens: 32, replies: 32)
    }
    #expect(throws: Rejection.truncated) {
      try Recording(key: key, schedule: Array(bytes.dropLast()), tokens: 32, replies: 32)
    }
    #expect(throws: Rejection.malformedKey) {
      try Recording(key: [1, 2, 3, 4, 5, 6, 7], schedule: bytes, tokens: 32, replies: 32)
    }
  }
}
