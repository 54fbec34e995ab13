import Verifier
import VerifierMemory

/// What a verification found, as one block of fixed-width little-endian fields without pointers: docs/clients.md lists them.
struct Report {
  var rejection: Rejection?
  var terms: [SoundnessTerm] = []
  var provenance: VerifyingKey.Provenance?
  var statement: Statement?
  var sections = ProofSections()
  var keyBytes: Int
  var proofBytes: Int

  /// Bytes before the tokens.
  static let headSize = 224

  /// Examines a proof file; whatever is wrong with either file becomes the report's rejection.
  init(key keyFile: [UInt8], proof proofFile: [UInt8]) {
    keyBytes = keyFile.count
    proofBytes = proofFile.count
    do throws(Rejection) {
      let key = try VerifyingKey(keyFile)
      let statement = try Proof.readStatement(file: proofFile)
      provenance = key.provenance
      self.statement = statement
      let proof = try Proof.read(file: proofFile).1
      defer { sections[.head] = proofFile.count - proof.messages.count }
      terms = try verify(key: key, statement: statement, proof: proof, sections: &sections)
    } catch {
      rejection = error
    }
  }

  /// The report in a block of its own; nil if there is no memory for it.
  func block() -> UnsafeMutableRawPointer? {
    let tokens = statement.map { $0.prompt + $0.reply } ?? []
    guard let block = lemma_allocate(Report.headSize + 4 * tokens.count) else { return nil }
    var writer = LittleEndianWriter(block)
    writer.number(rejection.map { Int($0.rawValue) } ?? 0)
    writer.number(statement.map { Int($0.ending.rawValue) } ?? 0)
    writer.number(statement?.prompt.count ?? 0)
    writer.number(statement?.reply.count ?? 0)
    writer.number(rejection == nil ? SoundnessTerm.millibits(terms) : 0)
    writer.number(statement == nil ? 0 : 1)
    writer.number(keyBytes)
    writer.number(proofBytes)
    writer.digest(statement?.model ?? .zero)
    writer.digest(statement?.context ?? .zero)
    writer.digest(provenance?.tokenizer ?? .zero)
    writer.digest(provenance?.settings ?? .zero)
    writer.digest(provenance?.checkpoint ?? .zero)
    for section in ProofSection.allCases { writer.number(sections[section]) }
    for _ in ProofSection.allCases.count..<8 { writer.number(0) }
    for token in tokens { writer.number(token) }
    return block
  }
}

/// Fields of a block in order.
private struct LittleEndianWriter {
  private var place: UnsafeMutableRawPointer

  init(_ block: UnsafeMutableRawPointer) { place = block }

  mutating func number(_ value: Int) {
    place.storeBytes(of: UInt32(truncatingIfNeeded: value).littleEndian, as: UInt32.self)
    place += 4
  }

  mutating func digest(_ digest: Digest) {
    for i in 0..<32 { place.storeBytes(of: digest[i], toByteOffset: i, as: UInt8.self) }
    place += 32
  }
}
