/// Byte-pair encoding: joins neighbouring tokens of a word, most frequent pair first.
struct BytePairs: Sendable {
  private struct Merge {
    let rank: UInt32
    let result: UInt32
  }

  /// By left and right token, as one key.
  private var merges: [UInt64: Merge] = [:]

  /// Tokens that a word may be as a whole, without merges, by their bytes.
  private let wholeWords: [[UInt8]: Int]

  /// What a word is before any merge.
  enum Units: Sendable {
    /// Its bytes, each with its token; a byte without one is dropped.
    case bytes([Int?])
    /// Its scalars, by their UTF-8; the bytes of a scalar that has no token.
    case scalars([[UInt8]: Int], bytes: [Int])
  }

  private let units: Units

  /// - Parameters:
  ///   - units: with 256 tokens for bytes.
  ///   - merges: pairs in order of rank, with the token that each makes. Of two merges of the
  ///     same pair, the later counts, as in Hugging Face's implementation.
  ///   - wholeWords: tokens that are taken at once where a word is just one of them.
  init(
    _ units: Units, merges: [(left: Int, right: Int, result: Int)],
    wholeWords: [[UInt8]: Int] = [:]
  ) {
    switch units {
    case .bytes(let tokens): precondition(tokens.count == 256, "one token for each byte")
    case .scalars(_, let tokens): precondition(tokens.count == 256, "one token for each byte")
    }
    self.wholeWords = wholeWords
    self.units = units
    for (rank, merge) in merges.enumerated() {
      self.merges[Self.key(UInt32(merge.left), UInt32(merge.right))] = Merge(
        rank: UInt32(rank), result: UInt32(merge.result))
    }
  }

  private static func key(_ left: UInt32, _ right: UInt32) -> UInt64 {
    UInt64(left) << 32 | UInt64(right)
  }

  /// The tokens of one word.
  ///
  /// Repeatedly merges the pair of lowest rank, leftmost first. A queue keeps this at
  /// `n log n` steps, so a long run of one character cannot stall the encoder.
  func tokens(of word: ArraySlice<Unicode.Scalar>) -> [Int] {
    if !wholeWords.isEmpty, let token = wholeWords[word.flatMap { $0.utf8 }] { return [token] }
    var chain = Chain(unmerged(word).map { UInt32($0) })
    var queue = PriorityQueue()
    func enqueue(_ position: Int) {
      guard let right = chain.tokenAfter(position),
        let merge = merges[Self.key(chain.tokens[position], right)]
      else { return }
      queue.insert(UInt64(merge.rank) << 32 | UInt64(position))
    }
    for position in chain.tokens.indices { enqueue(position) }

    while let entry = queue.removeSmallest() {
      let position = Int(entry & 0xFFFF_FFFF)
      // The pair may have changed since it was queued; then its own entry stands elsewhere.
      guard !chain.isRemoved[position], let right = chain.tokenAfter(position),
        let merge = merges[Self.key(chain.tokens[position], right)],
        UInt64(merge.rank) == entry >> 32
      else { continue }
      chain.mergeWithNext(position, into: merge.result)
      enqueue(position)
      if let previous = chain.previousPosition(position) { enqueue(previous) }
    }
    return chain.tokens.indices.filter { !chain.isRemoved[$0] }.map { Int(chain.tokens[$0]) }
  }

  private func unmerged(_ word: ArraySlice<Unicode.Scalar>) -> [Int] {
    switch units {
    case .bytes(let tokens):
      word.flatMap { $0.utf8.compactMap { tokens[Int($0)] } }
    case .scalars(let tokens, let bytes):
      word.flatMap { scalar in
        tokens[Array(scalar.utf8)].map { [$0] } ?? scalar.utf8.map { bytes[Int($0)] }
      }
    }
  }
}

/// The tokens of a word as a doubly linked list, so that positions stay valid across merges.
private struct Chain {
  var tokens: [UInt32]
  var isRemoved: [Bool]
  private var next: [Int]
  private var previous: [Int]

  init(_ tokens: [UInt32]) {
    self.tokens = tokens
    isRemoved = Array(repeating: false, count: tokens.count)
    next = Array(tokens.indices.map { $0 + 1 })
    previous = Array(tokens.indices.map { $0 - 1 })
  }

  func tokenAfter(_ position: Int) -> UInt32? {
    next[position] < tokens.count ? tokens[next[position]] : nil
  }

  func previousPosition(_ position: Int) -> Int? {
    previous[position] >= 0 ? previous[position] : nil
  }

  mutating func mergeWithNext(_ position: Int, into token: UInt32) {
    let removed = next[position]
    tokens[position] = token
    isRemoved[removed] = true
    next[position] = next[removed]
    if next[removed] < tokens.count { previous[next[removed]] = position }
  }
}

/// A binary min-heap.
private struct PriorityQueue {
  private var heap: [UInt64] = []

  mutating func insert(_ element: UInt64) {
    heap.append(element)
    var child = heap.count - 1
    while child > 0, heap[child] < heap[(child - 1) / 2] {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func removeSmallest() -> UInt64? {
    guard let last = heap.popLast() else { return nil }
    guard let smallest = heap.first else { return last }
    heap[0] = last
    var parent = 0
    while true {
      var least = parent
      for child in 2 * parent + 1...2 * parent + 2 where child < heap.count {
        if heap[child] < heap[least] { least = child }
      }
      guard least != parent else { return smallest }
      heap.swapAt(parent, least)
      parent = least
    }
  }
}
