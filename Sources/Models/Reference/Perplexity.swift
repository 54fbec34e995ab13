import Foundation

/// How well logits predict the text that they were computed for.
public struct Perplexity: Equatable, Sendable {
  /// Predicted tokens so far.
  public private(set) var count = 0

  /// Sum of `-ln p(token)` over them.
  public private(set) var nats = 0.0

  public init() {}

  /// `e^(nats / count)`: the number of equally likely tokens that would be as surprising.
  /// 1 is certainty; a model that knows nothing has the size of its vocabulary.
  public var value: Double {
    count == 0 ? 1 : exp(nats / Double(count))
  }

  /// Counts the prediction of every token of a window from those before it.
  /// - Parameters:
  ///   - logits: `[tokens, vocabularySize]`, on a scale whose softmax is the distribution.
  ///   - tokens: the window that the logits were computed for.
  public mutating func add(logits: FloatTensor, of tokens: [Int]) {
    for position in tokens.indices.dropFirst() {
      let row = logits.row(position - 1)
      let highest = row.max() ?? 0
      // Offsets are at most 0, so each term is in (0, 1] and their sum at least 1.
      let sum = row.reduce(0.0) { $0 + Double(exp($1 - highest)) }
      nats += log(sum) + Double(highest - row[row.startIndex + tokens[position]])
      count += 1
    }
  }
}

extension FloatModel {
  /// The perplexity of windows of text, each predicted from its own start.
  /// - Throws: `windowLength`, `tokenOutsideVocabulary` or `nonFiniteValue`.
  public func perplexity(of windows: [[Int]]) throws(ModelError) -> Perplexity {
    var perplexity = Perplexity()
    try logits(for: windows) { index, logits in
      perplexity.add(logits: logits, of: windows[index])
    }
    return perplexity
  }
}
