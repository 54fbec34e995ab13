/// Tokens by text and texts by token.
struct Vocabulary: Sendable {
  /// No real vocabulary comes near; a larger number can only be damage.
  static let largestToken = (1 << 24) - 1

  /// Token by its text, as UTF-8 because that tells canonically equivalent strings apart.
  private(set) var tokenOfText: [[UInt8]: Int] = [:]

  /// The other way round.
  private(set) var textOfToken: [Int: [UInt8]] = [:]

  /// One more than the largest token.
  var size: Int { (textOfToken.keys.max() ?? -1) + 1 }

  func token(named text: String) -> Int? {
    tokenOfText[Array(text.utf8)]
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
}

extension Vocabulary {
  /// Reads an object of token number by text.
  init(_ json: JSON?, path: String) throws(ModelError) {
    guard let members = json?.members, !members.isEmpty else {
      throw .malformedFile(path: path, reason: "it has no vocabulary")
    }
    for member in members {
      guard let token = member.value.integer else {
        throw .malformedFile(path: path, reason: "\"\(member.name)\" has no token number")
      }
      try enter(member.name, as: token, path: path)
    }
  }

  /// Reads one token a line, numbered from zero; an empty line takes a number and has no token.
  init(linesOf file: [UInt8], path: String) throws(ModelError) {
    let lines = file.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (token, var line) in lines.enumerated() {
      if line.last == UInt8(ascii: "\r") { line.removeLast() }
      guard !line.isEmpty else { continue }
      guard let text = String(validating: line, as: UTF8.self) else {
        throw .malformedFile(path: path, reason: "line \(token + 1) is not UTF-8")
      }
      try enter(text, as: token, path: path)
    }
    guard !tokenOfText.isEmpty else {
      throw .malformedFile(path: path, reason: "it has no vocabulary")
    }
  }
}
