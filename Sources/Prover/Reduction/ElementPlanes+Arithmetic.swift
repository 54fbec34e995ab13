import Kernels
import Verifier

extension ElementPlanes {
  /// self[to ...] += factor · other[from ...], `count` entries.
  func add(_ other: ElementPlanes, from: Int, to: Int, count: Int, factor: Extension) {
    lemma_scale_add(
      x0 + to, x1 + to, other.x0 + from, other.x1 + from, count, factor.kernelElement)
  }

  /// self[i] *= factor.
  func scale(by factor: Extension) { lemma_scale(x0, x1, x0, x1, count, factor.kernelElement) }

  /// Σ self[i] other[i] over `count` entries from these starts.
  func dot(_ start: Int, _ other: ElementPlanes, _ otherStart: Int, count: Int) -> Extension {
    Extension(
      kernel: lemma_dot(
        x0 + start, x1 + start, other.x0 + otherStart, other.x1 + otherStart, count))
  }

  /// The round polynomial of Σ self[i] other[i] in the highest variable of the first 2 half entries: coefficients 0 and 2.
  func round(with other: ElementPlanes, half: Int) -> (constant: Extension, quadratic: Extension) {
    var out = (lemma_element(), lemma_element())
    withUnsafeMutablePointer(to: &out) {
      $0.withMemoryRebound(to: lemma_element.self, capacity: 2) {
        lemma_round2(x0, x1, other.x0, other.x1, half, $0)
      }
    }
    return (Extension(kernel: out.0), Extension(kernel: out.1))
  }

  /// Binds the highest variable of the first 2 half entries.
  func fold(half: Int, _ challenge: Extension) {
    lemma_fold(x0, x1, x0, x1, half, challenge.kernelElement)
  }

  var plane: lemma_plane { lemma_plane(x0: x0, x1: x1) }

  /// The plane from an entry on.
  func plane(from start: Int) -> lemma_plane { lemma_plane(x0: x0 + start, x1: x1 + start) }

  /// `count` entries from `start` on, as a vector of their own in the same memory.
  func part(_ start: Int, _ count: Int) -> ElementPlanes {
    ElementPlanes(x0: x0 + start, x1: x1 + start, count: count, of: self)
  }

  /// The outer product of vectors, the last varying fastest.
  static func outerProduct(_ vectors: [ElementPlanes]) -> ElementPlanes {
    var result = ElementPlanes([.one])
    for vector in vectors {
      let next = ElementPlanes(count: result.count * vector.count)
      for i in 0..<result.count {
        next.add(vector, from: 0, to: i * vector.count, count: vector.count, factor: result[i])
      }
      result = next
    }
    return result
  }
}
