import Verifier

/// The cost model: takes every step of a reduction from shapes alone, and counts.
public struct CostChannel: Channel {
  // Challenges must differ from one another as real ones do: equal points would be combined.
  private var transcript = Transcript(label: "lemma cost model")
  /// Elements sent by step of the protocol.
  public private(set) var elements: [Section: Int] = [:]
  public private(set) var tally = SoundnessTally()
  /// Points of all sumcheck boxes, padded.
  public private(set) var sumcheckPoints = 0

  public enum Section: String, Sendable, CaseIterable {
    case lookups
    case evaluations
    case sumchecks
  }

  public init() {}

  public mutating func challenge() -> Extension { transcript.challenge() }
  public mutating func work(bits: Int) {}
  public func require(_ condition: Bool, _ rejection: Rejection) {}
  public mutating func account(_ step: SoundnessStep, _ numerator: Int) {
    tally.add(step, numerator)
  }

  private mutating func count(_ section: Section, _ elements: Int) -> [Extension] {
    self.elements[section, default: 0] += elements
    return Array(repeating: .zero, count: elements)
  }

  public mutating func evaluations(_ requests: [EvaluationRequest]) -> [Extension] {
    count(.evaluations, requests.count)
  }

  public mutating func fractionRoots(_ trees: [FractionTree], _ fingerprint: Fingerprint)
    -> [Extension]
  {
    count(.lookups, 2 * trees.count)
  }

  public mutating func beginFractionLayer(_ tree: Int, point: [Extension], scale: Extension) {}
  public mutating func fractionRound() -> [Extension] { count(.lookups, 2) }
  public mutating func bindFraction(_ challenge: Extension) {}
  public mutating func fractionChildren() -> [Extension] { count(.lookups, 4) }

  public mutating func beginSumcheck(_ instances: [Instance], factors: [Extension]) {
    for instance in instances { sumcheckPoints += 1 << instance.bits }
  }
  public mutating func round(degree: Int) -> [Extension] { count(.sumchecks, degree) }
  public mutating func bind(_ challenge: Extension) {}
  public mutating func operandValues(count: Int) -> [Extension] {
    self.count(.sumchecks, count)
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
