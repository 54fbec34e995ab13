import Circuits
import Testing

@testable import Prover
@testable import Verifier

/// Keys and proofs that claim huge sizes are rejected before memory or time is taken for them.
@Suite(.serialized) struct HostileSizesTests {
  let small = SmallProof.shared

  /// Rejected, and quickly.
  private func expectRejected(
    _ comment: String, within limit: Duration = .seconds(20), _ body: () throws(Rejection) -> Void
  ) {
    let clock = ContinuousClock()
    var isRejected = false
    let time = clock.measure {
      do throws(Rejection) { try body() } catch { isRejected = true }
    }
    #expect(isRejected, "\(comment)")
    #expect(time < limit, "\(comment) took \(time)")
  }

  private func key(_ graph: Graph) -> VerifyingKey {
    VerifyingKey(
      profile: .provable100, graph: graph, parameters: small.key.parameters,
      provenance: small.key.provenance)
  }

  private func verifyMoved(to key: VerifyingKey, _ statement: Statement? = nil) throws(Rejection) {
    let read = try VerifyingKey(key.bytes)
    var statement = statement ?? small.statement
    statement.model = read.digest
    try verify(key: read, statement: statement, proof: small.proof)
  }

  @Test func hugeAxesAreRejected() {
    for size in [1 << 22, (1 << 22) - 1, 1 << 16, 1 << 12] {
      for axis in small.key.graph.axes.indices {
        var graph = small.key.graph
        guard case .fixed(let old) = graph.axes[axis].extent, old != size else { continue }
        graph.axes[axis] = Axis(name: graph.axes[axis].name, extent: .fixed(size))
        expectRejected("axis \(axis) of \(size)") { () throws(Rejection) in
          try verifyMoved(to: key(graph))
        }
      }
      var graph = small.key.graph
      for axis in graph.axes.indices {
        if case .fixed = graph.axes[axis].extent {
          graph.axes[axis] = Axis(name: graph.axes[axis].name, extent: .fixed(size))
        }
      }
      graph.vocabulary = size
      expectRejected("all axes of \(size)") { () throws(Rejection) in
        try verifyMoved(to: key(graph))
      }
    }
  }

  @Test func aHugeContextWithAHugeStatementIsRejected() {
    var graph = small.key.graph
    graph.context = 1 << 22
    for count in [1 << 22, 1 << 20, 1 << 14] {
      var statement = small.statement
      statement.prompt = Array(repeating: 1, count: count)
      statement.reply = [0]
      expectRejected("prompt of \(count)") { () throws(Rejection) in
        try verifyMoved(to: key(graph), statement)
      }
    }
  }

  @Test func hugeCountsInFilesAreRejected() {
    // The statement's two counts, and the two counts of claims behind the schedule's levels.
    let prompt = 4 + 2 + 32
    let reply = prompt + 4 + 4 * small.statement.prompt.count
    let schedule = reply + 4 + 4 * small.statement.reply.count + 1 + 32
    let claims = schedule + small.proof.schedule.bytes.count - 8
    for place in [prompt, reply, claims, claims + 4] {
      for value: UInt32 in [1 << 22, 1 << 24, (1 << 24) + 1, 0x7FFF_FFFF, .max] {
        var file = small.file
        for i in 0..<4 { file[place + i] = UInt8(truncatingIfNeeded: value >> UInt32(24 - 8 * i)) }
        expectRejected("count \(value) at \(place)") { () throws(Rejection) in
          try SmallProof.check(key: small.keyBytes, file: file)
        }
      }
    }
    // Columns, folds, lengths and queries of each level.
    for level in 0..<small.proof.schedule.oracles.count + small.proof.schedule.tail.count {
      let start = schedule + 3 + level * 22
      for (offset, size) in [(0, 8), (8, 8), (16, 1), (17, 1), (18, 1), (19, 1), (20, 2)] {
        for byte: UInt8 in [0, 1, 0x0F, 0x7F, 0xFF] {
          for filled in [1, size] {
            var file = small.file
            for i in size - filled..<size { file[start + offset + i] = byte }
            if file == small.file { continue }
            expectRejected("level \(level), \(filled) bytes of \(byte) at \(offset)") {
              () throws(Rejection) in
              try SmallProof.check(key: small.keyBytes, file: file)
            }
          }
        }
      }
    }
  }

  // MARK: Graphs made to be slow

  /// A graph whose only assertion is on the last node.
  private func graph(_ build: (inout GraphBuilder, _ witness: Int, _ token: Int) throws -> Int)
    rethrows -> Graph
  {
    var builder = GraphBuilder(context: 64, vocabulary: 4, pad: 0, stops: [])
    let token = builder.axis("token", .tokens)
    let witness = builder.witness("w", [token], bound: 1, .quotient(source: 0, divisor: 1))
    let last = try build(&builder, witness, token)
    builder.zero("last", last)
    return builder.graph
  }

