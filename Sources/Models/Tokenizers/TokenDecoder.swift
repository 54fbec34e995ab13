/// Turns the texts of tokens back into one text.
enum TokenDecoder: Equatable, Sendable {
  enum Spaces: Equatable, Sendable {
    case kept
    /// Taken away before punctuation and in English contractions.
    case cleaned
  }

  /// Tokens are bytes, as `TokenizerBytes` writes them.
  case bytes
  /// A space before each token but the first, unless it has the prefix of a continuation.
  case wordPieces(prefix: String, Spaces)

  func text(of tokens: [[UInt8]]) -> String {
    switch self {
    case .bytes:
      let bytes = tokens.flatMap { TokenizerBytes.decoded(String(decoding: $0, as: UTF8.self)) }
      return String(decoding: bytes, as: UTF8.self)
    case .wordPieces(let prefix, let spaces):
      let prefix = Array(prefix.utf8)
      let pieces = tokens.enumerated().map { index, token in
        var piece = token
        if index > 0 {
          if token.starts(with: prefix) {
            piece.removeFirst(prefix.count)
          } else {
            piece.insert(UInt8(ascii: " "), at: 0)
          }
        }
        return spaces == .cleaned ? Self.cleaned(piece) : piece
      }
      return String(decoding: pieces.joined(), as: UTF8.self)
    }
  }

  /// What the library takes for the marks of tokenization, token by token and in this order.
  private static let artifacts: [(found: [UInt8], replacement: [UInt8])] = [
    (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"),
    (" 'm", "'m"), (" do not", " don't"), (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
  ].map { (Array($0.0.utf8), Array($0.1.utf8)) }

  private static func cleaned(_ token: [UInt8]) -> [UInt8] {
    guard token.contains(UInt8(ascii: " ")) else { return token }
    return artifacts.reduce(token) { text, artifact in
      var result: [UInt8] = []
      var rest = text[...]
      while !rest.isEmpty {
        if rest.starts(with: artifact.found) {
          result += artifact.replacement
          rest = rest.dropFirst(artifact.found.count)
        } else {
          result.append(rest.removeFirst())
        }
      }
      return result
    }
  }
}

extension TokenDecoder {
  /// Reads the `decoder` of `tokenizer.json`.
  init(_ json: JSON?, path: String) throws(ModelError) {
    let json = json ?? .null
    switch json["type"]?.string {
    case "ByteLevel":
      self = .bytes
    case "WordPiece":
      let settings = try SettingsReader(json, path: path)
      self = .wordPieces(
        prefix: try settings.string("prefix") ?? "##",
        try settings.boolean("cleanup", default: true) ? .cleaned : .kept)
    default:
      throw json.unsupportedPart("decoder", path: path, supported: "ByteLevel or WordPiece")
    }
  }
}
