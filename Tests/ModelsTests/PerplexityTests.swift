import Foundation
import Testing

@testable import Models

@Suite struct PerplexityTests {
  @Test func equalLogitsAreAsSurprisingAsTheVocabularyIsLarge() {
    var perplexity = Perplexity()
    perplexity.add(
      logits: FloatTensor(shape: [3, 50], values: Array(repeating: -7, count: 150)), of: [1, 2, 3])
    #expect(perplexity.count == 2)
    #expect(abs(perplexity.value - 50) < 1e-9)
  }

  @Test func handWorkedProbabilitiesGiveTheirGeometricMean() {
    // Softmax of (ln 3, 0) is (3/4, 1/4): the tokens 0 and 1 cost ln 4/3 and ln 4.
    let row: [Float] = [Float(log(3.0)), 0]
    var perplexity = Perplexity()
    perplexity.add(logits: FloatTensor(shape: [3, 2], values: row + row + row), of: [1, 0, 1])
    #expect(abs(perplexity.nats - log(16.0 / 3)) < 1e-6)
    #expect(abs(perplexity.value - (16.0 / 3).squareRoot()) < 1e-6)
  }

  @Test func largeLogitsDoNotOverflow() {
    var perplexity = Perplexity()
    perplexity.add(logits: FloatTensor(shape: [2, 2], values: [3e38, -3e38, 0, 0]), of: [0, 0])
    #expect(perplexity.nats == 0)
    perplexity.add(logits: FloatTensor(shape: [2, 2], values: [1000, 0, 0, 0]), of: [0, 1])
    #expect(abs(perplexity.nats - 1000) < 1e-9)
  }

  @Test func nothingToPredictIsCertain() {
    var perplexity = Perplexity()
    perplexity.add(logits: FloatTensor(shape: [1, 2], values: [0, 0]), of: [1])
    #expect(perplexity.count == 0 && perplexity.value == 1)
  }

  @Test func aModelsPerplexityIsThatOfItsLogits() throws {
    let vectors = try GPT2Vectors.load()
    let logits = try #require(vectors.variants.first).logits
    var expected = Perplexity()
    for (window, values) in zip(vectors.windows, logits) {
      expected.add(logits: FloatTensor(shape: [window.count, 23], values: values), of: window)
    }
    try withFolder { folder in
      try vectors.write("plain", to: folder)
      let found = try FloatModel(folder: folder).perplexity(of: vectors.windows)
      #expect(found.count == 12)
      #expect(abs(found.value - expected.value) < 1e-3)
    }
  }
}
