import Foundation
import Testing

@testable import Models

@Suite struct TokenizerTests {
  private func plain() throws -> Tokenizer {
    try withFolder { folder in
      try folder.write("tokenizer.json", json: TokenizerVectors.plain().definition)
      return try Tokenizer(folder: folder)
    }
  }

  @Test func textsHaveTheTokensThatHuggingFaceGivesThem() throws {
    let all = try TokenizerVectors.all()
    #expect(all.map(\.cases.count).reduce(0, +) > 150)
    for vectors in all {
      try withFolder { folder in
        try folder.write("tokenizer.json", json: vectors.definition)
        let tokenizer = try Tokenizer(folder: folder)
        for example in vectors.cases {
          if let text = example.text {
            #expect(
              tokenizer.encode(text) == example.tokens, "\(vectors.name): \(text.debugDescription)")
          }
          let kept = tokenizer.decode(example.tokens)
          let skipped = tokenizer.decode(example.tokens, specialTokens: .skipped)
          #expect(kept.unicodeScalars.elementsEqual(example.kept.unicodeScalars))
          #expect(skipped.unicodeScalars.elementsEqual(example.skipped.unicodeScalars))
        }
      }
    }
  }

  @Test func everyScalarSurvivesEncodingAndDecoding() throws {
    let tokenizer = try plain()
    var text = String.UnicodeScalarView()
    for value in UInt32(0)...0x10FFFF where value % 37 == 0 || value < 0x3000 {
      if let scalar = Unicode.Scalar(value) { text.append(scalar) }
    }
    let decoded = tokenizer.decode(tokenizer.encode(String(text)))
    #expect(decoded.unicodeScalars.elementsEqual(text))
  }

  @Test func aLongRunOfOneCharacterTakesNoTime() throws {
    let tokenizer = try plain()
    let text = String(repeating: "e", count: 200_000)
    let clock = ContinuousClock()
    var tokens: [Int] = []
    let time = clock.measure { tokens = tokenizer.encode(text) }
    #expect(tokenizer.decode(tokens) == text)
    // Quadratic merging would take minutes.
    #expect(time < .seconds(20))
  }

  @Test func tokensThatDoNotExistDecodeToNothing() throws {
    #expect(try plain().decode([-1, .max, 5000]) == "")
  }

  @Test func bytesThatAreNotUTF8BecomeReplacementCharacters() throws {
    let tokenizer = try plain()
    // "é" is the bytes C3 A9, written "Ã©" in the vocabulary.
    let first = try #require(tokenizer.token(named: "Ã"))
    let second = try #require(tokenizer.token(named: "©"))
    #expect(tokenizer.decode([first, second]) == "é")
    #expect(tokenizer.decode([second, first]) == "\u{FFFD}\u{FFFD}")
  }

  @Test func tokensAreFoundByTheirExactText() throws {
    let tokenizer = try plain()
    #expect(tokenizer.token(named: "<|endoftext|>") == 0)
    #expect(tokenizer.token(named: "Ġ") != nil)
    #expect(tokenizer.token(named: "G\u{307}") == nil)
    #expect(tokenizer.vocabularySize == 360)
  }

  @Test func theAlphabetIsThatOfGPT2() {
    let scalars = TokenizerBytes.scalars
    #expect(scalars.count == 256 && Set(scalars).count == 256)
    #expect(scalars[0x20] == "Ġ" && scalars[0x0A] == "Ċ" && scalars[0] == "Ā")
    #expect(scalars[0x41] == "A" && scalars[0xA9] == "©" && scalars[0xAD] == "Ń")
  }

  @Test func wordsCoverTheTextWithoutGaps() {
    var generator = SeededGenerator(seed: 5)
    let alphabet = Array(" \n\t\u{a0}aZé9²!'strevmdl._👍\u{301}".unicodeScalars)
    for _ in 0..<2000 {
      let length = Int.random(in: 0...12, using: &generator)
      let text = (0..<length).compactMap { _ in alphabet.randomElement(using: &generator) }
      let ranges = TokenizerWords.ranges(of: text[...])
      #expect(ranges.allSatisfy { !$0.isEmpty })
      #expect(ranges.flatMap { Array($0) } == Array(0..<length))
    }
  }
}
