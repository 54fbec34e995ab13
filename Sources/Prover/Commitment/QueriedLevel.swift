import Kernels
import Verifier

/// A committed vector whose columns are opened.
struct QueriedLevel {
  enum Source {
    case oracle(Oracle)
    case codeword(Codeword)
  }

  let level: Level
  let source: Source

  private var tree: MerkleTree {
    switch source {
    case .oracle(let oracle): oracle.tree
    case .codeword(let codeword): codeword.tree
    }
  }

  /// The columns at these positions, one after the other.
  private func columns(_ positions: [Int], _ parallel: Parallel) -> [UInt64] {
    switch source {
    case .codeword(let codeword):
      return positions.flatMap { codeword.column($0) }
    case .oracle(let oracle):
      if let codeword = oracle.codeword { return positions.flatMap { codeword.column($0) } }
      let domain = EvaluationDomain(logLength: level.shape.logLength)
      return oracle.vector.columns(at: positions.map { domain.point($0) }, parallel)
    }
  }

  func answer(_ positions: [Int], to writer: inout Writer, _ parallel: Parallel) {
    for word in columns(positions, parallel) { writer.number(word, 8) }
    tree.writeMultiProof(positions, to: &writer)
  }
}

extension OpeningProver {
  mutating func draw(_ levels: [QueriedLevel]) -> [[Int]] {
    levels.map {
      transcript.positions($0.level.plan.queries, bits: $0.level.shape.logLength)
    }
  }

  mutating func answer(_ levels: [QueriedLevel], _ drawn: [[Int]]) {
    for (level, positions) in zip(levels, drawn) {
      level.answer(positions, to: &writer, parallel)
    }
  }
}

extension CommittedVector {
  /// Σ_c f[2^k c + row] x^c for every row, one point after the other.
  func columns(at points: [Goldilocks], _ parallel: Parallel) -> [UInt64] {
    let rows = shape.rows
    let words = points.map { $0.word }
    // Columns, not points, are dealt to the threads: a kernel reads its columns once for all points.
    let grain = 1 << 11
    let work = Double(rows * points.count) * 0.02
    let parts = parallel.map(shape.columns, grain: grain, nanoseconds: work) { range in
      var sums = [Goldilocks](repeating: .zero, count: rows * points.count)
      var partial = [UInt64](repeating: 0, count: rows * points.count)
      forEachRun(in: range) { run in
        switch run.entries {
        case .bytes(let start):
          lemma_columns_bytes(&partial, start, run.columns.count, rows, words, points.count)
        case .integers(let start):
          let residues = [UInt64](unsafeUninitializedCapacity: run.columns.count * rows) {
            lemma_residues($0.baseAddress!, start, run.columns.count * rows)
            $1 = run.columns.count * rows
          }
          lemma_columns(&partial, residues, run.columns.count, rows, words, points.count)
        }
        for (i, point) in points.enumerated() {
          let power = point.power(UInt64(run.columns.lowerBound))
          for j in i * rows..<(i + 1) * rows { sums[j] = sums[j] + Goldilocks(partial[j]) * power }
        }
      }
      return sums
    }
    var total = [Goldilocks](repeating: .zero, count: rows * points.count)
    for part in parts {
      for (j, word) in part.enumerated() { total[j] = total[j] + word }
    }
    return total.map { $0.word }
  }
}
