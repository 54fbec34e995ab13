/// Tokens such as `<0x0A>`, which stand for the bytes of what a vocabulary does not hold.
enum ByteFallback {
  /// The byte that a token's text stands for, or nil for any other token.
  static func byte(of token: [UInt8]) -> UInt8? {
    let text = String(decoding: token, as: UTF8.self)
    guard token.count == 6, text.hasPrefix("<0x"), text.hasSuffix(">") else { return nil }
    let digits = text.dropFirst(3).dropLast()
    return digits.utf8.count == 2 ? UInt8(digits, radix: 16) : nil
  }

  /// The token of each of the 256 bytes, or nil if a vocabulary lacks one.
  static func tokens(of vocabulary: Vocabulary) -> [Int]? {
    let tokens = (0...255).compactMap { (byte: Int) -> Int? in
      let digits = String(byte, radix: 16, uppercase: true)
      return vocabulary.token(named: "<0x\(byte < 16 ? "0" : "")\(digits)>")
    }
    return tokens.count == 256 ? tokens : nil
  }
}
