import Circuits
import Testing
import Verifier

@testable import Prover

/// Each assertion of the graph has a false witness that only it catches: without it, the verifier accepts the lie.
@Suite struct AssertionTests {
  /// Assertions that no false witness of this size can break alone, and why.
  static let redundant = Dictionary(
    uniqueKeysWithValues: ["norm 1", "norm 2", "final norm"].map {
      ("\($0), guard, limb 1", "V cannot wrap at this size; see `theNormGuardStopsASumThatWraps`")
    })

  @Test func everyAssertionIsNeeded() throws {
    let search = try Search()
    try search.single(tries: 6)
    search.inactive()
    try search.constructed()
    let names = search.assertions
    let missing = names.filter { search.found[$0] == nil }
    print(
      "  \(names.count) assertions; a false witness that only this one catches: "
        + "\(names.count - missing.count) (\(search.attempts) tried)")
    for name in missing {
      print("    not shown: \(name) (\(AssertionTests.redundant[name] ?? "no reason known"))")
      #expect(AssertionTests.redundant[name] != nil, "\(name)")
    }
    for name in names {
      guard let lie = search.found[name] else { continue }
      let isZero = lie.soundness.graph.zeros.contains { $0.name.description == name }
      #expect(
        try lie.soundness.rejection(lie.values) == (isZero ? .sumcheck : .fractionsDoNotCancel),
        "\(name): \(lie.text)")
      #expect(
        try lie.soundness.without(name).rejection(lie.values) == nil,
        "\(name): still rejected without it (\(lie.text))")
    }
  }
}

/// False witnesses that exactly one assertion catches.
final class Search {
  struct Lie {
    let soundness: SoundnessCase
    let values: FieldExecution.Values
    let text: String
  }

  private(set) var found: [String: Lie] = [:]
  /// How many false witnesses were tried.
  private(set) var attempts = 0
  let assertions: [String]
  let plain: SoundnessCase

  convenience init() throws { try self.init(SoundnessCase(SmallModel(.compact, seed: 6))) }

  init(_ plain: SoundnessCase) {
    self.plain = plain
    assertions = plain.graph.assertions
  }

  @discardableResult
  func record(
    _ soundness: SoundnessCase, _ tampering: FieldExecution.Tampering, _ text: String
  ) -> [String] {
    let values = soundness.field.values(tampering)
    let broken = soundness.field.violations(values)
    // Nothing may be false and unnoticed.
    #expect(!broken.isEmpty, "\(text)")
    attempts += 1
    if broken.count == 1, found[broken[0]] == nil {
      found[broken[0]] = Lie(soundness: soundness, values: values, text: text)
    }
    if broken.count == 2, let stated = broken.first(where: { $0.hasSuffix("as stated") }),
      let other = broken.first(where: { $0 != stated }), found[other] == nil,
      let liar = try? stating(values, soundness)
    {
      return record(liar, tampering, "\(text), and what follows stated")
    }
    return broken
  }

  /// A prover who lies states what follows from the lie.
  private func stating(_ values: FieldExecution.Values, _ soundness: SoundnessCase) throws
    -> SoundnessCase?
  {
    guard let source = soundness.graph.valueSource else { return nil }
    var statement = soundness.statement
    let integers = values[source].prefix(statement.values.count).map { Int32(exactly: $0.centred) }
    guard !integers.contains(nil) else { return nil }
    statement.values = integers.map { $0! }
    guard statement != soundness.statement else { return nil }
    return try SoundnessCase(soundness.key, statement)
  }

  // MARK: By search

  /// One wrong entry, everything after it recomputed honestly; and carries between two limbs.
  func single(tries: Int) throws {
    var generator = SeededGenerator(seed: 61)
    let flag = SoftmaxSettings.flag(sources: plain.graph.context)
    for node in plain.witnesses where !plain.isMultiplicity(node) {
      let name = plain.graph.nodes[node].name.description
      for _ in 0..<tries {
        let entry = Int.random(in: plain.honest[node].indices, using: &generator)
        for delta in [1, -1, flag] {
          record(
            plain, [node: { $0[entry] = $0[entry] + Goldilocks(delta) }],
            "\(name) at \(entry) by \(delta)")
        }
        guard let place = name.range(of: ", limb ") else { continue }
        let lower = "\(name[..<place.upperBound])\(Int(name[place.upperBound...])! - 1)"
        guard let below = plain.graph.nodes.firstIndex(where: { $0.name.description == lower })
        else { continue }
        record(
          plain,
          [
            node: { $0[entry] = $0[entry] + .one },
            below: { $0[entry] = $0[entry] - Goldilocks(Int64(1) << 16) },
          ], "a carry from \(lower) to \(name) at \(entry)")
      }
    }
  }

  /// Entries outside a selector, by a multiple of N: all that follows is honest about them.
  func inactive() {
    let flag = SoftmaxSettings.flag(sources: plain.graph.context)
    for zero in plain.graph.zeros {
      guard let mask = plain.field.mask(zero.outside, zero.node) else { continue }
      for entry in mask.indices where !mask[entry] && found[zero.name.description] == nil {
        for delta in [flag, -flag, 4 * flag] {
          record(
            plain, [zero.node: { $0[entry] = $0[entry] + Goldilocks(delta) }],
            "\(plain.graph.nodes[zero.node].name) at inactive \(entry) by \(delta)")
        }
      }
    }
  }

  // MARK: Fractions modulo p, where search has no chance

  func constructed() throws {
    try halfIntegers()
    try fractionsAgainstZeros()
    try halfMeans()
    try unattainedMaximum()
    try fractionalReciprocal()
    try otherReplies()
  }

