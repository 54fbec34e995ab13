import Testing

@testable import Circuits
@testable import Prover
@testable import Verifier

/// Integers and residues agree only below 2^62: what each bound rule rests on, and what passes without it.
@Suite struct BoundTests {
  private func builder(context: Int = 4) -> GraphBuilder {
    GraphBuilder(context: context, vocabulary: 2, pad: 0, stops: [])
  }

  private func lookup(_ graph: Graph, _ name: String) -> Lookup {
    graph.lookups.first { $0.name.description == name }!
  }

  // MARK: Ranges

  @Test func quotientsAtTheEdgesOfTheirRange() throws {
    // round(a / 16) = -2^15 and 2^15 - 1, and the first values beyond.
    let (lowest, highest) = (Int64(-(1 << 19) - 8), Int64(1 << 19) - 9)
    let edges = try TinyModel(entries: [lowest, highest, -8, -9, 7, 8, 0]).soundnessCase()
    #expect(
      edges.integers("quotient") == [-32768, 32767, 0, -1, 0, 1, 0])
    #expect(try edges.rejection(edges.honest) == nil)
    let node = edges.node("quotient")
    for entry in edges.honest[node].indices {
      for delta in [1, -1, 65536, -65536] as [Int64] {
        let wrong = edges.field.changed(edges.honest, node, entry, by: Goldilocks(delta))
        #expect(!edges.field.violations(wrong).isEmpty)
      }
      let wrong = edges.field.changed(edges.honest, node, entry, by: .one)
      #expect(try edges.rejection(wrong) == .fractionsDoNotCancel)
    }
    for (a, forged) in [
      (lowest - 1, [-32769, -32768, 32767]), (highest + 1, [32768, 32767, -32768]),
    ]
      as [(Int64, [Int64])]
    {
      let model = try TinyModel(entries: [a])
      let beyond = try model.soundnessCase()
      #expect(throws: Refusal.self) { try beyond.key.execute(beyond.statement, parallel: .all) }
      for value in forged {
        var wrong = beyond.honest
        wrong[beyond.node("quotient")][0] = Goldilocks(value)
        beyond.field.recomputeVirtual(&wrong)
        beyond.field.count(&wrong)
        #expect(try beyond.rejection(wrong) == .fractionsDoNotCancel, "\(a): \(value)")
      }
    }
  }

  /// Rule asserted: a scaled lookup alone accepts k / 256 modulo p for every k.
  @Test func aScaledLookupAloneAcceptsFractions() throws {
    var builder = builder()
    let axis = builder.axis("entry", .fixed(1))
    let source = builder.parameter("source", [axis], .wide, bound: 255)
    let limb = builder.witness(
      "limb", [axis], bound: 255, .limb(source: source, scale: 1, offset: 0, index: 0, place: .top))
    builder.lookup("scaled", builder.range, [Column(node: limb, scale: 256)])
    let graph = builder.graph
    let parameters = [source: TensorValues(shape: [1], [7])]
    var both = builder
    both.lookup("plain", both.range, [Column(node: limb)])
    #expect(throws: GraphFault.lookup(0)) { try graph.reading(source).check() }
    #expect(throws: Never.self) { try both.graph.reading(source).check() }
    let half = Goldilocks.fraction(1, 2)
    for (graph, expected) in [(graph, []), (both.graph, ["plain"])] {
      let model = try TinyModel.soundnessCase(graph.reading(source), parameters)
      let lie = model.field.changed(model.honest, limb, 0, by: half)
      #expect(model.field.violations(lie) == expected)
      #expect(try model.rejection(lie) == (expected.isEmpty ? nil : .fractionsDoNotCancel))
    }
  }

  /// Rule lowLimb: without its own lookup the low limb says nothing, and x is free.
  @Test func aRangeWithoutItsLowLimbAcceptsAnything() throws {
    for bits in [32, 29, 48] {
      for x in [-1, 1 << 50] as [Int64] {
        var builder = builder()
        let axis = builder.axis("entry", .fixed(1))
        let source = builder.parameter("x", [axis], .wide, bound: 1 << 50)
        try builder.assertRange("x", source, bits: bits)
        let graph = try builder.build()
        let soundness = try TinyModel.soundnessCase(
          graph, [source: TensorValues(shape: [1], [x])])
        var lie = soundness.honest
        for i in 1..<(bits + 15) / 16 { lie[soundness.node("x, limb \(i)")][0] = .zero }
        soundness.field.recomputeVirtual(&lie)
        soundness.field.count(&lie)
        #expect(soundness.field.violations(lie) == ["x, low limb"])
        #expect(try soundness.rejection(lie) == .fractionsDoNotCancel)
        // Nothing reads x then, so it goes as well: a lookup of a limb is all that is left.
        let (mutant, kept) = graph.without("x, low limb")
        #expect(!kept.contains(source))
        #expect(mutant.lookups.count == graph.lookups.count - 1)
      }
    }
  }

  /// Limbs are the digits of a residue, or of p more than it: a prover has no other choice that keeps the low limb a limb.
  @Test func noRangeAdmitsANumberOutsideIt() throws {
    var tried = 0
    for bits in 1...62 {
      for largest in [1, 1 << 20, 1 << 40, 1 << 58, (1 << 61) - 1] as [Int64] {
        var builder = builder()
        let axis = builder.axis("entry", .fixed(1))
        let source = builder.parameter("x", [axis], .wide, bound: largest)
        guard (try? builder.assertRange("x", source, bits: bits)) != nil else { continue }
        let graph = try builder.build()
        let limbs = graph.nodes.indices.filter {
          if case .witness(.limb) = graph.nodes[$0].kind { true } else { false }
        }
        let end = Int64(1) << Int64(bits)
        for x in Set([-1, -2, -largest, 0, end - 1, end, end + 1, largest]) where abs(x) <= largest
        {
          let field = FieldExecution(
            Circuit(graph, Lengths(prompt: 1, reply: 1, context: 4)),
            [source: TensorValues(shape: [1], [x])],
            Statement(model: .zero, prompt: [0], reply: [1], ending: .length))
          var values = field.values()
          #expect(field.violations(values).isEmpty == (0..<end).contains(x), "\(bits): \(x)")
          for scale in [1, Int64(1) << Int64((bits + 15) / 16 * 16 - bits)] {
            let residue = (Goldilocks(scale) * Goldilocks(x)).word
            let (more, overflow) = residue.addingReportingOverflow(Goldilocks.order)
            for word in overflow ? [residue] : [residue, more] {
              for (i, limb) in limbs.enumerated() {
                let digits = word >> UInt64(16 * (i + 1))
                values[limb][0] = Goldilocks(i == limbs.count - 1 ? digits : digits & 0xFFFF)
              }
              field.recomputeVirtual(&values)
              tried += 1
              #expect(
                !field.violations(values).isEmpty || (0..<end).contains(x),
                "\(x) passes as a number of \(bits) bits, bound \(largest)")
            }
          }
        }
      }
    }
    print("  \(tried) choices of limbs")
  }

  /// Four limbs of 16 bits hold p - 1, a wrapped -1; the top limb is ranged twice.
  @Test func fourPlainLimbsAcceptAWrappedNegative() throws {
    var builder = builder()
    let axis = builder.axis("entry", .fixed(1))
    let source = builder.parameter("x", [axis], .wide, bound: 1 << 60)
    try builder.assertRange("x", source, bits: 62)
    let soundness = try TinyModel.soundnessCase(
      builder.build(), [source: TensorValues(shape: [1], [-1])])
    var lie = soundness.honest
    for (i, limb) in [(1, 0), (2, 0xFFFF), (3, 0xFFFF)] as [(Int, Int64)] {
      lie[soundness.node("x, limb \(i)")][0] = Goldilocks(limb)
    }
    soundness.field.recomputeVirtual(&lie)
    soundness.field.count(&lie)
    #expect(soundness.field.violations(lie) == ["x, top limb"])
    #expect(try soundness.rejection(lie) == .fractionsDoNotCancel)
    #expect(try soundness.without("x, top limb").rejection(lie) == nil)
  }

  // MARK: Norms

  /// Rule normGuard: Σ c² = p + V' leaves a V' that R = 1 fits; only the guard objects.
  @Test func theNormGuardStopsASumThatWraps() throws {
    let settings = NormalizationSettings(bits: 10, epsilon: 6 << 20, first: 1, rows: 65535)
    var builder = builder()
    let token = builder.axis("row", .fixed(1))
    let feature = builder.axis("feature", .fixed(6))
    let x = builder.parameter("x", [token, feature], .wide, bound: 1 << 31)
    let table = try builder.rootTable("root", settings, squares: 6)
    let low = builder.graph.tables[table].outputs[0]
    let high = builder.graph.tables[table].outputs[1]
    _ = try builder.normalize("norm", x, feature: feature, settings, table: table)
    let graph = try builder.build()
    func highest(_ r: Int64) -> Int64 {
      (24 << Int64(2 * settings.exponent)) / ((2 * r - 1) * (2 * r - 1))
    }
    // The largest size with 6 size² <= p + hi(1) / 2.
    let target = UInt128(Goldilocks.order) + UInt128(highest(1) / 2)
    var size = Int64((Double(target) / 6).squareRoot())
    while 6 * UInt128(size + 1) * UInt128(size + 1) <= target { size += 1 }
    while 6 * UInt128(size) * UInt128(size) > target { size -= 1 }
    #expect(6 * UInt128(size) * UInt128(size) > UInt128(Goldilocks.order))
    let soundness = try TinyModel.soundnessCase(
      graph,
      [
        x: TensorValues(shape: [1, 6], [size, -size, size, -size, size, -size]),
        low: TensorValues(shape: [65535], (1...65535).map { highest($0 + 1) + 1 }),
        high: TensorValues(shape: [65535], (1...65535).map { highest($0) }),
      ])
    print("  Σ c² = p + \(6 * UInt128(size) * UInt128(size) - UInt128(Goldilocks.order))")
    #expect(soundness.field.violations(soundness.honest) == ["norm, guard, limb 1"])
    #expect(try soundness.rejection(soundness.honest) == .fractionsDoNotCancel)
    #expect(
      try soundness.without("norm, guard, limb 1").rejection(soundness.honest) == nil)
  }

  // MARK: Softmax

  /// Rule reciprocal: without S' R <= 2^K, R Σ E' v leaves its bound.
  @Test func aReciprocalThatIsTooLargeIsStoppedByItsRemainder() throws {
    let settings = SoftmaxSettings(step: 8, bits: 8, rowBits: 8)
    var builder = builder(context: 16)
    let row = builder.axis("row", .fixed(16))
    let source = builder.axis("source", .fixed(16))
    let table = builder.exponentialTable("exponential", settings, sources: 16)
    let column = builder.graph.tables[table].outputs[0]
    let scores = builder.parameter("scores", [row, source], .wide, bound: 100)
    let v = builder.parameter("v", [source], .wide, bound: 2000)
    let (exponentials, reciprocal) = try builder.softmax(
      "", scores, source: source, .causal(query: row, source: source), sources: 16, settings,
      table: table)
    let mixed = try builder.einsum("E' v", [row], [Factor(exponentials), Factor(v)])
    let product = try builder.einsum(
      "R E' v", [row], [Factor(reciprocal), Factor(mixed)],
      bound: NamedBound(.reciprocal, pow2(settings.reciprocalBits(sources: 16)) * 2000))
    _ = try builder.rounded("context", product, shift: 29)
    let soundness = try TinyModel.soundnessCase(
      builder.build(),
      [
        scores: TensorValues(shape: [16, 16]),
        v: TensorValues(shape: [16], Array(repeating: 2000, count: 16)),
        column: TensorValues(
          shape: [256], (0..<256).map { $0 == 0 ? 32 * 256 + 1 : 32 * (256 - $0) }),
      ])
    #expect(soundness.field.violations(soundness.honest) == [])
    #expect(try soundness.rejection(soundness.honest) == nil)
    // Seven equal scores: S' = 57351, and R should be 9361.
    let lie = soundness.field.values([reciprocal: { $0[6] = Goldilocks(Int64(65535)) }])
    #expect(lie[product][6].centred > soundness.graph.nodes[product].bound)
    #expect(soundness.field.violations(lie) == ["reciprocal remainder >= 0, limb 1"])
    #expect(try soundness.rejection(lie) == .fractionsDoNotCancel)
    #expect(try soundness.without("reciprocal remainder >= 0, limb 1").rejection(lie) == nil)
  }

  // MARK: Parameters

  /// Rule parameterNorm: a norm recorded too small lets a product wrap: 16 (2^60 - 2^28 + 1) = p + 15.
  @Test func aNormRecordedTooSmallAdmitsAWrap() throws {
    func graph(recorded: Double?) throws -> (Graph, Int, Int) {
      var builder = builder()
      let axis = builder.axis("entry", .fixed(1))
      let x = builder.parameter("x", [axis], .wide, bound: 16)
      let weight = builder.parameter("weight", [axis], .wide, bound: 1 << 60)
      let product = try builder.einsum(
        "product", [axis], [Factor(x), Factor(weight)],
        bound: recorded.map { NamedBound(.parameterNorm, $0) })
      try builder.assertRange("product", product, bits: 32)
      return (try builder.build(), x, weight)
    }
    #expect(throws: BuildError.self) { try graph(recorded: nil) }
    #expect(throws: BuildError.self) { try graph(recorded: 16 * pow2(60)) }
    let (admitted, x, weight) = try graph(recorded: pow2(20))
    let soundness = try TinyModel.soundnessCase(
      admitted,
      [
        x: TensorValues(shape: [1], [16]),
        weight: TensorValues(shape: [1], [(1 << 60) - (1 << 28) + 1]),
      ])
    #expect(soundness.integers("product") == [15])
    #expect(try soundness.rejection(soundness.honest) == nil)
  }

  // MARK: What the builder and the verifier refuse

  @Test func theBuilderRefusesWhatCouldWrap() throws {
    var builder = builder()
    let axis = builder.axis("entry", .fixed(4))
    let other = builder.axis("other", .fixed(4))
    let a = builder.parameter("a", [axis], .wide, bound: 1 << 60)
    let b = builder.parameter("b", [axis], .wide, bound: 2)
    #expect(throws: BuildError.self) {
      try builder.linear("sum", [], [Summand(1, a, [axis: .summed])])
    }
    #expect(throws: BuildError.self) { try builder.linear("four", [axis], [Summand(4, a)]) }
    #expect(throws: BuildError.self) { try builder.einsum("dot", [], [Factor(a), Factor(b)]) }
    #expect(throws: BuildError.self) {
      try builder.einsum(
        "named", [axis], [Factor(a), Factor(b)], bound: NamedBound(.parameterNorm, pow2(62)))
    }
    #expect(throws: BuildError.self) { try builder.assertRange("scaled", a, bits: 8) }
    #expect(throws: BuildError.self) {
      try builder.rootTable(
        "root", NormalizationSettings(bits: 13, epsilon: 1, first: 1, rows: 100), squares: 6)
    }
    // Nothing ranges the witness; and a lookup that could wrap.
    var free = builder
    let w = free.witness("w", [axis], bound: 1, .rounding(source: a, shift: 0))
    #expect(throws: BuildError.self) { try free.build() }
    free.lookup("w", free.range, [Column(node: w)])
    #expect(throws: Never.self) { _ = try reading(free, [a, b]).build() }
    var wraps = builder
    let large = wraps.witness("large", [axis], bound: 1 << 50, .rounding(source: a, shift: 0))
    wraps.lookup("large", wraps.range, [Column(node: large, scale: 1 << 20)])
    #expect(throws: BuildError.self) { try reading(wraps, [a, b]).build() }
    // An entry whose lookup is inactive.
    var selected = builder
    let s = selected.witness("s", [axis, other], bound: 1, .rounding(source: a, shift: 0))
    let causal = Selector.causal(query: axis, source: other)
    selected.lookup("s", selected.range, [Column(node: s)], selector: causal)
    #expect(throws: BuildError.self) { try reading(selected, [a, b]).build() }
    selected.zero("s", s, outside: .causal(query: other, source: axis))
    #expect(throws: BuildError.self) { try reading(selected, [a, b]).build() }
    selected.zero("s", s, outside: causal)
    #expect(throws: Never.self) { _ = try reading(selected, [a, b]).build() }
  }

  /// Looks nodes up, so that something reads them; scaled down, so that nothing could wrap.
  private func reading(_ builder: GraphBuilder, _ nodes: [Int]) -> GraphBuilder {
    var result = builder
    for node in nodes { result.lookup("read", result.range, [Column(node: node)]) }
    return result
  }

  /// The check takes named bounds from the key: a graph that claims too much is a false graph, and the digest tells it from the true.
  @Test func theDigestTellsAFalseBoundFromATrueOne() throws {
    let model = try SmallModel(.compact, seed: 71)
    let key = model.provingKey.key
    for (i, node) in model.graph.nodes.enumerated()
    where ![.interval, .recorded].contains(node.boundRule) {
      var graph = model.graph
      graph.nodes[i].bound = max(0, node.bound - 1)
      let other = VerifyingKey(
        profile: key.profile, graph: graph, parameters: key.parameters, provenance: key.provenance)
      #expect(other.digest != key.digest, "\(node.name)")
    }
  }
}

extension Graph {
  /// The graph with a lookup of a parameter that nothing else reads.
  func reading(_ node: Int) -> Graph {
    var result = self
    result.lookups.append(Lookup(name: "read", table: 0, columns: [Column(node: node)]))
    return result
  }
}
