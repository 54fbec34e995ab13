import Foundation
import Models
import Prover
import Verifier

/// Prints what leaves the last block of a package for given tokens, as the integers say it: rows of numbers, as JSON.
///
///     block-output MODEL.lemma TOKEN...
@main struct BlockOutput {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    let tokens = arguments.dropFirst().compactMap { Int($0) }
    guard let folder = arguments.first, !tokens.isEmpty, tokens.count + 1 == arguments.count else {
      print("usage: block-output MODEL.lemma TOKEN...")
      exit(2)
    }
    let package = try ModelPackage(URL(fileURLWithPath: folder), parallel: .all)
    let graph = package.provingKey.key.graph
    let execution = Execution(
      Circuit(graph, Lengths(prompt: 1, reply: tokens.count, context: graph.context)),
      parameters: package.provingKey.parameters, parallel: .all)
    execution.append(tokens)
    let node = graph.nodes.firstIndex { $0.name == "final residual" }!
    let values = execution.values[node]!
    let unit = exp2(Double(package.settings.bits.residual))
    let width = values.shape[1]
    let rows = tokens.indices.map { row in
      (0..<width).map { Double(values[row * width + $0]) / unit }
    }
    print(String(decoding: try JSONEncoder().encode(rows), as: UTF8.self))
  }
}
