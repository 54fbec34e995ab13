import Circuits
import Foundation
import Verifier

/// How many fraction bits each kind of tensor gets: chosen from measured ranges, stored in the package, never set by hand.
///
/// A value with f fraction bits is an integer that stands for value / 2^f. Grids are the exponents of the weights' integer scales:
/// a weight is its byte times scale / 2^grid.
public struct FractionBits: Sendable, Codable, Equatable {
  public var norm: Int
  public var residual: Int
  public var query: Int
  public var key: Int
  public var value: Int
  public var context: Int
  public var index: Int
  public var activation: Int
  public var head: Int
  /// From query + key to the exponential table's index, if scores are rounded.
  public var scoreShift: Int?
  /// log2 of table rows.
  public var exponentialRows: Int
  public var activationRows: Int
  /// First and last R of the table of reciprocal roots.
  public var firstRoot: Int
  public var lastRoot: Int
  /// The R of a row without any deviation, if not lastRoot: then such a row is refused, and epsilon distorts the others less.
  public var epsilonRoot: Int?
  /// E[t] = floor(2^bits exp(...) + 1/2).
  public var exponential: Int

  /// Every product is rounded by this many bits, so that one lookup ranges a remainder.
  public static let shift = 16
  /// Bits of the softmax's reciprocal: fewer than 16 leave the exponential more.
  public static let reciprocalBits = 14
  /// Bits of a logit gap's range.
  public static let gapBits = 32
  /// Room between what calibration saw and what is proven: inputs differ from calibration text.
  private static let margin = 2.0
  /// The R of the largest deviation seen: rounding it errs by at most a sixteenth, for that token alone.
  private static let leastRoot = 8.0
  /// Residual bits beyond which the matrices that write to the stream gain nothing.
  private static let enough = 17

  /// The choice for a model with these measured ranges.
  ///
  /// - Parameters:
  ///   - width: d.
  ///   - context: longest context in tokens.
  ///   - scoreScale: the factor of attention scores, which is folded into the query.
  public init(_ calibration: Calibration, width: Int, context: Int, scoreScale: Double) {
    func bits(below limit: Int, _ value: Double) -> Int {
      limit - Self.whole(Foundation.log2(max(value, 1e-6) * Self.margin).rounded(.up))
    }
    // |n| <= sqrt(d) 2^norm has 16 bits with its sign.
    norm = min(10, Int(Foundation.log2(32000 / Double(width).squareRoot()).rounded(.down)))
    // R = 2^(norm + 16 - residual) / deviation: at least 64 for every deviation, so that rounding R errs little. If that leaves the
    // matrices that write to the residual stream grids too coarse for int8, then 64 for the usual deviations and 8 for the largest.
    let exponent = Double(norm + NormalizationSettings.usualShift)
    let deviation = calibration.deviation
    func bits(rootsFrom least: Double, deviation: Double) -> Int {
      Self.whole(exponent - Foundation.log2(least) - Foundation.log2(max(1e-9, deviation)))
    }
    let exact = bits(rootsFrom: 64, deviation: deviation.upperBound)
    let usual = bits(
      rootsFrom: 64, deviation: calibration.usualDeviation ?? deviation.upperBound)
    let finest = min(
      Self.enough, usual, bits(rootsFrom: Self.leastRoot, deviation: deviation.upperBound))
    residual = max(6, min(20, max(exact, finest)))
    let largestResidual = max(
      calibration.maximum(.attentionResidual), calibration.maximum(.feedForwardResidual),
      calibration.maximum(.finalResidual))
    residual = min(residual, bits(below: 30, largestResidual))

    // One nat of score is 2^(query + key) rows of the exponential table; the finer side is the one whose partner is larger.
    let rowsOfNats = max(
      1, Int(Foundation.log2(max(1, calibration.scoreSpread) * Self.margin).rounded(.up)))
    let step = max(4, min(11, 16 - rowsOfNats))
    exponentialRows = min(16, step + rowsOfNats)
    // Rounding q to f bits and k to step - f errs least when 2^f / 2^(step - f) = |k| / |q|.
    let ratio =
      (calibration.rootMeanSquare[Stage.key.rawValue] ?? 1)
      / max(1e-6, (calibration.rootMeanSquare[Stage.query.rawValue] ?? 1) * scoreScale)
    let balance = Int((Double(step) / 2 + Foundation.log2(max(1e-3, ratio)) / 2).rounded())
    query = max(1, min(step - 1, balance))
    key = step - query
    query = min(query, bits(below: 15, calibration.maximum(.query) * scoreScale))
    key = min(key, bits(below: 15, calibration.maximum(.key)))

    // S' R is 2^K; with K <= 32 the context keeps the values' fraction bits, and its remainder has two limbs.
    let others = Self.reciprocalBits + bitCount(context) + 1
    exponential = max(8, min(11, 32 - others))
    let residual = self.residual
    func balanced(_ read: Stage, _ written: Stage) -> Int {
      guard let values = calibration.mean?[read.rawValue],
        let weights = calibration.mean?[written.rawValue]
      else { return 8 }
      return max(6, min(8, Self.balanced(residual, values, weights)))
    }
    let room = 32 - others - exponential
    let mixed = min(
      balanced(.context, .attentionOutput), bits(below: 15, calibration.maximum(.value)))
    value = max(1, min(8, mixed + min(0, room)))
    self.context = value - min(0, room)

    activation = max(
      2,
      min(
        balanced(.activation, .feedForwardOutput), bits(below: 15, calibration.maximum(.activation))
      ))
    // With a finer index than output, GELU(x) = x would lie on a tie.
    index = max(0, min(activation, bits(below: 14, calibration.maximum(.hidden))))
    activationRows =
      1 + index
      + Int(Foundation.log2(max(1, calibration.maximum(.hidden) * Self.margin)).rounded(.up))

    let spread = Int(Foundation.log2(max(1, calibration.logitSpread * Self.margin)).rounded(.up))
    head = max(
      2, min(10, bits(below: 15, calibration.maximum(.finalNormalized)), 32 - residual - spread))
    (firstRoot, lastRoot) = (3, 4)
    settleRoots(calibration)
  }

