import Naive

/// What a unit of a kernel's work cannot do without: the multiplications, or for hashing the logic, of the best algorithm known
/// to us. Carries, reductions, loads and stores come on top and partly take the same ports, so that 1 is out of reach and 2 is
/// good for a kernel that reduces each result.
///
/// An extension product is three products of words (Karatsuba) at every level.
enum Work {
  /// Products of two words that are summed before they are reduced.
  case summedWords(Double)
  /// Products of two words, each reduced.
  case words(Double)
  /// Products of a word and an integer below 2^40.
  case shorts(Double)
  /// Products of 16-bit digits, and the products of words that a machine without such instructions needs.
  case digits(Double, words: Double)
  /// Keccak-f[1600] of many states.
  case permutations
  /// Keccak-f[1600] of one state, which no level does faster.
  case permutationOfOne
  /// Additions and comparisons only.
  case none

  /// Instructions a unit takes at a level, and their kind.
  ///
  /// A word times a word: one multiplication of 64 bits; four of 32-bit halves in each of four lanes (AVX2) or, reduced each with
  /// a fifth, of eight lanes (AVX-512, where both kinds of multiplication have the same rate); seven of 52-bit parts in each of
  /// eight lanes if sums are reduced once. A word times a short: one; two of halves in four lanes; three of 52-bit parts in
  /// eight. 16-bit digits: 16 (AVX2) or 32 (AVX-512) products an instruction.
  ///
  /// A round of Keccak: parities 20 exclusive ors, theta 5 rotations and 30 exclusive ors, rho 24 rotations, chi 75, iota 1. AVX2
  /// has and-not, so chi 50, but rotates with 3 instructions, and takes four states; AVX-512 rotates with one, merges three
  /// inputs (parities 10, theta 5 and 25, chi 25) and takes eight states.
  func instructions(level: Int) -> (count: Double, kind: Probe)? {
    func by(_ scalar: Double, _ avx2: Double, _ avx512: Double) -> Double {
      [scalar, avx2, avx512][level]
    }
    switch self {
    case .summedWords(let n): return (n * by(1, 4.0 / 4, 7.0 / 8), PROBE_WORD)
    case .words(let n): return (n * by(1, 5.0 / 4, 5.0 / 8), PROBE_WORD)
    case .shorts(let n): return (n * by(1, 2.0 / 4, 3.0 / 8), PROBE_WORD)
    case .digits(let n, let words): return (by(words, n / 16, n / 32), PROBE_DIGITS)
    case .permutations:
      let round = by(
        20 + 35 + 24 + 75 + 1, (20 + 45 + 72 + 50 + 1) / 4, (10 + 30 + 24 + 25 + 1) / 8)
      return (24 * round, PROBE_LOGIC)
    case .permutationOfOne: return level == 0 ? Work.permutations.instructions(level: 0) : nil
    case .none: return nil
    }
  }

  /// Seconds a unit takes at least, by what the instructions cost on this machine.
  func floor(level: Int, _ rates: Rates) -> Double? {
    instructions(level: level).map { $0.count * rates[$0.kind, level] }
  }
}

/// Seconds of one instruction when many of its kind are independent, measured.
struct Rates {
  private var seconds: [[Double]] = []
  private static let kinds = [PROBE_WORD, PROBE_DIGITS, PROBE_LOGIC]

  init(levels: Int, samples: Int) {
    for level in 0..<levels {
      seconds.append(
        Rates.kinds.map { kind in
          var count: UInt64 = 0
          let best = Stopwatch.best(samples: samples) { count = probe(kind, Int32(level)) }
          return best / Double(count)
        })
    }
  }

  subscript(kind: Probe, level: Int) -> Double { seconds[level][Int(kind.rawValue)] }

  var object: [[String: Double]] {
    seconds.map { row in
      Dictionary(uniqueKeysWithValues: zip(["word", "digits", "logic"], row.map { $0 * 1e9 }))
    }
  }
}
