import Kernels
import Verifier

/// Rounds over tables that are not in memory.
extension LayerSumcheck {
  /// Computes all entries and keeps them.
  func computeAll() {
    let count = 1 << variables
    let tables = (0..<form.tables).map { _ in ElementPlanes.unwritten(count) }
    let run = min(count, LayerSumcheck.run)
    parallel.ranges(count / run, nanoseconds: 10 * Double(run)) { range in
      let scratch = FractionScratch()
      for i in range {
        form.fill(
          tables, to: i * run, start: i * run, count: run, variables: variables, scratch)
      }
    }
    self.tables = tables
    raw = true
  }

  /// The first two rounds, for which entries are computed once.
  func earlyRound() -> [Extension] {
    if let early, let x = bound.first { return early.second(x) }
    let low = min(11, variables - 2)
    let run = 1 << low
    let e = LayerForm.Weights(.equality(point[..<low]), scale: scale)
    let high = Multilinear.eqTable(Array(point[low..<variables - 2]))
    let parts = parallel.map(high.count, nanoseconds: 20 * Double(run)) { chunks in
      let scratch = FractionScratch()
      var sums = EarlyRounds()
      for chunk in chunks {
        sums.add(
          form.corners(
            chunk * run..<(chunk + 1) * run, e, variables: variables, scale: scale, scratch),
          factor: high[chunk])
      }
      return sums
    }
    var sums = EarlyRounds()
    for part in parts { sums.add(part.values, factor: .one) }
    early = sums
    return sums.first(point[variables - 2])
  }

  /// A round of entries that are computed, folded by the challenges so far and weighted; they are kept if there is a place for them.
  func virtualRound(_ bits: Int, keeping kept: [ElementPlanes]?) -> [Extension] {
    let run = LayerSumcheck.run
    let high = equality.weights(bits: bits)
    let factors = bound.reduce([Extension.one]) { factors, c in
      factors.flatMap { [$0 * (.one - c), $0 * c] }
    }
    return sum((1 << bits) / run, nanoseconds: Double(run) * 40) { chunks in
      let scratch = FractionScratch()
      let local = (0..<form.tables).map { _ in ElementPlanes(count: 2 * run) }
      var sums = [Extension.zero, .zero]
      for chunk in chunks {
        for part in 0..<2 {
          let start = part << bits + chunk * run
          let selected = form.fill(
            local, to: part * run, start..<start + run, variables: variables, size: 2 << bits,
            weights: factors, scratch)
          if selected, let weights {
            form.weighSelected(local, from: part * run, count: run, weights, scale: scale)
          } else {
            form.weigh(local, from: part * run, count: run, weights, scale: scale)
          }
          for (table, kept) in zip(local, kept ?? []) {
            kept.copy(table, from: part * run, to: start, count: run)
          }
        }
        add(form.products(local, 0, run, count: run), high[chunk], to: &sums)
      }
      return sums
    }
  }
}
