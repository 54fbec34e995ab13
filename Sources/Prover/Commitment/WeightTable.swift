import Kernels
import Verifier

/// The weight of a message over E, entry by entry. Terms are outer products of a table over high bits and one over low bits.
struct WeightTable {
  let planes: ElementPlanes

  /// Entries that are updated together: they and the low tables stay in a near cache.
  private static let logRun = 10
  private static let nanoseconds = 2.0

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

  /// Adds what one level introduces: factor · eq(point, ·), and the terms of the positions queried above.
  ///
  /// Returns Σ_i eq(point, i) message[i], which needs the same table.
  func add(powers: [PowerTerm], _ parallel: Parallel) {
    let tables = powers.map { PowerTable($0, logRun: WeightTable.logRun) }
    let run = 1 << WeightTable.logRun
    let zeros = ElementPlanes(count: run)
    let work = WeightTable.nanoseconds * Double(powers.count * run)
    parallel.ranges((planes.count + run - 1) / run, nanoseconds: work) { range in
      for i in range {
        let start = i << WeightTable.logRun
        for table in tables {
          let entries = table.entries.clamped(to: start..<min(start + run, planes.count))
          if entries.isEmpty { continue }
          let index = entries.lowerBound - table.entries.lowerBound
          lemma_scale_add(
            planes.x0 + entries.lowerBound, planes.x1 + entries.lowerBound, table.low, zeros.x0,
            entries.count, table.high[index >> WeightTable.logRun].kernelElement)
        }
      }
    }
  }

  /// x^c for c < 2^logRun and factor · x^(c 2^logRun): together every entry of a power term.
  private final class PowerTable {
    let entries: Range<Int>
    let low: UnsafeMutablePointer<UInt64>
    let high: [Extension]

    init(_ term: PowerTerm, logRun: Int) {
      entries = term.offset..<term.offset + 1 << term.variables
      let run = 1 << logRun
      low = .allocate(capacity: run)
      var power = Goldilocks.one
      for i in 0..<run {
        (low + i).initialize(to: power.word)
        power = power * term.x
      }
      var high: [Extension] = []
      var factor = term.factor
      for _ in 0..<max(1, entries.count >> logRun) {
        high.append(factor)
        factor = factor * power
      }
      self.high = high
    }

    deinit { low.deallocate() }
  }
}
