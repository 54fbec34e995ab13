import Testing
import Verifier
import VerifierInterface
import VerifierMemory

/// The report of `lemma_verify`, read as docs/clients.md lays it out.
struct ReportTests {
  private func withReport<Result>(
    key: [UInt8], proof: [UInt8], _ body: (UnsafeRawPointer) throws -> Result
  ) rethrows -> Result {
    let report = lemmaVerify(key, key.count, proof, proof.count)!
    defer { lemma_release(report) }
    return try body(UnsafeRawPointer(report))
  }

  private func number(_ report: UnsafeRawPointer, _ offset: Int) -> UInt32 {
    UInt32(littleEndian: report.load(fromByteOffset: offset, as: UInt32.self))
  }

  private func digest(_ report: UnsafeRawPointer, _ offset: Int) -> [UInt8] {
    [UInt8](UnsafeRawBufferPointer(start: report + offset, count: 32))
  }

  @Test func everyCaseHasItsReport() {
    for example in ConformanceSuite.shared.cases {
      let (key, proof) = (example.key.bytes, example.proof.bytes)
      withReport(key: key, proof: proof) { report in
        #expect(number(report, 0) == example.rejection, "\(example.name)")
        #expect(number(report, 16) == UInt32(example.securityMillibits ?? 0), "\(example.name)")
        #expect(number(report, 20) == (example.statement == nil ? 0 : 1), "\(example.name)")
        #expect(number(report, 24) == key.count && number(report, 28) == proof.count)
        let sections = (0..<8).map { Int(number(report, 192 + 4 * $0)) }
        #expect(sections.reduce(0, +) <= proof.count, "\(example.name)")
        if let expected = example.sections { #expect(sections == expected + [0, 0]) }
        guard let said = example.statement else { return }
        #expect(number(report, 4) == said.ending)
        #expect(number(report, 8) == said.prompt.count && number(report, 12) == said.reply.count)
        let (positions, values) = (said.positions ?? [], said.values ?? [])
        let name = said.valueName ?? ""
        let counts = [positions.count, values.count, said.fractionBits ?? 0]
        let more = [said.form ?? 0, said.kind ?? 0, said.secondSegment ?? said.prompt.count]
        #expect(
          (0..<6).map { Int(number(report, 224 + 4 * $0)) } == more + counts, "\(example.name)")
        let lists = said.prompt + said.reply + positions + values
        #expect(
          lists.indices.map { Int(Int32(bitPattern: number(report, 252 + 4 * $0))) } == lists,
          "\(example.name)")
        let bytes = UnsafeRawBufferPointer(
          start: report + 252 + 4 * lists.count, count: Int(number(report, 248)))
        #expect(String(decoding: bytes, as: UTF8.self) == name, "\(example.name)")
        let digests = [
          said.model, said.context, said.tokenizer, said.settings, said.checkpoint,
        ]
        for (i, expected) in digests.enumerated() {
          #expect(digest(report, 32 + 32 * i) == hexadecimal(expected), "\(example.name)")
        }
      }
    }
  }

  @Test func nothingAtAllIsARejection() {
    let report = lemmaVerify(nil, 0, nil, 0)!
    #expect(number(UnsafeRawPointer(report), 0) == UInt32(Rejection.truncated.rawValue))
    lemma_release(report)
  }

  @Test func lengthsThatNoFileHasGiveNoReport() {
    #expect(lemmaVerify([1], -1, [1], 1) == nil)
    #expect(lemmaVerify([1], 1, [1], .max) == nil)
    #expect(lemmaVerify([1], 1, [1], 1 << 27) == nil)
  }

  @Test func theVersionIsTheReports() {
    #expect(lemmaVersion() == 2)
  }

  @Test(arguments: [
    ("", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"),
    ("abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"),
  ]) func keccakIsEthereums(text: String, expected: String) {
    let bytes = Array(text.utf8)
    var digest = [UInt8](repeating: 0, count: 32)
    lemmaKeccak256(bytes, bytes.count, &digest)
    #expect(digest == hexadecimal(expected))
  }
}