  private static func halve(_ values: inout [Int64]) {
    values = values.map { min(max(2 * ($0 >> 1), -126), 126) }
  }

  private func model(
    _ sizes: SmallModel.Sizes = .compact, seed: UInt64,
    _ adjust: (inout [String: [Int64]]) -> Void
  ) throws -> SoundnessCase {
    try SoundnessCase(SmallModel(sizes, seed: seed, adjust: adjust))
  }

  /// A rounded value lowered by 1/2 that only even weights read.
  private func halfIntegers() throws {
    let soundness = try model(seed: 7) { named in
      for name in named.keys
      where name.hasSuffix("weight") || name == "embedding" || name == "final gain" {
        Search.halve(&named[name]!)
      }
    }
    let half = Goldilocks.fraction(1, 2)
    for name in ["value", "context", "head input", "query", "key"] {
      let node = soundness.node(name)
      for entry in soundness.honest[node].indices {
        if record(
          soundness, [node: { $0[entry] = $0[entry] - half }],
          "\(name) - 1/2 at \(entry), even readers") == ["\(name), range"]
        {
          break
        }
      }
    }
    // Four in one row: the sum of squares is then an integer again.
    for name in ["norm 1", "norm 2", "final norm"] {
      let node = soundness.node(name)
      let width = soundness.circuit.shape(node).last!
      let remainders = soundness.integers("\(name), remainder")
      for row in 0..<remainders.count / width {
        let entries = (row * width..<(row + 1) * width).filter { remainders[$0] < 1 << 15 }.prefix(
          4)
        guard entries.count == 4 else { continue }
        record(
          soundness, [node: { for i in entries { $0[i] = $0[i] - half } }],
          "\(name) - 1/2 at \(Array(entries)), even readers")
      }
    }
  }

  /// A query that is a fraction, its key zero, and the reverse.
  private func fractionsAgainstZeros() throws {
    for (name, partner) in [("query", "key"), ("key", "query")] {
      let soundness = try model(seed: 8) { named in
        // Layer 0, head 0, channel 0: weights [layer, feature, head, width], six outputs for each feature.
        for feature in 0..<6 { named["\(partner) weight"]![feature * 6] = 0 }
        named["\(partner) bias"]![0] = 0
      }
      let node = soundness.node(name)
      let (tokens, width) = (soundness.circuit.shape(node)[2], soundness.circuit.shape(node)[3])
      for token in 0..<tokens {
        for sign in [1, -1] as [Int64] {
          record(
            soundness,
            [node: { $0[token * width] = $0[token * width] + .fraction(sign, 512) }],
            "\(name) off by a fraction, \(partner) channel zero")
        }
      }
    }
  }

  /// A mean that is half an integer: 2d = 16, the remainder moved by 8, R even.
  private func halfMeans() throws {
    var sizes = SmallModel.Sizes.compact
    sizes.features = 8
    sizes.heads = 2
    let soundness = try model(sizes, seed: 9) { _ in }
    for norm in ["norm 1", "norm 2", "final norm"] {
      let mean = soundness.node("\(norm), mean")
      let limb = soundness.node("\(norm), mean range, limb 1")
      let remainders = soundness.integers("\(norm), mean remainder")
      let honestLimb = soundness.honest[limb]
      for entry in remainders.indices {
        let delta = Goldilocks.fraction(remainders[entry] < 8 ? -1 : 1, 2)
        let change: FieldExecution.Tampering = [mean: { $0[entry] = $0[entry] + delta }]
        record(soundness, change, "\(norm), mean off by 1/2 at \(entry)")
        record(
          soundness, change.merging([limb: { $0 = honestLimb }]) { $1 },
          "\(norm), mean off by 1/2 at \(entry), honest limb")
      }
    }
  }

  /// A maximum one too large, and the quotient a fraction, so that c is in range all the same.
  private func unattainedMaximum() throws {
    let soundness = try model(seed: 10) { _ in }
    let flag = SoftmaxSettings.flag(sources: soundness.graph.context)
    let maximum = soundness.node("row maximum")
    let quotient = soundness.node("ties quotient")
    for entry in soundness.honest[maximum].indices {
      record(
        soundness,
        [
          maximum: { $0[entry] = $0[entry] + .one },
          quotient: { $0[entry] = $0[entry] + .fraction(flag - 1, flag) },
        ], "row maximum too large at \(entry), the quotient a fraction")
    }
  }

  /// On the first row Σ E' v = S' v, so R + δ / S' leaves R Σ E' v an integer.
  private func fractionalReciprocal() throws {
    let soundness = try model(seed: 11) { _ in }
    let reciprocal = soundness.node("reciprocal")
    let tokens = soundness.circuit.shape(reciprocal)[2]
    let sums = soundness.integers("S'")
    let remainders = soundness.integers("reciprocal remainder")
    for entry in sums.indices where entry % tokens == 0 {
      for delta in [1, 16, 500] as [Int64] where remainders[entry] >= delta {
        record(
          soundness,
          [reciprocal: { $0[entry] = $0[entry] + .fraction(delta, sums[entry]) }],
          "reciprocal a fraction at \(entry)")
      }
    }
  }

  /// Replies that the model does not give.
  private func otherReplies() throws {
    let soundness = try model(seed: 12) { _ in }
    for other in 0..<soundness.graph.vocabulary where other != soundness.statement.reply.last! {
      var statement = soundness.statement
      statement.reply[statement.reply.count - 1] = other
      record(
        try SoundnessCase(soundness.key, statement), [:], "a last token that is not the maximum")
    }
  }
}
