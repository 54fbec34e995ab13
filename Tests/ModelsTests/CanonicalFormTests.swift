import Testing

@testable import Models

@Suite struct CanonicalFormTests {
  private func scalars(_ text: String) -> [Unicode.Scalar] { Array(text.unicodeScalars) }

  @Test func knownFormsAreMade() {
    let examples: [(text: String, decomposed: String, composed: String)] = [
      ("", "", ""), ("plain", "plain", "plain"),
      ("\u{E9}", "e\u{301}", "\u{E9}"), ("e\u{301}", "e\u{301}", "\u{E9}"),
      ("\u{1E69}", "s\u{323}\u{307}", "\u{1E69}"),
      ("s\u{307}\u{323}", "s\u{323}\u{307}", "\u{1E69}"),
      ("\u{212B}", "A\u{30A}", "\u{C5}"), ("\u{344}", "\u{308}\u{301}", "\u{308}\u{301}"),
      ("\u{301}e", "\u{301}e", "\u{301}e"),
      // A mark of the same class stands between.
      ("a\u{315}\u{300}\u{5AE}", "a\u{5AE}\u{300}\u{315}", "\u{E0}\u{5AE}\u{315}"),
      // Three parts, of which the first two have a scalar of their own.
      ("\u{CC6}\u{CC2}\u{CD5}", "\u{CC6}\u{CC2}\u{CD5}", "\u{CCB}"),
      // Tibetan vowels decompose into marks, which then change places.
      ("o\u{302}\u{F81}", "o\u{F71}\u{F80}\u{302}", "\u{F4}\u{F71}\u{F80}"),
      // Excluded from composition.
      ("\u{958}", "\u{915}\u{93C}", "\u{915}\u{93C}"),
      ("\u{FB1D}", "\u{5D9}\u{5B4}", "\u{5D9}\u{5B4}"),
      // Hangul; U+1176 is no vowel of a syllable.
      ("\u{AC01}", "\u{1100}\u{1161}\u{11A8}", "\u{AC01}"),
      ("\u{AC00}\u{11A8}", "\u{1100}\u{1161}\u{11A8}", "\u{AC01}"),
      ("\u{1110}\u{1176}", "\u{1110}\u{1176}", "\u{1110}\u{1176}"),
      ("\u{AC00}\u{11A7}", "\u{1100}\u{1161}\u{11A7}", "\u{AC00}\u{11A7}"),
      // Unicode 13 composes these two and orders the mark; Unicode 9 knows none of them.
      ("\u{11935}\u{11930}", "\u{11935}\u{11930}", "\u{11935}\u{11930}"),
      ("a\u{301}\u{1ABF}", "a\u{301}\u{1ABF}", "\u{E1}\u{1ABF}"),
    ]
    for (text, decomposed, composed) in examples {
      #expect(CanonicalForm.decomposed(scalars(text)) == scalars(decomposed))
      #expect(CanonicalForm.composed(scalars(text)) == scalars(composed))
    }
  }

  @Test func everyScalarThatMayComposeComesBack() {
    for value in UInt32(0)...0x1FFFF {
      guard let scalar = Unicode.Scalar(value),
        !scalar.properties.isFullCompositionExclusion
      else { continue }
      let decomposed = CanonicalForm.decomposed([scalar])
      #expect(CanonicalForm.composed(decomposed) == [scalar])
    }
  }

  @Test func bothFormsAreStable() {
    var generator = SeededGenerator(seed: 8)
    let alphabet = scalars(
      "aeo\u{E9}\u{300}\u{301}\u{315}\u{323}\u{345}\u{5AE}\u{F71}\u{F80}\u{F81}")
    for _ in 0..<2000 {
      let text = (0..<Int.random(in: 0...9, using: &generator))
        .compactMap { _ in alphabet.randomElement(using: &generator) }
      let decomposed = CanonicalForm.decomposed(text)
      let composed = CanonicalForm.composed(text)
      #expect(CanonicalForm.decomposed(decomposed) == decomposed)
      #expect(CanonicalForm.composed(composed) == composed)
      #expect(CanonicalForm.composed(decomposed) == composed)
      #expect(CanonicalForm.decomposed(composed) == decomposed)
    }
  }
}
