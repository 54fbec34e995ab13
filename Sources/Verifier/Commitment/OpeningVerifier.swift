/// The verifier's place in an opening: transcript, proof bytes and the sum still to be shown.
struct OpeningVerifier {
  var transcript: Transcript
  var reader: Reader
  /// σ.
  var sum = Extension.zero

  /// A committed vector whose columns are about to be opened.
  struct Codeword {
    let level: Level
    let root: Digest
    /// eq(α, row).
    let weights: [Extension]
  }

  init(_ transcript: Transcript, _ reader: Reader) {
    self.transcript = transcript
    self.reader = reader
  }

  /// Elements of the proof, absorbed as one message.
  mutating func receive(_ count: Int) throws(Rejection) -> [Extension] {
    let elements = try reader.elements(count)
    transcript.absorb(elements)
    return elements
  }

  mutating func work(_ bits: Int) throws(Rejection) {
    if bits == 0 { return }
    guard transcript.accept(nonce: try reader.number(8), bits: bits) else { throw .proofOfWork }
  }

  /// Sumcheck rounds, one for each entry; returns the challenges.
  mutating func rounds(_ grinds: [Int]) throws(Rejection) -> [Extension] {
    var point: [Extension] = []
    for bits in grinds {
      let message = try receive(2)
      try work(bits)
      let challenge = transcript.challenge()
      sum = Opening.roundValue(sum, message[0], message[1], at: challenge)
      point.append(challenge)
    }
    return point
  }

  /// Positions in each codeword, in order.
  mutating func draw(_ codewords: [Codeword]) -> [[Int]] {
    var drawn: [[Int]] = []
    for codeword in codewords {
      drawn.append(
        transcript.positions(
          codeword.level.plan.queries, bits: codeword.level.shape.logLength))
    }
    return drawn
  }

  /// The columns at these positions, checked against the root and folded: Σ_row eq(α, row) column[row] for each.
  mutating func open(_ codeword: Codeword, _ positions: [Int]) throws(Rejection) -> [Extension] {
    let width = codeword.weights.count * codeword.level.coordinates
    guard reader.remaining / (8 * width) >= positions.count else { throw .truncated }
    reader.begin(.columns)
    defer { reader.begin(.opening) }
    var leaves: [Digest] = []
    var values: [Extension] = []
    leaves.reserveCapacity(positions.count)
    values.reserveCapacity(positions.count)
    var column = [Goldilocks](repeating: .zero, count: width)
    for _ in positions {
      for i in 0..<width { column[i] = try reader.base() }
      leaves.append(MultiProof.leaf(column))
      values.append(fold(column, codeword.weights))
    }
    reader.begin(.siblings)
    let root = try MultiProof.root(
      logLength: codeword.level.shape.logLength, positions: positions, leaves: leaves,
      reader: &reader)
    reader.noteSiblings(of: positions, logLength: codeword.level.shape.logLength)
    guard root == codeword.root else { throw .merkleRoot }
    return values
  }

  private func fold(_ column: [Goldilocks], _ weights: [Extension]) -> Extension {
    var sum = Extension.zero
    if column.count == weights.count {
      for (weight, word) in zip(weights, column) { sum += weight * word }
    } else {
      for (row, weight) in weights.enumerated() {
        sum += weight * Extension(column[2 * row], column[2 * row + 1])
      }
    }
    return sum
  }
}