  /// The reduction, with a prover who says anything and is always believed: the worst a file can make a verifier do.
  ///
  /// - Returns: the effort it took.
  @discardableResult
  private func run(_ graph: Graph, _ lengths: Lengths) throws(Rejection) -> UInt64 {
    do { try graph.check() } catch { throw .malformedKey }
    let circuit = Circuit(graph, lengths)
    try circuit.check()
    let statement = Statement(
      model: .zero, prompt: Array(repeating: 0, count: lengths.prompt),
      reply: Array(repeating: 0, count: lengths.reply), ending: .length)
    let rows = StatementRows(statement, lengths: lengths, graph: graph)
    var channel = BelievingChannel(seed: 5)
    var reduction = Reduction(circuit, rows)
    let claims = try reduction.run(on: &channel)
    _ = try OpenedClaims(
      claims, circuit, parameters: .parameters(of: graph), witnesses: .witnesses(of: circuit))
    return reduction.effort
  }

  @Test func claimsThatDoubleAtEveryNodeAreRejected() throws {
    let lengths = Lengths(prompt: 2, reply: 2, context: 64)
    for count in [30, 1500] {
      let graph = try graph { builder, witness, token in
        var node = witness
        for _ in 0..<count {
          node = try builder.linear(
            "chain", [token],
            [
              Summand(1, node),
              Summand(1, node, [token: .window(axis: token, start: .lastPrompt)]),
            ], bound: NamedBound(.parameterNorm, exactly: 1))
        }
        return node
      }
      expectRejected("a chain of \(count)") { () throws(Rejection) in try run(graph, lengths) }
    }
  }

  @Test func claimsOnTwoAxesThatDoubleAreRejected() throws {
    let lengths = Lengths(prompt: 2, reply: 2, context: 64)
    let graph = try graph { builder, witness, token in
      let other = builder.axis("other", .tokens)
      var node = try builder.linear(
        "square", [token, other], [Summand(1, witness)],
        bound: NamedBound(.parameterNorm, exactly: 1))
      for _ in 0..<60 {
        node = try builder.linear(
          "chain", [token, other],
          [
            Summand(1, node),
            Summand(
              1, node,
              [
                token: .window(axis: token, start: .lastPrompt),
                other: .window(axis: other, start: .lastPrompt),
              ]),
            Summand(1, node, [token: .same(axis: other), other: .same(axis: token)]),
          ], bound: NamedBound(.parameterNorm, exactly: 1))
      }
      return node
    }
    expectRejected("a chain of squares") { () throws(Rejection) in try run(graph, lengths) }
  }

  @Test func manyRowsOfLayerMatricesAreRejected() throws {
    let lengths = Lengths(prompt: 1, reply: 1, context: 64)
    var builder = GraphBuilder(context: 64, vocabulary: 4, pad: 0, stops: [])
    let axes = ["a", "b", "c"].map { builder.axis(Name($0), size: 1024) }
    let one = builder.axis("one", size: 1)
    let witness = builder.witness("w", [one], bound: 1, .quotient(source: 0, divisor: 1))
    let unit = NamedBound(.parameterNorm, exactly: 1)
    let cube = try builder.linear("cube", axes, [Summand(1, witness, [one: .summed])], bound: unit)
    let mixed: [Int: View] = [
      axes[0]: .matrix(axis: axes[0], .upTo), axes[1]: .matrix(axis: axes[1], .upTo),
      axes[2]: .matrix(axis: axes[2], .upTo),
    ]
    let sum = try builder.linear(
      "sum", axes, Array(repeating: Summand(1, cube, mixed), count: 64), bound: unit)
    // Each claim on the sum becomes 64 claims of 48 KB.
    for _ in 0..<31 { builder.zero("sum", sum) }
    let graph = builder.graph
    expectRejected("rows") { () throws(Rejection) in try run(graph, lengths) }
  }

  @Test func claimsThatWaitAtEveryStageAreRejected() throws {
    let lengths = Lengths(prompt: 64, reply: 1, context: 64)
    let graph = try graph { builder, witness, token in
      let others = [builder.axis("b", .tokens), builder.axis("c", .tokens)]
      let unit = NamedBound(.parameterNorm, exactly: 1)
      let left = try builder.linear("left", [token, others[0]], [Summand(1, witness)], bound: unit)
      let right = try builder.linear(
        "right", [token, others[1]], [Summand(1, witness)], bound: unit)
      let product = try builder.einsum(
        "product", [token] + others, [Factor(left), Factor(right)], bound: unit)
      // Its claims agree on no axis, and wait until the chain is done.
      for _ in 0..<2000 { builder.zero("product", product) }
      var node = witness
      for _ in 0..<60 {
        node = try builder.linear("chain", [token], [Summand(1, node)], bound: unit)
      }
      return node
    }
    expectRejected("waiting claims") { () throws(Rejection) in try run(graph, lengths) }
  }

