import Verifier

/// eq over the variables below the one being bound, for every round of one layer.
///
/// Each is the outer product of a table over the lowest variables and one over the rest, and all tables are levels of two doublings.
struct EqualityLevels {
  /// Variables of the low tables, if the layer has as many.
  static let lowBits = 9

  /// low[i] = eq over variables 0 ..< i, i <= lowBits.
  let low: [ElementPlanes]
  /// high[i] = eq over variables lowBits ..< lowBits + i.
  private let high: [[Extension]]

  init(_ point: [Extension]) {
    let lowest = point.prefix(EqualityLevels.lowBits)
    low = (0...lowest.count).map { ElementPlanes.equality(lowest.prefix($0)) }
    var levels = [[Extension.one]]
    // The highest variable is bound first: no round has it below.
    for coordinate in point.dropFirst(EqualityLevels.lowBits).dropLast() {
      let last = levels[levels.count - 1]
      let upper = last.map { $0 * coordinate }
      levels.append(zip(last, upper).map { $0 - $1 } + upper)
    }
    high = levels
  }

  /// For a round with 2^bits pairs of entries, the weight of each run of 2^lowBits.
  func weights(bits: Int) -> [Extension] { high[max(0, bits - EqualityLevels.lowBits)] }
}
