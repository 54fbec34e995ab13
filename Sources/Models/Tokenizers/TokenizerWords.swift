/// Splits text into the words that byte-pair merges never cross.
///
/// By hand, what GPT-2 writes as the regular expression
/// `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`.
/// The first alternative that fits wins, and together they cover every text without gaps.
enum TokenizerWords {
  /// The four classes of the expression; each scalar is in exactly one, as of Unicode 16.
  enum Class {
    case letter, number, space, other

    init(_ scalar: Unicode.Scalar) {
      if scalar.isASCII {
        self.init(ascii: UInt8(truncatingIfNeeded: scalar.value))
        return
      }
      switch scalar.properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
        self = scalar.isAssigned(inUnicode: 16) ? .letter : .other
      case .decimalNumber, .letterNumber, .otherNumber:
        self = scalar.isAssigned(inUnicode: 16) ? .number : .other
      default:
        self = scalar.properties.isWhitespace ? .space : .other
      }
    }

    private init(ascii byte: UInt8) {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
        self = .letter
      case UInt8(ascii: "0")...UInt8(ascii: "9"): self = .number
      case 0x09...0x0D, 0x20: self = .space
      default: self = .other
      }
    }
  }

  /// Consecutive ranges that cover `text`.
  static func ranges(of text: ArraySlice<Unicode.Scalar>) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = text.startIndex
    while start < text.endIndex {
      let end = contractionEnd(text, start) ?? runEnd(text, start) ?? spaceEnd(text, start)
      ranges.append(start..<end)
      start = end
    }
    return ranges
  }

  /// `'s|'t|'re|'ve|'m|'ll|'d`
  private static func contractionEnd(_ text: ArraySlice<Unicode.Scalar>, _ start: Int) -> Int? {
    guard text[start] == "'", start + 1 < text.endIndex else { return nil }
    switch text[start + 1] {
    case "s", "t", "m", "d":
      return start + 2
    case "r", "v":
      return start + 2 < text.endIndex && text[start + 2] == "e" ? start + 3 : nil
    case "l":
      return start + 2 < text.endIndex && text[start + 2] == "l" ? start + 3 : nil
    default:
      return nil
    }
  }

  /// ` ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+`
  private static func runEnd(_ text: ArraySlice<Unicode.Scalar>, _ start: Int) -> Int? {
    let first = text[start] == " " ? start + 1 : start
    guard first < text.endIndex else { return nil }
    let kind = Class(text[first])
    guard kind != .space else { return nil }
    return text[first...].firstIndex { Class($0) != kind } ?? text.endIndex
  }

  /// `\s+(?!\S)|\s+`: a run of white space leaves its last scalar to the word that follows.
  private static func spaceEnd(_ text: ArraySlice<Unicode.Scalar>, _ start: Int) -> Int {
    guard let end = text[start...].firstIndex(where: { Class($0) != .space }) else {
      return text.endIndex
    }
    return end - start > 1 ? end - 1 : end
  }
}