  @Test func manyClaimsOnATensorOfManyBlocksAreRejected() throws {
    let lengths = Lengths(prompt: 1, reply: 1, context: 64)
    var builder = GraphBuilder(context: 64, vocabulary: 4, pad: 0, stops: [])
    let axes = ["a", "b", "c", "d", "e", "f", "g"].map { builder.axis(Name($0), size: 15) }
    let parameter = builder.parameter("p", axes, .bytes, bound: 1)
    let copy = try builder.linear("copy", axes, [Summand(1, parameter)])
    // 16384 blocks for each claim.
    for _ in 0..<100 { builder.zero("copy", copy) }
    let graph = builder.graph
    expectRejected("blocks") { () throws(Rejection) in try run(graph, lengths) }
  }

  @Test func nestedMixturesAreNoTrap() throws {
    let lengths = Lengths(prompt: 64, reply: 1, context: 64)
    let graph = try graph { builder, witness, token in
      var node = witness
      for _ in 0..<2040 {
        node = try builder.linear(
          "chain", [token], [Summand(1, node)], bound: NamedBound(.parameterNorm, exactly: 1))
        builder.zero("chain", node)
      }
      return node
    }
    // Whether it is rejected is a matter of size; that it ends is not.
    do throws(Rejection) { try run(graph, lengths) } catch {}
  }

  /// Sizes whose binary digits are all 1 have the most blocks, and so the most claims.
  @Test func anHonestModelOfAwkwardSizesSpendsLittle() throws {
    let linear = LinearBounds(weight: 127, scale: 3, bias: 1 << 10, scaledNorm: 127 * 3 * 3071)
    let graph = try GPT2.graph(
      GPT2Settings(
        layers: 31, features: 945, heads: 15, hidden: 3071, vocabulary: 50257, context: 255,
        head: .untied, pad: 0, stops: [],
        normalization: NormalizationSettings(
          bits: 8, epsilon: 945 << 16, first: 64, rows: 65000),
        softmax: SoftmaxSettings(step: 8, bits: 8, rowBits: 14),
        attention: AttentionSettings(
          queryShift: 12, keyShift: 12, valueShift: 9, contextShift: 29),
        activation: ActivationSettings(
          indexBits: 5, outputBits: 5, rowBits: 10, shift: 12, largest: 512),
        argmax: HeadSettings(shift: 8, gain: 128, bias: 1 << 10, gapBits: 32),
        bounds: GPT2Bounds(
          embedding: linear, head: linear, position: 1 << 10, query: linear, key: linear,
          value: linear, attentionOutput: linear, up: linear, down: linear)))
    let effort = try run(graph, Lengths(prompt: 240, reply: 16, context: 255))
    #expect(effort < Reduction.mostEffort / 4, "\(effort)")
  }

  @Test func aProductOverManyDigitsIsNoTrap() throws {
    let lengths = Lengths(prompt: 1, reply: 1, context: 64)
    let size = 1 << 20
    var builder = GraphBuilder(context: 64, vocabulary: 4, pad: 0, stops: [])
    let axes = ["a", "b", "c"].map { builder.axis(Name($0), size: size) }
    let one = builder.axis("one", size: 1)
    let witness = builder.witness("w", [one], bound: 1, .quotient(source: 0, divisor: 1))
    let unit = NamedBound(.parameterNorm, exactly: 1)
    func spread(_ x: Int, _ y: Int) throws -> Int {
      try builder.linear(
        "spread", [axes[x], axes[y]], [Summand(1, witness, [one: .summed])], bound: unit)
    }
    let pairs = try [(0, 1), (1, 2), (0, 2)].map { x, y in
      Operand(node: try spread(x, y), axes: [axes[x], axes[y]])
    }
    builder.zero("w", witness)
    // No builder makes such a product; a key can.
    var graph = builder.graph
    graph.nodes.append(
      Node(
        name: "product", axes: [], kind: .einsum(pairs), bound: 1, boundRule: .parameterNorm))
    for _ in 0..<40 { graph.zeros.append(Zero(name: "product", node: graph.nodes.count - 1)) }
    // Whether it is rejected is a matter of size; that it ends is not.
    do throws(Rejection) { try run(graph, lengths) } catch {}
  }
}

extension GraphBuilder {
  fileprivate mutating func axis(_ name: Name, size: Int) -> Int {
    axis(name.description, .fixed(size))
  }
}
