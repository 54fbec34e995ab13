import Foundation

/// What a folder says about its tokenizer, checked and reduced to token numbers.
struct TokenizerDescription: Sendable {
  /// Whether a text that does not start with a space is given one.
  enum Prefix: Sendable {
    case none, space
  }

  /// No real vocabulary comes near; a larger number can only be damage.
  static let largestToken = (1 << 24) - 1

  /// Token by its text, as UTF-8 because that tells canonically equivalent strings apart.
  private(set) var tokenOfText: [[UInt8]: Int] = [:]

  /// The other way round.
  private(set) var textOfToken: [Int: [UInt8]] = [:]

  /// In order of rank.
  var merges: [(left: Int, right: Int, result: Int)] = []

  /// By token number.
  var addedTokens: [Int: AddedToken] = [:]

  var prefix = Prefix.none

  /// The text of the token for bytes that the vocabulary lacks.
  var unknownToken: Int?

  init(folder: URL) throws(ModelError) {
    if ModelFile.exists("tokenizer.json", in: folder) {
      try self.init(tokenizerFile: folder.appendingPathComponent("tokenizer.json"))
    } else if ModelFile.exists("vocab.json", in: folder),
      ModelFile.exists("merges.txt", in: folder)
    {
      try self.init(
        vocabularyFile: folder.appendingPathComponent("vocab.json"),
        mergesFile: folder.appendingPathComponent("merges.txt"))
    } else {
      throw .missingFile(
        name: "tokenizer.json, nor vocab.json and merges.txt", folder: folder.path,
        advice: "Save the tokenizer into the folder with save_pretrained.")
    }
    try apply(settingsIn: folder)
  }

  /// The token of each byte, or the unknown token, or nil.
  var tokenOfByte: [Int?] {
    TokenizerBytes.scalars.map { tokenOfText[Array(String($0).utf8)] ?? unknownToken }
  }

  /// Enters a token. Entering it again is no error; giving text or number a second partner is.
  mutating func enter(_ text: String, as token: Int, path: String) throws(ModelError) {
    guard (0...Self.largestToken).contains(token) else {
      throw .malformedFile(path: path, reason: "\"\(text)\" has the token number \(token)")
    }
    let bytes = Array(text.utf8)
    let knownToken = tokenOfText.updateValue(token, forKey: bytes) ?? token
    let knownText = textOfToken.updateValue(bytes, forKey: token) ?? bytes
    guard knownToken == token, knownText == bytes else {
      throw .malformedFile(
        path: path, reason: "token \(token) or its text \"\(text)\" occurs twice, differently")
    }
  }

  /// Enters a whole vocabulary, an object of token number by text.
  mutating func enter(vocabulary: JSON?, path: String) throws(ModelError) {
    guard let members = vocabulary?.members, !members.isEmpty else {
      throw .malformedFile(path: path, reason: "it has no vocabulary")
    }
    for member in members {
      guard let token = member.value.integer else {
        throw .malformedFile(path: path, reason: "\"\(member.name)\" has no token number")
      }
      try enter(member.name, as: token, path: path)
    }
  }

  /// Appends a merge of two tokens, by their texts.
  mutating func appendMerge(
    _ left: some Sequence<UInt8>, _ right: some Sequence<UInt8>, path: String
  ) throws(ModelError) {
    let (left, right) = (Array(left), Array(right))
    func token(_ text: [UInt8]) throws(ModelError) -> Int {
      guard let token = tokenOfText[text] else {
        let name = String(decoding: text, as: UTF8.self)
        throw .malformedFile(path: path, reason: "merges use \"\(name)\", which is not a token")
      }
      return token
    }
    merges.append((try token(left), try token(right), try token(left + right)))
  }

  /// Appends a merge written as one string with a single space between its parts.
  mutating func appendMerge(line: some Collection<UInt8>, path: String) throws(ModelError) {
    let parts = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    guard parts.count == 2 else {
      let text = String(decoding: line, as: UTF8.self)
      throw .malformedFile(path: path, reason: "\"\(text)\" is not a merge of two tokens")
    }
    try appendMerge(parts[0], parts[1], path: path)
  }
}
