import Prover
import Verifier

/// Whether synthetic weights do what real ones do: measured on random prompts, by the float model and the integer one.
public struct SyntheticCheck: Sendable {
  /// Of the residual at position 0: the largest over layers of a prompt, the least over prompts.
  public private(set) var deviation = Double.infinity
  /// Channels at or above 2000 there, the fewest over prompts.
  public private(set) var massiveChannels = Int.max
  /// The largest difference of two scores of a row in nats, the least over prompts.
  public private(set) var scoreSpread = Double.infinity
  /// Prompts whose integer forward pass was run, and those refused.
  public private(set) var prompts = 0
  public private(set) var refusals = 0
  /// Positions at which both models choose the same token.
  public private(set) var agreements = 0
  public private(set) var positions = 0

  public static let leastDeviation = 110.0
  public static let massive: Float = 2000
  public static let leastSpread = 60.0

  public var holds: Bool {
    deviation >= SyntheticCheck.leastDeviation && massiveChannels >= 2
      && scoreSpread >= SyntheticCheck.leastSpread && refusals == 0
  }

  /// - Parameters:
  ///   - count: prompts; statistics of the float model are taken of the first few.
  ///   - onPrompt: called with the number of prompts done.
  public init(
    _ model: FloatModel, _ key: ProvingKey, prompts count: Int, length: Int, seed: UInt64,
    parallel: Parallel, onPrompt: (Int) -> Void = { _ in }
  ) throws {
    var numbers = SyntheticNumbers(seed: seed, stream: 1 << 24)
    for i in 0..<count {
      let prompt = (0..<length).map { _ in numbers.below(model.configuration.vocabularySize) }
      if i < 8 { try observe(model, prompt) }
      prompts += 1
      do {
        let generation = try key.generate(prompt: prompt, limit: 1, parallel: parallel)
        if i < 8 {
          let logits = try model.logits(for: prompt).row(length - 1)
          let best = logits.indices.max { logits[$0] < logits[$1] }! - logits.startIndex
          agreements += generation.statement.reply[0] == best ? 1 : 0
          positions += 1
        }
      } catch is Refusal {
        refusals += 1
      }
      onPrompt(i + 1)
    }
  }

  private mutating func observe(_ model: FloatModel, _ prompt: [Int]) throws(ModelError) {
    let seen = Seen()
    _ = try model.logits(for: prompt) { seen.add($0) }
    deviation = min(deviation, seen.deviation)
    massiveChannels = min(massiveChannels, seen.massiveChannels)
    scoreSpread = min(scoreSpread, seen.scoreSpread)
  }

  private final class Seen {
    var deviation = 0.0
    var massiveChannels = 0
    var scoreSpread = 0.0

    func add(_ observation: Observation) {
      switch observation.stage {
      case .attentionResidual, .feedForwardResidual, .finalResidual:
        let row = observation.tensor.row(0)
        let mean = row.reduce(0) { $0 + Double($1) } / Double(row.count)
        let squares = row.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
        deviation = max(deviation, (squares / Double(row.count)).squareRoot())
        massiveChannels = max(
          massiveChannels, row.count { abs($0) >= SyntheticCheck.massive })
      case .scores:
        let width = observation.tensor.shape.last!
        let values = observation.tensor.values
        for start in stride(from: 0, to: values.count, by: width) {
          let row = values[start..<start + width].filter { $0 > -.infinity }
          scoreSpread = max(scoreSpread, Double((row.max() ?? 0) - (row.min() ?? 0)))
        }
      default: break
      }
    }
  }
}
