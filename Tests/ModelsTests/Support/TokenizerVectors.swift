import Foundation

@testable import Models

/// Tokenizers with the tokens that Hugging Face's library gives for them.
struct TokenizerVectors {
  struct Case {
    /// Nil for tokens that no text encodes to.
    let text: String?
    let tokens: [Int]
    let kept: String
    let skipped: String
  }

  let name: String
  /// `tokenizer.json`, to be written or changed.
  let definition: [String: Any]
  let cases: [Case]

  static func all() throws -> [TokenizerVectors] {
    let json = try JSONSerialization.jsonObject(with: Vectors.data("tokenizer.json"))
    return (json as? [[String: Any]] ?? []).map { vectors in
      TokenizerVectors(
        name: vectors["name"] as? String ?? "",
        definition: vectors["definition"] as? [String: Any] ?? [:],
        cases: (vectors["cases"] as? [[String: Any]] ?? []).map {
          Case(
            text: $0["text"] as? String, tokens: $0["tokens"] as? [Int] ?? [],
            kept: $0["kept"] as? String ?? "", skipped: $0["skipped"] as? String ?? "")
        })
    }
  }

  static func plain() throws -> TokenizerVectors {
    try all()[0]
  }

  var model: [String: Any] {
    definition["model"] as? [String: Any] ?? [:]
  }

  var merges: [[String]] {
    model["merges"] as? [[String]] ?? []
  }

  /// The definition with one member changed, or removed where nil.
  func definition(_ name: String, _ value: Any?) -> [String: Any] {
    var result = definition
    result[name] = value
    return result
  }

  /// The definition with one member of its model changed, or removed where nil.
  func definition(model name: String, _ value: Any?) -> [String: Any] {
    var result = model
    result[name] = value
    return definition("model", result)
  }

  func tokenizer() throws -> Tokenizer {
    try withFolder { folder in
      try folder.write("tokenizer.json", json: definition)
      return try Tokenizer(folder: folder)
    }
  }
}
