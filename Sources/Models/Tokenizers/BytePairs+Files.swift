import Foundation

extension BytePairs {
  /// A merge of two tokens into a third.
  typealias Pair = (left: Int, right: Int, result: Int)

  /// How a word that is a token as a whole is encoded.
  enum WholeWords: Sendable {
    /// By merges, as any other.
    case merged
    /// As that token, whatever merges would make of it.
    case taken
  }

  /// Pairs of bytes: the vocabulary writes bytes as `TokenizerBytes` says.
  init(
    bytesOf vocabulary: Vocabulary, merges: [Pair], unknownToken: Int? = nil,
    wholeWords: WholeWords = .merged
  ) {
    var words: [[UInt8]: Int] = [:]
    if wholeWords == .taken {
      for (text, token) in vocabulary.tokenOfText {
        guard let bytes = TokenizerBytes.bytes(of: String(decoding: text, as: UTF8.self)) else {
          continue
        }
        words[bytes] = token
      }
    }
    let tokens = TokenizerBytes.scalars.map {
      vocabulary.token(named: String($0)) ?? unknownToken
    }
    self.init(.bytes(tokens), merges: merges, wholeWords: words)
  }

  /// Pairs of scalars, with a token for each byte of those that the vocabulary lacks.
  init(
    scalarsOf vocabulary: Vocabulary, bytes: [Int], merges: [Pair], wholeWords: WholeWords
  ) {
    self.init(
      .scalars(vocabulary.tokenOfText, bytes: bytes), merges: merges,
      wholeWords: wholeWords == .taken ? vocabulary.tokenOfText : [:])
  }

  /// Reads the `merges` of `tokenizer.json`, by rank.
  static func merges(
    _ json: JSON?, of vocabulary: Vocabulary, path: String
  ) throws(ModelError) -> [Pair] {
    guard let lines = json?.array else {
      throw .malformedFile(path: path, reason: "it has no list of merges")
    }
    var merges: [Pair] = []
    merges.reserveCapacity(lines.count)
    for line in lines {
      // Older files write "a b"; newer ones ["a", "b"], which allows spaces in tokens.
      if let text = line.string {
        merges.append(try merge(line: text.utf8, of: vocabulary, path: path))
      } else if let pair = line.array, pair.count == 2, let left = pair[0].string,
        let right = pair[1].string
      {
        merges.append(try merge(Array(left.utf8), Array(right.utf8), of: vocabulary, path: path))
      } else {
        throw .malformedFile(path: path, reason: "a merge is neither a string nor a pair")
      }
    }
    return merges
  }

  /// Reads `merges.txt`: one merge a line, by rank, after an optional `#version` line.
  static func merges(file: URL, of vocabulary: Vocabulary) throws(ModelError) -> [Pair] {
    var merges: [Pair] = []
    for var line in try ModelFile.bytes(of: file).split(separator: UInt8(ascii: "\n")) {
      if line.last == UInt8(ascii: "\r") { line.removeLast() }
      if line.isEmpty || line.starts(with: "#version".utf8) { continue }
      merges.append(try merge(line: line, of: vocabulary, path: file.path))
    }
    return merges
  }

  /// A merge of two tokens, by their texts.
  private static func merge(
    _ left: [UInt8], _ right: [UInt8], of vocabulary: Vocabulary, path: String
  ) throws(ModelError) -> Pair {
    func token(_ text: [UInt8]) throws(ModelError) -> Int {
      guard let token = vocabulary.tokenOfText[text] else {
        let name = String(decoding: text, as: UTF8.self)
        throw .malformedFile(path: path, reason: "merges use \"\(name)\", which is not a token")
      }
      return token
    }
    return (try token(left), try token(right), try token(left + right))
  }

  /// A merge written as one string with a single space between its parts.
  private static func merge(
    line: some Collection<UInt8>, of vocabulary: Vocabulary, path: String
  ) throws(ModelError) -> Pair {
    let parts = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    guard parts.count == 2 else {
      let text = String(decoding: line, as: UTF8.self)
      throw .malformedFile(path: path, reason: "\"\(text)\" is not a merge of two tokens")
    }
    return try merge(Array(parts[0]), Array(parts[1]), of: vocabulary, path: path)
  }
}
