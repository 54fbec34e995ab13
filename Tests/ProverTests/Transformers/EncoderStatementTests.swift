import Circuits
import Testing

@testable import Prover
@testable import Verifier

/// What a statement about an encoder says: every field counts, and each statement has one encoding.
@Suite struct EncoderStatementTests {
  private struct Proven {
    let small: SmallTransformer
    let statement: Statement
    let proof: Proof

    init(_ name: String, seed: UInt64 = 11) throws {
      let model = try #require(TransformerCase.all.first { $0.name == name })
      small = try SmallTransformer(model, seed: seed)
      let generation = try small.say(prompt: 5)
      statement = generation.statement
      proof = try small.provingKey.prove(generation, parallel: .all)
    }

    func rejection(_ change: (inout Statement) -> Void) -> Rejection? {
      var changed = statement
      change(&changed)
      do throws(Rejection) {
        try verify(key: small.provingKey.key, statement: changed, proof: proof)
        return nil
      } catch { return error }
    }
  }

  @Test func everyFieldOfAStatementAboutMaskedTokensCounts() throws {
    let proven = try Proven("masked tokens, probabilities and a logit bias")
    func rejection(_ change: (inout Statement) -> Void) -> Rejection? { proven.rejection(change) }
    #expect(rejection { _ in } == nil)
    let said = proven.statement
    #expect(said.ending == .whole && said.reply.count == 3 && said.values.count == 3)
    // The nonce of the fingerprints' proof of work belongs to one transcript.
    for i in said.prompt.indices {
      #expect(rejection { $0.prompt[i] = ($0.prompt[i] + 1) % 11 } == .proofOfWork)
    }
    for i in said.reply.indices {
      #expect(rejection { $0.reply[i] = ($0.reply[i] + 1) % 11 } == .proofOfWork)
      #expect(rejection { $0.positions[i] = ($0.positions[i] + 1) % 5 } == .proofOfWork)
      #expect(rejection { $0.values[i] += 1 } == .proofOfWork)
      #expect(rejection { $0.values[i] -= 1 } == .proofOfWork)
    }
    for second in 0...5 where second != said.secondSegment {
      #expect(rejection { $0.secondSegment = second } == .proofOfWork)
    }
    #expect(rejection { $0.context = Digest(Array(repeating: 1, count: 32))! } == .proofOfWork)
    #expect(rejection { $0.model = .zero } == .anotherModel)
    #expect(rejection { $0.ending = .length } == .wrongEnding)
    #expect(rejection { $0.ending = .stop } == .wrongEnding)
    #expect(rejection { $0.prompt = [] } == .emptyPromptOrReply)
    #expect(rejection { $0.reply = [] } == .emptyPromptOrReply)
    #expect(rejection { $0.reply[0] = 11 } == .tokenOutsideVocabulary)
    #expect(rejection { $0.prompt[0] = -1 } == .tokenOutsideVocabulary)
    #expect(rejection { $0.prompt = Array(repeating: 1, count: 14) } == .contextExceeded)
    #expect(rejection { $0.reply = Array(repeating: 1, count: 14) } == .contextExceeded)
    // Row 5 of 5 lies in the padding of the prompt's axis.
    for position in [-1, 5, 7, 8, 1 << 40] {
      #expect(rejection { $0.positions[0] = position } == .wrongOutput, "\(position)")
    }
    for second in [-1, 6] {
      #expect(rejection { $0.secondSegment = second } == .wrongOutput, "\(second)")
    }
    #expect(rejection { $0.positions.removeLast() } == .wrongOutput)
    #expect(rejection { $0.positions.append(0) } == .wrongOutput)
    #expect(rejection { $0.positions = [] } == .wrongOutput)
    #expect(rejection { $0.values.removeLast() } == .wrongOutput)
    #expect(rejection { $0.values.append(0) } == .wrongOutput)
    #expect(rejection { $0.values = [] } == .wrongOutput)
    #expect(rejection { $0.reply.removeLast() } == .wrongOutput)
  }

