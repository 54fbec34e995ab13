/// Splits a normalized text into words, which are encoded each by itself: steps in order.
struct PreTokenizer: Sendable {
  enum Step: Equatable, Sendable {
    /// Words between white space; each mark of punctuation is a word.
    case bert
    /// The consecutive matches of a regular expression.
    case expression(WordExpression)
    /// A space before a word that does not start with one.
    case prefixSpace
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

  func words(of text: [Unicode.Scalar]) -> [ArraySlice<Unicode.Scalar>] {
    steps.reduce([text[...]]) { words, step in
      words.flatMap { Self.split($0, step) }
    }
  }

  private static func split(
    _ text: ArraySlice<Unicode.Scalar>, _ step: Step
  ) -> [ArraySlice<Unicode.Scalar>] {
    switch step {
    case .bert:
      bertWords(of: text)
    case .expression(let expression):
      expression.ranges(of: text).map { text[$0] }
    case .prefixSpace:
      text.first == " " ? [text] : [([" "] + text)[...]]
    }
  }

  private static func bertWords(
    of text: ArraySlice<Unicode.Scalar>
  ) -> [ArraySlice<Unicode.Scalar>] {
    text.split { $0.properties.isWhitespace }.flatMap { word in
      var pieces: [ArraySlice<Unicode.Scalar>] = []
      var start = word.startIndex
      for index in word.indices where word[index].isPunctuationOfBERT {
        if start < index { pieces.append(word[start..<index]) }
        pieces.append(word[index...index])
        start = index + 1
      }
      if start < word.endIndex { pieces.append(word[start...]) }
      return pieces
    }
  }
}
