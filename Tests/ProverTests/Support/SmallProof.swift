import Circuits
import Verifier

@testable import Prover

/// One small key and one valid proof file, made once.
struct SmallProof: Sendable {
  let key: VerifyingKey
  let keyBytes: [UInt8]
  let file: [UInt8]
  let statement: Statement
  let proof: Proof

  static let shared: SmallProof = {
    let model = try! SmallModel(
      SmallModel.Sizes(
        layers: 1, features: 4, heads: 2, hidden: 3, vocabulary: 5, context: 6, head: .untied,
        stops: []), seed: 11)
    let generation = try! model.provingKey.generate(prompt: [1, 2], limit: 2, parallel: .all)
    let proof = try! model.provingKey.prove(generation, parallel: .all)
    return SmallProof(
      key: model.provingKey.key, keyBytes: model.provingKey.key.bytes,
      file: Proof.file(generation.statement, proof), statement: generation.statement, proof: proof)
  }()

  /// What a client does with two files.
  static func check(key: [UInt8], file: [UInt8]) throws(Rejection) {
    let key = try VerifyingKey(key)
    let (statement, proof) = try Proof.read(file: file)
    try verify(key: key, statement: statement, proof: proof)
  }
}

extension [UInt8] {
  func flipping(bit: Int) -> [UInt8] {
    var copy = self
    copy[bit / 8] ^= 1 << UInt8(bit % 8)
    return copy
  }
}

/// Calls `body` for each item on all cores; counts how often it is true.
func countConcurrently(_ count: Int, _ body: (Int) -> Bool) -> Int {
  Parallel.all.mapStrides(count, nanoseconds: 1_000_000) { indices in
    indices.reduce(0) { $0 + (body($1) ? 1 : 0) }
  }.reduce(0, +)
}