  @Test func everyFieldOfAStatementAboutAClassCounts() throws {
    let proven = try Proven("three classes, probabilities and a logit bias")
    func rejection(_ change: (inout Statement) -> Void) -> Rejection? { proven.rejection(change) }
    #expect(rejection { _ in } == nil)
    let said = proven.statement
    #expect(said.reply.count == 1 && said.values.count == 3 && said.positions.isEmpty)
    for other in 0..<3 where other != said.reply[0] {
      #expect(rejection { $0.reply = [other] } == .proofOfWork)
    }
    // Class 3 of 3 lies in the padding of the classes' axis; token 3 exists.
    for other in [3, 10] { #expect(rejection { $0.reply = [other] } == .tokenOutsideVocabulary) }
    for i in 0..<3 { #expect(rejection { $0.values[i] ^= 1 } == .proofOfWork) }
    #expect(rejection { $0.reply.append(0) } == .wrongOutput)
    #expect(rejection { $0.positions = [0] } == .wrongOutput)
    #expect(rejection { $0.values.append(0) } == .wrongOutput)
  }

  @Test func everyFieldOfAStatementAboutAnEmbeddingCounts() throws {
    let proven = try Proven("mean embedding")
    func rejection(_ change: (inout Statement) -> Void) -> Rejection? { proven.rejection(change) }
    #expect(rejection { _ in } == nil)
    #expect(proven.statement.values.count == 6 && proven.statement.reply.isEmpty)
    for i in 0..<6 {
      #expect(rejection { $0.values[i] += 1 } == .proofOfWork)
      #expect(rejection { $0.values[i] = -$0.values[i] - 1 } == .proofOfWork)
    }
    #expect(rejection { $0.reply = [0] } == .emptyPromptOrReply)
    #expect(rejection { $0.positions = [0] } == .wrongOutput)
    #expect(rejection { $0.values.removeFirst() } == .wrongOutput)
  }

  @Test func aDecodersStatementHasNothingElseToSay() throws {
    let proven = try Proven("rotary, untied")
    func rejection(_ change: (inout Statement) -> Void) -> Rejection? { proven.rejection(change) }
    #expect(rejection { _ in } == nil)
    #expect(rejection { $0.ending = .whole } == .wrongEnding)
    #expect(rejection { $0.values = [0] } == .wrongOutput)
    #expect(rejection { $0.positions = [0] } == .wrongOutput)
    #expect(rejection { $0.secondSegment = 0 } == .wrongOutput)
  }

  /// A statement that lies, proven all the same by someone who computes honestly from it.
  @Test func falseStatementsHaveNoProof() throws {
    for (name, change) in [
      ("masked tokens, probabilities and a logit bias", { $0.reply[1] = ($0.reply[1] + 1) % 11 }),
      ("masked tokens, probabilities and a logit bias", { $0.values[2] += 1 }),
      ("masked tokens, probabilities and a logit bias", { $0.values[0] -= 1 }),
      ("three classes, probabilities and a logit bias", { $0.reply[0] = ($0.reply[0] + 1) % 3 }),
      ("three classes, probabilities and a logit bias", { $0.values.swapAt(0, 2) }),
      ("mean embedding", { $0.values[5] = .max }), ("mean embedding", { $0.values[0] = .min }),
      ("first row's embedding", { $0.values[3] -= 1 }),
      ("added positions, probabilities", { $0.values[1] += 1 }),
      ("norms after, a logit bias", { $0.reply[2] = ($0.reply[2] + 1) % 11 }),
    ] as [(String, (inout Statement) -> Void)] {
      let model = try #require(TransformerCase.all.first { $0.name == name })
      let small = try SmallTransformer(model, seed: 12)
      var statement = try small.say(prompt: 5).statement
      change(&statement)
      let soundness = try SoundnessCase(small.provingKey, statement)
      let broken = soundness.field.violations(soundness.honest)
      #expect(!broken.isEmpty, "\(name)")
      #expect(
        try soundness.rejection(soundness.honest) == soundness.rejection(breaking: broken[0]),
        "\(name): \(broken)")
    }
  }

  /// One text is all of the first kind or all of the second; both ends of the range are provable, and differ.
  @Test func eitherTextMayBeEmpty() throws {
    let model = try #require(TransformerCase.all.first { $0.name == "mean embedding" })
    let small = try SmallTransformer(model, seed: 13)
    var seen: [[Int32]] = []
    for second in [0, 2, 4] {
      let generation = try small.provingKey.read(
        prompt: [1, 2, 3, 4], secondSegment: second, parallel: .all)
      let proof = try small.provingKey.prove(generation, parallel: .all)
      try verify(key: small.provingKey.key, statement: generation.statement, proof: proof)
      seen.append(generation.statement.values)
    }
    #expect(seen[0] != seen[1] && seen[1] != seen[2] && seen[0] != seen[2])
  }

  /// A vector of zeros has no direction: its embedding is zero, and nothing else can be stated.
  @Test func theEmbeddingOfZeroIsZero() throws {
    let model = try #require(TransformerCase.all.first { $0.name == "mean embedding" })
    let small = try SmallTransformer(model, seed: 14) { named in
      for name in ["final gain", "final bias"] { named[name] = Array(repeating: 0, count: 6) }
    }
    let generation = try small.say(prompt: 3)
    #expect(generation.statement.values == [0, 0, 0, 0, 0, 0])
    let proof = try small.provingKey.prove(generation, parallel: .all)
    try verify(key: small.provingKey.key, statement: generation.statement, proof: proof)
    var statement = generation.statement
    statement.values[0] = 1
    let soundness = try SoundnessCase(small.provingKey, statement)
    #expect(soundness.field.violations(soundness.honest) == ["sentence embedding as stated"])
  }

  /// Equal logits: the class of lowest index, and its probability is the table's first row all the same.
  @Test func tiesAreOfTheLowestClassAndItsProbability() throws {
    let model = try #require(
      TransformerCase.all.first { $0.name == "masked tokens, probabilities and a logit bias" })
    let small = try SmallTransformer(model, seed: 15) { named in
      for i in named["embedding"]!.indices { named["embedding"]![i] = named["embedding"]![i % 6] }
      named["embedding scale"] = Array(repeating: 1, count: 11)
      named["logit bias"] = Array(repeating: -7, count: 11)
    }
    let generation = try small.say(prompt: 3)
    #expect(generation.statement.reply == [0, 0, 0])
    // 1 / 11 of 14 bits.
    #expect(generation.statement.values.allSatisfy { abs($0 - (1 << 14) / 11) <= 1 })
    let proof = try small.provingKey.prove(generation, parallel: .all)
    try verify(key: small.provingKey.key, statement: generation.statement, proof: proof)
  }

