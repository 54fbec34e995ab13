import Foundation
import Testing

@testable import Models

/// Parts that families share, by hand-worked examples and damage.
@Suite struct TokenizerPartsTests {
  private func settings(_ members: [String: Any]) throws -> SettingsReader {
    let bytes = try JSONSerialization.data(withJSONObject: members, options: .sortedKeys)
    return try SettingsReader(
      JSON(parsing: Array(bytes), path: "tokenizer.json"), path: "tokenizer.json")
  }

  private func word(_ text: String) -> ArraySlice<Unicode.Scalar> {
    Array(text.unicodeScalars)[...]
  }

  private func vocabulary(_ texts: [String]) throws -> Vocabulary {
    var vocabulary = Vocabulary()
    for (token, text) in texts.enumerated() { try vocabulary.enter(text, as: token, path: "") }
    return vocabulary
  }

  @Test func wordPiecesTakeTheLongestToken() throws {
    let pieces = WordPieces(
      try vocabulary(["[UNK]", "un", "una", "##ff", "##able", "##a", "##f", "é", "##é"]),
      unknownToken: 0, continuingPrefix: "##", longestWord: 8)
    #expect(pieces.tokens(of: word("unaffable")) == [0])
    #expect(pieces.tokens(of: word("unaff")) == [2, 3])
    // "una" is taken though only "un" could be continued to the end.
    #expect(pieces.tokens(of: word("unable")) == [0])
    #expect(pieces.tokens(of: word("unfable")) == [1, 6, 4])
    #expect(pieces.tokens(of: word("éé")) == [7, 8])
    #expect(pieces.tokens(of: word("é\u{301}")) == [0])
    #expect(pieces.tokens(of: word("aun")) == [0])
    #expect(pieces.tokens(of: word("")) == [])
  }

  @Test func unigramTakesTheLargestSum() throws {
    let texts = ["<unk>", "a", "b", "c", "d", "cd", "ab", "abc", "abcd"]
    let unigram = Unigram(
      try vocabulary(texts), scores: [0, 0, 0, 0, 0, 1, 2, 5, 10], unknownToken: 0)
    #expect(unigram.tokens(of: word("abcd")) == [8])
    #expect(unigram.tokens(of: word("abcc")) == [7, 3])
    #expect(unigram.tokens(of: word("abcdacdxx")) == [8, 1, 5, 0])
    #expect(unigram.tokens(of: word("x")) == [0])
    #expect(unigram.tokens(of: word("xaéxb")) == [0, 1, 0, 2])
    #expect(unigram.tokens(of: word("")) == [])
  }

  @Test func unigramReadsAListOfScores() throws {
    let entries: [Any] = [["<unk>", 0], ["a", -1.5]]
    #expect(throws: Never.self) { try Unigram.read(settings(["vocab": entries, "unk_id": 0])) }
    for (members, part) in [
      (["vocab": entries], "unk_id"), (["vocab": entries, "unk_id": 2], "unk_id"),
      (["unk_id": 0], "vocabulary"), (["vocab": [Any](), "unk_id": 0], "unk_id"),
      (["vocab": entries + [["a", 0]], "unk_id": 0], "twice"),
      (["vocab": [["a"]], "unk_id": 0], "token 0"),
      (["vocab": entries, "unk_id": 0, "byte_fallback": true], "byte_fallback"),
    ] as [([String: Any], String)] {
      #expect { try Unigram.read(settings(members)) } throws: { "\($0)".contains(part) }
    }
  }

  @Test func metaspaceMarksTheBeginningsOfWords() throws {
    func words(_ text: String, _ metaspace: Metaspace, _ place: PreTokenizer.Place) -> [String] {
      metaspace.words(of: word(text), at: place).map {
        $0.map { String($0) }.joined()
      }
    }
    #expect(words("a  b", Metaspace(), .later) == ["▁a", "▁", "▁b"])
    #expect(words(" a", Metaspace(), .start) == ["▁a"])
    #expect(words("a b", Metaspace(prefix: .first), .start) == ["▁a", "▁b"])
    #expect(words("a b", Metaspace(prefix: .first), .later) == ["a", "▁b"])
    #expect(words("a b", Metaspace(prefix: .never, words: .joined), .start) == ["a▁b"])
    #expect(throws: ModelError.self) { try Metaspace(settings(["add_prefix_space": false])) }
    #expect(throws: ModelError.self) { try Metaspace(settings(["prepend_scheme": "last"])) }
    #expect(throws: ModelError.self) { try Metaspace(settings(["replacement": "__"])) }
  }

