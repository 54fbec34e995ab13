import Kernels
import Verifier

/// The sumcheck of one layer: Σ_x eq(point, x) F(x) for F a sum of products of tables, highest variable first.
///
/// - For the first rounds tables may be virtual: each round computes entries anew, folds them by the challenges so far and forgets
///   them, until the folded tables are small enough to keep.
/// - One factor of every product is multiplied by eq over the lowest variables, which are bound last, so that a round is a plain
///   sum of products; binding a higher variable commutes with that. At the end it is divided out again.
/// - A round folds by the challenge before it and evaluates in one pass.
final class LayerSumcheck {
  let form: LayerForm
  let point: [Extension]
  var variables: Int { point.count }
  let scale: Extension
  let equality: EqualityLevels
  let weights: LayerForm.Weights?
  let parallel: Parallel
  /// Rounds before the tables are kept.
  private let virtualRounds: Int

  var tables: [ElementPlanes]?
  /// Kept tables hold the layer as it is, not yet weighted.
  var raw: Bool
  private var weighted = false
  var bound: [Extension] = []
  var early: EarlyRounds?

  /// Points taken together: eq over as many is one table.
  static let run = 1 << EqualityLevels.lowBits

  /// - Parameter tables: the form's tables if they are in memory; they are overwritten.
  init(
    _ form: LayerForm, tables: [ElementPlanes]?, point: [Extension], scale: Extension,
    virtualRounds: Int, _ parallel: Parallel
  ) {
    self.form = form
    self.tables = tables
    self.scale = scale
    self.virtualRounds = virtualRounds
    self.parallel = parallel
    self.point = point
    raw = tables != nil
    equality = EqualityLevels(point)
    weights = LayerSumcheck.weights(equality, scale)
    let least = EqualityLevels.lowBits + 1 + virtualRounds
    if tables == nil, variables < least || weights == nil { computeAll() }
  }

  /// The lowest variables' table, unless the layer is small or the table cannot be divided out.
  private static func weights(_ equality: EqualityLevels, _ scale: Extension) -> LayerForm.Weights?
  {
    guard equality.low.count == EqualityLevels.lowBits + 1, let low = equality.low.last,
      !(0..<low.count).contains(where: { low[$0] == .zero })
    else { return nil }
    return LayerForm.Weights(low, scale: scale)
  }

  func bind(_ challenge: Extension) { bound.append(challenge) }

  /// Constant and quadratic coefficients of Σ F over the free lower variables.
  func round() -> [Extension] {
    let bits = variables - 1 - bound.count
    if tables != nil { return bits < EqualityLevels.lowBits ? smallRound(bits) : keptRound(bits) }
    if virtualRounds >= 2, bound.count < 2 { return earlyRound() }
    let keeps = bound.count == virtualRounds
    let kept = keeps ? (0..<form.tables).map { _ in ElementPlanes.unwritten(2 << bits) } : nil
    let sums = virtualRound(bits, keeping: kept)
    tables = kept
    weighted = true
    return sums
  }

  /// The tables' values at the bound point, weighted with 1.
  func finish() -> [Extension] {
    let tables = self.tables!
    if raw { form.weigh(tables, from: 0, count: 1, nil, scale: scale) }
    if variables > 0 { fold(tables, count: 1) }
    return tables.map { $0[0] }
  }

  // MARK: Rounds

  private func keptRound(_ bits: Int) -> [Extension] {
    let tables = self.tables!
    let run = LayerSumcheck.run
    let half = 1 << bits
    let first = raw
    let high = equality.weights(bits: bits)
    defer {
      raw = false
      weighted = weights != nil
    }
    return sum(half / run, nanoseconds: Double(run) * 16) { chunks in
      var sums = [Extension.zero, .zero]
      for chunk in chunks {
        for start in [chunk * run, half + chunk * run] {
          if first {
            form.weigh(tables, from: start, count: run, weights, scale: scale)
          } else {
            fold(tables, from: start, distance: 2 * half, count: run)
          }
        }
        let part =
          weights != nil
          ? form.products(tables, chunk * run, half + chunk * run, count: run)
          : weightedProducts(tables, chunk * run, half + chunk * run, bits: EqualityLevels.lowBits)
        add(part, high[chunk], to: &sums)
      }
      return sums
    }
  }

  /// A round over fewer points than one run: eq is multiplied in for it alone.
  private func smallRound(_ bits: Int) -> [Extension] {
    let tables = self.tables!
    let half = 1 << bits
    if raw {
      form.weigh(tables, from: 0, count: 2 * half, nil, scale: scale)
      raw = false
    } else {
      fold(tables, count: 2 * half)
    }
    if weighted { unweigh(tables) }
    return weightedProducts(tables, 0, half, bits: bits)
  }

  /// Divides eq over the lowest variables out, when all others are bound.
  private func unweigh(_ tables: [ElementPlanes]) {
    let low = weights!.plain
    let inverses = ElementPlanes(Extension.inverses(low.elements(0..<low.count)))
    for (first, _) in form.products {
      let table = tables[first]
      lemma_multiply(table.x0, table.x1, table.plane, inverses.plane, low.count)
    }
    weighted = false
  }

  // MARK: Steps

  func sum(
    _ count: Int, nanoseconds: Double, _ body: (Range<Int>) -> [Extension]
  ) -> [Extension] {
    parallel.map(count, nanoseconds: nanoseconds, body).reduce(into: [.zero, .zero]) {
      add($1, .one, to: &$0)
    }
  }

  func add(_ part: [Extension], _ factor: Extension, to sums: inout [Extension]) {
    for i in 0..<2 { sums[i] += factor * part[i] }
  }

  private func fold(
    _ tables: [ElementPlanes], from start: Int = 0, distance: Int? = nil, count: Int
  ) {
    let challenge = bound[bound.count - 1].kernelElement
    for table in tables {
      lemma_interpolate(
        table.x0 + start, table.x1 + start, table.plane(from: start),
        table.plane(from: start + (distance ?? count)), count, challenge)
    }
  }

  /// Σ of all products at entries from `low` on and at the differences to those from `high` on, weighted with eq over `bits`
  /// variables.
  private func weightedProducts(_ tables: [ElementPlanes], _ low: Int, _ high: Int, bits: Int)
    -> [Extension]
  {
    let count = 1 << bits
    let eq = equality.low[bits].plane
    let local = tables.map { _ in ElementPlanes(count: 2 * count) }
    for (start, to) in [(low, 0), (high, count)] {
      for (table, copy) in zip(tables, local) {
        copy.copy(table, from: start, to: to, count: count)
      }
      for (a, _) in form.products {
        let table = local[a]
        lemma_multiply(table.x0 + to, table.x1 + to, table.plane(from: to), eq, count)
      }
    }
    return form.products(local, 0, count, count: count)
  }
}
