import Circuits
import Testing
import Verifier

@testable import Prover

/// Every committed tensor of every architecture, one wrong entry at a time.
@Suite struct TransformerTamperingTests {
  /// One of each class, with as few layers as it has.
  static let proven = TransformerCase.all.filter {
    [
      "masked tokens, probabilities and a logit bias",
      "three classes, probabilities and a logit bias", "mean embedding", "rotary, untied",
      "added positions, probabilities", "relative positions, gated", "norms after, a logit bias",
    ].contains($0.name)
  }

  /// By a proof for one random entry of each tensor, and one outside its selector if it has one.
  @Test(arguments: proven)
  func aWrongEntryOfAnyWitnessIsRejected(_ model: TransformerCase) throws {
    let small = try SmallTransformer(model, seed: 3)
    let soundness = try SoundnessCase(
      small.provingKey, small.say(prompt: 5, limit: 2).statement)
    #expect(try soundness.rejection(soundness.honest) == nil)
    var generator = SeededGenerator(seed: 31)
    for node in soundness.witnesses {
      var entries = [Int.random(in: soundness.honest[node].indices, using: &generator)]
      for zero in soundness.graph.zeros where zero.node == node {
        guard let mask = soundness.field.mask(zero.outside, node) else { continue }
        if let outside = mask.indices.filter({ !mask[$0] }).randomElement(using: &generator) {
          entries.append(outside)
        }
      }
      for entry in entries {
        let delta = WitnessTamperingTests.deltas(&generator).randomElement(using: &generator)!
        let wrong = soundness.field.changed(soundness.honest, node, entry, by: delta)
        let broken = soundness.field.violations(wrong)
        // Lookups are looked at first.
        let lookup = broken.first { name in
          soundness.graph.lookups.contains { $0.name.description == name }
        }
        let expected =
          soundness.isMultiplicity(node)
          ? .fractionsDoNotCancel : soundness.rejection(breaking: lookup ?? broken[0])
        #expect(
          try soundness.rejection(wrong) == expected,
          "\(soundness.graph.nodes[node].name) at \(entry) by \(delta.centred)")
      }
    }
    print("  \(model.name): \(soundness.witnesses.count) witness tensors")
  }

  /// Many more, by direct checking: what stays as it was, and what is computed after the wrong entry.
  @Test(arguments: TransformerCase.all)
  func noEntryOfAnyWitnessIsFree(_ model: TransformerCase) throws {
    let small = try SmallTransformer(model, seed: 5)
    let soundness = try SoundnessCase(
      small.provingKey, small.say(prompt: 5, limit: 2).statement)
    var generator = SeededGenerator(seed: 51)
    var count = 0
    for node in soundness.witnesses where !soundness.isMultiplicity(node) {
      let name = soundness.graph.nodes[node].name
      for delta in WitnessTamperingTests.deltas(&generator) {
        let entry = Int.random(in: soundness.honest[node].indices, using: &generator)
        let wrong = soundness.field.changed(soundness.honest, node, entry, by: delta)
        #expect(
          !soundness.field.violations(wrong).isEmpty, "\(name) at \(entry) by \(delta.centred)")
        count += 1
      }
      let entry = Int.random(in: soundness.honest[node].indices, using: &generator)
      let delta = WitnessTamperingTests.deltas(&generator).randomElement(using: &generator)!
      let followed = soundness.field.values([node: { $0[entry] = $0[entry] + delta }])
      #expect(
        !soundness.field.violations(followed).isEmpty,
        "\(name) at \(entry) by \(delta.centred), the rest recomputed")
      count += 1
    }
    print("  \(model.name): \(count) wrong witnesses")
  }
}
