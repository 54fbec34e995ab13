import Foundation

/// GPT-2 in 32-bit floats: the model that calibration measures and accuracy is measured against.
public struct FloatModel: Sendable {
  public let configuration: GPT2Configuration
  public let weights: GPT2Weights

  /// Reads configuration and weights from a Hugging Face folder.
  /// - Throws: what ``GPT2Configuration``, ``Checkpoint`` and ``GPT2Weights`` throw.
  public init(folder: URL) throws(ModelError) {
    configuration = try GPT2Configuration(folder: folder)
    weights = try GPT2Weights(from: Checkpoint(folder: folder), configuration: configuration)
  }

  /// - Precondition: the weights have the shapes that the configuration implies.
  public init(configuration: GPT2Configuration, weights: GPT2Weights) {
    precondition(
      weights.tokenEmbedding.shape == [configuration.vocabularySize, configuration.width]
        && weights.layers.count == configuration.layerCount,
      "the weights belong to another configuration")
    self.configuration = configuration
    self.weights = weights
  }

  /// The logits at every position of one window, `[tokens, vocabularySize]`.
  ///
  /// Row `i` predicts the token after position `i`; positions count from the window's start.
  /// - Throws: `windowLength` or `tokenOutsideVocabulary` for the window; `nonFiniteValue` if the
  ///   model overflows.
  public func logits(for tokens: [Int]) throws(ModelError) -> FloatTensor {
    let pass = ForwardPass(model: self, windows: [0..<tokens.count], observe: nil)
    return try pass.logits(ofFinalRows: pass.finalRows(for: check(tokens)))
  }

  /// The logits of one window, and on the way every intermediate tensor.
  /// - Parameter observe: called once for each ``Stage``, or for each layer and stage, in order.
  public func logits(
    for tokens: [Int], observing observe: @escaping (Observation) -> Void
  ) throws(ModelError) -> FloatTensor {
    let pass = ForwardPass(model: self, windows: [0..<tokens.count], observe: observe)
    return try pass.logits(ofFinalRows: pass.finalRows(for: check(tokens)))
  }

  /// The logits of many windows, in order, one window at a time.
  ///
  /// Short windows run through the matrices together, which is faster than one after the other.
  /// Memory is bounded by the activations of 1024 tokens and the logits of one window.
  /// - Parameter body: receives the window's index and its logits, `[tokens, vocabularySize]`.
  public func logits(
    for windows: [[Int]], body: (Int, FloatTensor) -> Void
  ) throws(ModelError) {
    for group in Self.groups(windows, limit: 1024) {
      var ranges: [Range<Int>] = []
      var tokens: [Int] = []
      for window in windows[group] {
        ranges.append(tokens.count..<tokens.count + window.count)
        tokens += try check(window)
      }
      let pass = ForwardPass(model: self, windows: ranges, observe: nil)
      let rows = pass.finalRows(for: tokens)
      for (index, range) in zip(group, ranges) {
        let width = configuration.width
        let window = rows[range.lowerBound * width..<range.upperBound * width]
        body(index, try pass.logits(ofFinalRows: Array(window)))
      }
    }
  }

  /// Consecutive windows of at most `limit` tokens together, or a longer one alone.
  private static func groups(_ windows: [[Int]], limit: Int) -> [Range<Int>] {
    var groups: [Range<Int>] = []
    var start = 0
    while start < windows.count {
      var end = start + 1
      var tokens = windows[start].count
      while end < windows.count, tokens + windows[end].count <= limit {
        tokens += windows[end].count
        end += 1
      }
      groups.append(start..<end)
      start = end
    }
    return groups
  }

  private func check(_ tokens: [Int]) throws(ModelError) -> [Int] {
    guard (1...configuration.contextLength).contains(tokens.count) else {
      throw .windowLength(found: tokens.count, limit: configuration.contextLength)
    }
    for (position, token) in tokens.enumerated() {
      guard (0..<configuration.vocabularySize).contains(token) else {
        throw .tokenOutsideVocabulary(
          token: token, position: position, vocabularySize: configuration.vocabularySize)
      }
    }
    return tokens
  }
}
