import Verifier

/// Binds axes of a box with weights over E: <w_1 ⊗ ... ⊗ w_d, values>, all axes or some.
struct Contraction {
  let parallel: Parallel

  /// Entries of the innermost axes that are summed in one piece where weights allow it: short axes would cost a call each.
  private static let shortestRun = 256
  private static let nanosecondsPerEntry = 0.4

  /// Σ over all axes.
  func sum(_ box: Box, _ weights: [AxisWeight]) -> Extension {
    sums(box.reshaped([1] + box.sizes), weights)[0]
  }

  /// For each entry of the first axis, Σ over all further axes, which have weights.
  func sums(_ box: Box, _ weights: [AxisWeight]) -> ElementPlanes {
    let size = box.sizes[0]
    let result = ElementPlanes(count: size)
    if weights.contains(where: { $0.range.isEmpty }) { return result }
    let (sizes, weights) = joined(Array(box.sizes.dropFirst()), weights)
    let tail = weights.last ?? AxisWeight(ElementPlanes([.one]))
    let middle = weights.dropLast()
    let factors = ElementPlanes.outerProduct(middle.map { $0.table })
    let strides = TensorValues.strides(of: sizes)
    let starts = offsets(middle.map { $0.range }, strides.dropLast())
    let stride = sizes.reduce(1, *)

    let work = Contraction.nanosecondsPerEntry * Double(tail.table.count) + 20
    let parts = parallel.map(size * starts.count, nanoseconds: work) { jobs in
      var sums: [(entry: Int, sum: Extension)] = []
      for job in jobs {
        let (entry, i) = (job / starts.count, job % starts.count)
        let part = box.dot(entry * stride + starts[i] + tail.range.lowerBound, tail.table)
        let sum = factors[i] * part
        if sums.last?.entry == entry {
          sums[sums.count - 1].sum += sum
        } else {
          sums.append((entry, sum))
        }
      }
      return sums
    }
    for (entry, sum) in parts.joined() { result[entry] = result[entry] + sum }
    return result
  }

  /// Binds the axes that have weights; the others keep their order.
  func bind(_ box: Box, _ weights: [AxisWeight?]) -> (values: ElementPlanes, sizes: [Int]) {
    var (box, weights) = (box, weights)
    while let bound = weights.indices.last(where: { weights[$0] != nil }) {
      // Neighbours that are bound too are bound with it, if its own weight covers it.
      var first = bound
      var weight = weights[bound]!
      while first > 0, let outer = weights[first - 1],
        weight.range.count == size(box, first...bound)
      {
        weight = outer.outerProduct(weight)
        first -= 1
      }
      let sizes = Array(box.sizes[..<first] + box.sizes[(bound + 1)...])
      box = Box(bind(box, first...bound, weight), sizes: sizes)
      weights.removeSubrange(first...bound)
    }
    return (box.elements, box.sizes)
  }

  private func size(_ box: Box, _ axes: ClosedRange<Int>) -> Int { box.sizes[axes].reduce(1, *) }

  /// Binds neighbouring axes with one weight.
  private func bind(_ box: Box, _ axes: ClosedRange<Int>, _ weight: AxisWeight) -> ElementPlanes {
    let bound = size(box, axes)
    let inner = box.sizes[(axes.upperBound + 1)...].reduce(1, *)
    let outer = box.sizes[..<axes.lowerBound].reduce(1, *)
    let result = ElementPlanes(count: outer * inner)
    let from = weight.range.lowerBound
    let work = Contraction.nanosecondsPerEntry * Double(weight.range.count)
    if inner == 1 {
      parallel.ranges(outer, grain: 8, nanoseconds: work + 5) {
        box.dotRows(from, stride: bound, weight.table, $0, into: result, at: 0)
      }
    } else if outer >= parallel.threads {
      parallel.forEach(outer, nanoseconds: work * Double(inner)) { o in
        box.combineRows(
          (o * bound + from) * inner, stride: inner, weight.table, 0..<inner, into: result,
          at: o * inner)
      }
    } else {
      for o in 0..<outer {
        parallel.ranges(inner, grain: 64, nanoseconds: work) { columns in
          box.combineRows(
            (o * bound + from) * inner, stride: inner, weight.table, columns, into: result,
            at: o * inner)
        }
      }
    }
    return result
  }

  /// Joins the innermost axes into one as long as that is short and its weight covers it.
  private func joined(_ sizes: [Int], _ weights: [AxisWeight]) -> ([Int], [AxisWeight]) {
    var (sizes, weights) = (sizes, weights)
    while sizes.count > 1, let tail = weights.last, tail.range.count == sizes.last!,
      tail.range.count < Contraction.shortestRun
    {
      weights.removeLast()
      let inner = sizes.removeLast()
      sizes[sizes.count - 1] *= inner
      weights[weights.count - 1] = weights[weights.count - 1].outerProduct(tail)
    }
    return (sizes, weights)
  }

  /// Where each combination of indices lies, the last varying fastest.
  private func offsets(_ ranges: [Range<Int>], _ strides: ArraySlice<Int>) -> [Int] {
    var result = [0]
    for (range, stride) in zip(ranges, strides) {
      result = result.flatMap { start in range.map { start + $0 * stride } }
    }
    return result
  }

  /// Spreads values over axes `names` to the domain's box of powers of two: missing axes are repeated, padding is zero.
  func spread(
    _ values: ElementPlanes, axes: [Int], sizes: [Int], domain: [Int], bits: [Int]
  ) -> ElementPlanes {
    let total = bits.reduce(0, +)
    if axes == domain, zip(sizes, bits).allSatisfy({ $0 == 1 << $1 }) { return values }
    let result = ElementPlanes(count: 1 << total)
    // Steps of each domain axis through the source, 0 where it is repeated.
    let own = TensorValues.strides(of: sizes)
    let steps = domain.map { axis in axes.firstIndex(of: axis).map { own[$0] } ?? 0 }
    let counts = zip(domain, bits).map { axis, bits in
      axes.firstIndex(of: axis).map { sizes[$0] } ?? 1 << bits
    }
    func descend(_ position: Int, _ to: Int, _ from: Int) {
      guard position < domain.count else {
        result.x0[to] = values.x0[from]
        result.x1[to] = values.x1[from]
        return
      }
      if position == domain.count - 1, steps[position] == 1 {
        result.copy(values, from: from, to: to, count: counts[position])
        return
      }
      let outStep = 1 << bits[(position + 1)...].reduce(0, +)
      for i in 0..<counts[position] {
        descend(position + 1, to + i * outStep, from + i * steps[position])
      }
    }
    descend(0, 0, 0)
    return result
  }
}
