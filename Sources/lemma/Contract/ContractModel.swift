import Foundation
import Prover
import Verifier

/// A model as a chain knows it: what is registered, and a step table for each size of statement.
struct ContractModel {
  let key: VerifyingKey
  let keyBytes: [UInt8]
  let output: ContractOutput

  /// Rows of the token axis, or of the prompt's if there is an encoder, and rows of the reply axis.
  struct Size: Hashable {
    let rows: Int
    let replies: Int
  }

  /// What the contract's memory has room for.
  static let mostRows = 256
  static let mostVocabulary = 1 << 20
  private static let mostStops = 16
  private static let mostParts = 8
  private static let mostQueries = 96
  private static let mostFinalLength = 256
  private static let mostCodes = 6

  init(keyFile path: String) throws {
    keyBytes = try Files.read(path)
    key = try VerifyingKey(keyBytes)
    guard key.graph.vocabulary <= ContractModel.mostVocabulary else {
      throw Failure.badInput(
        "\(path): the contract has room for vocabularies of \(ContractModel.mostVocabulary), this one has "
          + "\(key.graph.vocabulary) tokens")
    }
    guard key.graph.stops.count <= ContractModel.mostStops else {
      throw Failure.badInput(
        "\(path): the contract has room for \(ContractModel.mostStops) stop tokens, this model has "
          + "\(key.graph.stops.count)")
    }
    output = try ContractOutput(key.graph, path: path)
  }

  /// The schedule that a proof of this size has under the profile `evm`.
  func schedule(_ size: Size) throws -> Schedule {
    let circuit = Circuit(key.graph, Lengths(size, in: key.graph))
    guard key.graph.values.map({ circuit.count($0) <= ContractOutput.mostValues }) ?? true else {
      throw NoRoom(size: size, what: "number of values")
    }
    let (_, claims) = CostChannel.measure(circuit)
    let schedule = try Planning.onChain.schedule(
      parameters: key.parameters.shape,
      witnessLength: CommittedLayout.witnesses(of: circuit).length,
      claims: claims, profile: key.profile)
    let levels = schedule.oracles + schedule.tail
    guard levels.count <= ContractModel.mostCodes,
      levels.allSatisfy({ $0.plan.queries <= ContractModel.mostQueries }),
      schedule.lengths[schedule.tail.count] <= ContractModel.mostFinalLength
    else { throw NoRoom(size: size, what: "opening") }
    return schedule
  }

  func table(_ size: Size) throws -> StepTableRecorder.Result {
    let schedule = try schedule(size)
    let table = try StepTableRecorder.record(
      key: keyBytes, schedule: schedule.bytes, rows: size.rows, replies: size.replies,
      division: try division(size))
    guard let table, table.parts.count <= ContractModel.mostParts else {
      throw NoRoom(size: size, what: "step table")
    }
    return table
  }

  /// An opening that is longer than this is divided: a transaction holds 128 kB, and the reductions of a small model take 25.
  static let mostBytesAtOnce = 85_000.0

  /// The leaf of a size in the tree of tables: K(0x00 | rows | replies | h), h over the code hashes of the table's parts; or zero if the
  /// contract has no room for this size, of which no proof is accepted then.
  func leaf(_ size: Size) throws -> Digest {
    let parts: [[UInt8]]
    do { parts = try table(size).parts } catch is NoRoom { return .zero }
    var bytes: [UInt8] = [0]
    bytes += ABI.word(size.rows) + ABI.word(size.replies)
    bytes += ABI.chain(parts.map { Keccak.hash([0] + $0).bytes })
    return Keccak.hash(bytes)
  }

  /// Why a size has no table.
  struct NoRoom: LocalizedError {
    let size: Size
    let what: String

    var errorDescription: String? {
      "the \(what) for \(size.rows) rows and \(size.replies) reply rows is larger than the contract has room for"
    }
  }
}

extension Lengths {
  /// Lengths of some statement of this size.
  init(_ size: ContractModel.Size, in graph: Graph) {
    let prompt = graph.form == .decoder ? size.rows - size.replies + 1 : size.rows
    self.init(prompt: prompt, reply: size.replies, context: graph.context, form: graph.form)
  }
}
