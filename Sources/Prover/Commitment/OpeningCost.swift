import Foundation
import Verifier

/// What one opened code costs: expected bytes of the proof and the prover's time. Formulas only, nothing measured.
///
/// For t uniform positions with replacement, a layer of N nodes has N (1 - 1/N)^t untouched ones, so
///
///     distinct leaves   n - n (1 - 1/n)^t
///     siblings          Σ over layers N = 2 ... n of N ((1 - 1/N)^t - (1 - 2/N)^t)
struct OpeningCost: Sendable {
  var bytes = 0.0
  /// Of one thread with wide kernels.
  var nanoseconds = 0.0

  static func + (a: OpeningCost, b: OpeningCost) -> OpeningCost {
    OpeningCost(bytes: a.bytes + b.bytes, nanoseconds: a.nanoseconds + b.nanoseconds)
  }

  /// One permutation of Keccak.
  private static let permutation = 32.0

  /// Expected number of siblings in a proof for `queries` draws from 2^logLength leaves.
  static func siblings(_ queries: Int, logLength: Int) -> Double {
    func untouched(_ nodes: Double, _ skipped: Double) -> Double {
      skipped < nodes ? exp(Double(queries) * log1p(-skipped / nodes)) : 0
    }
    var sum = 0.0
    for layer in 1...logLength {
      let nodes = Double(sign: .plus, exponent: layer, significand: 1)
      sum += nodes * (untouched(nodes, 1) - untouched(nodes, 2))
    }
    return sum
  }

  /// Expected number of distinct positions.
  static func distinct(_ queries: Int, logLength: Int) -> Double {
    let leaves = Double(sign: .plus, exponent: logLength, significand: 1)
    return -leaves * expm1(Double(queries) * log1p(-1 / leaves))
  }

  /// Encoding and hashing a codeword.
  static func commit(columns: Int, logLength: Int, width: Int) -> OpeningCost {
    let leaves = Double(sign: .plus, exponent: logLength, significand: 1)
    let word = 0.8 + 0.18 * Double(OracleShape.bits(for: columns))
    let permutations = Double((1 + 8 * width) / 136 + 2)
    return OpeningCost(
      nanoseconds: leaves * (Double(width) * word + permutations * permutation))
  }

  /// `count` rounds, each with two elements, and a nonce if there is proof of work.
  static func rounds(_ count: Int, grind: Int) -> OpeningCost {
    OpeningCost(bytes: Double(count * (32 + (grind > 0 ? 8 : 0))))
      + OpeningCost(nanoseconds: Double(count) * work(grind))
  }

  static func work(_ bits: Int) -> Double {
    bits == 0 ? 0 : permutation * Double(sign: .plus, exponent: bits, significand: 1)
  }

  /// Weights of as many queries over a message of this length.
  static func weights(queries: Int, length: Int) -> OpeningCost {
    OpeningCost(nanoseconds: 0.6 * Double(queries + 1) * Double(length))
  }
}

extension Schedule {
  /// Expected size of an opening in bytes, the same formulas level by level.
  public var expectedBytes: Double {
    var sum = 0.0
    for level in oracles + tail {
      let (queries, logLength) = (level.plan.queries, level.shape.logLength)
      let width = Double(8 * level.coordinates * level.shape.rows)
      sum += OpeningCost.distinct(queries, logLength: logLength) * width
      sum += 32 * OpeningCost.siblings(queries, logLength: logLength)
    }
    let finalVariables = OracleShape.bits(for: lengths[tail.count])
    var grinds = rowGrind
    for level in tail {
      grinds += [Int](repeating: level.plan.foldGrind, count: level.shape.fold)
    }
    sum += Double(32 * (grinds.count + finalVariables))
    sum += Double(8 * (grinds + queryGrind).count { $0 > 0 })
    sum += Double(tail.count * (32 + 16) + 16 * lengths[tail.count])
    return sum
  }
}
