import Verifier

/// The cost model: takes every step of a reduction from shapes alone, and counts.
public struct CostChannel: Channel {
  // Challenges must differ from one another as real ones do: equal points would be combined.
  private var transcript = Transcript(label: "lemma cost model")
  /// Bytes of the messages by part.
  public private(set) var bytes: [ReductionPart: Int] = [:]
  private var part = ReductionPart.lookups
  public private(set) var tally = SoundnessTally()
  /// Points of all sumcheck boxes, padded.
  public private(set) var sumcheckPoints = 0

  public init() {}

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
    send(requests.count)
  }

  public mutating func fractionRoots(_ trees: [FractionTree], _ fingerprint: Fingerprint)
    -> [Extension]
  {
    send(2 * trees.count)
  }

  public mutating func beginFractionLayer(_ tree: Int, point: [Extension], scale: Extension) {}
  public mutating func fractionRound() -> [Extension] { send(2) }
  public mutating func bindFraction(_ challenge: Extension) {}
  public mutating func fractionChildren() -> [Extension] { send(4) }

  public mutating func beginSumcheck(_ instances: [Instance], factors: [Extension]) {
    for instance in instances { sumcheckPoints += 1 << instance.bits }
  }
  public mutating func round(degree: Int) -> [Extension] { send(degree) }
  public mutating func bind(_ challenge: Extension) {}
  public mutating func operandValues(count: Int) -> [Extension] {
    send(count)
  }

  /// Runs the reduction of a circuit and counts claims on parameters and witness.
  public static func measure(_ circuit: Circuit) -> (channel: CostChannel, claims: [Int]) {
    var channel = CostChannel()
    let lengths = circuit.lengths
    let rows = StatementRows(
      prompt: Array(repeating: 0, count: lengths.prompt),
      reply: Array(repeating: 0, count: lengths.reply), lengths: lengths, pad: circuit.graph.pad)
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
