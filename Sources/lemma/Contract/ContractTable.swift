import ArgumentParser
import Foundation
import Verifier

struct Contract: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "What a contract needs to check a proof.", subcommands: [ContractTable.self])
}

struct ContractTable: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "table",
    abstract: "Write the step table of the size that a proof has.")

  @Argument(help: "File with the proof.")
  var proof: String

  @Option(help: "File with the model's verifying key.")
  var key: String

  @Option(name: .shortAndLong, help: "File to write the table to.")
  var output: String

  func run() throws {
    let bytes = try Files.read(key)
    let key = try VerifyingKey(bytes)
    let (statement, proof) = try Proof.read(file: try Files.read(proof))
    let lengths = Lengths(
      prompt: statement.prompt.count, reply: statement.reply.count, context: key.graph.context)
    let table = try StepTableRecorder.record(
      key: bytes, schedule: proof.schedule.bytes,
      parametersPoint: key.parameters.point().map { ($0.c0.word, $0.c1.word) },
      tokens: lengths.tokens, replies: lengths.replies,
      inTwo: proof.messages.count > 115_000)
    try Files.write(table.parts.flatMap { $0 }, to: output)
    Console.print(
      "\(lengths.tokens) token rows, \(lengths.replies) reply rows, \(table.registers) registers, \(table.parts.count) parts"
    )
  }
}
