import Circuits
import Testing
import Verifier

@testable import Prover

/// Each assertion that GPT-2's circuit lacks has a false witness that only it catches: without it, the verifier accepts the lie.
@Suite struct TransformerAssertionTests {
  /// Assertions that no false witness of this size breaks alone, by how their names end, and why.
  static let redundant: [(ending: String, why: String)] = [
    (" limb 1", "see `BoundTests`, and `AssertionTests` for means and guards"),
    (" limb 2", "see `BoundTests`"), (" limb 3", "see `BoundTests`"),
    (" top limb", "see `BoundTests`"),
    ("norm 1, range", "see `AssertionTests`"), ("norm 2, range", "see `AssertionTests`"),
    ("norm between, range", "as norm 1"), ("final norm, range", "see `AssertionTests`"),
    ("norm, mean remainder >= 0", "see `AssertionTests`"),
    ("norm 1, remainder", "see `AssertionTests`"), ("norm 2, remainder", "see `AssertionTests`"),
    ("entry norm, range", "as norm 1"), ("head norm, range", "as norm 1"),
    ("query, range", "see `AssertionTests`"), ("key, range", "see `AssertionTests`"),
    ("reciprocal range", "see `AssertionTests`, and `theReciprocalOfProbabilitiesIsAnInteger`"),
    ("probability, range", "what is stated is an integer"),
    ("unit length, range", "what is stated is an integer"),
  ]

  /// Those that only circuits of this kind have.
  private static func isNew(_ name: String) -> Bool {
    ["probabilit", "as stated", "gated", "cross ", "head gelu", "head tanh", "argmax"].contains {
      name.contains($0)
    } || ["exponential", "maximum attained", "ties quotient range"].contains(name)
  }

  @Test(arguments: TransformerTamperingTests.proven)
  func everyAssertionIsNeeded(_ model: TransformerCase) throws {
    let small = try SmallTransformer(model, seed: 6)
    let search = Search(
      try SoundnessCase(small.provingKey, small.say(prompt: 3, limit: 2).statement))
    try search.single(tries: 3)
    search.inactive()
    try search.constructed(model)
    let missing = search.assertions.filter { search.found[$0] == nil }
    print(
      "  \(model.name): \(search.assertions.count) assertions, "
        + "\(search.assertions.count - missing.count) shown (\(search.attempts) tried)")
    for name in missing {
      #expect(
        TransformerAssertionTests.redundant.contains { name.hasSuffix($0.ending) },
        "\(name) is not shown")
    }
    for name in search.assertions where TransformerAssertionTests.isNew(name) {
      guard let lie = search.found[name] else { continue }
      #expect(
        try lie.soundness.rejection(lie.values) == lie.soundness.rejection(breaking: name),
        "\(name): \(lie.text)")
      // Without positions or values in the graph, a statement may not have them either.
      let mutant = try lie.soundness.without(name)
      let isWhole = mutant.soundness.graph.outputTensors == lie.soundness.graph.outputTensors
      #expect(
        try mutant.rejection(lie.values) == (isWhole ? nil : .wrongOutput),
        "\(name): still rejected without it (\(lie.text))")
    }
  }

  /// With all logits equal S' = 11 E', so R + 1 / E' leaves R E' an integer.
  @Test func theReciprocalOfProbabilitiesIsAnInteger() throws {
    let model = try #require(
      TransformerCase.all.first { $0.name == "added positions, probabilities" })
    let small = try SmallTransformer(model, seed: 7) { named in
      for name in ["embedding", "embedding, low"] {
        for i in named[name]!.indices { named[name]![i] = named[name]![i % 6] }
      }
      named["embedding scale"] = Array(repeating: 1, count: 11)
    }
    let search = Search(
      try SoundnessCase(small.provingKey, small.say(prompt: 3, limit: 1).statement))
    let sums = search.plain.integers("probability S'")
    let largest = search.plain.integers("probability exponential")[0]
    #expect(sums[0] == 11 * largest)
    let reciprocal = search.plain.node("probability reciprocal")
    let broken = search.record(
      search.plain, [reciprocal: { $0[0] = $0[0] + .fraction(1, largest) }], "R + 1 / E'")
    #expect(broken == ["probability reciprocal range"])
    let lie = try #require(search.found["probability reciprocal range"])
    #expect(try lie.soundness.rejection(lie.values) == .fractionsDoNotCancel)
    #expect(
      try lie.soundness.without("probability reciprocal range").rejection(lie.values) == nil)
  }
}

extension Search {
  /// Lies that chance does not find.
  func constructed(_ model: TransformerCase) throws {
    unattainedMaxima()
    fractionalScores()
    try otherStatements()
    try roundedTooLow(model)
    try headChanges()
  }

  private func names(endingIn suffix: String) -> [(node: Int, name: String)] {
    plain.witnesses.compactMap { node in
      let name = plain.graph.nodes[node].name.description
      return name.hasSuffix(suffix) ? (node, name) : nil
    }
  }