  @Test func probabilitiesAreThoseOfFloatingPoint() throws {
    let model = try #require(
      TransformerCase.all.first { $0.name == "three classes, probabilities and a logit bias" })
    let small = try SmallTransformer(model, seed: 16)
    let soundness = try SoundnessCase(small.provingKey, small.say(prompt: 4).statement)
    let logits = soundness.integers("logit").map { Double($0) / Double(1 << 18) }
    let exponentials = logits.map { exponential($0 - logits.max()!) }
    for (value, e) in zip(soundness.statement.values, exponentials) {
      let probability = e / exponentials.reduce(0, +)
      #expect(abs(Double(value) / Double(1 << 14) - probability) < 0.01)
    }
  }

  private func exponential(_ x: Double) -> Double {
    var (sum, term) = (1.0, 1.0)
    for n in 1...60 {
      term *= x / Double(n)
      sum += term
    }
    return sum
  }

  // MARK: Bytes

  private static let statements = [
    Statement(model: .zero, prompt: [1, 2], reply: [3], ending: .length),
    Statement(model: .zero, prompt: [1, 2], reply: [], ending: .whole),
    Statement(model: .zero, prompt: [1, 2], secondSegment: 0, reply: [], ending: .whole),
    Statement(
      model: .zero, prompt: [1, 2], secondSegment: 1, reply: [5, 6], positions: [1, 0],
      values: [.min, -1, 0, .max], ending: .whole),
    Statement(model: .zero, prompt: [9], reply: [1], values: [7], ending: .stop),
  ]

  private func bytes(_ statement: Statement) -> [UInt8] {
    var writer = Writer()
    statement.write(to: &writer)
    return writer.bytes
  }

  private func read(_ bytes: [UInt8]) throws(Rejection) -> Statement {
    var reader = Reader(bytes)
    let statement = try Statement(from: &reader)
    try reader.finish()
    return statement
  }

  private func rejection(_ bytes: [UInt8]) -> Rejection? {
    do throws(Rejection) {
      _ = try read(bytes)
      return nil
    } catch { return error }
  }

  @Test func statementsAreReadAsTheyWereWritten() throws {
    for statement in EncoderStatementTests.statements {
      #expect(try read(bytes(statement)) == statement)
    }
    // Prompt and reply alone are written as they were before there was anything else to say.
    let first = bytes(EncoderStatementTests.statements[0])
    #expect(first.count == 32 + 4 * 5 + 1 + 32)
    #expect(first[52] == 1)
  }

  /// Whatever bytes are read are the bytes that would be written: flags that say more or less than follows are refused.
  @Test func aStatementHasOneEncoding() throws {
    for statement in EncoderStatementTests.statements {
      let written = bytes(statement)
      for i in written.indices {
        for bit in 0..<8 {
          let changed = written.flipping(bit: 8 * i + bit)
          if let other = try? read(changed) { #expect(bytes(other) == changed) }
        }
      }
    }
    // A flag without output, and output without a flag.
    let plain = bytes(EncoderStatementTests.statements[0])
    var flagged = plain
    flagged[52] |= 0x80
    #expect(
      rejection(flagged + [0, 0, 0, 2] + [0, 0, 0, 0] + [0, 0, 0, 0]) == .malformedStatement)
    #expect(rejection(flagged) == .truncated)
    #expect(rejection(plain + [0, 0, 0, 2] + [0, 0, 0, 0] + [0, 0, 0, 0]) == .trailingBytes)
    var unflagged = bytes(EncoderStatementTests.statements[1])
    #expect(unflagged[48] == 0x82)
    unflagged[48] = 2
    #expect(rejection(unflagged) == .malformedStatement)
    for ending in [3, 4, 0x7F, 0x83, 0xFF] as [UInt8] {
      var changed = bytes(EncoderStatementTests.statements[1])
      changed[48] = ending
      #expect(rejection(changed) == .malformedStatement)
    }
  }

  /// Counts that no bytes follow take no memory.
  @Test func hostileCountsAreRefusedBeforeMemoryIsTaken() {
    let written = bytes(EncoderStatementTests.statements[3])
    let positions = 32 + 12 + 12 + 1 + 32 + 4
    let values = positions + 12
    for (place, name) in [
      (32, "prompt"), (44, "reply"), (positions, "positions"), (values, "values"),
    ] {
      for (count, expected) in [
        (UInt32(1) << 22, Rejection.truncated), (1 << 22 + 1, .tooLarge), (.max, .tooLarge),
        (1 << 21, .truncated),
      ] {
        var changed = written
        for i in 0..<4 {
          changed[place + i] = UInt8(truncatingIfNeeded: count >> UInt32(24 - 8 * i))
        }
        #expect(rejection(changed) == expected, "\(count) of \(name)")
      }
    }
    // Indices beyond any prompt.
    for place in [positions - 4, positions + 4] {
      var changed = written
      changed[place] = 0xFF
      #expect(rejection(changed) == .tooLarge)
    }
    for end in written.indices { #expect(rejection(Array(written[..<end])) == .truncated) }
  }

  /// A key may ask for more values than a 32-bit number counts.
  @Test func moreValuesThanThereIsMemoryAreRefused() throws {
    var graph = Graph(context: 1 << 22, vocabulary: 2, pad: 0, stops: [])
    graph.axes = [
      Axis(name: "row", extent: .prompt), Axis(name: "reply", extent: .replies),
      Axis(name: "wide", extent: .fixed(1 << 22)), Axis(name: "word", extent: .fixed(2)),
    ]
    graph.nodes = [
      Node(
        name: "values", axes: [1, 2], kind: .statement(.values(fractionBits: 0)), bound: 1 << 31,
        boundRule: .recorded),
      Node(
        name: "said", axes: [1, 3], kind: .statement(.replyOneHot), bound: 1, boundRule: .recorded),
    ]
    var statement = Statement(
      model: .zero, prompt: [0], reply: [1], values: Array(repeating: 0, count: 8), ending: .whole)
    #expect(throws: Rejection.wrongOutput) { try statement.check(against: graph) }
    // 1024 entries of 2^22 values: a count of 2^32, which 32 bits take for nothing.
    graph.nodes.append(
      Node(
        name: "positions", axes: [1, 0], kind: .statement(.positionOneHot), bound: 1,
        boundRule: .recorded))
    statement.reply = Array(repeating: 0, count: 1024)
    statement.positions = Array(repeating: 0, count: 1024)
    statement.values = []
    #expect(throws: Rejection.wrongOutput) { try statement.check(against: graph) }
  }
}
