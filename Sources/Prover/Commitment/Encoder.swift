import Kernels
import Verifier

/// Turns coefficients into codewords and codewords into trees.
struct Encoder {
  /// Coefficients of each polynomial.
  let columns: Int
  /// Words of a column: as many polynomials are encoded at once.
  let width: Int
  let logLength: Int
  let parallel: Parallel

  /// Polynomials that one worker transforms together: a cache line of words.
  private static let lanes = 8

  /// Values at the 2^logLength-th roots of unity in the order of leaves.
  ///
  /// - Parameter words: [position][polynomial], coefficients in the first columns and zeros beyond.
  func transform(_ words: UnsafeMutablePointer<UInt64>, logLength: Int) {
    let length = 1 << logLength
    let used = min(columns, length)
    let work = Double(logLength << logLength)
    // Rows that lie a power of two apart share few sets of a cache: long ones are transformed in a place of their own.
    guard (8 * width) << logLength > Encoder.cache, width > Encoder.lanes else {
      parallel.ranges(width, grain: Encoder.lanes, nanoseconds: work) { lanes in
        lemma_transform_lanes(
          words + lanes.lowerBound, width, lanes.count, UInt32(logLength), used)
      }
      return
    }
    let groups = (width + Encoder.lanes - 1) / Encoder.lanes
    _ = parallel.mapStrides(groups, nanoseconds: 8 * work) { indices in
      let place = SharedMemory<UInt64>(count: Encoder.lanes * length) { place in
        let place = place.baseAddress!
        for group in indices {
          let lanes = group * Encoder.lanes..<min(width, (group + 1) * Encoder.lanes)
          let rows = Lanes(start: words + lanes.lowerBound, stride: width, count: lanes.count)
          let dense = Lanes(start: place, stride: lanes.count, count: lanes.count)
          dense.copy(rows, 0..<used)
          (place + used * lanes.count).update(
            repeating: 0, count: lanes.count * ((1 << OracleShape.bits(for: used)) - used))
          lemma_transform_lanes(place, lanes.count, lanes.count, UInt32(logLength), used)
          rows.copy(dense, 0..<length)
        }
      }
      _ = place
    }
  }

  /// Bytes that a core keeps near.
  private static let cache = 1 << 21

  /// Neighbouring words of rows that lie `stride` apart.
  private struct Lanes {
    let start: UnsafeMutablePointer<UInt64>
    let stride: Int
    let count: Int

    func copy(_ other: Lanes, _ rows: Range<Int>) {
      if count == Encoder.lanes {
        for row in rows {
          let words = UnsafeRawPointer(other.start + row * other.stride)
            .loadUnaligned(as: SIMD8<UInt64>.self)
          UnsafeMutableRawPointer(start + row * stride).storeBytes(
            of: words, as: SIMD8<UInt64>.self)
        }
      } else {
        for row in rows {
          (start + row * stride).update(from: other.start + row * other.stride, count: count)
        }
      }
    }
  }

  private func clear(_ planes: ElementPlanes) {
    parallel.ranges(2 * planes.count, nanoseconds: 0.5) {
      (planes.x0 + $0.lowerBound).update(repeating: 0, count: $0.count)
    }
  }

  /// The hashes of `count` columns.
  func hash(
    _ words: UnsafePointer<UInt64>, count: Int, into leaves: UnsafeMutablePointer<UInt8>
  ) {
    parallel.ranges(count, grain: 8, nanoseconds: 5 * Double(width) + 100) { range in
      lemma_hash_leaves(
        leaves + 32 * range.lowerBound, words + width * range.lowerBound, width, range.count)
    }
  }

