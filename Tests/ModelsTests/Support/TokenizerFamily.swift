import Foundation

@testable import Models

/// A small tokenizer of one family, with the tokens that Hugging Face's library gives for texts.
struct TokenizerFamily {
  struct Case {
    let text: String
    let second: String?
    /// Of the text alone, without special tokens.
    let tokens: [Int]
    /// Of the text, and the second one if there is one, with special tokens.
    let encoded: [Int]
    let secondSegment: Int
    /// What `encoded` is decoded to, with special tokens and without.
    let kept: String
    let skipped: String
  }

  /// `tokenizer.json`, to be written or changed.
  let definition: [String: Any]
  let cases: [Case]

  init(_ name: String) throws {
    let json = try JSONSerialization.jsonObject(with: Vectors.data("tokenizers/\(name).json"))
    let vectors = json as? [String: Any] ?? [:]
    definition = vectors["definition"] as? [String: Any] ?? [:]
    cases = (vectors["cases"] as? [[String: Any]] ?? []).map {
      let encoded = $0["encoded"] as? [Int] ?? []
      return Case(
        text: $0["text"] as? String ?? "", second: $0["second"] as? String,
        tokens: $0["tokens"] as? [Int] ?? [], encoded: encoded,
        secondSegment: $0["secondSegment"] as? Int ?? encoded.count,
        kept: $0["kept"] as? String ?? "", skipped: $0["skipped"] as? String ?? "")
    }
  }

  /// The definition with the value at a path of names replaced, or removed where nil.
  func definition(_ path: String..., to value: Any?) -> [String: Any] {
    Self.replaced(definition, path[...], value) as? [String: Any] ?? [:]
  }

  private static func replaced(_ json: Any?, _ path: ArraySlice<String>, _ value: Any?) -> Any? {
    guard let name = path.first else { return value }
    var members = json as? [String: Any] ?? [:]
    members[name] = replaced(members[name], path.dropFirst(), value)
    return members
  }

  func tokenizer(_ definition: [String: Any]? = nil) throws -> Tokenizer {
    try withFolder { folder in
      try folder.write("tokenizer.json", json: definition ?? self.definition)
      return try Tokenizer(folder: folder)
    }
  }
}
