import Kernels
import Verifier

/// A weight on one axis, tabulated where it is not zero: a point of a block, say, is zero outside its interval.
struct AxisWeight {
  /// Entries of the axis that the table covers.
  let range: Range<Int>
  let table: ElementPlanes

  init(_ weight: Weight, _ range: Range<Int>) {
    self.init(weight.table(range), from: range.lowerBound)
  }

  /// - Parameter start: the entry of the axis that the first entry of `whole` belongs to.
  init(_ whole: ElementPlanes, from start: Int = 0) {
    var low = 0
    var high = whole.count
    while low < high, whole.x0[low] | whole.x1[low] == 0 { low += 1 }
    while low < high, whole.x0[high - 1] | whole.x1[high - 1] == 0 { high -= 1 }
    if low == 0, high == whole.count {
      table = whole
    } else {
      table = ElementPlanes(count: high - low)
      table.copy(whole, from: low, to: 0, count: high - low)
    }
    range = start + low..<start + high
  }

  /// The product with the weight of the axis inside, over the pair of axes; the inner table covers its whole axis of this size.
  func outerProduct(_ inner: AxisWeight) -> AxisWeight {
    let size = inner.range.count
    return AxisWeight(
      .outerProduct([table, inner.table]), range: range.lowerBound * size..<range.upperBound * size)
  }

  private init(_ table: ElementPlanes, range: Range<Int>) {
    self.table = table
    self.range = range
  }
}