  /// The tree of a codeword that is not kept, coset by coset, two at a time.
  ///
  /// Coset h holds the positions h n' ..< (h + 1) n': its points are s ω'^bitreverse(q'), with s = x_(h n') and ω' of order n', so it
  /// is the transform of length n' of Σ_c s^c f[c] X^(c mod n').
  ///
  /// - Parameters:
  ///   - mostBytes: what the cosets in hand may take; beyond it they get shorter than the message.
  ///   - scatter: adds s^c f[c] to the words of column c mod n', for both cosets' s.
  func tree(mostBytes: Int, scatter: (_ pair: CosetPair) -> Void) -> MerkleTree {
    var cosetLog = min(logLength - 1, OracleShape.bits(for: columns))
    while cosetLog > 0, (16 * width) << cosetLog > mostBytes { cosetLog -= 1 }
    let length = 1 << cosetLog
    let domain = EvaluationDomain(logLength: logLength)
    return MerkleTree(logLength: logLength, parallel: parallel) { leaves in
      // One piece of memory for all pairs: fresh pages cost more than clearing these.
      let planes = ElementPlanes(count: width * length)
      for h in stride(from: 0, to: 1 << (logLength - cosetLog), by: 2) {
        if h > 0 { clear(planes) }
        scatter(
          CosetPair(
            planes: planes, logLength: cosetLog,
            shifts: Extension(domain.point(h * length), domain.point((h + 1) * length))))
        for (words, coset) in [(planes.x0, h), (planes.x1, h + 1)] {
          transform(words, logLength: cosetLog)
          hash(words, count: length, into: leaves + 32 * coset * length)
        }
      }
    }
  }
}

/// Two cosets' coefficients. Multiplying an integer by a pair of scalars is what the kernels do for an element of E.
struct CosetPair {
  let planes: ElementPlanes
  let logLength: Int
  /// s of either.
  let shifts: Extension
}

extension CommittedVector {
  /// Writes the residues of all columns.
  func writeResidues(to words: UnsafeMutablePointer<UInt64>, _ parallel: Parallel) {
    let rows = shape.rows
    parallel.ranges(shape.columns, nanoseconds: 0.5 * Double(rows)) { columns in
      forEachRun(in: columns) { run in
        let into = words + rows * run.columns.lowerBound
        let count = rows * run.columns.count
        switch run.entries {
        case .bytes(let start):
          for i in 0..<count { into[i] = Goldilocks(Int64(start[i])).word }
        case .integers(let start):
          lemma_residues(into, start, count)
        }
      }
    }
  }

  /// Adds s^c f[c] to column c mod n' for both cosets.
  func scatter(_ pair: CosetPair, _ parallel: Parallel) {
    let rows = shape.rows
    let mask = 1 << pair.logLength - 1
    // Columns that wrap to the same place belong to the same worker.
    parallel.ranges(min(mask + 1, shape.columns), nanoseconds: Double(rows)) { places in
      var first = 0
      while first < shape.columns {
        let columns = (first + places.lowerBound..<first + places.upperBound)
          .clamped(to: 0..<shape.columns)
        forEachRun(in: columns) { run in
          var powers = Extension(
            pair.shifts.c0.power(UInt64(run.columns.lowerBound)),
            pair.shifts.c1.power(UInt64(run.columns.lowerBound)))
          for (i, column) in run.columns.enumerated() {
            let into = rows * (column & mask)
            let (x0, x1) = (pair.planes.x0 + into, pair.planes.x1 + into)
            switch run.entries {
            case .bytes(let start):
              lemma_scale_add_bytes(x0, x1, start + i * rows, rows, powers.kernelElement)
            case .integers(let start):
              lemma_scale_add_integers(x0, x1, start + i * rows, rows, powers.kernelElement)
            }
            powers = Extension(powers.c0 * pair.shifts.c0, powers.c1 * pair.shifts.c1)
          }
        }
        first += mask + 1
      }
    }
  }
}

extension ElementPlanes {
  /// Writes both coordinates of each entry in turn.
  func writeInterleaved(to words: UnsafeMutablePointer<UInt64>, _ parallel: Parallel) {
    parallel.ranges(count, nanoseconds: 0.5) { range in
      for i in range {
        words[2 * i] = x0[i]
        words[2 * i + 1] = x1[i]
      }
    }
  }
}
