import Verifier
import VerifierMemory

/// What a verification found, as one block of fixed-width little-endian fields without pointers: docs/clients.md lists them.
struct Report {
  var rejection: Rejection?
  var terms: [SoundnessTerm] = []
  /// Of a key whose proof has a statement.
  var key: VerifyingKey?
  var statement: Statement?
  var sections = ProofSections()
  var keyBytes: Int
  var proofBytes: Int

  /// Of the report and of the functions.
  static let version = 2
  /// Bytes before the lists.
  static let headSize = 252

  /// Examines a proof file; whatever is wrong with either file becomes the report's rejection.
  init(key keyFile: [UInt8], proof proofFile: [UInt8]) {
    keyBytes = keyFile.count
    proofBytes = proofFile.count
    do throws(Rejection) {
      let key = try VerifyingKey(keyFile)
      let statement = try Proof.readStatement(file: proofFile)
      self.key = key
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
    let format = key?.graph.valueFormat
    let name = format?.name.bytes ?? []
    let lists = [statement?.prompt ?? [], statement?.reply ?? [], statement?.positions ?? []]
    let values = statement?.values ?? []
    let entries = lists.reduce(values.count) { $0 + $1.count }
    guard let block = lemma_allocate(Report.headSize + 4 * entries + name.count) else { return nil }
    var writer = LittleEndianWriter(block)
    writer.number(rejection.map { Int($0.rawValue) } ?? 0)
    writer.number(statement.map { Int($0.ending.rawValue) } ?? 0)
    writer.number(lists[0].count)
    writer.number(lists[1].count)
    writer.number(rejection == nil ? SoundnessTerm.millibits(terms) : 0)
    writer.number(statement == nil ? 0 : 1)
    writer.number(keyBytes)
    writer.number(proofBytes)
    writer.digest(statement?.model ?? .zero)
    writer.digest(statement?.context ?? .zero)
    writer.digest(key?.provenance.tokenizer ?? .zero)
    writer.digest(key?.provenance.settings ?? .zero)
    writer.digest(key?.provenance.checkpoint ?? .zero)
    for section in ProofSection.allCases { writer.number(sections[section]) }
    for _ in ProofSection.allCases.count..<8 { writer.number(0) }
    writer.number(key.map { Int($0.graph.form.rawValue) } ?? 0)
    writer.number(key.map { Int($0.graph.statementKind.rawValue) } ?? 0)
    writer.number(statement?.secondSegment ?? 0)
    writer.number(lists[2].count)
    writer.number(values.count)
    writer.number(format?.fractionBits ?? 0)
    writer.number(name.count)
    for list in lists {
      for index in list { writer.number(index) }
    }
    for value in values { writer.number(Int(value)) }
    for byte in name { writer.byte(byte) }
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

  mutating func byte(_ byte: UInt8) {
    place.storeBytes(of: byte, as: UInt8.self)
    place += 1
  }

  mutating func digest(_ digest: Digest) {
    for i in 0..<32 { byte(digest[i]) }
  }
}
