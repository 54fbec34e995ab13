import Circuits
import Testing
import Verifier

@testable import Prover

/// Every committed tensor, one wrong entry at a time.
@Suite struct WitnessTamperingTests {
  /// Prompt and reply lengths: without and with a row of the reply axis beyond the reply.
  static let shapes = [(prompt: 3, reply: 4), (prompt: 3, reply: 9)]

  static func soundnessCase(_ shape: (prompt: Int, reply: Int), seed: UInt64) throws
    -> SoundnessCase
  {
    try SoundnessCase(
      SmallModel(.compact, seed: seed), prompt: Array((1...10).prefix(shape.prompt)),
      limit: shape.reply)
  }

  @Test(arguments: shapes)
  func theFieldExecutionAgreesWithTheForwardPass(_ shape: (prompt: Int, reply: Int)) throws {
    let model = try SmallModel(.compact, seed: 2)
    let generation = try model.provingKey.generate(
      prompt: Array((1...10).prefix(shape.prompt)), limit: shape.reply, parallel: .all)
    let soundness = try SoundnessCase(model.provingKey, generation.statement)
    for (i, node) in soundness.graph.nodes.enumerated() {
      guard node.isVirtual || node.isCommitted else { continue }
      let expected = generation.execution.values[i]!.array.map { Goldilocks($0) }
      #expect(soundness.honest[i] == expected, "\(node.name)")
    }
    #expect(soundness.field.violations(soundness.honest) == [])
    #expect(try soundness.rejection(soundness.honest) == nil)
  }

  /// By a proof for one random entry of each tensor, and one outside its selector if it has one.
  @Test(arguments: shapes)
  func aWrongEntryOfAnyWitnessIsRejected(_ shape: (prompt: Int, reply: Int)) throws {
    let soundness = try WitnessTamperingTests.soundnessCase(shape, seed: 3)
    var generator = SeededGenerator(seed: 31)
    var inactive = 0
    for node in soundness.witnesses {
      let name = soundness.graph.nodes[node].name
      var entries = [Int.random(in: soundness.honest[node].indices, using: &generator)]
      for zero in soundness.graph.zeros where zero.node == node {
        let mask = soundness.field.mask(zero.outside, node)!
        entries.append(mask.indices.filter { !mask[$0] }.randomElement(using: &generator)!)
        inactive += 1
      }
      for entry in entries {
        let delta = WitnessTamperingTests.deltas(&generator).randomElement(using: &generator)!
        let wrong = soundness.field.changed(soundness.honest, node, entry, by: delta)
        // A lookup that fails leaves a fraction over; a zero that fails breaks the merge of its tensor.
        let broken = soundness.field.violations(wrong)
        let isLookup = soundness.graph.lookups.contains { broken.contains($0.name.description) }
        let expected: Rejection =
          isLookup || soundness.isMultiplicity(node) ? .fractionsDoNotCancel : .sumcheck
        #expect(
          try soundness.rejection(wrong) == expected, "\(name) at \(entry) by \(delta.centred)")
      }
    }
    print("  \(soundness.witnesses.count) witness tensors, \(inactive) with inactive entries")
  }

  /// Many more, by direct checking: what stays as it was, and what is computed after the wrong entry.
  @Test(arguments: shapes)
  func noEntryOfAnyWitnessIsFree(_ shape: (prompt: Int, reply: Int)) throws {
    let soundness = try WitnessTamperingTests.soundnessCase(shape, seed: 4)
    var generator = SeededGenerator(seed: 41)
    var count = 0
    for node in soundness.witnesses where !soundness.isMultiplicity(node) {
      let name = soundness.graph.nodes[node].name
      for delta in WitnessTamperingTests.deltas(&generator) {
        let entry = Int.random(in: soundness.honest[node].indices, using: &generator)
        let wrong = soundness.field.changed(soundness.honest, node, entry, by: delta)
        #expect(
          !soundness.field.violations(wrong).isEmpty, "\(name) at \(entry) by \(delta.centred)")
        let followed = soundness.field.values([node: { $0[entry] = $0[entry] + delta }])
        #expect(
          !soundness.field.violations(followed).isEmpty,
          "\(name) at \(entry) by \(delta.centred), the rest recomputed")
        count += 2
      }
    }
    print("  \(count) wrong witnesses")
  }

  /// Two wrong entries in different tensors, everything after them recomputed.
  @Test func noPairOfWrongEntriesIsFree() throws {
    let soundness = try WitnessTamperingTests.soundnessCase((3, 4), seed: 45)
    var generator = SeededGenerator(seed: 451)
    let nodes = soundness.witnesses.filter { !soundness.isMultiplicity($0) }
    for _ in 0..<1500 {
      let pair = nodes.shuffled(using: &generator).prefix(2)
      var tampering: FieldExecution.Tampering = [:]
      var text: [String] = []
      for node in pair {
        let entry = Int.random(in: soundness.honest[node].indices, using: &generator)
        let delta = WitnessTamperingTests.deltas(&generator).randomElement(using: &generator)!
        tampering[node] = { $0[entry] = $0[entry] + delta }
        text.append("\(soundness.graph.nodes[node].name) at \(entry) by \(delta.centred)")
      }
      let wrong = soundness.field.values(tampering)
      #expect(!soundness.field.violations(wrong).isEmpty, "\(text)")
    }
  }

  /// Three layers, an untied head, odd sizes, one token.
  @Test func noEntryIsFreeInAnotherModel() throws {
    var sizes = SmallModel.Sizes.compact
    sizes.layers = 3
    sizes.features = 9
    sizes.hidden = 7
    sizes.vocabulary = 13
    sizes.head = .untied
    let model = try SmallModel(sizes, seed: 46)
    var generator = SeededGenerator(seed: 461)
    for soundness in [
      try SoundnessCase(model, prompt: [5, 6], limit: 3),
      try SoundnessCase(model, prompt: [12], limit: 1),
    ] {
      #expect(soundness.field.violations(soundness.honest) == [])
      #expect(try soundness.rejection(soundness.honest) == nil)
      for node in soundness.witnesses where !soundness.isMultiplicity(node) {
        for delta in WitnessTamperingTests.deltas(&generator).prefix(7) {
          let entry = Int.random(in: soundness.honest[node].indices, using: &generator)
          let wrong = soundness.field.changed(soundness.honest, node, entry, by: delta)
          #expect(
            !soundness.field.violations(wrong).isEmpty,
            "\(soundness.graph.nodes[node].name) at \(entry) by \(delta.centred)")
        }
      }
    }
  }

  @Test func everyEntryAboveTheDiagonalIsZero() throws {
    let soundness = try WitnessTamperingTests.soundnessCase((3, 4), seed: 5)
    let node = soundness.node("exponential")
    let mask = soundness.field.mask(soundness.graph.zeros.first { $0.node == node }!.outside, node)!
    for entry in mask.indices where !mask[entry] {
      let wrong = soundness.field.changed(soundness.honest, node, entry, by: .one)
      #expect(soundness.field.violations(wrong).contains("exponential above the diagonal"))
    }
  }

  static func deltas(_ generator: inout SeededGenerator) -> [Goldilocks] {
    [
      Goldilocks(Int64(1)), Goldilocks(Int64(-1)), Goldilocks(Int64(2)), Goldilocks(Int64(256)),
      Goldilocks(Int64(-256)), Goldilocks(Int64(1) << 16), .fraction(1, 2), .fraction(-1, 2),
      .fraction(1, 256), Goldilocks(generator.next()),
    ]
  }
}