  @Test func aFirstMetaspaceCannotFollowAnotherStep() throws {
    let older = try TokenizerFamily("t5-older")
    let steps: [[String: Any]] = [
      ["type": "WhitespaceSplit"], ["type": "Metaspace", "prepend_scheme": "first"],
    ]
    #expect {
      try older.tokenizer(older.definition("pre_tokenizer", "pretokenizers", to: steps))
    } throws: { "\($0)".contains("Metaspace") }
  }

  @Test func normalizersOtherThanThoseReadAreNamed() throws {
    let t5 = try TokenizerFamily("t5")
    for (normalizer, part) in [
      (["type": "Lowercase"], "Lowercase"),
      (["type": "Replace", "pattern": ["Regex": #"\s+"#], "content": " "], #"\s+"#),
      (["type": "Replace", "pattern": ["String": ""], "content": " "], "Replace"),
      (["type": "Precompiled", "precompiled_charsmap": "%%%"], "base64"),
      (["type": "Precompiled", "precompiled_charsmap": "AAEAAAAA"], "shorter"),
      (["type": "Precompiled", "precompiled_charsmap": "AAAAAP8="], "UTF-8"),
    ] as [([String: Any], String)] {
      #expect {
        try t5.tokenizer(t5.definition("normalizer", to: normalizer))
      } throws: { "\($0)".contains(part) }
    }
  }

  @Test func aDamagedTableOfCharactersNeverTraps() throws {
    let definition = try TokenizerFamily("t5-older").definition
    let normalizer = try #require(definition["normalizer"] as? [String: Any])
    let text = try #require(normalizer["precompiled_charsmap"] as? String)
    let original = Array(try #require(Data(base64Encoded: text)))
    var generator = SeededGenerator(seed: 9)
    let letters = Array("aﬁ½\t é\u{301}カ\u{3099}\u{10FFFF}".unicodeScalars)
    for round in 0..<400 {
      var bytes = original
      for _ in 0...round % 40 {
        // The size at the beginning stays, so that the trie itself is met.
        let place = Int.random(in: 4..<bytes.count, using: &generator)
        bytes[place] = UInt8.random(in: 0...255, using: &generator)
      }
      let map = try? CharacterMap(
        settings(["precompiled_charsmap": Data(bytes).base64EncodedString()]))
      _ = map?.normalized(letters)
    }
  }

  @Test func byteTokensMustBeComplete() throws {
    let llama = try TokenizerFamily("llama2")
    let model = llama.definition["model"] as? [String: Any]
    var vocabulary = try #require(model?["vocab"] as? [String: Int])
    vocabulary["<0x7F>"] = nil
    #expect {
      try llama.tokenizer(llama.definition("model", "vocab", to: vocabulary))
    } throws: { "\($0)".contains("byte_fallback") }
  }

  @Test func bytesThatAreNotTextDecodeToReplacementCharacters() throws {
    let tokenizer = try TokenizerFamily("llama2").tokenizer()
    func byte(_ name: String) throws -> Int { try #require(tokenizer.token(named: name)) }
    let (first, second) = (try byte("<0xC3>"), try byte("<0xA9>"))
    #expect(tokenizer.decode([first, second]) == "é")
    #expect(tokenizer.decode([second, first]) == "\u{FFFD}\u{FFFD}")
    let letter = try byte("▁a")
    #expect(tokenizer.decode([letter, first, letter]) == "a\u{FFFD} a")
  }

  @Test func templatesAddOnlyTokensThatExist() throws {
    let t5 = try TokenizerFamily("t5")
    let special = ["</s>": ["id": "</s>", "ids": [99_999], "tokens": ["</s>"]]]
    #expect {
      try t5.tokenizer(t5.definition("post_processor", "special_tokens", to: special))
    } throws: { "\($0)".contains("99999") }
  }

  @Test func aFolderWithoutATokenizerSaysWhatToDo() throws {
    try withFolder { folder in
      try folder.write("source.spm", Data([1, 2, 3]))
      #expect { try Tokenizer(folder: folder) } throws: { "\($0)".contains("token numbers") }
    }
  }

  @Test(arguments: ["bert", "llama3", "t5", "llama2-newer"])
  func randomDamageEndsInAnErrorOrATokenizer(_ name: String) throws {
    let family = try TokenizerFamily(name)
    let original = Array(
      try JSONSerialization.data(withJSONObject: family.definition, options: .sortedKeys))
    let alphabet = Array(#"{}[]",:0123456789-eE.\ unlatrsy_"#.utf8)
    var generator = SeededGenerator(seed: 13)
    var read = 0
    try withFolder { folder in
      for _ in 0..<150 {
        var bytes = original
        for _ in 0...Int.random(in: 0..<3, using: &generator) {
          let position = Int.random(in: 0..<bytes.count, using: &generator)
          bytes[position] = alphabet.randomElement(using: &generator) ?? 0
        }
        try folder.write("tokenizer.json", bytes)
        do {
          let tokenizer = try Tokenizer(folder: folder)
          let encoded = tokenizer.encode("The <s> ﬁrst [MASK] naïve 123", pairedWith: "日本 ☃\n")
          _ = tokenizer.decode(encoded.tokens)
          read += 1
        } catch {
          #expect(error is ModelError)
        }
      }
    }
    // Some damage, such as another letter in a token, is none.
    #expect(read > 0)
  }
}
