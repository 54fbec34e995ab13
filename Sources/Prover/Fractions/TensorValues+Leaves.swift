import Kernels
import Verifier

/// What leaves read of a looked-up column: the only place here that knows how values are stored.
extension TensorValues {
  /// out[to + i] = factor · self[start + i] + constant.
  func affine(
    _ out: ElementPlanes, to: Int, start: Int, count: Int, factor: Extension, constant: Extension
  ) {
    switch storage {
    case .integers(let values):
      lemma_affine_integers(
        out.x0 + to, out.x1 + to, values + start, count, factor.kernelElement,
        constant.kernelElement)
    case .bytes(let values):
      (out.x0 + to).update(repeating: constant.c0.word, count: count)
      (out.x1 + to).update(repeating: constant.c1.word, count: count)
      lemma_scale_add_bytes(
        out.x0 + to, out.x1 + to, values + start, count, factor.kernelElement)
    }
  }

  /// The same with factors for two columns, or false if they are not both integers.
  func affine(
    _ second: TensorValues, _ out: ElementPlanes, to: Int, start: Int, count: Int,
    factors: (Extension, Extension), constant: Extension
  ) -> Bool {
    guard case .integers(let a) = storage, case .integers(let b) = second.storage else {
      return false
    }
    lemma_affine_integer_pairs(
      out.x0 + to, out.x1 + to, a + start, b + start, count, factors.0.kernelElement,
      factors.1.kernelElement, constant.kernelElement)
    return true
  }

  /// out[to + i] += factor · self[start + i].
  func addScaled(_ out: ElementPlanes, to: Int, start: Int, count: Int, factor: Extension) {
    switch storage {
    case .integers(let values):
      lemma_scale_add_integers(
        out.x0 + to, out.x1 + to, values + start, count, factor.kernelElement)
    case .bytes(let values):
      lemma_scale_add_bytes(
        out.x0 + to, out.x1 + to, values + start, count, factor.kernelElement)
    }
  }

  /// out[i] = scale · self[start + i] + offset, or false if that is not below 2^16 everywhere.
  func shorts(
    _ out: UnsafeMutablePointer<UInt16>, start: Int, count: Int, scale: Int64, offset: Int64
  ) -> Bool {
    switch storage {
    case .integers(let values):
      return lemma_shorts_of_integers(out, values + start, count, scale, offset) == 1
    case .bytes(let values):
      for i in 0..<count {
        guard let short = UInt16(exactly: scale * Int64(values[start + i]) + offset) else {
          return false
        }
        out[i] = short
      }
      return true
    }
  }
}
