import ArgumentParser
import Foundation
import Verifier

struct ContractCalldata: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calldata",
    abstract: "Encode a proof as the data of a transaction.",
    discussion: """
      Checks the proof, then writes the data of `verifyProof`. A proof too long for one transaction is written as the data of `begin`; with \
      --snapshot, the words that this transaction logged, the data of the second one is written.
      """)

  @Argument(help: "File with the proof, made with --profile evm.")
  var proof: String

  @Option(help: "File with the model's verifying key.")
  var key: String

  @Option(help: "The model's id on the chain, 32 bytes as hexadecimal digits.")
  var id: HexDigest

  @Option(help: "File with the snapshot that the first transaction logged.")
  var snapshot: String?

  @Option(name: .shortAndLong, help: "File to write the data to.")
  var output: String

  @Flag(help: "Write the proof argument alone, for another contract's call.")
  var argument = false

  func run() throws {
    let model = try ContractModel(keyFile: key)
    let encoded = try EncodedProof(file: proof, model)
    let words = try snapshot.map { try Files.read($0) }
    if let words, words.isEmpty || words.count % 256 != 0 {
      throw Failure.badInput(
        "\(snapshot ?? ""): is no snapshot: a transaction logs eight words of 32 bytes at a time")
    }
    let isFirst = encoded.division == .two && words == nil
    let function = isFirst ? "begin" : "verifyProof"
    let argument = encoded.argument(snapshot: words)
    let data =
      self.argument ? argument : ABI.call(function, id.digest.bytes, encoded.values, argument)
    try Files.write(data, to: output)
    Console.print("\(function): \(data.count) bytes in \(output)")
    if isFirst {
      Console.print("The second transaction needs what this one logs: give it with --snapshot.")
    }
  }
}

extension ContractModel {
  func division(_ size: Size) throws -> StepTableRecorder.Division {
    try schedule(size).expectedBytes > ContractModel.mostBytesAtOnce ? .two : .one
  }
}
