import Kernels
import Verifier

/// Binds axes of integer tensors with weights over E: <w_1 ⊗ ... ⊗ w_d, tensor>, all axes or some.
struct Contraction {
  let parallel: Parallel

  /// Binds every axis of a piece of the box.
  ///
  /// - Parameter weights: one vector for each axis, as long as its range.
  func bindAll(_ tensor: TensorValues, _ region: [Range<Int>], _ weights: [ElementPlanes])
    -> Extension
  {
    guard let inner = region.last else { return Extension(tensor[0]) }
    let outer = region.dropLast()
    let factors = ElementPlanes.outerProduct(Array(weights.dropLast()))
    let last = weights.last!
    let parts = parallel.map(factors.count, nanoseconds: 1.5 * Double(inner.count) + 10) { range in
      var sum = Extension.zero
      for i in range {
        var start = inner.lowerBound
        var rest = i
        for axis in outer.indices.reversed() {
          start += (outer[axis].lowerBound + rest % outer[axis].count) * tensor.strides[axis]
          rest /= outer[axis].count
        }
        sum += factors[i] * dot(tensor, start, last, count: inner.count)
      }
      return sum
    }
    return parts.reduce(.zero, +)
  }

  private func dot(_ tensor: TensorValues, _ start: Int, _ weights: ElementPlanes, count: Int)
    -> Extension
  {
    switch tensor.storage {
    case .bytes(let values):
      Extension(kernel: lemma_dot_bytes(values + start, weights.x0, weights.x1, count))
    case .integers(let values):
      Extension(kernel: lemma_dot_integers(values + start, weights.x0, weights.x1, count))
    }
  }

  /// Binds the axes that have weights; the others keep their order.
  func bind(_ tensor: TensorValues, _ weights: [ElementPlanes?]) -> (
    values: ElementPlanes, shape: [Int]
  ) {
    var shape = tensor.shape
    var weights = weights
    // From integers to E along one axis: the last if it is bound, else the longest.
    let bound = weights.indices.filter { weights[$0] != nil }
    guard
      let first = bound.last.map({ last in
        last == shape.count - 1 ? last : bound.max { shape[$0] < shape[$1] }!
      })
    else {
      let values = ElementPlanes(count: tensor.count)
      switch tensor.storage {
      case .integers(let integers): lemma_residues(values.x0, integers, tensor.count)
      case .bytes(let bytes):
        for i in 0..<tensor.count { values.x0[i] = Goldilocks(Int64(bytes[i])).word }
      }
      return (values, shape)
    }
    var values = bindIntegers(tensor, axis: first, weights[first]!)
    shape.remove(at: first)
    weights.remove(at: first)
    while let axis = weights.indices.last(where: { weights[$0] != nil }) {
      values = bind(values, shape, axis: axis, weights[axis]!)
      shape.remove(at: axis)
      weights.remove(at: axis)
    }
    return (values, shape)
  }

  private func bindIntegers(_ tensor: TensorValues, axis: Int, _ weights: ElementPlanes)
    -> ElementPlanes
  {
    let count = tensor.shape[axis]
    let inner = tensor.strides[axis]
    let outer = tensor.count / max(1, count * inner)
    let result = ElementPlanes(count: outer * inner)
    if inner == 1 {
      parallel.ranges(outer, nanoseconds: 1.5 * Double(count) + 5) { range in
        for o in range { result[o] = dot(tensor, o * count, weights, count: count) }
      }
      return result
    }
    // Pieces of the inner axes, so that threads have work also where there is one outer row.
    let piece = min(inner, 1024)
    let pieces = (inner + piece - 1) / piece
    parallel.ranges(outer * pieces, nanoseconds: 1.5 * Double(count * piece)) { range in
      for job in range {
        let (o, start) = (job / pieces, job % pieces * piece)
        let length = min(piece, inner - start)
        let to = o * inner + start
        for i in 0..<count {
          let from = (o * count + i) * inner + start
          let factor = weights[i].kernelElement
          switch tensor.storage {
          case .bytes(let values):
            lemma_scale_add_bytes(result.x0 + to, result.x1 + to, values + from, length, factor)
          case .integers(let values):
            lemma_scale_add_integers(result.x0 + to, result.x1 + to, values + from, length, factor)
          }
        }
      }
    }
    return result
  }

  private func bind(
    _ values: ElementPlanes, _ shape: [Int], axis: Int, _ weights: ElementPlanes
  ) -> ElementPlanes {
    let count = shape[axis]
    let inner = shape[(axis + 1)...].reduce(1, *)
    let outer = shape[..<axis].reduce(1, *)
    let result = ElementPlanes(count: outer * inner)
    for o in 0..<outer {
      if inner == 1 {
        result[o] = values.dot(o * count, weights, 0, count: count)
      } else {
        for i in 0..<count {
          result.add(
            values, from: (o * count + i) * inner, to: o * inner, count: inner, factor: weights[i])
        }
      }
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
    var strides = Array(repeating: 0, count: axes.count)
    var step = 1
    for i in axes.indices.reversed() {
      strides[i] = step
      step *= sizes[i]
    }
    func descend(_ position: Int, _ to: Int, _ from: Int) {
      guard position < domain.count else {
        result.x0[to] = values.x0[from]
        result.x1[to] = values.x1[from]
        return
      }
      let own = axes.firstIndex(of: domain[position])
      let count = own.map { sizes[$0] } ?? 1 << bits[position]
      let outStep = 1 << bits[(position + 1)...].reduce(0, +)
      let inStep = own.map { strides[$0] } ?? 0
      if position == domain.count - 1, inStep == 1 {
        result.copy(values, from: from, to: to, count: count)
        return
      }
      for i in 0..<count { descend(position + 1, to + i * outStep, from + i * inStep) }
    }
    descend(0, 0, 0)
    return result
  }
}
