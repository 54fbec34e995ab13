import Kernels
import Verifier

/// What a layer's sumcheck is over: a sum of products of tables, of which entries can be computed.
///
/// The children of entry y are entries y and y + 2^variables of the layer below.
enum LayerForm: Sendable {
  /// Tables n0, d0, n1, d1 and the form (n0 + λ d0) d1 + n1 d0.
  case fractions(FractionSource, depth: Int)
  /// Leaves whose numerators are 1, or those of 0 / 1: with µ = 1/λ and w = d + µ n the form is λ w0 w1 - µ n0 n1. Tables w0 and
  /// w1; n0 n1 is the numerators n1, known without a table since n0 is 1 throughout.
  case shifted(ShortLeaves, inverse: Extension)

  var tables: Int {
    if case .shifted = self { 2 } else { 4 }
  }

  /// The products: which tables, once the first of each is weighted.
  var products: [(Int, Int)] {
    if case .shifted = self { [(0, 1)] } else { [(0, 3), (2, 1)] }
  }

  /// Entries start ..< start + count of all tables, to entries `to` ... . Returns whether numerators are known to be 0 or 1.
  @discardableResult
  func fill(
    _ tables: [ElementPlanes], to: Int, start: Int, count: Int, variables: Int,
    _ scratch: FractionScratch
  ) -> Bool {
    let children = [start, start + 1 << variables]
    var selected = true
    for (child, start) in children.enumerated() {
      switch self {
      case .fractions(let source, let depth):
        let part = source.fill(
          tables[2 * child], tables[2 * child + 1], to: to, start: start, count: count,
          depth: depth, scratch)
        selected = selected && part
      case .shifted(let leaves, let inverse):
        leaves.shifted(tables[child], to: to, start: start, count: count, by: inverse)
      }
    }
    return selected
  }

  /// Turns tables into factors: n0 becomes e (n0 + λ d0) and n1 e n1; w0 becomes e λ w0. Without e, e is 1.
  func weigh(
    _ tables: [ElementPlanes], from: Int, count: Int, _ weights: Weights?, scale: Extension
  ) {
    let t = tables.map { $0.plane(from: from) }
    let (o0, o1) = (tables[0].x0 + from, tables[0].x1 + from)
    switch (self, weights) {
    case (.fractions, let weights?):
      lemma_multiply_two(
        o0, o1, weights.plain.plane, t[0], weights.scaled.plane, t[1], count)
      lemma_multiply(
        tables[2].x0 + from, tables[2].x1 + from, weights.plain.plane, t[2], count)
    case (.fractions, nil):
      lemma_scale_add(o0, o1, t[1].x0, t[1].x1, count, scale.kernelElement)
    case (.shifted, let weights?):
      lemma_multiply(o0, o1, weights.scaled.plane, t[0], count)
    case (.shifted, nil):
      lemma_scale(o0, o1, o0, o1, count, scale.kernelElement)
    }
  }

  /// The same for numerators that are 0 or 1.
  func weighSelected(
    _ tables: [ElementPlanes], from: Int, count: Int, _ weights: Weights, scale: Extension
  ) {
    guard case .fractions = self else {
      weigh(tables, from: from, count: count, weights, scale: scale)
      return
    }
    let (l0, l1) = (tables[0].x0 + from, tables[0].x1 + from)
    lemma_multiply_add_selected(
      l0, l1, weights.scaled.plane, tables[1].plane(from: from), weights.plain.plane, l0, count)
    let (m0, m1) = (tables[2].x0 + from, tables[2].x1 + from)
    lemma_select(m0, m1, weights.plain.plane, m0, count)
  }

  /// A table e and λ e.
  struct Weights {
    let plain: ElementPlanes
    let scaled: ElementPlanes

    init(_ plain: ElementPlanes, scale: Extension) {
      let scaled = ElementPlanes(count: plain.count)
      lemma_scale(scaled.x0, scaled.x1, plain.x0, plain.x1, plain.count, scale.kernelElement)
      self.init(plain: plain, scaled: scaled)
    }

    private init(plain: ElementPlanes, scaled: ElementPlanes) {
      self.plain = plain
      self.scaled = scaled
    }

    /// `count` entries from `start` on.
    func part(_ start: Int, _ count: Int) -> Weights {
      Weights(plain: plain.part(start, count), scaled: scaled.part(start, count))
    }
  }

  /// n0, n1, d0, d1 from the tables' values at a point, weighted with 1; n1 is asked for where it has no table.
  func children(_ t: [Extension], scale: Extension, numerator: () -> Extension) -> [Extension] {
    switch self {
    case .fractions: return [t[0] - scale * t[1], t[2], t[1], t[3]]
    case .shifted(_, let inverse):
      let n1 = numerator()
      return [.one, n1, inverse * t[0] - inverse, t[1] - inverse * n1]
    }
  }
}
