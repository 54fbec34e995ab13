import Foundation
import Models
import Prover
import Verifier

/// Estimates without proving, and the runs they are calibrated by.
struct BenchPrediction {
  let model: BenchModel
  let threads: Int
  let kernels: KernelLevel

  /// Proves at several lengths, each in a process of its own, and stores what they took.
  func calibrate(runs: Int) throws {
    let key = try Files.key(model.package.appendingPathComponent("verifying.key").path)
    var costs = CostModel.stored(threads: threads, kernels: kernels.rawValue)
    let lengths = [4, 16, 64, 128].filter { $0 <= key.graph.context }
    let bar = ProgressBar("calibrating on \(model.name)", total: lengths.count)
    for (i, tokens) in lengths.enumerated() {
      let result = try ChildProcess.object([
        "bench", model.package.path, "--tokens", "\(tokens)", "--runs", "\(runs)", "--json",
        "--threads", "\(threads)", "--kernels", kernels.rawValue,
      ])
      guard let sections = result["sections"] as? [String: Double],
        let peak = result["peak_bytes"] as? Int, let reply = result["tokens"] as? Int
      else { throw Failure(message: "a calibrating run printed no figures", code: 2) }
      costs.add(
        CostModel.Run(
          model: model.name, tokens: reply,
          features: try CostFeatures(key, prompt: 1, reply: reply),
          seconds: Dictionary(
            uniqueKeysWithValues: sections.compactMap { name, seconds in
              ProvingSection(rawValue: name).map { ($0, seconds) }
            }), peakBytes: peak))
      bar.update(i + 1)
    }
    bar.finish()
    try costs.store()
  }

  /// The estimate for this many reply tokens to one prompt token.
  func estimate(tokens: Int) throws -> (CostModel.Estimate, CostModel) {
    let key = try Files.key(model.package.appendingPathComponent("verifying.key").path)
    guard tokens <= key.graph.context else {
      throw Failure.badInput("--tokens \(tokens): the model's context is \(key.graph.context)")
    }
    var costs = CostModel.stored(threads: threads, kernels: kernels.rawValue)
    if costs.runs.isEmpty {
      Console.error(
        "no calibrating run of \(threads) threads and \(kernels.rawValue) kernels yet; running one")
      try calibrate(runs: 2)
      costs = CostModel.stored(threads: threads, kernels: kernels.rawValue)
    }
    return (costs.estimate(try CostFeatures(key, prompt: 1, reply: tokens)), costs)
  }

  func object(tokens: Int) throws -> [String: Any] {
    let (estimate, costs) = try estimate(tokens: tokens)
    return [
      "model": model.name, "tokens": tokens, "threads": threads, "kernels": kernels.rawValue,
      "prove_seconds": estimate.totalSeconds, "peak_bytes": Int(estimate.peakBytes),
      "proof_bytes": Int(estimate.proofBytes.rounded()), "predicted": true,
      "sections": Dictionary(
        uniqueKeysWithValues: estimate.seconds.map { ($0.rawValue, $1) }),
      "calibrated_on": costs.runs.map { "\($0.model) \($0.tokens)" },
    ]
  }

  func print(tokens: Int) throws {
    let (estimate, costs) = try estimate(tokens: tokens)
    Console.print(
      "\(model.name): 1 prompt token, \(tokens) reply tokens, estimated; \(threads) threads, "
        + "\(kernels.rawValue) kernels")
    Console.print("prove        \(Console.seconds(estimate.totalSeconds))")
    for section in ProvingSection.allCases {
      let name = section.rawValue.padding(toLength: 10, withPad: " ", startingAt: 0)
      Console.print("  \(name) \(Console.seconds(estimate.seconds[section] ?? 0))")
    }
    Console.print("peak memory  \(Console.bytes(Int(estimate.peakBytes)))")
    Console.print("proof        \(Console.bytes(Int(estimate.proofBytes)))")
    Console.print(
      "calibrated   on " + costs.runs.map { "\($0.model) \($0.tokens)" }.joined(separator: ", "))
  }
}
