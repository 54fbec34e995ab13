import Foundation
import Testing

@testable import Models

@Suite struct TokenizerFamilyTests {
  @Test(arguments: [
    "bert", "bert-cased", "llama3", "qwen2", "smollm2", "t5", "t5-older", "llama2", "llama2-newer",
  ])
  func textsHaveTheTokensThatHuggingFaceGivesThem(_ name: String) throws {
    let family = try TokenizerFamily(name)
    let tokenizer = try family.tokenizer()
    #expect(family.cases.count > 300)
    for example in family.cases {
      let text = "\(name): \(example.text.debugDescription)"
      #expect(tokenizer.encode(example.text) == example.tokens, "\(text)")
      let encoded = tokenizer.encode(example.text, pairedWith: example.second)
      #expect(encoded.tokens == example.encoded, "\(text)")
      #expect(encoded.secondSegment == example.secondSegment, "\(text)")
      let kept = tokenizer.decode(example.encoded)
      #expect(kept.unicodeScalars.elementsEqual(example.kept.unicodeScalars), "\(text)")
      let skipped = tokenizer.decode(example.encoded, specialTokens: .skipped)
      #expect(skipped.unicodeScalars.elementsEqual(example.skipped.unicodeScalars), "\(text)")
    }
  }

  /// Expects that a change of a family's definition is refused with a message that holds all parts.
  private func expectRefusal(
    _ definition: [String: Any], of family: TokenizerFamily, _ parts: String...,
    location: SourceLocation = #_sourceLocation
  ) throws {
    #expect(sourceLocation: location) {
      try family.tokenizer(definition)
    } throws: { error in
      parts.allSatisfy { "\(error)".contains($0) } && "\(error)".contains("tokenizer.json")
    }
  }

  @Test func pairsAreSplitWhereTheSecondTextBegins() throws {
    let tokenizer = try TokenizerFamily("bert").tokenizer()
    let (first, second) = (tokenizer.encode("Who?"), tokenizer.encode("the fox"))
    let begin = try #require(tokenizer.token(named: "[CLS]"))
    let separator = try #require(tokenizer.token(named: "[SEP]"))
    let pair = tokenizer.encode("Who?", pairedWith: "the fox")
    #expect(pair.tokens == [begin] + first + [separator] + second + [separator])
    #expect(pair.secondSegment == first.count + 2)
    let alone = tokenizer.encode("Who?", pairedWith: nil)
    #expect(
      alone == EncodedText(tokens: [begin] + first + [separator], secondSegment: alone.tokens.count)
    )
  }

  @Test func withoutAPostProcessorNothingIsAdded() throws {
    let family = try TokenizerFamily("bert")
    let tokenizer = try family.tokenizer(family.definition("post_processor", to: nil))
    let (first, second) = (tokenizer.encode("Who?"), tokenizer.encode("the fox"))
    #expect(tokenizer.encode("Who?", pairedWith: nil).tokens == first)
    let pair = tokenizer.encode("Who?", pairedWith: "the fox")
    #expect(pair == EncodedText(tokens: first + second, secondSegment: first.count))
  }

  @Test func bertsOwnProcessorIsItsTemplate() throws {
    let family = try TokenizerFamily("bert")
    let tokenizer = try family.tokenizer()
    let begin = try #require(tokenizer.token(named: "[CLS]"))
    let separator = try #require(tokenizer.token(named: "[SEP]"))
    let older = try family.tokenizer(
      family.definition(
        "post_processor",
        to: ["type": "BertProcessing", "sep": ["[SEP]", separator], "cls": ["[CLS]", begin]]))
    for (first, second) in [("a b", nil), ("", ""), ("a", "c d")] as [(String, String?)] {
      #expect(
        older.encode(first, pairedWith: second) == tokenizer.encode(first, pairedWith: second))
    }
  }

  @Test func theOlderFileOfLinesGivesTheSameTokens() throws {
    let family = try TokenizerFamily("bert")
    let model = family.definition["model"] as? [String: Any]
    let vocabulary = try #require(model?["vocab"] as? [String: Int])
    let lines = vocabulary.sorted { $0.value < $1.value }.map(\.key)
    for newline in ["\n", "\r\n"] {
      try withFolder { folder in
        try folder.write("vocab.txt", lines.joined(separator: newline) + newline)
        let tokenizer = try Tokenizer(folder: folder)
        #expect(tokenizer.maskToken == vocabulary["[MASK]"])
        #expect(tokenizer.vocabularySize == vocabulary.count)
        for example in family.cases {
          let encoded = tokenizer.encode(example.text, pairedWith: example.second)
          #expect(encoded.tokens == example.encoded)
          #expect(encoded.secondSegment == example.secondSegment)
        }
      }
    }
  }

  @Test func theConfigurationBesideLinesSaysHowToNormalize() throws {
    let lines = ["[UNK]", "[CLS]", "[SEP]", "é", "É", "e", "<mask>", "日本", "[MASK]"]
    try withFolder { folder in
      try folder.write("vocab.txt", lines.joined(separator: "\n"))
      #expect(try Tokenizer(folder: folder).encode("É 日本") == [5, 0, 0])
      try folder.write(
        "tokenizer_config.json",
        json: [
          "do_lower_case": false, "tokenize_chinese_chars": false, "mask_token": "<mask>",
        ])
      let cased = try Tokenizer(folder: folder)
      #expect(cased.encode("É 日本 <mask>[MASK]") == [4, 7, 6, 8])
      #expect(cased.maskToken == 6)
      try folder.write("tokenizer_config.json", json: ["strip_accents": false])
      #expect(try Tokenizer(folder: folder).encode("É") == [3])
    }
  }

  @Test func damagedFilesOfLinesAreRefused() throws {
    for lines in ["", "\n\n", "[UNK]\n[CLS]", "[CLS]\n[SEP]", "[UNK]\n[CLS]\n[SEP]\na\nb\na"] {
      try withFolder { folder in
        try folder.write("vocab.txt", lines)
        #expect(throws: ModelError.self) { try Tokenizer(folder: folder) }
      }
    }
    try withFolder { folder in
      try folder.write("vocab.txt", Data([0x61, 0x0A, 0xFF, 0x0A]))
      #expect { try Tokenizer(folder: folder) } throws: { "\($0)".contains("line 2") }
    }
  }

  @Test func settingsThatContradictTheDefinitionAreRefused() throws {
    let family = try TokenizerFamily("bert")
    for (name, same, other) in [
      ("do_lower_case", true, false), ("tokenize_chinese_chars", true, false),
      ("strip_accents", true, false), ("add_bos_token", true, false),
      ("add_eos_token", true, false),
    ] {
      try withFolder { folder in
        try folder.write("tokenizer.json", json: family.definition)
        try folder.write("tokenizer_config.json", json: [name: same])
        #expect(throws: Never.self) { try Tokenizer(folder: folder) }
        try folder.write("tokenizer_config.json", json: [name: other])
        #expect { try Tokenizer(folder: folder) } throws: { "\($0)".contains(name) }
      }
    }
  }

  @Test func theMaskIsFoundByItsNameOrItsRole() throws {
    let family = try TokenizerFamily("bert")
    #expect(try family.tokenizer().maskToken == 4)
    #expect(try TokenizerVectors.plain().tokenizer().maskToken == nil)
    try withFolder { folder in
      try folder.write("tokenizer.json", json: family.definition)
      try folder.write("special_tokens_map.json", json: ["mask_token": ["content": "[PAD]"]])
      #expect(try Tokenizer(folder: folder).maskToken == 0)
      try folder.write("tokenizer_config.json", json: ["mask_token": "[UNK]"])
      #expect(try Tokenizer(folder: folder).maskToken == 1)
    }
  }

  @Test func partsThatAreNotSupportedAreNamed() throws {
    let bert = try TokenizerFamily("bert")
    try expectRefusal(
      bert.definition("normalizer", "type", to: "NFKD"), of: bert, "normalizer", "NFKD")
    try expectRefusal(
      bert.definition("pre_tokenizer", "type", to: "UnicodeScripts"), of: bert, "UnicodeScripts")
    try expectRefusal(bert.definition("decoder", "type", to: "CTC"), of: bert, "decoder", "CTC")
    try expectRefusal(bert.definition("model", "type", to: "WordLevel"), of: bert, "WordLevel")
    var onBytes = bert.definition("pre_tokenizer", to: ["type": "ByteLevel"])
    try expectRefusal(onBytes, of: bert, "WordPiece on bytes")
    onBytes["model"] = ["type": "BPE", "vocab": ["a": 0], "merges": [String]()]
    try expectRefusal(onBytes, of: bert, "decoder WordPiece")
    try expectRefusal(
      bert.definition("model", "unk_token", to: "<nowhere>"), of: bert, "<nowhere>")
    try expectRefusal(bert.definition("model", "unk_token", to: nil), of: bert, "unk_token")
    let template: [String: Any] = ["type": "TemplateProcessing"]
    try expectRefusal(
      bert.definition(
        "post_processor", to: ["type": "Sequence", "processors": [template, template]]),
      of: bert, "Sequence of TemplateProcessing, TemplateProcessing")
  }

  @Test func templatesThatTokensCannotFollowAreRefused() throws {
    let bert = try TokenizerFamily("bert")
    func piece(_ name: String, _ id: String, _ type: Int) -> [String: Any] {
      [name: ["id": id, "type_id": type]]
    }
    let first = piece("Sequence", "A", 0)
    try expectRefusal(
      bert.definition("post_processor", "pair", to: [first, piece("Sequence", "B", 2)]),
      of: bert, "token types [0, 2]")
    try expectRefusal(
      bert.definition("post_processor", "pair", to: [piece("Sequence", "B", 0), first]),
      of: bert, "pair")
    try expectRefusal(
      bert.definition("post_processor", "single", to: [first, first]), of: bert, "single")
    try expectRefusal(bert.definition("post_processor", "single", to: nil), of: bert, "single")
    try expectRefusal(
      bert.definition(
        "post_processor", "single", to: [first, piece("SpecialToken", "[NONE]", 0)]),
      of: bert, "[NONE]")
  }

  @Test func onlyExpressionsThatAreKnownToTheLetterAreRead() throws {
    let llama = try TokenizerFamily("llama3")
    func split(_ regex: String, _ behavior: String = "Isolated") -> [String: Any] {
      let split: [String: Any] = [
        "type": "Split", "pattern": ["Regex": regex], "behavior": behavior, "invert": false,
      ]
      return llama.definition(
        "pre_tokenizer", "pretokenizers", to: [split, ["type": "ByteLevel", "use_regex": false]])
    }
    let pattern =
      #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}"#
      + #"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
    #expect(throws: Never.self) { try llama.tokenizer(split(pattern)) }
    for index in pattern.indices {
      var other = pattern
      other.remove(at: index)
      #expect(WordExpression(pattern: other) == nil)
    }
    try expectRefusal(split(#"\s+"#), of: llama, "Split", #"\s+"#)
    try expectRefusal(split(pattern, "Removed"), of: llama, "Split", "Isolated")
    try expectRefusal(
      llama.definition(
        "pre_tokenizer", "pretokenizers",
        to: [["type": "Digits", "individual_digits": false], ["type": "ByteLevel"]]),
      of: llama, "Digits")
  }

  @Test func wordsOfLlamaCoverTheTextWithoutGaps() {
    var generator = SeededGenerator(seed: 6)
    let alphabet = Array(" \n\r\t\u{a0}aZé9²!'sStrREevmdlLſ._👍\u{301}".unicodeScalars)
    for longest in [1, 3] {
      for _ in 0..<2000 {
        let length = Int.random(in: 0...12, using: &generator)
        let text = (0..<length).compactMap { _ in alphabet.randomElement(using: &generator) }
        let ranges = LlamaWords(longestNumber: longest).ranges(of: text[...])
        #expect(ranges.allSatisfy { !$0.isEmpty })
        #expect(ranges.flatMap { Array($0) } == Array(0..<length))
      }
    }
  }

  @Test func wholeWordsAreTakenOnlyWhereMergesAreIgnored() throws {
    let llama = try TokenizerFamily("llama3")
    let taken = try llama.tokenizer()
    let word = try #require(taken.token(named: "wonderful"))
    #expect(taken.encode("wonderful") == [word])
    let merged = try llama.tokenizer(llama.definition("model", "ignore_merges", to: false))
    #expect(merged.encode("wonderful").count > 1)
    #expect(merged.decode(merged.encode("wonderful")) == "wonderful")
  }
}
