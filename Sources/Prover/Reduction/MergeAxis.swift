import Verifier

/// One axis of a sumcheck, or neighbouring ones taken as one, with every claim's weight on it.
struct MergeAxis {
  private let sizes: [Int]
  private let bitsOfAxes: [Int]
  /// Each claim's weight on the padded axis.
  let weights: [ElementPlanes]
  /// The same on the axis itself.
  private(set) var inside: [AxisWeight]

  var size: Int { sizes.reduce(1, *) }
  var bits: Int { bitsOfAxes.reduce(0, +) }

  /// An axis with a weight for each claim.
  init(size: Int, bits: Int, _ weights: [Weight]) {
    self.init(sizes: [size], bits: [bits], weights.map { $0.table(0..<1 << bits) })
  }

  /// Joined axes with tables over their padded box.
  init(sizes: [Int], bits: [Int], _ tables: [ElementPlanes]) {
    self.sizes = sizes
    bitsOfAxes = bits
    weights = tables
    inside = []
    inside = tables.map { AxisWeight(cropped($0)) }
  }

  /// An axis, or neighbouring ones, without weights.
  init(sizes: [Int], bits: [Int]) {
    self.init(sizes: sizes, bits: bits, [])
  }

  /// Values on the axis, zero in its padding.
  func padded(_ values: ElementPlanes) -> ElementPlanes {
    let result = ElementPlanes(count: 1 << bits)
    forEachRun { run, place, count in result.copy(values, from: run, to: place, count: count) }
    return result
  }

  /// What a table on the padded axis says of the axis itself.
  func cropped(_ table: ElementPlanes) -> ElementPlanes {
    let result = ElementPlanes(count: size)
    forEachRun { run, place, count in result.copy(table, from: place, to: run, count: count) }
    return result
  }

  /// Calls `body` with the place of each contiguous run on the axis and on the padded axis, and its length.
  func forEachRun(_ body: (_ run: Int, _ place: Int, _ count: Int) -> Void) {
    func descend(_ position: Int, _ run: Int, _ place: Int) {
      guard position < sizes.count - 1 else {
        body(run * (sizes.last ?? 1), place << (bitsOfAxes.last ?? 0), sizes.last ?? 1)
        return
      }
      for i in 0..<sizes[position] {
        descend(position + 1, run * sizes[position] + i, place << bitsOfAxes[position] + i)
      }
    }
    descend(0, 0, 0)
  }
}
