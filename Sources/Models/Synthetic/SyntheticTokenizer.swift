import Foundation

/// A byte-level vocabulary of made-up words: " a" ... " z", " aa", ... in order, as long as there are tokens.
///
/// Every beginning of a word is a word, so byte-pair encoding reads each word as its one token.
struct SyntheticTokenizer {
  /// Tokens below stand for single bytes.
  static let firstWord = 256

  let shape: SyntheticShape

  /// The letters of a word's token.
  func letters(of token: Int) -> String {
    var rest = token - SyntheticTokenizer.firstWord
    var length = 1
    var count = 26
    while rest >= count {
      rest -= count
      count *= 26
      length += 1
    }
    var letters: [Character] = []
    for _ in 0..<length {
      letters.append(Character(Unicode.Scalar(UInt8(97 + rest % 26))))
      rest /= 26
    }
    return String(letters.reversed())
  }

  /// Writes `vocab.json`, `merges.txt` and `tokenizer_config.json`.
  func write(to folder: URL) throws {
    let words = SyntheticTokenizer.firstWord..<shape.endToken
    var entries = TokenizerBytes.scalars.enumerated().map { token, scalar in
      switch scalar {
      case "\"", "\\": "\"\\\(scalar)\": \(token)"
      default: "\"\(scalar)\": \(token)"
      }
    }
    var merges = "#version: 0.2\n"
    for token in words {
      let letters = letters(of: token)
      entries.append("\"Ġ\(letters)\": \(token)")
      merges += "Ġ\(letters.dropLast()) \(letters.last!)\n"
    }
    entries.append("\"<|endoftext|>\": \(shape.endToken)")
    try Data("{\n\(entries.joined(separator: ",\n"))\n}\n".utf8)
      .write(to: folder.appendingPathComponent("vocab.json"))
    try Data(merges.utf8).write(to: folder.appendingPathComponent("merges.txt"))
    try Data(
      """
      {
        "bos_token": "<|endoftext|>",
        "eos_token": "<|endoftext|>",
        "tokenizer_class": "GPT2Tokenizer",
        "unk_token": "<|endoftext|>"
      }

      """.utf8
    ).write(to: folder.appendingPathComponent("tokenizer_config.json"))
  }

  /// Calibration text: a window on each line.
  func text(_ windows: [[Int]]) -> String {
    windows.map { window in window.map { " " + letters(of: $0) }.joined() + "\t\n" }.joined()
  }
}
