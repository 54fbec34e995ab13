import Foundation

/// Sentencepiece's table of characters and what they are normalized to.
///
/// The table is a double-array trie: each unit holds a label, an offset to its children and
/// whether a key ends below it. The values are places in a list of texts that end in zero bytes.
struct CharacterMap: Sendable {
  /// Characters of more bytes are looked up scalar by scalar.
  private static let longestCharacter = 5

  private let units: [UInt32]
  private let texts: [UInt8]

  /// Reads `precompiled_charsmap`: the size of the trie, the trie, the texts.
  init(_ settings: SettingsReader) throws(ModelError) {
    guard let text = try settings.string("precompiled_charsmap"),
      let bytes = Data(base64Encoded: text).map(Array.init)
    else { throw settings.invalid("precompiled_charsmap", "is not base64") }

    func number(at place: Int) -> UInt32 {
      (0..<4).reduce(0) { $0 | UInt32(bytes[place + $1]) << (8 * UInt32($1)) }
    }
    guard bytes.count >= 4, Int(number(at: 0)) <= bytes.count - 4, number(at: 0) % 4 == 0 else {
      throw settings.invalid("precompiled_charsmap", "is shorter than it says")
    }
    let end = 4 + Int(number(at: 0))
    units = stride(from: 4, to: end, by: 4).map(number)
    texts = Array(bytes[end...])
    guard String(validating: texts, as: UTF8.self) != nil else {
      throw settings.invalid("precompiled_charsmap", "holds texts that are not UTF-8")
    }
  }

  func normalized(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: text)
    return String(view).flatMap { character -> [Unicode.Scalar] in
      if character.utf8.count <= Self.longestCharacter,
        let replacement = replacement(for: character.utf8)
      {
        return replacement
      }
      return character.unicodeScalars.flatMap { replacement(for: $0.utf8) ?? [$0] }
    }
  }

  /// What the shortest key that a text starts with is replaced by: it stands for all of the text.
  private func replacement(for text: some Sequence<UInt8>) -> [Unicode.Scalar]? {
    guard var node = child(of: 0) else { return nil }
    for byte in text {
      guard byte != 0, let unit = unit(node ^ Int(byte)), Self.label(unit) == UInt32(byte),
        let next = child(of: node ^ Int(byte))
      else { return nil }
      node = next
      if Self.endsKey(unit) { return self.unit(node).map { value(at: Int($0 & 0x7FFF_FFFF)) } }
    }
    return nil
  }

  private func value(at place: Int) -> [Unicode.Scalar] {
    let text = texts.dropFirst(place).prefix { $0 != 0 }
    return Array(String(decoding: text, as: UTF8.self).unicodeScalars)
  }

  /// A unit, or nil for a place that only a damaged table leads to.
  private func unit(_ place: Int) -> UInt32? {
    units.indices.contains(place) ? units[place] : nil
  }

  /// Where the children of a unit are counted from.
  private func child(of place: Int) -> Int? {
    unit(place).map { place ^ Int(($0 >> 10) << (($0 & 1 << 9) >> 6)) }
  }

  private static func label(_ unit: UInt32) -> UInt32 { unit & (1 << 31 | 0xFF) }

  private static func endsKey(_ unit: UInt32) -> Bool { unit >> 8 & 1 == 1 }
}
