import Verifier
import VerifierMemory

/// What a verification found, as one block of fixed-width little-endian fields without pointers: docs/clients.md lists them.
enum Report {
  /// Of the report and of the functions.
  static let version = 2
  /// Bytes before the lists.
  static let headSize = 252

  /// Examines a proof file; whatever is wrong with either file becomes the report's rejection. Nil if there is no memory for the report.
  static func block(key keyFile: [UInt8], proof proofFile: [UInt8]) -> UnsafeMutableRawPointer? {
    var rejection: Rejection?
    var terms: [SoundnessTerm] = []
    // Of a key whose proof has a statement.
    var key: VerifyingKey?
    var statement: Statement?
    var sections = ProofSections()
    do throws(Rejection) {
      let readKey = try VerifyingKey(keyFile)
      var reader = Reader(proofFile)
      let readStatement = try Proof.statement(from: &reader)
      key = readKey
      statement = readStatement
      let proof = try Proof(from: &reader)
      defer { sections[.head] = proofFile.count - proof.messages.count }
      terms = try verify(
        key: readKey, statement: readStatement, proof: proof, sections: &sections)
    } catch {
      rejection = error
    }

    let code = rejection.map { Int($0.rawValue) } ?? 0
    guard let key, let statement else {
      // The code and the files' sizes stand at their places, and zeros for what could not be read.
      guard let block = lemma_allocate(headSize) else { return nil }
      var writer = LittleEndianWriter(block)
      writer.number(code)
      for _ in 1..<6 { writer.number(0) }
      writer.number(keyFile.count)
      writer.number(proofFile.count)
      for _ in 8..<headSize / 4 { writer.number(0) }
      return block
    }
    let format = key.graph.valueFormat
    let name = format?.name.bytes ?? []
    let lists = [statement.prompt, statement.reply, statement.positions]
    var entries = statement.values.count
    for list in lists { entries += list.count }
    guard let block = lemma_allocate(headSize + 4 * entries + name.count) else { return nil }
    var writer = LittleEndianWriter(block)
    writer.number(code)
    writer.number(Int(statement.ending.rawValue))
    writer.number(lists[0].count)
    writer.number(lists[1].count)
    writer.number(rejection == nil ? SoundnessTerm.millibits(terms) : 0)
    writer.number(1)
    writer.number(keyFile.count)
    writer.number(proofFile.count)
    writer.digest(statement.model)
    writer.digest(statement.context)
    writer.digest(key.provenance.tokenizer)
    writer.digest(key.provenance.settings)
    writer.digest(key.provenance.checkpoint)
    for section in ProofSection.allCases { writer.number(sections[section]) }
    for _ in ProofSection.allCases.count..<8 { writer.number(0) }
    writer.number(Int(key.graph.form.rawValue))
    writer.number(Int(key.graph.statementKind.rawValue))
    writer.number(statement.secondSegment)
    writer.number(lists[2].count)
    writer.number(statement.values.count)
    writer.number(format?.fractionBits ?? 0)
    writer.number(name.count)
    for list in lists {
      for index in list { writer.number(index) }
    }
    for value in statement.values { writer.number(Int(value)) }
    for byte in name { writer.byte(byte) }
    return block
  }
}

/// Fields of a block in order.
private struct LittleEndianWriter {
  private var place: UnsafeMutableRawPointer

  init(_ block: UnsafeMutableRawPointer) { place = block }

  @inline(never)
  mutating func number(_ value: Int) {
    place.storeBytes(of: UInt32(truncatingIfNeeded: value).littleEndian, as: UInt32.self)
    place += 4
  }

  mutating func byte(_ byte: UInt8) {
    place.storeBytes(of: byte, as: UInt8.self)
    place += 1
  }

  @inline(never)
  mutating func digest(_ digest: Digest) {
    for i in 0..<32 { byte(digest[i]) }
  }
}
