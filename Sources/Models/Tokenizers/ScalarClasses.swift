/// The classes of characters that decide where tokenizers split and what they drop.
///
/// Each is fixed to the Unicode version that Hugging Face's library has it from, so that a newer
/// standard library does not give the same text other tokens.
extension Unicode.Scalar {
  /// Whether a version of Unicode assigns the scalar.
  func isAssigned(inUnicode version: Int) -> Bool {
    guard let age = properties.age else { return false }
    return age.major <= version
  }

  /// BERT's control characters: control, format and private use, as of Unicode 8.
  var isControlOfBERT: Bool {
    switch self {
    case "\t", "\n", "\r": return false
    default: break
    }
    switch properties.generalCategory {
    case .control, .privateUse: return true
    case .format: return isAssigned(inUnicode: 8)
    default: return false
    }
  }

  /// BERT's punctuation: all of ASCII's symbols, and Unicode 8's category of that name.
  var isPunctuationOfBERT: Bool {
    if isASCII {
      switch value {
      case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: return true
      default: return false
      }
    }
    switch value {
    case 0x166D, 0x111C9: return true  // Unicode has since moved both to other categories.
    default: break
    }
    switch properties.generalCategory {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
      .initialPunctuation, .finalPunctuation, .otherPunctuation:
      return isAssigned(inUnicode: 8)
    default:
      return false
    }
  }

  /// The marks that BERT strips as accents: nonspacing ones, as of Unicode 8.
  var isAccentOfBERT: Bool {
    switch value {
    case 0x1734, 0x1171E: return true  // Spacing marks since.
    case 0x1885, 0x1886, 0xA9BD, 0x111C9: return false  // Nonspacing marks since.
    default: return properties.generalCategory == .nonspacingMark && isAssigned(inUnicode: 8)
    }
  }

  /// A digit or other number, as of Rust's Unicode 17.
  var isDigitOfRust: Bool {
    switch properties.generalCategory {
    case .decimalNumber, .letterNumber, .otherNumber: isAssigned(inUnicode: 17)
    default: false
    }
  }

  /// What BERT takes for a Chinese character and makes a word of its own.
  var isChineseOfBERT: Bool {
    switch value {
    case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x20000...0x2A6DF, 0x2A700...0x2B73F,
      0x2B740...0x2B81F, 0x2B920...0x2CEAF, 0xF900...0xFAFF, 0x2F800...0x2FA1F:
      true
    default:
      false
    }
  }
}
