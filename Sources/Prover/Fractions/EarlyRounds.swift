import Verifier

/// The first two rounds of a layer's sumcheck from one pass over its entries.
///
/// With x and y the two highest variables, F summed over the rest is quadratic in each of them, so its values at 0, 1 and infinity
/// (the leading coefficient) determine both rounds; nothing asks for x = y = 1.
struct EarlyRounds {
  /// In (x, y): 00, 01, 10, then ∞0, ∞1, 0∞, 1∞, ∞∞.
  private(set) var values = Array(repeating: Extension.zero, count: 8)

  /// Constant and quadratic coefficients of the first round, for the claim's coordinate of y.
  func first(_ y: Extension) -> [Extension] {
    [values[0] + y * (values[1] - values[0]), values[3] + y * (values[4] - values[3])]
  }

  /// Those of the second, x bound.
  func second(_ x: Extension) -> [Extension] {
    let square = x * x - x
    return [
      values[0] + x * (values[2] - values[0]) + square * values[3],
      values[5] + x * (values[6] - values[5]) + square * values[7],
    ]
  }

  mutating func add(_ part: [Extension], factor: Extension) {
    for i in values.indices { values[i] += factor * part[i] }
  }
}
