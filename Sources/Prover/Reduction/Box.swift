import Kernels
import Verifier

/// Values row-major over a box, the last axis varying fastest: a tensor's integers, or elements that binding an axis has left.
struct Box {
  enum Values {
    case bytes(UnsafePointer<Int8>)
    case integers(UnsafePointer<Int64>)
    case elements(ElementPlanes)
  }

  let values: Values
  let sizes: [Int]
  /// Keeps what the pointers point to.
  private let owner: TensorValues?

  init(_ tensor: TensorValues) {
    switch tensor.storage {
    case .bytes(let start): values = .bytes(start)
    case .integers(let start): values = .integers(start)
    }
    sizes = tensor.shape
    owner = tensor
  }

  init(_ elements: ElementPlanes, sizes: [Int]) {
    values = .elements(elements)
    self.sizes = sizes
    owner = nil
  }

  private init(_ values: Values, sizes: [Int], _ owner: TensorValues?) {
    self.values = values
    self.sizes = sizes
    self.owner = owner
  }

  var count: Int { sizes.reduce(1, *) }

  /// The same values over fewer axes.
  func reshaped(_ sizes: [Int]) -> Box { Box(values, sizes: sizes, owner) }

  /// Σ weights[i] self[start + i].
  func dot(_ start: Int, _ weights: ElementPlanes) -> Extension {
    let (w0, w1, count) = (weights.x0, weights.x1, weights.count)
    return switch values {
    case .bytes(let v): Extension(kernel: lemma_dot_bytes(v + start, w0, w1, count))
    case .integers(let v): Extension(kernel: lemma_dot_integers(v + start, w0, w1, count))
    case .elements(let v): v.dot(start, weights, 0, count: count)
    }
  }

  /// out[column] += Σ_row weights[row] self[start + row · stride + column], for columns of a range.
  func combineRows(
    _ start: Int, stride: Int, _ weights: ElementPlanes, _ columns: Range<Int>,
    into out: ElementPlanes, at offset: Int
  ) {
    let (o0, o1) = (out.x0 + offset + columns.lowerBound, out.x1 + offset + columns.lowerBound)
    let (w0, w1, rows, count) = (weights.x0, weights.x1, weights.count, columns.count)
    let first = start + columns.lowerBound
    switch values {
    case .bytes(let v): lemma_combine_rows_bytes(o0, o1, v + first, stride, rows, count, w0, w1)
    case .integers(let v):
      lemma_combine_rows_integers(o0, o1, v + first, stride, rows, count, w0, w1)
    case .elements(let v):
      for row in 0..<rows {
        out.add(
          v, from: first + row * stride, to: offset + columns.lowerBound, count: count,
          factor: weights[row])
      }
    }
  }

  /// out[offset + row] += Σ_column weights[column] self[start + row · stride + column], for rows of a range.
  func dotRows(
    _ start: Int, stride: Int, _ weights: ElementPlanes, _ rows: Range<Int>,
    into out: ElementPlanes, at offset: Int
  ) {
    if case .bytes(let v) = values {
      lemma_dot_rows_bytes(
        out.x0 + offset + rows.lowerBound, out.x1 + offset + rows.lowerBound,
        v + start + rows.lowerBound * stride, stride, rows.count, weights.count, weights.x0,
        weights.x1)
      return
    }
    for row in rows {
      out[offset + row] = out[offset + row] + dot(start + row * stride, weights)
    }
  }
}

extension Box {
  /// The values as elements; integers become residues.
  var elements: ElementPlanes {
    switch values {
    case .elements(let planes): return planes
    case .integers(let integers):
      let planes = ElementPlanes(count: count)
      lemma_residues(planes.x0, integers, count)
      return planes
    case .bytes(let bytes):
      let planes = ElementPlanes(count: count)
      for i in 0..<count { planes.x0[i] = Goldilocks(Int64(bytes[i])).word }
      return planes
    }
  }
}
