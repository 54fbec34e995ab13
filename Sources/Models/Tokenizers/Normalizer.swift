/// Changes a text as a whole, before it is split into words: steps, one after the other.
struct Normalizer: Sendable {
  enum Step: Sendable {
    case bert(BertNormalizer)
    /// Canonical composition, NFC.
    case composed
    case mapped(CharacterMap)
    /// White space at the ends is dropped.
    case stripped(left: Bool, right: Bool)
    /// Each occurrence of a text, or run of it of at least that many, is another text.
    case replaced(Run, [Unicode.Scalar])
    /// A text that is not empty has another before it.
    case prepended([Unicode.Scalar])
  }

  /// A text as it is, or a scalar that occurs several times in a row.
  enum Run: Equatable, Sendable {
    case once([Unicode.Scalar])
    case atLeast(Int, of: Unicode.Scalar)
  }

  var steps: [Step] = []

  func normalized(_ text: ArraySlice<Unicode.Scalar>) -> [Unicode.Scalar] {
    steps.reduce(Array(text)) { text, step in
      switch step {
      case .bert(let bert): bert.normalized(text)
      case .composed: CanonicalForm.composed(text)
      case .mapped(let map): map.normalized(text)
      case .stripped(let left, let right): Self.stripped(text, left: left, right: right)
      case .replaced(let run, let replacement): Self.replaced(run, in: text, by: replacement)
      case .prepended(let prefix): text.isEmpty ? [] : prefix + text
      }
    }
  }

  private static func stripped(
    _ text: [Unicode.Scalar], left: Bool, right: Bool
  ) -> [Unicode.Scalar] {
    var text = text[...]
    if left { text = text.drop { $0.properties.isWhitespace } }
    if right { while text.last?.properties.isWhitespace == true { text.removeLast() } }
    return Array(text)
  }

  private static func replaced(
    _ run: Run, in text: [Unicode.Scalar], by replacement: [Unicode.Scalar]
  ) -> [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    var rest = text[...]
    while !rest.isEmpty {
      let count = run.length(at: rest)
      result += count > 0 ? replacement[...] : rest.prefix(1)
      rest = rest.dropFirst(max(count, 1))
    }
    return result
  }
}

extension Normalizer.Run {
  /// How many scalars of the text's beginning are this, or zero.
  fileprivate func length(at text: ArraySlice<Unicode.Scalar>) -> Int {
    switch self {
    case .once(let content):
      return text.starts(with: content) ? content.count : 0
    case .atLeast(let least, let scalar):
      let count = text.prefix { $0 == scalar }.count
      return count >= least ? count : 0
    }
  }
}
