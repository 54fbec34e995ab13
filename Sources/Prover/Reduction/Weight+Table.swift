import Verifier

extension Weight {
  /// w(y) for y in a range, in the kernels' layout.
  func table(_ range: Range<Int>) -> ElementPlanes {
    let planes = ElementPlanes(count: range.count)
    add(to: planes, range, coefficient: .one)
    return planes
  }

  private func add(to planes: ElementPlanes, _ range: Range<Int>, coefficient: Extension) {
    switch self {
    case .window(let window):
      let factor = coefficient * window.scale
      let inside = range.clamped(
        to: max(
          window.low, window.shift)..<max(
            max(window.low, window.shift), min(window.high, window.shift + 1 << window.point.count))
      )
      if inside.isEmpty { return }
      // Only the low digits vary if the range lies in one dyadic piece, as a block's does.
      let first = inside.lowerBound - window.shift
      var low = 0
      while (first >> low) != (inside.upperBound - 1 - window.shift) >> low { low += 1 }
      let high = Multilinear.eq(window.point[low...], first >> low)
      let table = ElementPlanes.equality(window.point[..<low])
      let start = first & ((1 << low) - 1)
      planes.add(
        table, from: start, to: inside.lowerBound - range.lowerBound, count: inside.count,
        factor: factor * high)
    case .row(let values):
      for y in range where y < values.count {
        planes[y - range.lowerBound] = planes[y - range.lowerBound] + coefficient * values[y]
      }
    case .mixture(let parts):
      for part in parts {
        part.weight.add(to: planes, range, coefficient: coefficient * part.coefficient)
      }
    }
  }
}
