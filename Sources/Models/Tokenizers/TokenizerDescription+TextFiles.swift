import Foundation

extension TokenizerDescription {
  /// Reads GPT-2's older pair of files, which say nothing of added tokens or a leading space.
  init(vocabularyFile: URL, mergesFile: URL) throws(ModelError) {
    vocabulary = try Vocabulary(ModelFile.json(vocabularyFile), path: vocabularyFile.path)
    let merges = try BytePairs.merges(file: mergesFile, of: vocabulary)
    model = .bytePairs(BytePairs(bytesOf: vocabulary, merges: merges))
    preTokenizer = PreTokenizer(steps: [.expression(.gpt2)])
    decoder = TokenDecoder(steps: [.bytes])
  }

  /// Reads BERT's older file of one token a line, and `tokenizer_config.json` beside it.
  init(wordPieceFile file: URL, folder: URL) throws(ModelError) {
    let path = folder.appendingPathComponent("tokenizer_config.json").path
    let json = try ModelFile.jsonIfPresent("tokenizer_config.json", in: folder) ?? .object([])
    let configuration = try SettingsReader(json, path: path)
    let pieces = try Vocabulary(linesOf: ModelFile.bytes(of: file), path: file.path)
    vocabulary = pieces

    /// A token by its role: as the configuration names it, or else as BERT does.
    func token(_ role: String, usually name: String) throws(ModelError) -> Int {
      let value = configuration.value("\(role)_token")
      let content = value?.string ?? value?["content"]?.string ?? name
      guard let token = pieces.token(named: content) else {
        throw .malformedFile(path: file.path, reason: "it has no \(content)")
      }
      return token
    }
    model = .wordPieces(
      WordPieces(
        pieces, unknownToken: try token("unk", usually: "[UNK]"), continuingPrefix: "##",
        longestWord: 100))
    normalizer.steps = [.bert(try BertNormalizer(configuration: configuration))]
    preTokenizer = PreTokenizer(steps: [.bert])
    template = .bert(
      begin: try token("cls", usually: "[CLS]"), separator: try token("sep", usually: "[SEP]"))
    decoder = TokenDecoder(steps: [.wordPieces(prefix: "##", .cleaned)])
    for name in ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] {
      try addSpecial(name, path: file.path)
    }
  }
}
