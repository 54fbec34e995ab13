import Foundation

/// What a folder says about its tokenizer, checked: the stages of the pipeline and their tokens.
struct TokenizerDescription: Sendable {
  /// The model's tokens and the added ones.
  var vocabulary: Vocabulary

  var model: TokenModel
  var decoder: TokenDecoder
  var normalizer = Normalizer()
  var preTokenizer: PreTokenizer
  var template = TokenTemplate()

  /// By token number.
  var addedTokens: [Int: AddedToken] = [:]

  /// Tokens that a file names by their role, such as "mask"; the first file that does counts.
  var namedTokens: [String: Int] = [:]

  init(folder: URL) throws(ModelError) {
    func file(_ name: String) -> URL { folder.appendingPathComponent(name) }
    func has(_ names: String...) -> Bool {
      names.allSatisfy { ModelFile.exists($0, in: folder) }
    }
    if has("tokenizer.json") {
      try self.init(tokenizerFile: file("tokenizer.json"))
    } else if has("vocab.json", "merges.txt") {
      try self.init(vocabularyFile: file("vocab.json"), mergesFile: file("merges.txt"))
    } else if has("vocab.txt") {
      try self.init(wordPieceFile: file("vocab.txt"), folder: folder)
    } else {
      throw .missingFile(
        name: "tokenizer.json, nor vocab.json and merges.txt, nor vocab.txt", folder: folder.path,
        advice: "Save the tokenizer into the folder with save_pretrained, "
          + "or give token numbers in place of text.")
    }
    try apply(settingsIn: folder)
  }

  /// The token for what is hidden: as a file names it, or else an added token of a usual name.
  var maskToken: Int? {
    namedTokens["mask"]
      ?? addedTokens.values.first { ["[MASK]", "<mask>"].contains($0.content) }?.token
  }
}
