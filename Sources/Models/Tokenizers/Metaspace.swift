/// Writes spaces as a visible character, which then begins the words.
struct Metaspace: Equatable, Sendable {
  /// Which texts that do not start with the character are given one.
  enum Prefix: String, Sendable {
    case always, first, never
  }

  enum Words: Sendable {
    /// Each begins with the character.
    case split
    /// The text stays whole.
    case joined
  }

  var replacement: Unicode.Scalar = "▁"
  var prefix = Prefix.always
  var words = Words.split

  /// - Parameter place: where in the whole text the piece stands.
  func words(of text: ArraySlice<Unicode.Scalar>, at place: PreTokenizer.Place)
    -> [ArraySlice<Unicode.Scalar>]
  {
    var text = text.map { $0 == " " ? replacement : $0 }
    let takesPrefix = prefix == .always || (prefix == .first && place == .start)
    if takesPrefix, text.first != replacement { text.insert(replacement, at: 0) }
    guard words == .split else { return [text[...]] }
    let starts = [0] + text.indices.dropFirst().filter { text[$0] == replacement } + [text.count]
    return zip(starts, starts.dropFirst()).map { text[$0..<$1] }
  }
}

extension Metaspace {
  /// Reads the pre-tokenizer or the decoder of that name; older files have `add_prefix_space`.
  init(_ settings: SettingsReader) throws(ModelError) {
    if let text = try settings.string("replacement") {
      guard text.unicodeScalars.count == 1, let scalar = text.unicodeScalars.first else {
        throw settings.invalid("replacement", "is not one character")
      }
      replacement = scalar
    }
    if let name = try settings.string("prepend_scheme") {
      guard let prefix = Prefix(rawValue: name) else {
        throw settings.invalid("prepend_scheme", "is \"\(name)\"")
      }
      self.prefix = prefix
    }
    guard try settings.boolean("add_prefix_space", default: true) || prefix == .never else {
      throw settings.invalid("add_prefix_space", "is false, and prepend_scheme is not \"never\"")
    }
    words = try settings.boolean("split", default: true) ? .split : .joined
  }
}
