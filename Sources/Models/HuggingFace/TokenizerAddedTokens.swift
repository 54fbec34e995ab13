/// A token that is found in the text itself, before any splitting.
struct AddedToken: Equatable, Sendable {
  var content: String
  var token: Int
  /// Left out of decoded text on request.
  var isSpecial: Bool
  /// Matched only in what tokens without this mark leave over.
  var isNormalized = false
  /// Matched only where no word character touches it.
  var isSingleWord = false
  /// Takes the white space before it along.
  var stripsLeft = false
  /// Takes the white space after it along.
  var stripsRight = false
}

/// Finds added tokens in text, as Hugging Face's `AddedVocabulary` does.
struct TokenizerAddedTokens: Sendable {
  enum Segment: Equatable {
    case token(Int)
    case text(Range<Int>)
  }

  private let firstPass: Matcher
  private let secondPass: Matcher

  init(_ tokens: [AddedToken]) {
    firstPass = Matcher(tokens.filter { !$0.isNormalized })
    secondPass = Matcher(tokens.filter(\.isNormalized))
  }

  /// Splits text into added tokens and the non-empty pieces between them.
  func segments(of text: [Unicode.Scalar]) -> [Segment] {
    firstPass.segments(of: text[...]).flatMap { segment in
      guard case .text(let range) = segment else { return [segment] }
      return secondPass.segments(of: text[range])
    }
  }
}

/// One pass over the text: the leftmost token wins, of those the longest.
private struct Matcher: Sendable {
  private struct Candidate {
    let content: [Unicode.Scalar]
    let token: AddedToken
  }

  /// By first scalar, longest first.
  private let candidates: [Unicode.Scalar: [Candidate]]

  init(_ tokens: [AddedToken]) {
    let all = tokens.map { Candidate(content: Array($0.content.unicodeScalars), token: $0) }
    candidates = Dictionary(
      grouping: all.filter { !$0.content.isEmpty }, by: { $0.content[0] }
    ).mapValues { $0.sorted { $0.content.count > $1.content.count } }
  }

  func segments(of text: ArraySlice<Unicode.Scalar>) -> [TokenizerAddedTokens.Segment] {
    guard !candidates.isEmpty else {
      return text.isEmpty ? [] : [.text(text.startIndex..<text.endIndex)]
    }
    var segments: [TokenizerAddedTokens.Segment] = []
    var covered = text.startIndex
    var position = text.startIndex
    while position < text.endIndex {
      guard
        let match = candidates[text[position]]?.first(where: {
          text[position...].starts(with: $0.content)
        })
      else {
        position += 1
        continue
      }
      let found = position..<position + match.content.count
      position = found.upperBound
      // A match that touches a word is skipped whole, not retried with a shorter token.
      guard !match.token.isSingleWord || Self.standsAlone(found, in: text) else { continue }
      let widened = Self.widened(found, for: match.token, in: text, notBefore: covered)
      if covered < widened.lowerBound { segments.append(.text(covered..<widened.lowerBound)) }
      segments.append(.token(match.token.token))
      covered = widened.upperBound
    }
    if covered < text.endIndex { segments.append(.text(covered..<text.endIndex)) }
    return segments
  }

  /// Adds the white space that the token takes along.
  private static func widened(
    _ range: Range<Int>, for token: AddedToken, in text: ArraySlice<Unicode.Scalar>,
    notBefore limit: Int
  ) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    if token.stripsLeft {
      while start > limit, text[start - 1].properties.isWhitespace { start -= 1 }
    }
    if token.stripsRight {
      while end < text.endIndex, text[end].properties.isWhitespace { end += 1 }
    }
    return start..<end
  }

  private static func standsAlone(
    _ range: Range<Int>, in text: ArraySlice<Unicode.Scalar>
  ) -> Bool {
    let touchesBefore = range.lowerBound > text.startIndex && isWord(text[range.lowerBound - 1])
    let touchesAfter = range.upperBound < text.endIndex && isWord(text[range.upperBound])
    return !touchesBefore && !touchesAfter
  }

  /// `\w` of Unicode regular expressions.
  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .connectorPunctuation:
      true
    default:
      scalar.properties.isAlphabetic || scalar.properties.isJoinControl
    }
  }
}
