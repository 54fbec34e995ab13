/// Splits text into words as Llama 3 and Qwen2 do.
///
/// By hand, what they write as the regular expression
/// `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,n}| ?[^\s\p{L}\p{N}]+[\r\n]*|`
/// `\s*[\r\n]+|\s+(?!\S)|\s+`, where n is the longest number.
/// The first alternative that fits wins, and together they cover every text without gaps.
struct LlamaWords {
  typealias Class = TokenizerWords.Class

  /// Digits of a number that stay together.
  let longestNumber: Int

  /// Consecutive ranges that cover `text`.
  func ranges(of text: ArraySlice<Unicode.Scalar>) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = text.startIndex
    while start < text.endIndex {
      let end =
        Self.contractionEnd(text, start) ?? Self.lettersEnd(text, start)
        ?? numberEnd(text, start) ?? Self.symbolsEnd(text, start) ?? Self.spaceEnd(text, start)
      ranges.append(start..<end)
      start = end
    }
    return ranges
  }

  /// `(?i:'s|'t|'re|'ve|'m|'ll|'d)`
  private static func contractionEnd(_ text: ArraySlice<Unicode.Scalar>, _ start: Int) -> Int? {
    guard text[start] == "'" else { return nil }
    let letters = text[(start + 1)...].prefix(2).map(folded)
    switch letters.first {
    case "s", "t", "m", "d": return start + 2
    default: break
    }
    let isPair = [["r", "e"], ["v", "e"], ["l", "l"]].contains(letters)
    return isPair ? start + 3 : nil
  }

  /// A letter without its case; the long s is an s too, and no other letter folds to these.
  private static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.value {
    case 0x41...0x5A: Unicode.Scalar(UInt8(scalar.value + 0x20))
    case 0x17F: "s"
    default: scalar
    }
  }

  /// `[^\r\n\p{L}\p{N}]?\p{L}+`
  private static func lettersEnd(_ text: ArraySlice<Unicode.Scalar>, _ start: Int) -> Int? {
    var first = start
    switch Class(text[start]) {
    case .letter: break
    case .number: return nil
    case .space, .other:
      guard !isNewline(text[start]) else { return nil }
      first += 1
    }
    guard first < text.endIndex, Class(text[first]) == .letter else { return nil }
    return end(of: .letter, in: text, from: first)
  }

  /// `\p{N}{1,n}`
  private func numberEnd(_ text: ArraySlice<Unicode.Scalar>, _ start: Int) -> Int? {
    let number = text[start...].prefix(longestNumber).prefix { Class($0) == .number }
    return number.isEmpty ? nil : number.endIndex
  }

  /// ` ?[^\s\p{L}\p{N}]+[\r\n]*`
  private static func symbolsEnd(_ text: ArraySlice<Unicode.Scalar>, _ start: Int) -> Int? {
    let first = text[start] == " " ? start + 1 : start
    guard first < text.endIndex, Class(text[first]) == .other else { return nil }
    let symbols = end(of: .other, in: text, from: first)
    return text[symbols...].firstIndex { !isNewline($0) } ?? text.endIndex
  }

  /// `\s*[\r\n]+|\s+(?!\S)|\s+`
  ///
  /// A run of white space is one word up to its last line break; without any, it leaves its last
  /// scalar to the word that follows.
  private static func spaceEnd(_ text: ArraySlice<Unicode.Scalar>, _ start: Int) -> Int {
    let end = end(of: .space, in: text, from: start)
    if let newline = text[start..<end].lastIndex(where: isNewline) { return newline + 1 }
    return end < text.endIndex && end - start > 1 ? end - 1 : end
  }

  private static func end(
    of kind: Class, in text: ArraySlice<Unicode.Scalar>, from start: Int
  ) -> Int {
    text[start...].firstIndex { Class($0) != kind } ?? text.endIndex
  }

  private static func isNewline(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\n" || scalar == "\r"
  }
}
