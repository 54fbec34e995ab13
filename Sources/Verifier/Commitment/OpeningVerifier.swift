/// The verifier's place in an opening: transcript, proof bytes, the sum still to be shown, and what its weight is made of.
struct OpeningVerifier {
  let schedule: Schedule
  let commitments: [Commitment]
  let claims: [OracleClaim]
  var transcript: Transcript
  var reader: Reader
  /// σ.
  var sum = Extension.zero
  /// Powers of λ, for each claim and then each oracle.
  var scale: [Extension] = []
  /// The row rounds' challenges.
  var rows: [Extension] = []
  /// The challenges since level 1.
  var beta: [Extension] = []
  /// The challenges that folded the level to be queried next.
  var bound: [Extension] = []
  /// The root of the last level.
  var root = Digest.zero
  /// Each later level's out-of-domain point and γ.
  var points: [[Extension]] = []
  var gammas: [Extension] = []
  /// The queried columns of each code.
  var opened: [[OpenedColumn]] = []

  init(
    _ schedule: Schedule, _ commitments: [Commitment], _ claims: [OracleClaim],
    _ transcript: Transcript, _ reader: Reader
  ) {
    self.schedule = schedule
    self.commitments = commitments
    self.claims = claims
    self.transcript = transcript
    self.reader = reader
  }

  /// Elements of the proof, absorbed as one message.
  @inline(never)
  mutating func receive(_ count: Int) throws(Rejection) -> [Extension] {
    let elements = try reader.elements(count)
    transcript.absorb(elements)
    return elements
  }

  @inline(never)
  mutating func work(_ bits: Int) throws(Rejection) {
    if bits == 0 { return }
    guard transcript.accept(nonce: try reader.number(8), bits: bits) else { throw .proofOfWork }
  }

  /// Sumcheck rounds, one for each entry; returns the challenges.
  @inline(never)
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

  /// Positions in each of the codes above level `i` + 1, in order.
  mutating func draw(above i: Int) -> [[Int]] {
    var drawn: [[Int]] = []
    for c in schedule.codes(above: i) {
      let code = schedule.code(c)
      drawn.append(transcript.positions(code.plan.queries, bits: code.shape.logLength))
    }
    return drawn
  }

  /// Reads a code's columns at these positions, checks them against its root and folds them: Σ_row eq(α, row) column[row] for each.
  @inline(never)
  mutating func open(_ c: Int, _ positions: [Int]) throws(Rejection) {
    let code = schedule.code(c)
    // eq(α, row).
    let weights = Multilinear.eqTable(bound[..<code.shape.fold])
    let width = weights.count * code.coordinates
    guard reader.remaining / (8 * width) >= positions.count else { throw .truncated }
    reader.begin(.columns)
    defer { reader.begin(.opening) }
    let domain = EvaluationDomain(logLength: code.shape.logLength)
    var leaves = [Digest](repeating: .zero, count: positions.count)
    let columns = try Array(count: positions.count) { i throws(Rejection) in
      let words = try Array(count: width) { _ throws(Rejection) in try reader.base() }
      leaves[i] = MultiProof.leaf(words)
      return OpenedColumn(x: domain.point(positions[i]), value: fold(words, weights))
    }
    reader.begin(.siblings)
    let implied = try MultiProof.root(
      logLength: code.shape.logLength, positions: positions, leaves: leaves, reader: &reader)
    reader.noteSiblings(of: positions, logLength: code.shape.logLength)
    guard implied == (c < commitments.count ? commitments[c].root : root) else { throw .merkleRoot }
    opened.append(columns)
  }

  private func fold(_ column: [Goldilocks], _ weights: [Extension]) -> Extension {
    var sum = Extension.zero
    if column.count == weights.count {
      for row in weights.indices { sum += weights[row] * column[row] }
    } else {
      for row in weights.indices {
        sum += weights[row] * Extension(column[2 * row], column[2 * row + 1])
      }
    }
    return sum
  }
}

/// A column of a codeword, folded.
struct OpenedColumn {
  /// Where the row polynomials are evaluated.
  let x: Goldilocks
  let value: Extension
}
