import Foundation
import Models
import Prover

/// Shows that synthetic weights behave like those of a trained GPT-2.
struct BenchWeights {
  private let check: SyntheticCheck

  init(_ model: BenchModel, parallel: Parallel) throws {
    guard let folder = model.floatFolder else {
      throw Failure.badInput("--check-weights needs a built-in shape, or --float FOLDER")
    }
    let float = try FloatModel(folder: folder)
    let package = try ModelPackage(model.package, parallel: parallel)
    let bar = ProgressBar("running random prompts", total: 100)
    check = try SyntheticCheck(
      float, package.provingKey, prompts: 100, length: min(16, float.configuration.contextLength),
      seed: 7, parallel: parallel
    ) { bar.update($0) }
    bar.finish()
  }

  /// - Throws: unless every property holds.
  func report() throws {
    Console.print(
      String(
        format:
          "position 0        deviation %.1f (at least %.0f), %d channels at or above %.0f (at least 2)",
        check.deviation, SyntheticCheck.leastDeviation, check.massiveChannels,
        SyntheticCheck.massive))
    Console.print(
      String(
        format: "attention scores  spread over %.1f nats (at least %.0f)", check.scoreSpread,
        SyntheticCheck.leastSpread))
    Console.print("random prompts    \(check.prompts), \(check.refusals) refused")
    Console.print(
      "greedy agreement  \(check.agreements) of \(check.positions) with the float model")
    guard check.holds else {
      throw Failure(message: "the synthetic weights do not behave like real ones", code: 2)
    }
  }
}
