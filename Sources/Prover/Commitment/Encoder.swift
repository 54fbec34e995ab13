import Kernels
import Verifier

/// Encodes a message and hashes its codeword piece by piece, so that memory is bounded and threads share no data.
///
/// Piece h holds the positions h n' ..< (h + 1) n' of the codeword: its points are s ω'^bitreverse(q'), with s = x_(h n') and ω' of
/// order n', so it is the transform of length n' of Σ_c s^c f[c] X^(c mod n').
struct Encoder {
  let columns: Int
  /// Words of a column.
  let width: Int
  let logLength: Int
  let parallel: Parallel

  /// A piece beyond this is cut in two if it is not kept anyway.
  private static let mostPieceBytes = 1 << 29

  /// Adds s^c · column c to the words at `words + width · (c mod n')`, for a range of columns.
  typealias Scatter = (_ words: UnsafeMutablePointer<UInt64>, _ piece: Piece) -> Void

  /// One piece: its length n' and its shift s.
  struct Piece {
    let logLength: Int
    let shift: Goldilocks
  }

  /// The codeword's tree; with `codeword`, also the codeword, column by column.
  func encode(keepingIn codeword: UnsafeMutablePointer<UInt64>?, scatter: Scatter) -> MerkleTree {
    var pieceLog = min(logLength, OracleShape.bits(for: columns))
    while pieceLog > 0 && 1 << (logLength - pieceLog) < parallel.threads { pieceLog -= 1 }
    if codeword == nil {
      while pieceLog > 10 && (width << pieceLog) * 8 > Encoder.mostPieceBytes { pieceLog -= 1 }
    }
    let pieces = 1 << (logLength - pieceLog)
    let length = 1 << pieceLog
    let domain = EvaluationDomain(logLength: logLength)
    // About 15 ns for each word: transform and hash.
    let work = 15 * Double(width * length)
    return MerkleTree(logLength: logLength, parallel: parallel) { leaves in
      parallel.ranges(pieces, nanoseconds: work) { range in
        let own =
          codeword == nil ? UnsafeMutablePointer<UInt64>.allocate(capacity: width * length) : nil
        defer { own?.deallocate() }
        for h in range {
          let words = own ?? codeword! + h * length * width
          words.initialize(repeating: 0, count: width * length)
          scatter(words, Piece(logLength: pieceLog, shift: domain.point(h * length)))
          lemma_transform(words, width, UInt32(pieceLog), min(columns, length))
          lemma_hash_leaves(leaves + 32 * h * length, words, width, length)
        }
      }
    }
  }
}

extension CommittedVector {
  /// Adds s^c f[c] to word (c mod n') for every column.
  func scatter(_ words: UnsafeMutablePointer<UInt64>, _ piece: Encoder.Piece) {
    let mask = 1 << piece.logLength - 1
    let rows = shape.rows
    for run in runs.all {
      var power = piece.shift.power(UInt64(run.columns.lowerBound))
      for column in run.columns {
        let into = words + rows * (column & mask)
        let from = (column - run.columns.lowerBound) * rows
        // Only a column that wraps around meets what an earlier one left.
        let wraps = column > mask
        switch run.entries {
        case .bytes(let start):
          for row in 0..<rows {
            let term = Goldilocks(Int64(start[from + row])) * power
            into[row] = wraps ? (Goldilocks(into[row]) + term).word : term.word
          }
        case .integers(let start):
          for row in 0..<rows {
            let term = Goldilocks(start[from + row]) * power
            into[row] = wraps ? (Goldilocks(into[row]) + term).word : term.word
          }
        }
        power = power * piece.shift
      }
    }
  }
}

extension ElementPlanes {
  /// The same for a message over E, whose columns hold the coordinates of each row in turn.
  func scatter(
    columns: Int, fold: Int, _ words: UnsafeMutablePointer<UInt64>, _ piece: Encoder.Piece
  ) {
    let mask = 1 << piece.logLength - 1
    let rows = 1 << fold
    var power = Goldilocks.one
    for column in 0..<columns {
      let into = words + 2 * rows * (column & mask)
      let from = column * rows
      for row in 0..<rows {
        let c0 = Goldilocks(x0[from + row]) * power
        let c1 = Goldilocks(x1[from + row]) * power
        if column > mask {
          into[2 * row] = (Goldilocks(into[2 * row]) + c0).word
          into[2 * row + 1] = (Goldilocks(into[2 * row + 1]) + c1).word
        } else {
          into[2 * row] = c0.word
          into[2 * row + 1] = c1.word
        }
      }
      power = power * piece.shift
    }
  }
}
