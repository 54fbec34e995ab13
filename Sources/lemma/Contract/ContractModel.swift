import Foundation
import Prover
import Verifier

/// A model as a chain knows it: what is registered, and a step table for each size of statement.
struct ContractModel {
  let key: VerifyingKey
  let keyBytes: [UInt8]

  /// Rows of the token axis and of the reply axis.
  struct Size: Hashable {
    let tokens: Int
    let replies: Int
  }

  /// What the contract's memory has room for.
  static let mostRows = 256
  static let mostVocabulary = 1 << 16
  private static let mostStops = 16
  private static let mostParts = 4
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
  }

  /// Every size that a statement of at most `rows` tokens can have, tokens first.
  func sizes(rows: Int) throws -> [Size] {
    guard 1...ContractModel.mostRows ~= rows else {
      throw Failure.badInput("--rows \(rows): must be 1 to \(ContractModel.mostRows)")
    }
    let most = min(rows, key.graph.context)
    var sizes: [Size] = []
    for count in 1...most {
      for reply in 1...count {
        let lengths = Lengths(prompt: count + 1 - reply, reply: reply, context: key.graph.context)
        let size = Size(tokens: lengths.tokens, replies: lengths.replies)
        if size.tokens <= most, !sizes.contains(size) { sizes.append(size) }
      }
    }
    return sizes
  }

  /// The schedule that a proof of this size has under the profile `evm`.
  func schedule(_ size: Size) throws -> Schedule {
    let circuit = Circuit(
      key.graph, Lengths(rows: size.tokens, replies: size.replies, context: key.graph.context))
    let (_, claims) = CostChannel.measure(circuit)
    let schedule = try Planning.onChain.schedule(
      parameters: key.parameters.shape,
      witnessLength: CommittedLayout.witnesses(of: circuit).length,
      claims: claims, profile: key.profile)
    let levels = schedule.oracles + schedule.tail
    guard levels.count <= ContractModel.mostCodes,
      levels.allSatisfy({ $0.plan.queries <= ContractModel.mostQueries }),
      schedule.lengths[schedule.tail.count] <= ContractModel.mostFinalLength
    else { throw tooLarge(size, "opening") }
    return schedule
  }

  func table(_ size: Size) throws -> StepTableRecorder.Result {
    let schedule = try schedule(size)
    let table = try StepTableRecorder.record(
      key: keyBytes, schedule: schedule.bytes, tokens: size.tokens, replies: size.replies,
      division: try division(size))
    guard table.parts.count <= ContractModel.mostParts else { throw tooLarge(size, "step table") }
    return table
  }

  private func tooLarge(_ size: Size, _ what: String) -> Failure {
    .badInput(
      "the \(what) for \(size.tokens) token rows and \(size.replies) reply rows is larger than the contract has room for; "
        + "register the model for fewer --rows")
  }

  /// An opening that is longer than this is divided: a transaction holds 128 kB, and the reductions of a small model take 25.
  static let mostBytesAtOnce = 85_000.0

  /// The leaf of a size in the tree of tables: K(0x00 | tokens | replies | h), h over the code hashes of the table's parts.
  func leaf(_ size: Size) throws -> Digest {
    var bytes: [UInt8] = [0]
    bytes += ABI.word(size.tokens) + ABI.word(size.replies)
    bytes += ABI.chain(try table(size).parts.map { Keccak.hash([0] + $0).bytes })
    return Keccak.hash(bytes)
  }
}

extension Lengths {
  /// Lengths of some statement with these rows.
  init(rows tokens: Int, replies: Int, context: Int) {
    self.init(prompt: tokens - replies + 1, reply: replies, context: context)
  }
}
