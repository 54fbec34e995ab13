/// What a synthetic model says: tokens on one long cycle, each followed by the next.
///
/// The embedding of the token at place t is three random vectors of coprime lengths, each turned by t. So the embedding of the token
/// that follows is the same three vectors turned once more: a linear map, which the last feed-forward block computes.
struct SyntheticLanguage {
  let shape: SyntheticShape
  /// Coprime; their products by pairs are at least the vocabulary, so two tokens share at most one of three turns.
  let cycles: [Int]
  /// The features of each cycle start here.
  let starts: [Int]
  /// Two features that no cycle uses: the channels of massive activations.
  let massive: (first: Int, second: Int)
  /// A token's number is its place times this, modulo the vocabulary.
  private let stride: Int

  init(_ shape: SyntheticShape) {
    self.shape = shape
    var lengths: [Int] = []
    var candidate = (shape.width - 2) / 3 + 1
    while lengths.count < 3 {
      if lengths.allSatisfy({ gcd($0, candidate) == 1 }),
        lengths.reduce(candidate, +) + (2 - lengths.count) * 1 <= shape.width - 2
      {
        lengths.append(candidate)
      }
      candidate -= 1
    }
    cycles = lengths
    starts = [0, lengths[0], lengths[0] + lengths[1]]
    massive = (shape.width - 2, shape.width - 1)
    var stride = shape.vocabulary * 5 / 13 + 1
    while gcd(stride, shape.vocabulary) != 1 { stride += 1 }
    self.stride = stride
  }

  func token(at place: Int) -> Int { place * stride % shape.vocabulary }

  /// The place of every token.
  var places: [Int] {
    var result = [Int](repeating: 0, count: shape.vocabulary)
    for place in result.indices { result[token(at: place)] = place }
    return result
  }

  /// Texts for calibration: some follow the language, the others are random.
  func windows(count: Int, length: Int, seed: UInt64) -> [[Int]] {
    var numbers = SyntheticNumbers(seed: seed, stream: 1 << 20)
    return (0..<count).map { window in
      let start = numbers.below(shape.vocabulary)
      return (0..<length).map { i in
        let place = window % 2 == 0 ? start + i : numbers.below(shape.vocabulary)
        let token = token(at: place % shape.vocabulary)
        // Words only: a byte token would be read with its neighbours.
        return token < SyntheticTokenizer.firstWord || token == shape.endToken
          ? SyntheticTokenizer.firstWord : token
      }
    }
  }
}

private func gcd(_ a: Int, _ b: Int) -> Int { b == 0 ? a : gcd(b, a % b) }
