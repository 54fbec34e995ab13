import ArgumentParser
import Foundation
import Verifier

struct ContractTable: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "table",
    abstract: "Write the step table of the size that a proof has.",
    discussion: """
      A folder with part-0.bin, part-1.bin ..., the code of the contracts that hold the table (a zero byte, then the part), and table.json \
      with what `ModelRegistry.addTable` takes beside their addresses.
      """)

  @Argument(help: "File with the proof, made with --profile evm.")
  var proof: String

  @Option(help: "File with the model's verifying key.")
  var key: String

  @OptionGroup
  var bounds: ContractSizes

  @Option(name: .shortAndLong, help: "Folder to write the table to.")
  var output: String

  func run() throws {
    let model = try ContractModel(keyFile: key)
    let (statement, _) = try Proof.read(file: try Files.read(proof))
    let size = model.size(of: statement)
    guard let index = try model.sizes(bounds).firstIndex(of: size) else {
      throw Failure.badInput(
        "\(proof): needs \(size.rows) rows and \(size.replies) for the reply; register the model for as many with "
          + "--rows and --replies")
    }
    let (registration, tree) = try model.register(bounds)
    let table = try model.table(size)
    let folder = URL(fileURLWithPath: output)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (i, part) in table.parts.enumerated() {
      try Files.write([0] + part, to: folder.appendingPathComponent("part-\(i).bin").path)
    }
    let object: [String: Any] = [
      "model": registration.object, "rows": size.rows, "replies": size.replies, "index": index,
      "path": tree.path(index).map { Console.hex($0.bytes) }, "parts": table.parts.count,
      "registers": table.registers,
    ]
    let data = try JSONSerialization.data(
      withJSONObject: object, options: [.prettyPrinted, .sortedKeys])
    try Files.write([UInt8](data), to: folder.appendingPathComponent("table.json").path)
    Console.print(
      "\(size.rows) rows, \(size.replies) reply rows: \(table.parts.count) parts in \(output)"
    )
  }
}
