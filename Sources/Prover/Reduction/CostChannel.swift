import Verifier

/// The cost model: takes every step of a reduction from shapes alone, and counts.
public struct CostChannel: Channel {
  // Challenges must differ from one another as real ones do: equal points would be combined.
  private var transcript = Transcript(label: "lemma cost model")
  /// Bytes of the messages by part.
  public private(set) var bytes: [ReductionPart: Int] = [:]
  private var part = ReductionPart.lookups
  /// What each node costs, as far as it is its own.
  public private(set) var counts: [Int: NodeCounts] = [:]
  private let circuit: Circuit?
  private var instances: [Instance] = []

  /// One node's share of a reduction.
  public struct NodeCounts: Sendable {
    /// Elements of messages.
    public var lookupElements = 0.0
    public var sumcheckElements = 0.0
    /// Entries of columns that leaf claims bind.
    public var leafEntries = 0
    /// Points of sumcheck boxes, padded, times the claims that are merged over them.
    public var points = 0
    /// Entries that are bound before a sumcheck or for a linear node's value: 64-bit integers, and bytes of parameters.
    public var boundIntegers = 0
    public var boundBytes = 0
  }
  public private(set) var tally = SoundnessTally()
  /// Points of all sumcheck boxes, padded.
  public private(set) var sumcheckPoints = 0

  /// - Parameter circuit: whose entries are counted by node; nothing is without one.
  public init(_ circuit: Circuit? = nil) { self.circuit = circuit }

  public mutating func begin(_ part: ReductionPart) { self.part = part }

  public mutating func challenge() -> Extension { transcript.challenge() }
  public mutating func work(bits: Int) { bytes[part, default: 0] += 8 }
  public func require(_ condition: Bool, _ rejection: Rejection) {}
  public mutating func account(_ step: SoundnessStep, _ numerator: Int) {
    tally.add(step, numerator)
  }

  private mutating func send(_ elements: Int) -> [Extension] {
    bytes[part, default: 0] += 16 * elements
    return Array(repeating: .zero, count: elements)
  }

  public mutating func evaluations(_ requests: [EvaluationRequest]) -> [Extension] {
    for request in requests {
      if part == .lookups {
        let entries = request.block.map { 1 << $0.bits } ?? 0
        counts[request.node, default: NodeCounts()].leafEntries += entries
        counts[request.node, default: NodeCounts()].lookupElements += 1
      } else {
        bind(request.node, for: request.node)
        counts[request.node, default: NodeCounts()].sumcheckElements += 1
      }
    }
    return send(requests.count)
  }

  /// Counts the entries of one node, which another one's claim reads.
  private mutating func bind(_ operand: Int, for node: Int) {
    guard let circuit else { return }
    switch circuit.graph.nodes[operand].kind {
    case .statement: break
    case .parameter(.bytes):
      counts[node, default: NodeCounts()].boundBytes += Int(circuit.count(operand))
    default: counts[node, default: NodeCounts()].boundIntegers += Int(circuit.count(operand))
    }
  }

  public mutating func fractionRoots(_ trees: [FractionTree], _ fingerprint: Fingerprint)
    -> [Extension]
  {
    send(2 * trees.count)
  }

  public mutating func beginFractionLayer(_ tree: Int, point: [Extension], scale: Extension) {}
  public mutating func fractionRound(claim: Extension) -> [Extension] { send(2) }
  public mutating func bindFraction(_ challenge: Extension) {}
  public mutating func fractionChildren() -> [Extension] { send(4) }

  public mutating func beginSumcheck(_ instances: [Instance], factors: [Extension]) {
    self.instances = instances
    for instance in instances {
      sumcheckPoints += 1 << instance.bits
      switch instance.kind {
      case .merge(let node, let claims, _):
        counts[node, default: NodeCounts()].points += (1 + claims.count) << instance.bits
        bind(node, for: node)
      case .einsum(let plan, _):
        counts[plan.node, default: NodeCounts()].points += 1 << instance.bits
        for operand in plan.operands { bind(operand.node, for: plan.node) }
      }
    }
  }

  /// A round's message belongs to all instances of its batch alike.
  public mutating func round(degree: Int) -> [Extension] {
    for instance in instances {
      counts[instance.node, default: NodeCounts()].sumcheckElements +=
        Double(degree) / Double(instances.count)
    }
    return send(degree)
  }
  public mutating func bind(_ challenge: Extension) {}
  public mutating func operandValues(count: Int) -> [Extension] {
    for instance in instances {
      counts[instance.node, default: NodeCounts()].sumcheckElements +=
        Double(count) / Double(instances.count)
    }
    return send(count)
  }

  /// Runs the reduction of a circuit and counts claims on parameters and witness.
  public static func measure(_ circuit: Circuit) -> (channel: CostChannel, claims: [Int]) {
    var channel = CostChannel(circuit)
    let lengths = circuit.lengths
    let statement = Statement(
      model: .zero, prompt: Array(repeating: 0, count: lengths.prompt),
      reply: Array(repeating: 0, count: lengths.reply), ending: .length)
    let rows = StatementRows(statement, lengths: lengths, graph: circuit.graph)
    var reduction = Reduction(circuit, rows)
    do {
      let claims = try reduction.run(on: &channel)
      let parameters = claims.count {
        if case .parameter = circuit.graph.nodes[$0.node].kind { true } else { false }
      }
      return (channel, [parameters, claims.count - parameters])
    } catch {
      preconditionFailure("the cost model never rejects")
    }
  }
}

extension Instance {
  /// The node whose claims it reduces.
  var node: Int {
    switch kind {
    case .merge(let node, _, _): node
    case .einsum(let plan, _): plan.node
    }
  }
}
