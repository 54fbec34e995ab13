import Foundation
import Testing

@testable import Models

@Suite struct TokenizerFolderTests {
  private let text = "The quick <|endoftext|> brown  fox, it's\n naïve 123"

  /// Expects that a definition is refused with a message that holds all of the parts.
  private func expectRefusal(
    _ definition: [String: Any], _ parts: String..., location: SourceLocation = #_sourceLocation
  ) throws {
    try withFolder { folder in
      try folder.write("tokenizer.json", json: definition)
      #expect(sourceLocation: location) {
        try Tokenizer(folder: folder)
      } throws: { error in
        parts.allSatisfy { "\(error)".contains($0) } && "\(error)".contains("tokenizer.json")
      }
    }
  }

  @Test func bothWaysOfWritingMergesAreRead() throws {
    let vectors = try TokenizerVectors.plain()
    try withFolder { folder in
      try folder.write("tokenizer.json", json: vectors.definition)
      let expected = try Tokenizer(folder: folder).encode(text)
      let lines = vectors.merges.map { $0.joined(separator: " ") }
      try folder.write("tokenizer.json", json: vectors.definition(model: "merges", lines))
      #expect(try Tokenizer(folder: folder).encode(text) == expected)
    }
  }

  @Test(arguments: ["\n", "\r\n"])
  func theOlderPairOfFilesGivesTheSameTokens(_ newline: String) throws {
    let vectors = try TokenizerVectors.plain()
    try withFolder { folder in
      try folder.write("tokenizer.json", json: vectors.definition)
      let expected = try Tokenizer(folder: folder).encode(text)
      try FileManager.default.removeItem(at: folder.appendingPathComponent("tokenizer.json"))

      try folder.write("vocab.json", json: vectors.model["vocab"] ?? [:])
      #expect(throws: ModelError.self) { try Tokenizer(folder: folder) }
      let lines = ["#version: 0.2"] + vectors.merges.map { $0.joined(separator: " ") } + [""]
      try folder.write("merges.txt", lines.joined(separator: newline))
      #expect(try Tokenizer(folder: folder).encode(text) == expected)
    }
  }

  @Test func theConfigurationBesideHasTheLastWordOnALeadingSpace() throws {
    let vectors = try TokenizerVectors.plain()
    try withFolder { folder in
      try folder.write("tokenizer.json", json: vectors.definition)
      let spaced = try Tokenizer(folder: folder).encode(" The")
      try folder.write("tokenizer_config.json", json: ["add_prefix_space": true])
      #expect(try Tokenizer(folder: folder).encode("The") == spaced)
      #expect(try Tokenizer(folder: folder).encode(" The") == spaced)
    }
  }

  @Test func tokensThatTheConfigurationNamesAreSpecial() throws {
    let vectors = try TokenizerVectors.plain()
    let token = 300
    let name = try #require(
      (vectors.model["vocab"] as? [String: Int])?.first { $0.value == token }?.key)
    try withFolder { folder in
      try folder.write("tokenizer.json", json: vectors.definition)
      try folder.write("tokenizer_config.json", json: ["pad_token": ["content": name]])
      let tokenizer = try Tokenizer(folder: folder)
      #expect(tokenizer.decode([token], specialTokens: .skipped) == "")
      #expect(tokenizer.decode([token]) != "")
      #expect(tokenizer.encode("x\(name)y").contains(token))
    }
  }

  @Test func addedTokensOfTheConfigurationAreFoundInText() throws {
    try withFolder { folder in
      try folder.write("tokenizer.json", json: TokenizerVectors.plain().definition)
      try folder.write(
        "tokenizer_config.json",
        json: ["added_tokens_decoder": ["360": ["content": "<user>", "special": true]]])
      try folder.write("added_tokens.json", json: ["<system>": 361])
      let tokenizer = try Tokenizer(folder: folder)
      #expect(tokenizer.encode("<user><system>") == [360, 361])
      #expect(tokenizer.vocabularySize == 362)
      #expect(tokenizer.decode([360, 361], specialTokens: .skipped) == "<system>")
    }
  }

  @Test func otherKindsOfTokenizerAreNamed() throws {
    let vectors = try TokenizerVectors.plain()
    for type in ["WordPiece", "Unigram", "WordLevel"] {
      try expectRefusal(vectors.definition(model: "type", type), type, "on bytes", "BPE on bytes")
    }
    for part in ["pre_tokenizer", "decoder"] {
      try expectRefusal(vectors.definition(part, ["type": "Metaspace"]), part, "Metaspace")
      try expectRefusal(vectors.definition(part, nil), part, "null")
    }
    let sequence: [String: Any] = [
      "type": "Sequence", "pretokenizers": [["type": "Split"], ["type": "ByteLevel"]],
    ]
    try expectRefusal(vectors.definition("pre_tokenizer", sequence), "Sequence of Split, ByteLevel")
    try expectRefusal(vectors.definition("normalizer", ["type": "NFKD"]), "normalizer", "NFKD")
    try expectRefusal(
      vectors.definition("post_processor", ["type": "RobertaProcessing"]), "RobertaProcessing")
    try expectRefusal(
      vectors.definition(
        "pre_tokenizer", ["type": "ByteLevel", "add_prefix_space": false, "use_regex": false]),
      "use_regex")
  }

  @Test func settingsThatChangeTokensAreRefused() throws {
    let vectors = try TokenizerVectors.plain()
    try expectRefusal(vectors.definition(model: "byte_fallback", true), "byte_fallback")
    try expectRefusal(vectors.definition(model: "fuse_unk", true), "fuse_unk")
    try expectRefusal(vectors.definition(model: "dropout", 0.1), "dropout")
    try expectRefusal(vectors.definition(model: "end_of_word_suffix", "</w>"), "</w>")
    try expectRefusal(vectors.definition(model: "unk_token", "<nowhere>"), "<nowhere>")
    try withFolder { folder in
      try folder.write("tokenizer.json", json: vectors.definition)
      try folder.write("tokenizer_config.json", json: ["add_bos_token": true])
      #expect { try Tokenizer(folder: folder) } throws: { "\($0)".contains("add_bos_token") }
    }
  }

  @Test func damagedDefinitionsAreRefused() throws {
    let vectors = try TokenizerVectors.plain()
    for name in ["vocab", "merges"] {
      for value in [nil, [:], 1, "x", [[1, 2]], ["a": "b"]] as [Any?] {
        try expectRefusal(vectors.definition(model: name, value))
      }
    }
    for merge in [["a"], ["a", "b", "c"], ["a", 1], "ab", "a b c", "a  b", 7] as [Any] {
      try expectRefusal(vectors.definition(model: "merges", [merge]), "merge")
    }
    try expectRefusal(vectors.definition(model: "merges", [["q", "q"]]), "\"qq\"")
    for tokens in [["a": 1, "b": 1], ["a": -1], ["a": 1 << 40]] {
      try expectRefusal(vectors.definition(model: "vocab", tokens), "token")
    }
    for added in [
      ["id": 0, "content": "x"], ["id": 400, "content": "a"], ["id": 400, "content": ""],
    ] {
      try expectRefusal(vectors.definition("added_tokens", [added as [String: Any]]), "token")
    }
    try expectRefusal(vectors.definition("added_tokens", [["content": "x"]]), "\"id\"")
    try expectRefusal(vectors.definition("model", nil), "model")
  }

  @Test func everyPrefixOfADefinitionIsRefused() throws {
    let bytes = try JSONSerialization.data(
      withJSONObject: TokenizerVectors.plain().definition, options: .sortedKeys)
    try withFolder { folder in
      for length in stride(from: 0, to: bytes.count, by: 97) {
        try folder.write("tokenizer.json", bytes.prefix(length))
        #expect(throws: ModelError.self) { try Tokenizer(folder: folder) }
      }
    }
  }

  @Test func randomDamageEndsInAnErrorOrATokenizer() throws {
    let original = Array(
      try JSONSerialization.data(
        withJSONObject: TokenizerVectors.plain().definition, options: .sortedKeys))
    let alphabet = Array(#"{}[]",:0123456789-eE.\ unlat"#.utf8)
    var generator = SeededGenerator(seed: 12)
    try withFolder { folder in
      for _ in 0..<500 {
        var bytes = original
        for _ in 0...Int.random(in: 0..<3, using: &generator) {
          let position = Int.random(in: 0..<bytes.count, using: &generator)
          bytes[position] = alphabet.randomElement(using: &generator) ?? 0
        }
        try folder.write("tokenizer.json", bytes)
        do {
          let tokenizer = try Tokenizer(folder: folder)
          _ = tokenizer.decode(tokenizer.encode(text))
        } catch {
          #expect(error is ModelError)
        }
      }
    }
  }
}
