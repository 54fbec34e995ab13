import Foundation
import Prover
import Testing
import Verifier

@testable import Models

/// Position 0 deviates a thousand times as much as an embedding: one grid serves both.
@Suite struct MassiveActivationTests {
  private static let shape = SyntheticShape(
    name: "massive", layers: 4, width: 256, heads: 4, hidden: 1024, vocabulary: 2000, context: 64)

  @Test func integersSpeakAsFloatsDoBesideMassiveActivations() throws {
    try withFolder { folder in
      try SyntheticFolder(Self.shape).write(to: folder)
      let importer = try Importer(folder, parallel: .all)
      let configuration = importer.model.configuration
      let language = SyntheticLanguage(Self.shape)
      let bits = FractionBits(
        try importer.calibrate(language.windows(count: 16, length: 32, seed: 1)),
        width: configuration.width, context: configuration.contextLength,
        scoreScale: configuration.scoreScale(layer: 0))
      let quantized = try importer.quantize(bits)

      let windows = language.windows(count: 16, length: 32, seed: 2)
      let accuracy = try Accuracy(
        importer.model, quantized, bits, windows: windows, parallel: .all)
      func error(_ tensor: String, layer: Int?) throws -> Double {
        try #require(accuracy.rows.first { $0.tensor == tensor && $0.layer == layer }).error
      }
      let norm = try error("norm 1", layer: 0)
      let logit = try error("logit", layer: nil)
      let agreement = try Self.agreement(importer.model, quantized, bits, windows)
      print("  first norm \(norm), logits \(logit), agreement \(agreement)")
      #expect(norm <= 0.02)
      #expect(logit <= 0.1)
      #expect(agreement >= 0.97)

      let key = try ProvingKey.commit(
        quantized.graph, quantized.parameters, profile: .provable100,
        provenance: .init(tokenizer: .zero, settings: .zero, checkpoint: .zero), parallel: .all)
      let check = try SyntheticCheck(
        importer.model, key, prompts: 100, length: 8, seed: 3, parallel: .all)
      #expect(check.holds, "\(check)")
    }
  }

  /// Among positions whose best token leads by half a nat, the share at which the integer model chooses it too.
  private static func agreement(
    _ model: FloatModel, _ quantized: QuantizedModel, _ bits: FractionBits, _ windows: [[Int]]
  ) throws -> Double {
    let node = try #require(quantized.graph.nodes.firstIndex { $0.name == "logit" })
    var (clear, agreeing) = (0, 0)
    for window in windows {
      let execution = Execution(
        Circuit(
          quantized.graph,
          Lengths(prompt: 1, reply: window.count, context: quantized.graph.context)),
        parameters: quantized.parameters, parallel: .all)
      execution.append(window)
      let integers = try #require(execution.values[node])
      let floats = try model.logits(for: window)
      let width = integers.shape[1]
      for position in window.indices {
        let row = Array(floats.row(position))
        let order = row.indices.sorted { row[$0] > row[$1] }
        guard row[order[0]] - row[order[1]] >= 0.5 else { continue }
        let best = (0..<width).max {
          integers[position * width + $0] < integers[position * width + $1]
        }
        clear += 1
        agreeing += best == order[0] ? 1 : 0
      }
    }
    #expect(clear >= 100)
    return Double(agreeing) / Double(max(1, clear))
  }
}
