import Prover
import Verifier

/// What a proof's time, memory and bytes are estimated from: counts that follow from shapes alone.
public struct CostFeatures: Sendable {
  /// By section, in the order of `CostFeatures.names`.
  public let sections: [ProvingSection: [Double]]
  /// Bytes: of mapped weights, of values, of the witness' codeword and tree, of leaves, of sumcheck tables, of later
  /// levels.
  public let memory: [Double]
  /// Bytes of the proof file: exact but for siblings and repeated positions, whose expected number is taken.
  public let proofBytes: Double

  /// What the counts are of.
  public static let names: [ProvingSection: [String]] = [
    .witness: ["products with weights", "other products", "values"],
    .commit: ["codeword words", "butterflies"],
    .lookups: ["range leaves", "table leaves", "rounds"],
    .sumchecks: ["points", "bound integers", "bound bytes", "messages"],
    .opening: ["parameter bytes", "witness words", "recomputed products", "level words", "hashes"],
  ]

  public init(_ key: VerifyingKey, prompt: Int, reply: Int) throws {
    let graph = key.graph
    let circuit = Circuit(graph, Lengths(prompt: prompt, reply: reply, context: graph.context))
    let (cost, claims) = CostChannel.measure(circuit)
    let witnesses = CommittedLayout.witnesses(of: circuit)
    let parameters = CommittedLayout.parameters(of: graph)
    let schedule = try Planning.ordinary.schedule(
      parameters: key.parameters.shape, witnessLength: witnesses.length, claims: claims,
      profile: key.profile)
    let trees = FractionTree.trees(of: circuit)

    var (weightProducts, otherProducts, values) = (0.0, 0.0, 0.0)
    for (i, node) in graph.nodes.enumerated() {
      if node.isVirtual || node.isCommitted, !node.isParameter {
        values += Double(circuit.count(i))
      }
      guard case .einsum(let operands) = node.kind,
        operands.allSatisfy({ !circuit.isStatement($0) })
      else { continue }
      let axes = Set(operands.flatMap { $0.axes })
      let products = axes.reduce(1) { $0 * Double(circuit.sizes[$1]) }
      if operands.contains(where: { graph.nodes[$0.node].isBytes }) {
        weightProducts += products
      } else {
        otherProducts += products
      }
    }

    let witness = schedule.oracles[1].shape
    let words = Double(witness.rows) * exp2(witness.logLength)
    let columnBits = Double(OracleShape.bits(for: witness.columns))
    let counts = cost.counts.values
    let rounds = trees.reduce(0) { $0 + Double($1.bits * ($1.bits + 1) / 2) }
    var levelWords = 0.0
    var levelBytes = 0.0
    for level in schedule.tail {
      levelWords +=
        Double(2 * level.shape.rows) * exp2(level.shape.logLength)
        * Double(1 + OracleShape.bits(for: level.shape.columns)) / 8
      levelBytes += Double(16 * level.shape.rows + 64) * exp2(level.shape.logLength)
    }
    var grinds = schedule.rowGrind + schedule.queryGrind
    for level in schedule.tail {
      grinds += [Int](repeating: level.plan.foldGrind, count: level.shape.fold)
    }
    let hashes = grinds.reduce(0) { $0 + ($1 > 0 ? exp2($1) : 0) }
    let messages = Double((cost.bytes[.sumchecks] ?? 0) / 16)
    sections = [
      .witness: [weightProducts, otherProducts, values],
      .commit: [words, words * columnBits],
      .lookups: [Double(trees[0].leaves.end), Double(trees[1].leaves.end), rounds],
      .sumchecks: [
        counts.reduce(0) { $0 + Double($1.points) },
        counts.reduce(0) { $0 + Double($1.boundIntegers) },
        counts.reduce(0) { $0 + Double($1.boundBytes) }, messages,
      ],
      .opening: [
        Double(parameters.length), Double(witnesses.length),
        Double(parameters.length) * Double(schedule.oracles[0].plan.queries), levelWords, hashes,
      ],
    ]
    let largestTree = trees.reduce(0) { max($0, exp2($1.bits)) }
    memory = [
      2 * Double(parameters.wideStart),
      8 * (values + Double(parameters.length - parameters.wideStart)),
      8 * words + 64 * exp2(witness.logLength), 64 * largestTree,
      32 * Double(cost.sumcheckPoints), levelBytes,
    ]

    let statement = Statement(
      model: .zero, prompt: Array(repeating: 0, count: prompt),
      reply: Array(repeating: 0, count: reply), ending: .length)
    let header = Proof.file(
      statement,
      Proof(
        schedule: schedule,
        witness: Commitment(root: .zero, value: .zero, shape: witness), messages: []))
    proofBytes =
      Double(header.count + cost.bytes.values.reduce(0, +)) + schedule.expectedBytes
  }
}

extension Node {
  fileprivate var isParameter: Bool { if case .parameter = kind { true } else { false } }
  fileprivate var isBytes: Bool { if case .parameter(.bytes) = kind { true } else { false } }
}

extension Circuit {
  fileprivate func isStatement(_ operand: Operand) -> Bool {
    if case .statement = graph.nodes[operand.node].kind { true } else { false }
  }
}

private func exp2(_ bits: Int) -> Double { Double(sign: .plus, exponent: bits, significand: 1) }
