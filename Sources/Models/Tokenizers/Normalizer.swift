/// Changes a text as a whole, before it is split into words: steps, one after the other.
struct Normalizer: Sendable {
  enum Step: Sendable {
    case bert(BertNormalizer)
    /// Canonical composition, NFC.
    case composed
  }

  var steps: [Step] = []

  func normalized(_ text: ArraySlice<Unicode.Scalar>) -> [Unicode.Scalar] {
    steps.reduce(Array(text)) { text, step in
      switch step {
      case .bert(let bert): bert.normalized(text)
      case .composed: CanonicalForm.composed(text)
      }
    }
  }
}

extension Normalizer {
  /// Reads the `normalizer` of `tokenizer.json`; none changes nothing.
  init(_ json: JSON?, path: String) throws(ModelError) {
    guard let json else { return }
    let settings = try SettingsReader(json, path: path)
    switch try settings.string("type") {
    case "Sequence":
      for part in settings.value("normalizers")?.array ?? [] {
        steps += try Normalizer(part, path: path).steps
      }
    case "BertNormalizer": steps = [.bert(try BertNormalizer(settings))]
    case "NFC": steps = [.composed]
    default:
      throw settings.unsupportedPart("normalizer", supported: "BertNormalizer, NFC, or none")
    }
  }
}
