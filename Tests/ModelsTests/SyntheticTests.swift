import Foundation
import Testing

@testable import Models

@Suite struct SyntheticTests {
  private static let shape = SyntheticShape(
    name: "small", layers: 2, width: 32, heads: 2, hidden: 80, vocabulary: 400, context: 16)

  @Test func theSameSeedGivesTheSameBytes() throws {
    let files = try (0..<3).map { i in
      try withFolder { folder in
        try SyntheticFolder(Self.shape, seed: i < 2 ? 5 : 6).write(to: folder)
        return try Data(contentsOf: folder.appendingPathComponent("model.safetensors"))
      }
    }
    #expect(files[0] == files[1])
    #expect(files[0] != files[2])
  }

  @Test func theFolderIsReadLikeAnyOther() throws {
    try withFolder { folder in
      try SyntheticFolder(Self.shape).write(to: folder)
      let model = try FloatModel(folder: folder)
      #expect(model.configuration.vocabularySize == 400)
      #expect(model.configuration.endTokens == [399])
      #expect(model.weights.layers.count == 2)
      #expect(model.configuration.tiesEmbeddings)
    }
  }

  @Test func everyWordIsOneToken() throws {
    try withFolder { folder in
      try SyntheticFolder(Self.shape).write(to: folder)
      let tokenizer = try Tokenizer(folder: folder)
      let words = Array(256..<399)
      #expect(tokenizer.encode(tokenizer.decode(words)) == words)
      let text = try String(
        contentsOf: folder.appendingPathComponent(CalibrationText.fileName), encoding: .utf8)
      let windows = CalibrationText(text, tokenizer, endToken: 399, context: 16).windows
      let language = SyntheticLanguage(Self.shape).windows(count: 8, length: 15, seed: 1)
      #expect(windows == language.map { $0 + [399] })
    }
  }

  @Test func tokensOfTheLanguageAreOneCycle() {
    let language = SyntheticLanguage(Self.shape)
    #expect(Set((0..<400).map { language.token(at: $0) }).count == 400)
    let places = language.places
    for place in [0, 1, 57, 399] { #expect(places[language.token(at: place)] == place) }
  }

  @Test func numbersHaveMeanZeroAndDeviationOne() {
    var numbers = SyntheticNumbers(seed: 3, stream: 0)
    let values = (0..<100_000).map { _ in Double(numbers.normal()) }
    let mean = values.reduce(0, +) / 1e5
    let variance = values.reduce(0) { $0 + $1 * $1 } / 1e5 - mean * mean
    #expect(abs(mean) < 0.02)
    #expect(abs(variance - 1) < 0.02)
  }
}
