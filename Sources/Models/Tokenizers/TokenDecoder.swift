/// Turns the texts of tokens back into one text: steps, each of which changes the list of tokens.
struct TokenDecoder: Equatable, Sendable {
  enum Spaces: Equatable, Sendable {
    case kept
    /// Taken away before punctuation and in English contractions.
    case cleaned
  }

  enum Step: Equatable, Sendable {
    /// Tokens are bytes, as `TokenizerBytes` writes them.
    case bytes
    /// A space before each token but the first, unless it has the prefix of a continuation.
    case wordPieces(prefix: String, Spaces)
    /// Spaces are a visible character, of which the first token's are dropped.
    case metaspace(Metaspace)
    /// Each occurrence of a text is another one.
    case replaced([UInt8], by: [UInt8])
    /// Tokens such as `<0x0A>` are bytes.
    case byteFallback
    /// All tokens become one.
    case fused
    /// A character is dropped from the beginning and end of a token, at most so many times.
    case stripped(UInt8, start: Int, end: Int)
  }

  var steps: [Step]

  func text(of tokens: [[UInt8]]) -> String {
    let tokens = steps.reduce(tokens) { tokens, step in
      switch step {
      case .bytes:
        [Self.valid(tokens.flatMap { TokenizerBytes.decoded(String(decoding: $0, as: UTF8.self)) })]
      case .wordPieces(let prefix, let spaces):
        Self.joined(tokens, prefix: Array(prefix.utf8), spaces)
      case .metaspace(let metaspace):
        metaspace.decoded(tokens)
      case .replaced(let text, let replacement):
        tokens.map { $0.replacing(text, by: replacement) }
      case .byteFallback:
        Self.withBytes(tokens)
      case .fused:
        [Array(tokens.joined())]
      case .stripped(let byte, let start, let end):
        tokens.map { Self.stripped($0, byte, start: start, end: end) }
      }
    }
    return String(decoding: tokens.joined(), as: UTF8.self)
  }

  /// Bytes that are not UTF-8 become U+FFFD.
  private static func valid(_ bytes: [UInt8]) -> [UInt8] {
    Array(String(decoding: bytes, as: UTF8.self).utf8)
  }

  private static func joined(
    _ tokens: [[UInt8]], prefix: [UInt8], _ spaces: Spaces
  ) -> [[UInt8]] {
    tokens.enumerated().map { index, token in
      var piece = token
      if index > 0 {
        if token.starts(with: prefix) {
          piece.removeFirst(prefix.count)
        } else {
          piece.insert(UInt8(ascii: " "), at: 0)
        }
      }
      return spaces == .cleaned ? cleaned(piece) : piece
    }
  }

  /// What the library takes for the marks of tokenization, token by token and in this order.
  private static let artifacts: [(found: [UInt8], replacement: [UInt8])] = [
    (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"),
    (" 'm", "'m"), (" do not", " don't"), (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
  ].map { (Array($0.0.utf8), Array($0.1.utf8)) }

  private static func cleaned(_ token: [UInt8]) -> [UInt8] {
    guard token.contains(UInt8(ascii: " ")) else { return token }
    return artifacts.reduce(token) { $0.replacing($1.found, by: $1.replacement) }
  }

  /// Runs of byte tokens as their text, or as one U+FFFD for each byte if they are not UTF-8.
  private static func withBytes(_ tokens: [[UInt8]]) -> [[UInt8]] {
    var result: [[UInt8]] = []
    var run: [UInt8] = []
    func endRun() {
      let isText = String(validating: run, as: UTF8.self) != nil
      result += isText ? [run] : run.map { _ in Array("\u{FFFD}".utf8) }
      run = []
    }
    for token in tokens {
      if let byte = ByteFallback.byte(of: token) {
        run.append(byte)
      } else {
        endRun()
        result.append(token)
      }
    }
    endRun()
    return result
  }

  private static func stripped(
    _ token: [UInt8], _ byte: UInt8, start: Int, end: Int
  ) -> [UInt8] {
    var token = token[...]
    for _ in 0..<start where token.first == byte { token.removeFirst() }
    for _ in 0..<end where token.last == byte { token.removeLast() }
    return Array(token)
  }
}

extension Metaspace {
  fileprivate func decoded(_ tokens: [[UInt8]]) -> [[UInt8]] {
    let mark = Array(replacement.utf8)
    return tokens.enumerated().map { index, token in
      token.replacing(mark, by: index == 0 && prefix != .never ? [] : [UInt8(ascii: " ")])
    }
  }
}

extension [UInt8] {
  /// Each occurrence of a text, from the left, replaced by another.
  fileprivate func replacing(_ text: [UInt8], by replacement: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var rest = self[...]
    while !rest.isEmpty {
      if rest.starts(with: text) {
        result += replacement
        rest = rest.dropFirst(text.count)
      } else {
        result.append(rest.removeFirst())
      }
    }
    return result
  }
}