  /// A maximum one too large, and the quotient a fraction, so that c is in range all the same.
  private func unattainedMaxima() {
    for (maximum, name) in names(endingIn: "row maximum") {
      let prefix = name.dropLast("row maximum".count)
      let quotient = plain.node("\(prefix)ties quotient")
      let sources = prefix == "probability " ? plain.graph.choices : plain.graph.context
      let flag = SoftmaxSettings.flag(sources: sources)
      for entry in plain.honest[maximum].indices where found["\(prefix)ties quotient range"] == nil
      {
        record(
          plain,
          [
            maximum: { $0[entry] = $0[entry] + .one },
            quotient: { $0[entry] = $0[entry] + .fraction(flag - 1, flag) },
          ], "\(name) too large at \(entry), the quotient a fraction")
      }
    }
  }

  /// Rounded scores of a whole row, and its maximum, lowered by one fraction: their differences stay as they are.
  private func fractionalScores() {
    for (maximum, name) in names(endingIn: "row maximum") {
      guard case .witness(.rowMaximum(let source, _)) = plain.graph.nodes[maximum].kind,
        case .witness(.rounding(_, let shift)) = plain.graph.nodes[source].kind
      else { continue }
      let width = plain.circuit.shape(source).last!
      let tops = plain.honest[maximum]
      let part = Goldilocks.fraction(1, 1 << Int64(shift))
      for row in tops.indices {
        let broken = record(
          plain,
          [
            source: { for i in row * width..<(row + 1) * width { $0[i] = $0[i] - part } },
            maximum: {
              $0 = tops
              $0[row] = $0[row] - part
            },
          ], "row \(row) of \(name) lowered by 2^-\(shift)")
        if broken.count == 1 { break }
      }
    }
  }

  /// A token or class that is not the likeliest, and values that are not the model's.
  private func otherStatements() throws {
    for other in 0..<plain.graph.choices
    where plain.statement.reply.last.map({ $0 != other }) ?? false {
      var statement = plain.statement
      statement.reply[statement.reply.count - 1] = other
      record(try SoundnessCase(plain.key, statement), [:], "\(other) is said")
    }
    for delta in plain.statement.values.isEmpty ? [] : [1, -1] as [Int32] {
      var statement = plain.statement
      statement.values[0] += delta
      record(try SoundnessCase(plain.key, statement), [:], "a value off by \(delta)")
    }
    // A rounding that is off by one, stated as it is.
    for name in ["probability", "unit length"] {
      guard let node = plain.graph.nodes.firstIndex(where: { $0.name.description == name }),
        !plain.statement.values.isEmpty
      else { continue }
      var statement = plain.statement
      statement.values[0] += 1
      record(
        try SoundnessCase(plain.key, statement), [node: { $0[0] = $0[0] + .one }],
        "\(name) off by one, and stated so")
    }
  }

  /// Rounded values lowered by 1/2 that only even weights read.
  private func roundedTooLow(_ model: TransformerCase) throws {
    let small = try SmallTransformer(model, seed: 8) { named in
      for (name, values) in named
      where name.hasSuffix("weight") || name.hasSuffix("gain") || name == "embedding"
        || name == "head" || name.hasSuffix(", low")
      {
        // A high limb counts 256 times.
        if named["\(name), low"] != nil { continue }
        named[name] = values.map { min(max(2 * ($0 >> 1), -126), 126) }
      }
    }
    let even = Search(
      try SoundnessCase(small.provingKey, small.say(prompt: 3, limit: 2).statement))
    let half = Goldilocks.fraction(1, 2)
    for (node, name) in even.names(endingIn: "") where !even.plain.isMultiplicity(node) {
      let wanted =
        ["value", "context", "head input", "entry norm", "activation"].contains {
          name.hasSuffix($0)
        }
      guard wanted else { continue }
      for entry in even.plain.honest[node].indices {
        if record(
          even.plain, [node: { $0[entry] = $0[entry] - half }],
          "\(name) - 1/2 at \(entry), even readers"
        ).count == 1 {
          break
        }
      }
    }
  }

  /// Outputs of the head's table.
  private func headChanges() throws {
    guard
      let node = plain.graph.nodes.firstIndex(where: { $0.name.description == "head activation" })
    else { return }
    let width = plain.graph.choices
    for entry in plain.honest[node].indices {
      for delta in [1, -1, 20] as [Int64] {
        let change: FieldExecution.Tampering = [node: { $0[entry] = $0[entry] + Goldilocks(delta) }]
        let logits = plain.field.values(change)[plain.node("logit")].map { $0.centred }
        var statement = plain.statement
        statement.reply = statement.reply.indices.map { row in
          let own = Array(logits[row * width..<(row + 1) * width])
          return own.firstIndex(of: own.max()!)!
        }
        let broken = record(
          try SoundnessCase(plain.key, statement), change,
          "an output of the head's table at \(entry) by \(delta), and the reply that follows")
        if broken.count == 1 { return }
      }
    }
  }
}

extension Graph {
  fileprivate var outputTensors: [StatementTensor] {
    nodes.compactMap {
      guard case .statement(let tensor) = $0.kind else { return nil }
      return switch tensor {
      case .positionOneHot, .values: tensor
      default: nil
      }
    }
  }
}
