import Foundation

/// Unicode's canonical decomposition and composition (NFD and NFC), as of Unicode 9.
///
/// Hugging Face's library has that version's tables: younger scalars neither decompose nor
/// compose nor change places. Foundation is asked about single scalars alone, since on Linux it
/// orders some Tibetan marks, and composes some Hangul and Kannada, otherwise than the standard.
enum CanonicalForm {
  private static let version = 9

  /// Decomposed as far as possible, marks in canonical order.
  static func decomposed(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
    // The first scalar that decomposes is U+00C0.
    guard text.contains(where: { $0.value >= 0xC0 }) else { return text }
    var result = text.flatMap(decomposition)
    var start = 0
    while start < result.count {
      guard combiningClass(result[start]) != 0 else {
        start += 1
        continue
      }
      let end = result[start...].firstIndex { combiningClass($0) == 0 } ?? result.count
      if end - start > 1 { order(&result[start..<end]) }
      start = end
    }
    return result
  }

  /// Decomposed, and composed again where a single scalar stands for two.
  static func composed(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
    // The first scalar that composition changes or moves is U+0300.
    guard text.contains(where: { $0.value >= 0x300 }) else { return text }
    var result: [Unicode.Scalar] = []
    var starter: Int?
    /// Class of the last scalar kept since the starter; it stands between later ones and it.
    var blocking: UInt8 = 0
    for scalar in decomposed(text) {
      let own = combiningClass(scalar)
      if let place = starter, place == result.count - 1 || (blocking != 0 && blocking < own),
        let composite = composite(result[place], scalar)
      {
        result[place] = composite
        continue
      }
      if own == 0 { starter = result.count }
      blocking = own
      result.append(scalar)
    }
    return result
  }

  /// Sorts marks by class, keeping those of one class in order.
  private static func order(_ marks: inout ArraySlice<Unicode.Scalar>) {
    let sorted = marks.enumerated().map { (combiningClass($1), $0, $1) }
      .sorted { ($0.0, $0.1) < ($1.0, $1.1) }
    marks = ArraySlice(sorted.map(\.2))
  }

  private static func combiningClass(_ scalar: Unicode.Scalar) -> UInt8 {
    guard scalar.value >= 0x300, scalar.isAssigned(inUnicode: version) else { return 0 }
    return scalar.properties.canonicalCombiningClass.rawValue
  }

  private static func decomposition(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
    guard scalar.value >= 0xC0, scalar.isAssigned(inUnicode: version) else { return [scalar] }
    return Array(String(scalar).decomposedStringWithCanonicalMapping.unicodeScalars)
  }

  /// The scalar that stands for two, or nil.
  private static func composite(
    _ first: Unicode.Scalar, _ second: Unicode.Scalar
  ) -> Unicode.Scalar? {
    guard second.value >= 0x300 else { return nil }
    if let syllable = hangulSyllable(first, second) { return syllable }
    return composites[[first, second]]
  }

  /// The scalars that stand for two, found by what each of them decomposes to.
  ///
  /// The last of that is the second scalar; the first stands for the others.
  private static let composites: [[Unicode.Scalar]: Unicode.Scalar] = {
    let candidates = [0xC0...0x30FF, 0x11000...0x116FF].joined().compactMap(Unicode.Scalar.init)
      .filter { !$0.properties.isFullCompositionExclusion }
    let decomposed = candidates.map { (whole: $0, parts: decomposition($0)) }
      .filter { $0.parts.count > 1 }.sorted { $0.parts.count < $1.parts.count }
    var composites: [[Unicode.Scalar]: Unicode.Scalar] = [:]
    for (whole, parts) in decomposed {
      let first = parts[1..<(parts.count - 1)].reduce(parts[0]) { composites[[$0, $1]] ?? $0 }
      composites[[first, parts[parts.count - 1]]] = whole
    }
    return composites
  }()

  /// A leading consonant and a vowel, or those two and a trailing consonant, as one syllable.
  private static func hangulSyllable(
    _ first: Unicode.Scalar, _ second: Unicode.Scalar
  ) -> Unicode.Scalar? {
    switch (first.value, second.value) {
    case (0x1100...0x1112, 0x1161...0x1175):
      Unicode.Scalar(0xAC00 + ((first.value - 0x1100) * 21 + second.value - 0x1161) * 28)
    case (0xAC00...0xD7A3, 0x11A8...0x11C2) where (first.value - 0xAC00) % 28 == 0:
      Unicode.Scalar(first.value + second.value - 0x11A7)
    default:
      nil
    }
  }
}
