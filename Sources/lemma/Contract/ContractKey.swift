import ArgumentParser
import Foundation
import Verifier

/// What `ModelRegistry.register` takes, and the id it gives.
struct Registration {
  let key: VerifyingKey
  let output: ContractOutput
  let tables: Digest

  /// K("lemma model v1" | digest | parameters' root | tables' root | context | vocabulary | pad | h), words of 32 bytes, with h from
  /// the output's word by h <- K(h | stop) over the stop tokens.
  var id: Digest {
    var bytes = [UInt8]("lemma model v1".utf8)
    bytes += key.digest.bytes + key.parameters.root.bytes + tables.bytes
    for number in [key.graph.context, key.graph.vocabulary, key.graph.pad] {
      bytes += ABI.word(number)
    }
    bytes += ABI.chain(key.graph.stops.map { ABI.word($0) }, from: ABI.word(output.word))
    return Keccak.hash(bytes)
  }

  var object: [String: Any] {
    [
      "id": Console.hex(id.bytes), "digest": Console.hex(key.digest.bytes),
      "parameters": Console.hex(key.parameters.root.bytes), "tables": Console.hex(tables.bytes),
      "context": key.graph.context, "vocabulary": key.graph.vocabulary, "pad": key.graph.pad,
      "output": output.word, "stops": key.graph.stops,
    ]
  }
}

struct ContractKey: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "key",
    abstract: "Print what registers a model with a contract.",
    discussion: """
      Records the step table of every size up to --rows and --replies, which takes a while, and prints the root over them with the model's \
      other figures, as JSON. Whoever registers the same model for the same sizes gets the same id.
      """)

  @Argument(help: "File with the model's verifying key.")
  var key: String

  @OptionGroup
  var bounds: ContractSizes

  func run() throws {
    let model = try ContractModel(keyFile: key)
    let (registration, _) = try model.register(bounds)
    Console.printJSON(registration.object)
  }
}

extension ContractModel {
  /// The registration for statements within these bounds, and the tree of its tables.
  func register(_ bounds: ContractSizes) throws -> (Registration, TableTree) {
    let sizes = try sizes(bounds)
    let bar = ProgressBar("recording step tables", total: sizes.count)
    var leaves: [Digest] = []
    for size in sizes {
      leaves.append(try leaf(size))
      bar.update(leaves.count)
    }
    bar.finish()
    var left: [String] = []
    for (size, leaf) in zip(sizes, leaves) where leaf == .zero {
      left.append("\(size.rows) + \(size.replies)")
    }
    if !left.isEmpty {
      Console.error(
        "the contract has no room for \(left.count) of \(sizes.count) sizes (rows + reply rows): "
          + left.joined(separator: ", "))
    }
    let tree = TableTree(leaves)
    return (Registration(key: key, output: output, tables: tree.root), tree)
  }
}
