import Kernels
import Verifier

/// The weight of a message over E, entry by entry. Terms are outer products of a table over high bits and one over low bits.
struct WeightTable {
  let planes: ElementPlanes

  /// Entries that are updated together: they and the low tables stay in a near cache.
  private static let logRun = 10
  private static let nanoseconds = 2.0
  private static let nanosecondsPerPower = 0.6

  init(count: Int) { planes = ElementPlanes(count: count) }

  init(_ planes: ElementPlanes) { self.planes = planes }

  /// Adds coefficient · eq(point, i) to the entries of the block that the table has.
  func add(_ block: ClaimBlock, _ parallel: Parallel) {
    let low = min(block.point.count, WeightTable.logRun)
    let lowTable = ElementPlanes.equality(block.point.prefix(low))
    let high = Multilinear.eqTable(Array(block.point.dropFirst(low)))
    let run = 1 << low
    parallel.ranges(high.count, nanoseconds: WeightTable.nanoseconds * Double(run)) { range in
      for i in range {
        let start = block.offset + i << low
        let count = min(run, planes.count - start)
        if count <= 0 { return }
        lemma_scale_add(
          planes.x0 + start, planes.x1 + start, lowTable.x0, lowTable.x1, count,
          (block.coefficient * high[i]).kernelElement)
      }
    }
  }

  /// Adds factor · x^(i - offset) to every entry i of each term's slot: what the positions queried above ask for.
  ///
  /// Terms of one slot are added together, run by run, with one reduction for all of them.
  func add(powers: [PowerTerm], _ parallel: Parallel) {
    var start = 0
    while start < powers.count {
      let first = powers[start]
      let end = powers[start...].firstIndex {
        $0.offset != first.offset || $0.variables != first.variables
      }
      let slot = powers[start..<(end ?? powers.count)]
      let entries = first.offset..<first.offset + 1 << first.variables
      add(slot, entries.clamped(to: 0..<planes.count), parallel)
      start += slot.count
    }
  }

  private func add(_ terms: ArraySlice<PowerTerm>, _ slot: Range<Int>, _ parallel: Parallel) {
    if slot.isEmpty { return }
    let run = min(slot.count, 1 << WeightTable.logRun)
    let runs = (slot.count + run - 1) / run
    let table = PowerTable(terms, run: run, runs: runs)
    let work = WeightTable.nanosecondsPerPower * Double(terms.count * run)
    parallel.ranges(runs, nanoseconds: work) { range in
      for i in range {
        let start = slot.lowerBound + i * run
        let factors = i * terms.count
        lemma_combine_rows(
          planes.x0 + start, planes.x1 + start, table.low, run, terms.count,
          min(run, slot.upperBound - start), table.high.x0 + factors, table.high.x1 + factors)
      }
    }
  }

  /// x^c for c < run, term by term, and factor · x^(c run), run by run: together every entry of the terms.
  private final class PowerTable {
    let low: UnsafeMutablePointer<UInt64>
    let high: ElementPlanes

    init(_ terms: ArraySlice<PowerTerm>, run: Int, runs: Int) {
      low = .allocate(capacity: terms.count * run)
      high = ElementPlanes(count: terms.count * runs)
      for (j, term) in terms.enumerated() {
        var power = Goldilocks.one
        for c in 0..<run {
          low[j * run + c] = power.word
          power = power * term.x
        }
        var factor = term.factor
        for i in 0..<runs {
          high[i * terms.count + j] = factor
          factor = factor * power
        }
      }
    }

    deinit { low.deallocate() }
  }
}
