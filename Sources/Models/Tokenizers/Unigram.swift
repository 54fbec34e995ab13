/// Unigram: of all ways to spell a word with tokens, the one of the largest sum of scores.
struct Unigram: Sendable {
  /// Scores below the smallest that a scalar which no token spells is taken at.
  private static let unknownPenalty = 10.0

  private let unknownToken: Int
  private let unknownScore: Double

  /// By token number.
  private let scores: [Double]

  private let tokenOfText: [[UInt8]: Int]
  private let beginnings: ByteTree

  /// - Parameter scores: one for each token of the vocabulary, such as logarithms of probabilities.
  init(_ vocabulary: Vocabulary, scores: [Double], unknownToken: Int) {
    self.unknownToken = unknownToken
    self.scores = scores
    unknownScore = (scores.min() ?? 0) - Self.unknownPenalty
    tokenOfText = vocabulary.tokenOfText
    beginnings = ByteTree(vocabulary.tokenOfText)
  }

  /// The best way to reach a place in a word: the last token on it and where that token starts.
  private struct Arrival {
    var score = -Double.infinity
    var start = -1
    var token = 0
  }

  /// The tokens of one word; consecutive scalars that no token spells are one unknown token.
  func tokens(of word: ArraySlice<Unicode.Scalar>) -> [Int] {
    let bytes = word.flatMap { $0.utf8 }
    var arrivals = Array(repeating: Arrival(), count: bytes.count + 1)
    arrivals[0].score = 0

    /// Of equal scores, the first found counts.
    func arrive(at end: Int, from start: Int, by token: Int, _ score: Double) {
      let sum = score + arrivals[start].score
      guard arrivals[end].start < 0 || sum > arrivals[end].score else { return }
      arrivals[end] = Arrival(score: sum, start: start, token: token)
    }

    var start = 0
    for scalar in word {
      let next = start + scalar.utf8.count
      var isSpelled = false
      for (token, end) in beginnings.tokens(in: bytes, from: start) {
        arrive(at: end, from: start, by: token, scores[token])
        isSpelled = isSpelled || end == next
      }
      if !isSpelled { arrive(at: next, from: start, by: unknownToken, unknownScore) }
      start = next
    }
    return path(to: arrivals, in: bytes)
  }

  /// Walks back from the end of the word, joining neighbouring unknown pieces.
  private func path(to arrivals: [Arrival], in bytes: [UInt8]) -> [Int] {
    var tokens: [Int] = []
    var end = bytes.count
    while end > 0 {
      let token = arrivals[end].token
      var start = arrivals[end].start
      guard token == unknownToken else {
        tokens.append(token)
        end = start
        continue
      }
      while start > 0, arrivals[start].token == unknownToken { start = arrivals[start].start }
      // What is unknown piece by piece may, joined, be the text of a token.
      tokens.append(tokenOfText[Array(bytes[start..<end])] ?? unknownToken)
      end = start
    }
    return tokens.reversed()
  }
}

/// Finds all tokens that a text starts with, byte by byte.
private struct ByteTree: Sendable {
  /// The node that a byte leads to, by node and byte.
  private var branches: [UInt64: Int] = [:]

  /// The token that ends at a node.
  private var tokens: [Int?] = [nil]

  init(_ tokenOfText: [[UInt8]: Int]) {
    for (text, token) in tokenOfText where !text.isEmpty {
      var node = 0
      for byte in text {
        let key = Self.key(node, byte)
        if let next = branches[key] {
          node = next
        } else {
          node = tokens.count
          branches[key] = node
          tokens.append(nil)
        }
      }
      tokens[node] = token
    }
  }

  private static func key(_ node: Int, _ byte: UInt8) -> UInt64 {
    UInt64(node) << 8 | UInt64(byte)
  }

  /// The tokens that start at a place, the shortest first, and where each ends.
  func tokens(in text: [UInt8], from start: Int) -> [(token: Int, end: Int)] {
    var found: [(token: Int, end: Int)] = []
    var node = 0
    for place in start..<text.count {
      guard let next = branches[Self.key(node, text[place])] else { break }
      node = next
      if let token = tokens[node] { found.append((token, place + 1)) }
    }
    return found
  }
}

extension Unigram {
  /// Reads the `vocab` of `tokenizer.json`, a list of texts and scores by token number.
  static func read(_ model: SettingsReader) throws(ModelError) -> (Vocabulary, Unigram) {
    guard let entries = model.value("vocab")?.array else {
      throw .malformedFile(path: model.path, reason: "it has no vocabulary")
    }
    var vocabulary = Vocabulary()
    var scores: [Double] = []
    for (token, entry) in entries.enumerated() {
      guard let entry = entry.array, entry.count == 2, let text = entry[0].string,
        let score = entry[1].double
      else {
        throw .malformedFile(path: model.path, reason: "token \(token) has no text and score")
      }
      try vocabulary.enter(text, as: token, path: model.path)
      scores.append(score)
    }
    guard try !model.boolean("byte_fallback", default: false) else {
      throw .unsupported(
        path: model.path, subject: "a Unigram model with byte_fallback",
        supported: "byte_fallback = false")
    }
    guard !scores.isEmpty, let unknown = try model.integer("unk_id", in: 0...scores.count - 1)
    else { throw model.invalid("unk_id", "is absent") }
    return (vocabulary, Unigram(vocabulary, scores: scores, unknownToken: unknown))
  }
}
