/// A proof: how its opening is scheduled, the commitment to its witness, and the prover's messages.
public struct Proof: Equatable, Sendable {
  public let schedule: Schedule
  public let witness: Commitment
  /// Reductions, then the opening, in the order they are read.
  public let messages: [UInt8]

  public init(schedule: Schedule, witness: Commitment, messages: [UInt8]) {
    self.schedule = schedule
    self.witness = witness
    self.messages = messages
  }

  public static let magic: [UInt8] = [0x4C, 0x4D, 0x50, 0x46]  // "LMPF"

  /// A proof file: the statement and its proof.
  public static func file(_ statement: Statement, _ proof: Proof) -> [UInt8] {
    var writer = Writer()
    writer.bytes(magic)
    writer.number(VerifyingKey.version, 2)
    statement.write(to: &writer)
    writer.bytes(proof.schedule.bytes)
    proof.witness.write(to: &writer)
    writer.bytes(proof.messages)
    return writer.bytes
  }

  public static func read(file bytes: [UInt8]) throws(Rejection) -> (Statement, Proof) {
    var reader = Reader(bytes)
    let statement = try statement(from: &reader)
    return (statement, try Proof(from: &reader))
  }

  /// The statement a file begins with, also if the proof after it cannot be read.
  public static func statement(from reader: inout Reader) throws(Rejection) -> Statement {
    guard try reader.bytes(4) == magic else { throw .malformedProof }
    guard try reader.number(2) == VerifyingKey.version else { throw .unknownVersion }
    return try Statement(from: &reader)
  }

  /// What follows the statement, to the end of the file.
  public init(from reader: inout Reader) throws(Rejection) {
    schedule = try Schedule.read(from: &reader)
    guard schedule.oracles.count == 2 else { throw .malformedProof }
    witness = try Commitment.read(from: &reader, shape: schedule.oracles[1].shape)
    messages = try reader.bytes(reader.remaining)
  }

  /// Everything before the first challenge: profile, key, statement (so every shape), schedule, witness.
  public static func transcript(
    _ key: VerifyingKey, _ keyDigest: Digest, _ statement: Statement, _ schedule: Schedule,
    _ witness: Commitment
  ) -> Transcript {
    var transcript = Transcript(label: key.profile.label)
    transcript.absorb(keyDigest)
    var writer = Writer()
    statement.write(to: &writer)
    transcript.absorb(writer.bytes)
    transcript.absorb(schedule.bytes)
    transcript.absorb(witness.bytes)
    return transcript
  }
}
