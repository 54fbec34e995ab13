import Kernels
import Verifier

/// All layers of one tree of fraction sums, leaves last; a layer is consumed by its own sumcheck.
final class FractionLayers: @unchecked Sendable {
  private var layers: [(numerators: ElementPlanes, denominators: ElementPlanes)] = []
  private var current: (numerators: ElementPlanes, denominators: ElementPlanes)?
  private var equalities: [ElementPlanes] = []
  private var half = 0
  private var quarter = 0
  private var scale = Extension.zero

  init(numerators: ElementPlanes, denominators: ElementPlanes) {
    layers = [(numerators, denominators)]
    while let last = layers.last, last.numerators.count > 1 {
      let (n, d) = last
      let half = n.count / 2
      let sums = ElementPlanes(count: half)
      let products = ElementPlanes(count: half)
      lemma_fraction_add(
        sums.x0, sums.x1, products.x0, products.x1, n.x0, n.x1, d.x0, d.x1, half)
      layers.append((sums, products))
    }
  }

  /// Numerator and denominator of the root, which needs no sumcheck.
  func root() -> [Extension] {
    let (n, d) = layers.removeLast()
    return [n[0], d[0]]
  }

  func begin(point: [Extension], scale: Extension) {
    let layer = layers.removeLast()
    current = layer
    half = layer.numerators.count / 2
    self.scale = scale
    // eq over the variables below the one being bound, for every round.
    equalities = []
    for i in 0..<point.count { equalities.append(.equality(point[..<i])) }
  }

  func round() -> [Extension] {
    let (n, d) = current!
    quarter = half / 2
    let eq = equalities.removeLast()
    var out = (lemma_element(), lemma_element())
    withUnsafeMutableBytes(of: &out) { bytes in
      // Children of a node are `stride` apart, and stay where they were as their halves are folded.
      lemma_fraction_round(
        eq.plane, n.plane, n.plane(from: stride), d.plane, d.plane(from: stride), quarter,
        scale.kernelElement, bytes.assumingMemoryBound(to: lemma_element.self).baseAddress)
    }
    return [Extension(kernel: out.0), Extension(kernel: out.1)]
  }

  private var stride: Int { current!.numerators.count / 2 }

  func bind(_ challenge: Extension) {
    let (n, d) = current!
    let c = challenge.kernelElement
    for planes in [n, d] {
      lemma_fold(planes.x0, planes.x1, planes.x0, planes.x1, quarter, c)
      let (u0, u1) = (planes.x0 + stride, planes.x1 + stride)
      lemma_fold(u0, u1, u0, u1, quarter, c)
    }
    half = quarter
  }

  /// n0, n1, d0, d1 at the bound point.
  func children() -> [Extension] {
    let (n, d) = current!
    let result = [n[0], n[stride], d[0], d[stride]]
    current = nil
    return result
  }
}
