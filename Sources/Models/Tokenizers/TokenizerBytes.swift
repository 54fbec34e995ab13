/// The alphabet in which byte-level vocabularies write bytes: one printable character for each.
///
/// Printable Latin-1 characters stand for themselves. The other 68 bytes, in order, are U+0100
/// onwards, so that a space is "Ġ" and no token holds a space or a control character.
enum TokenizerBytes {
  /// The character of each byte.
  static let scalars: [Unicode.Scalar] = {
    var replacement: UInt32 = 0x100
    return (UInt8.min...UInt8.max).map { byte in
      switch byte {
      case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF:
        return Unicode.Scalar(byte)
      default:
        defer { replacement += 1 }
        // Below U+0144, far from the surrogates, which alone have no scalar.
        return Unicode.Scalar(replacement) ?? "\u{FFFD}"
      }
    }
  }()

  private static let bytes: [Unicode.Scalar: UInt8] = Dictionary(
    uniqueKeysWithValues: zip(scalars, UInt8.min...UInt8.max))

  /// The bytes that a token stands for.
  ///
  /// A token with a character outside the alphabet (an added token) stands for its own UTF-8.
  static func decoded(_ token: String) -> [UInt8] {
    bytes(of: token) ?? Array(token.utf8)
  }

  /// The bytes that a token of the alphabet stands for; nil for any other.
  static func bytes(of token: String) -> [UInt8]? {
    var result: [UInt8] = []
    for scalar in token.unicodeScalars {
      guard let byte = bytes[scalar] else { return nil }
      result.append(byte)
    }
    return result
  }
}
