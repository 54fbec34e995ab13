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
struct AddedTokens: Sendable {
  enum Segment: Equatable {
    case token(Int)
    case text([Unicode.Scalar], at: PreTokenizer.Place)
  }

  private let normalizer: Normalizer
  private let firstPass: Matcher
  private let secondPass: Matcher

  /// What tokens that are normalized are decoded to: as they are looked for.
  let normalizedTexts: [Int: [UInt8]]

  /// Tokens that are normalized are looked for in normalized text, by their normalized form.
  init(_ tokens: [AddedToken], normalizer: Normalizer) {
    self.normalizer = normalizer
    firstPass = Matcher(
      tokens.filter { !$0.isNormalized }.map { (Array($0.content.unicodeScalars), $0) })
    let normalized = tokens.filter(\.isNormalized).map {
      (content: normalizer.normalized(Array($0.content.unicodeScalars)[...]), token: $0)
    }
    secondPass = Matcher(normalized)
    normalizedTexts = Dictionary(
      uniqueKeysWithValues: normalized.map { ($0.token.token, $0.content.flatMap { $0.utf8 }) })
  }

  /// Splits text into added tokens and the non-empty pieces between them, normalized.
  func segments(of text: [Unicode.Scalar]) -> [Segment] {
    firstPass.segments(of: text, at: .start).flatMap { segment in
      guard case .text(let piece, let place) = segment else { return [segment] }
      return secondPass.segments(of: normalizer.normalized(piece[...]), at: place)
    }
  }
}

/// One pass over the text: the leftmost token wins, of those the longest.
private struct Matcher: Sendable {
  private typealias Candidate = (content: [Unicode.Scalar], token: AddedToken)

  /// By first scalar, longest first.
  private let candidates: [Unicode.Scalar: [Candidate]]

  init(_ tokens: [(content: [Unicode.Scalar], token: AddedToken)]) {
    candidates = Dictionary(
      grouping: tokens.filter { !$0.content.isEmpty }, by: { $0.content[0] }
    ).mapValues { $0.sorted { $0.content.count > $1.content.count } }
  }

  func segments(
    of text: [Unicode.Scalar], at place: PreTokenizer.Place
  ) -> [AddedTokens.Segment] {
    guard !candidates.isEmpty else { return text.isEmpty ? [] : [.text(text, at: place)] }
    func piece(_ range: Range<Int>) -> AddedTokens.Segment {
      .text(Array(text[range]), at: range.lowerBound == 0 ? place : .later)
    }
    var segments: [AddedTokens.Segment] = []
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
      if covered < widened.lowerBound {
        segments.append(piece(covered..<widened.lowerBound))
      }
      segments.append(.token(match.token.token))
      covered = widened.upperBound
    }
    if covered < text.endIndex { segments.append(piece(covered..<text.endIndex)) }
    return segments
  }

  /// Adds the white space that the token takes along.
  private static func widened(
    _ range: Range<Int>, for token: AddedToken, in text: [Unicode.Scalar],
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
    _ range: Range<Int>, in text: [Unicode.Scalar]
  ) -> Bool {
    let touchesBefore = range.lowerBound > text.startIndex && isWord(text[range.lowerBound - 1])
    let touchesAfter = range.upperBound < text.endIndex && isWord(text[range.upperBound])
    return !touchesBefore && !touchesAfter
  }

  /// `\w` of Unicode 16's regular expressions.
  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.isAssigned(inUnicode: 16) else { return false }
    return switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .connectorPunctuation:
      true
    default:
      scalar.properties.isAlphabetic || scalar.properties.isJoinControl
    }
  }
}
