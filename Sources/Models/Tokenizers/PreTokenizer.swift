/// Splits a normalized text into words, which are encoded each by itself: steps in order.
struct PreTokenizer: Sendable {
  enum Step: Equatable, Sendable {
    /// Words between white space; each mark of punctuation is a word.
    case bert
    /// The consecutive matches of a regular expression.
    case expression(WordExpression)
    /// Words between white space.
    case whiteSpace
    /// Each digit is a word.
    case digits
    /// A space before a word that does not start with one.
    case prefixSpace
    case metaspace(Metaspace)
  }

  /// Where a piece stands in the whole text.
  enum Place: Sendable {
    case start, later
  }

  /// Whether a text that does not start with a space is given one.
  enum Prefix: Sendable {
    case none, space
  }

  var steps: [Step]

  /// Changes the prefix, where ByteLevel is the only step and thus the one that is meant.
  mutating func set(_ prefix: Prefix) {
    let others = steps.filter { $0 != .prefixSpace }
    guard others == [.expression(.gpt2)] else { return }
    steps = (prefix == .space ? [.prefixSpace] : []) + others
  }

  func words(of text: [Unicode.Scalar], at place: Place) -> [ArraySlice<Unicode.Scalar>] {
    steps.reduce([text[...]]) { words, step in
      words.flatMap { Self.split($0, at: place, step) }
    }
  }

  private static func split(
    _ text: ArraySlice<Unicode.Scalar>, at place: Place, _ step: Step
  ) -> [ArraySlice<Unicode.Scalar>] {
    switch step {
    case .bert:
      bertWords(of: text)
    case .expression(let expression):
      expression.ranges(of: text).map { text[$0] }
    case .whiteSpace:
      text.split { $0.properties.isWhitespace }
    case .digits:
      pieces(of: text) { $0.isDigitOfRust }
    case .prefixSpace:
      text.first == " " ? [text] : [([" "] + text)[...]]
    case .metaspace(let metaspace):
      metaspace.words(of: text, at: place)
    }
  }

  private static func bertWords(
    of text: ArraySlice<Unicode.Scalar>
  ) -> [ArraySlice<Unicode.Scalar>] {
    text.split { $0.properties.isWhitespace }
      .flatMap { pieces(of: $0) { $0.isPunctuationOfBERT } }
  }

  /// Each scalar of a kind by itself, and the pieces between them.
  private static func pieces(
    of text: ArraySlice<Unicode.Scalar>, isolating isIsolated: (Unicode.Scalar) -> Bool
  ) -> [ArraySlice<Unicode.Scalar>] {
    var pieces: [ArraySlice<Unicode.Scalar>] = []
    var start = text.startIndex
    for index in text.indices where isIsolated(text[index]) {
      if start < index { pieces.append(text[start..<index]) }
      pieces.append(text[index...index])
      start = index + 1
    }
    if start < text.endIndex { pieces.append(text[start...]) }
    return pieces
  }
}
