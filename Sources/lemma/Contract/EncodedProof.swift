import Foundation
import Verifier

/// A proof that was checked, as the contract's arguments.
struct EncodedProof {
  let statement: Statement
  let division: StepTableRecorder.Division
  private let packed: PackedProof

  /// - Throws: `Rejection` for a proof that is not valid, bad input for one with another schedule than the contract's.
  init(file path: String, _ model: ContractModel) throws {
    let (statement, proof) = try Proof.read(file: try Files.read(path))
    var sections = ProofSections()
    _ = try verify(key: model.key, statement: statement, proof: proof, sections: &sections)
    let size = model.size(of: statement)
    guard try model.schedule(size) == proof.schedule else {
      throw Failure.badInput(
        "\(path): has another schedule than the contract's; make it with --profile evm")
    }
    self.statement = statement
    division = try model.division(size)
    packed = PackedProof(proof, sections.siblings)
  }

  /// The proof argument of `verifyProof`, or of `begin` if the proof is divided and there is no snapshot yet.
  func argument(snapshot: [UInt8]?) -> [UInt8] {
    switch (division, snapshot) {
    case (.one, _): PackedProof.whole + packed.bytes
    case (.two, nil): PackedProof.whole + packed.bytes[..<packed.cut]
    case (.two, .some(let words)): PackedProof.second + words + packed.bytes[packed.cut...]
    }
  }

  var values: [UInt8] {
    var writer = Writer()
    statement.write(to: &writer)
    return writer.bytes
  }

  /// All transactions' data; a snapshot that is not known counts as bytes that are not zero.
  func calldata(id: Digest) -> [UInt8] {
    switch division {
    case .one:
      return ABI.call("verifyProof", id.bytes, values, argument(snapshot: nil))
    case .two:
      let words = [UInt8](repeating: 1, count: 6400)
      return ABI.call("begin", id.bytes, values, argument(snapshot: nil))
        + ABI.call("verifyProof", id.bytes, values, argument(snapshot: words))
    }
  }
}