  /// Rounds scores instead of queries and keys to the exponential table's index, if rounding those would err by more than a hundredth of
  /// a nat: a score is a sum over a head's width of products with either's error.
  mutating func refineScores(_ calibration: Calibration, width: Int) {
    func rootMeanSquare(_ stage: Stage) -> Double {
      calibration.rootMeanSquare[stage.rawValue] ?? 1
    }
    let error =
      (Double(width) / 12).squareRoot()
      * (rootMeanSquare(.query) * exp2(-Double(key)) + rootMeanSquare(.key) * exp2(-Double(query)))
    guard error > 0.01 else { return }
    func bits(_ stage: Stage) -> Int {
      15
        - Self.whole(
          Foundation.log2(max(calibration.maximum(stage), 1e-6) * Self.margin).rounded(.up))
    }
    let nats = exponentialRows - step
    let index = min(step, bits(.scores))
    query = min(12, bits(.query))
    key = min(12, bits(.key))
    guard query + key > index else { return }
    scoreShift = query + key - index
    exponentialRows = index + nats
  }

  /// Chooses the table of R for the residual's bits.
  mutating func settleRoots(_ calibration: Calibration) {
    let deviation = calibration.deviation
    let exponent = Double(norm + NormalizationSettings.usualShift)
    let largestRoot = Foundation.exp2(exponent - Double(residual)) / max(1e-9, deviation.lowerBound)
    let smallestRoot = Foundation.exp2(exponent - Double(residual)) / deviation.upperBound
    // From 3 the bounds of V and of its rows leave room below 2^62 for their differences.
    firstRoot = max(3, min(65534, Self.whole(smallestRoot / 4)))
    lastRoot = min(65535, max(firstRoot + 1, Self.whole(largestRoot * 16)))
    lastRoot = min(lastRoot, firstRoot + 65535)
    // An epsilon that keeps every R in the table shrinks a norm by (R / lastRoot)² / 2: too much for a table cut off at 65535.
    let free = Self.whole(largestRoot * 16)
    epsilonRoot = free > lastRoot && largestRoot * Self.margin < Double(lastRoot) ? free : nil
  }

  /// Exponents of the scales' grids, from the bits before and after each matrix.
  public var queryGrid: Int { Self.shift - norm + query }
  public var keyGrid: Int { Self.shift - norm + key }
  public var valueGrid: Int { Self.shift - norm + value }
  public var upGrid: Int { Self.shift - norm + index }
  public var attentionOutputGrid: Int { residual - context }
  public var downGrid: Int { residual - activation }
  /// Tied or not, so that the range of logit gaps is the same.
  public var embeddingGrid: Int { residual }
  public var gainGrid: Int { Self.shift - norm + head }
  /// Fraction bits of a logit.
  public var logit: Int { head + residual }
  /// One nat of score is 2^step rows.
  public var step: Int { query + key - (scoreShift ?? 0) }

  /// The f fraction bits of values, whose matrix then has the grid residual - f, that err least: rounding errs by 2^-f beside values a and
  /// by 2^(f - residual) beside weights w, so 4^f Σ 1/w² = 4^(residual - f) Σ 1/a² over layers.
  private static func balanced(_ residual: Int, _ values: [Double], _ weights: [Double]) -> Int {
    func sum(_ list: [Double]) -> Double { list.reduce(1e-30) { $0 + 1 / max(1e-9, $1 * $1) } }
    return whole(
      Double(residual) / 2 + Foundation.log2(sum(values) / sum(weights)) / 4 + 0.5)
  }

  /// floor(x) within ±2^30: a model without any deviation, say, asks for infinitely many bits.
  private static func whole(_ x: Double) -> Int { Int(max(-0x1p30, min(0x1p30, x)).rounded(.down)) }
}
