import ArgumentParser
import Foundation
import Verifier

struct ContractGas: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gas",
    abstract: "Estimate the gas of checking a proof on a chain.",
    discussion: """
      Calldata is counted to the byte, with its floor (EIP-7623); execution is estimated from the step table. contracts/gas.json has measured \
      figures beside the estimates.
      """)

  @Argument(help: "File with the proof, made with --profile evm.")
  var proof: String

  @Option(help: "File with the model's verifying key.")
  var key: String

  @Flag(help: "Print the figures as JSON.")
  var json = false

  func run() throws {
    let model = try ContractModel(keyFile: key)
    let encoded = try EncodedProof(file: proof, model)
    let table = try model.table(model.size(of: encoded.statement))
    let calldata = encoded.calldata(id: .zero)
    let nonzero = calldata.reduce(0) { $0 + ($1 == 0 ? 0 : 1) }
    let zero = calldata.count - nonzero
    let transactions = encoded.division == .two ? 2 : 1
    var sections = table.gas
    sections["calldata"] = Double(21_000 * transactions + 16 * nonzero + 4 * zero)
    let floor = Double(21_000 * transactions + 40 * nonzero + 10 * zero)
    let total = max(floor, sections.values.reduce(0, +))
    if json {
      Console.printJSON([
        "total_gas": Int(total), "floor_gas": Int(floor), "transactions": transactions,
        "calldata_bytes": calldata.count, "sections": sections.mapValues { Int($0) },
      ])
      return
    }
    for (name, gas) in sections.sorted(by: { $0.value > $1.value }) {
      Console.print(String(format: "%-14s %10d", (name as NSString).utf8String!, Int(gas)))
    }
    Console.print(String(format: "total          %10d, estimated", Int(total)))
    Console.print(
      "calldata       \(calldata.count) bytes in \(transactions) transaction\(transactions == 1 ? "" : "s"), floor \(Int(floor))"
    )
  }
}
