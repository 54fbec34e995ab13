import Foundation
import Testing

@testable import Models

@Suite struct FloatModelTests {
  private func model(_ variant: String = "plain", of vectors: GPT2Vectors) throws -> FloatModel {
    try withFolder { folder in
      try vectors.write(variant, to: folder)
      return try FloatModel(folder: folder)
    }
  }

  private func largestDifference(_ left: [Float], _ right: [Float]) -> Float {
    guard left.count == right.count else { return .infinity }
    return zip(left, right).map { abs($0 - $1) }.max() ?? 0
  }

  @Test(arguments: ["plain", "erf", "unscaled", "scaled by layer", "epsilon", "untied"])
  func logitsAreThoseOfPyTorch(_ variant: String) throws {
    let vectors = try GPT2Vectors.load()
    let expected = try #require(vectors.variants.first { $0.name == variant }).logits
    let model = try model(variant, of: vectors)
    for (window, logits) in zip(vectors.windows, expected) {
      let found = try model.logits(for: window)
      #expect(found.shape == [window.count, 23])
      #expect(largestDifference(found.values, logits) < 1e-4)
    }
  }

  @Test func variantsDiffer() throws {
    let variants = try GPT2Vectors.load().variants
    #expect(variants.count == 6)
    for (index, variant) in variants.enumerated() {
      for other in variants[..<index] {
        // Else a test at 1e-4 could not tell that a setting was ignored.
        #expect(largestDifference(variant.logits[0], other.logits[0]) > 3e-4)
      }
    }
  }

  @Test func observedTensorsAreThoseOfPyTorch() throws {
    let vectors = try GPT2Vectors.load()
    var observed: [String: [Float]] = [:]
    _ = try model(of: vectors).logits(for: vectors.windows[0]) { observation in
      let layer = observation.layer.map(String.init) ?? "final"
      observed["\(observation.stage.rawValue) \(layer)"] = observation.tensor.values
    }
    for layer in 0..<2 {
      let scores = try #require(observed["scores \(layer)"])
      observed["softmax \(layer)"] = softmax(scores, width: vectors.windows[0].count)
    }
    #expect(vectors.stages.count == 2 * 10 + 2)
    for (name, expected) in vectors.stages {
      let found = try #require(observed[name], "\(name)")
      #expect(largestDifference(found, expected) < 1e-4, "\(name)")
    }
  }

  private func softmax(_ scores: [Float], width: Int) -> [Float] {
    stride(from: 0, to: scores.count, by: width).flatMap { start in
      let row = scores[start..<start + width].map { exp($0) }
      return row.map { $0 / row.reduce(0, +) }
    }
  }

  @Test func everyStageIsObservedInOrderWithItsShape() throws {
    let vectors = try GPT2Vectors.load()
    let tokens = vectors.windows[0].count
    var seen: [(Stage, Int?)] = []
    _ = try model(of: vectors).logits(for: vectors.windows[0]) { observation in
      seen.append((observation.stage, observation.layer))
      let expected: [Int] =
        switch observation.stage {
        case .scores: [2, tokens, tokens]
        case .hidden, .activation: [tokens, 20]
        case .logits: [tokens, 23]
        default: [tokens, 8]
        }
      #expect(observation.tensor.shape == expected, "\(observation.stage)")
    }
    let inner: [Stage] = [
      .attentionResidual, .attentionCentered, .attentionNormalized, .query, .key, .value, .scores,
      .context, .attentionOutput, .feedForwardResidual, .feedForwardCentered,
      .feedForwardNormalized, .hidden, .activation, .feedForwardOutput,
    ]
    let expected =
      [(.embedded, nil)] + (0..<2).flatMap { layer in inner.map { ($0, layer) } }
      + [(.finalResidual, nil), (.finalCentered, nil), (.finalNormalized, nil), (.logits, nil)]
      as [(Stage, Int?)]
    #expect(seen.elementsEqual(expected, by: ==))
  }

  @Test func centeredRowsHaveMeanZeroAndVarianceOne() throws {
    let vectors = try GPT2Vectors.load()
    _ = try model(of: vectors).logits(for: vectors.windows[0]) { observation in
      guard observation.stage.rawValue.hasSuffix("Centered") else { return }
      for row in 0..<observation.tensor.shape[0] {
        let values = observation.tensor.row(row)
        #expect(abs(values.reduce(0, +)) < 1e-4)
        #expect(abs(values.map { $0 * $0 }.reduce(0, +) / 8 - 1) < 1e-3)
      }
    }
  }

  @Test func manyWindowsGiveTheLogitsOfEach() throws {
    let model = try model(of: GPT2Vectors.load())
    var generator = SeededGenerator(seed: 3)
    let windows = (0..<300).map { _ in
      (0..<Int.random(in: 1...12, using: &generator)).map { _ in
        Int.random(in: 0..<23, using: &generator)
      }
    }
    var indices: [Int] = []
    try model.logits(for: windows) { index, logits in
      indices.append(index)
      let alone = try? model.logits(for: windows[index])
      #expect(largestDifference(logits.values, alone?.values ?? []) < 1e-5)
    }
    #expect(indices == Array(0..<300))
    try model.logits(for: []) { _, _ in Issue.record("there is no window") }
  }

  @Test func whatComesLaterChangesNothingBefore() throws {
    let model = try model(of: GPT2Vectors.load())
    let long = try model.logits(for: [1, 2, 3, 4, 5])
    let other = try model.logits(for: [1, 2, 3, 9, 9])
    #expect(largestDifference(Array(long.values[..<69]), Array(other.values[..<69])) < 1e-6)
    #expect(largestDifference(Array(long.values[69...]), Array(other.values[69...])) > 1e-2)
  }

  @Test func windowsThatDoNotFitAreRefused() throws {
    let model = try model(of: GPT2Vectors.load())
    for window in [[], Array(repeating: 0, count: 13)] {
      let error = ModelError.windowLength(found: window.count, limit: 12)
      #expect(throws: error) { try model.logits(for: window) }
      #expect(throws: error) { try model.logits(for: [[1], window]) { _, _ in } }
    }
    for token in [-1, 23, .max, .min] {
      let error = ModelError.tokenOutsideVocabulary(
        token: token, position: 1, vocabularySize: 23)
      #expect(throws: error) { try model.logits(for: [0, token]) }
      #expect(throws: error) { try model.perplexity(of: [[0, token]]) }
    }
  }

  @Test func aModelThatOverflowsIsRefused() throws {
    try withFolder { folder in
      try GPT2Vectors.load().write("plain", to: folder) { builder in
        let index = builder.index(of: "transformer.ln_f.bias")
        builder.entries[index].bytes = (0..<8).flatMap { _ in
          SafetensorsBuilder.littleEndian(Float.greatestFiniteMagnitude.bitPattern)
        }
      }
      let model = try FloatModel(folder: folder)
      #expect { try model.logits(for: [1]) } throws: { "\($0)".contains("\"logits\"") }
    }
  }
}
