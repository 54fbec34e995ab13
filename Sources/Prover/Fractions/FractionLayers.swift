import Kernels
import Verifier

/// The prover's side of one tree of fraction sums.
///
/// Only the layers whose sums are few are kept; those next to the leaves are computed when their sumcheck comes, since memory that
/// was never touched is dearer than arithmetic.
final class FractionLayers {
  private let source: FractionSource
  private let parallel: Parallel
  private let unstored: Unstored
  /// Layers kept, root first.
  private var layers: [(numerators: ElementPlanes, denominators: ElementPlanes)] = []
  private var current: LayerSumcheck?
  private var form: LayerForm?
  private var point: [Extension] = []
  private var challenges: [Extension] = []
  private var scale = Extension.zero

  /// How many layers next to the leaves are not kept: while the tree waits for its turn, and from then on.
  struct Unstored {
    var waiting: Int
    var active: Int

    /// Above this many layers computing them again and again is dearer than any memory.
    static let most = 4
    static let least = Unstored(waiting: most + 2, active: most)

    /// For trees of 2^bits general leaves: as few as fit in so many bytes.
    static func general(bits: Int, bytes: Int) -> Unstored {
      let active = (1..<most).first { 64 << max(0, bits - $0) <= bytes } ?? most
      return Unstored(waiting: most + 2, active: active)
    }
  }

  /// The trees of a circuit.
  static func all(
    _ trees: [FractionTree], _ circuit: Circuit, _ values: [TensorValues?],
    _ fingerprint: Fingerprint, _ parallel: Parallel
  ) -> [FractionLayers] {
    let bytes = max(16 << 20, 4 << (trees.map { $0.bits }.max() ?? 0))
    return trees.map { tree in
      if let short = ShortLeaves(tree, circuit, values, fingerprint, parallel) {
        let unstored = Unstored(waiting: Unstored.most, active: Unstored.most)
        return FractionLayers(
          FractionSource(bits: tree.bits, storage: .short(short)), unstored, parallel)
      }
      let leaves = Leaves(tree, circuit, values, fingerprint)
      return FractionLayers(
        FractionSource(bits: tree.bits, storage: .general(leaves)),
        .general(bits: tree.bits, bytes: bytes), parallel)
    }
  }

  init(_ source: FractionSource, _ unstored: Unstored, _ parallel: Parallel) {
    self.source = source
    self.unstored = unstored
    self.parallel = parallel
    keep(below: 0, unstored: min(source.bits, unstored.waiting))
  }

  /// Computes all layers from `first`, counted from the root, to those that are not kept.
  private func keep(below first: Int, unstored: Int) {
    let lowest = source.bits - unstored
    layers.removeSubrange(first...)
    for bits in first...lowest { layers.append((.unwritten(1 << bits), .unwritten(1 << bits))) }
    let (n, d) = layers[lowest]
    let run = min(n.count, 1 << EqualityLevels.lowBits)
    parallel.ranges(n.count / run, nanoseconds: Double(run << unstored) * 4) { range in
      let scratch = FractionScratch()
      for i in range {
        source.fill(n, d, to: i * run, start: i * run, count: run, depth: unstored, scratch)
      }
    }
    for i in (first..<lowest).reversed() {
      let (sums, products) = layers[i]
      let (n, d) = layers[i + 1]
      parallel.ranges(sums.count, grain: 64, nanoseconds: 5) { range in
        let start = range.lowerBound
        lemma_fraction_add(
          sums.x0 + start, sums.x1 + start, products.x0 + start, products.x1 + start,
          n.x0 + start, n.x1 + start, d.x0 + start, d.x1 + start, sums.count, range.count)
      }
    }
  }

  /// Numerator and denominator of the root, which needs no sumcheck.
  func root() -> [Extension] {
    let (n, d) = layers[0]
    return [n[0], d[0]]
  }

  func begin(point: [Extension], scale: Extension) {
    self.point = point
    self.scale = scale
    challenges = []
    // The layer below: 2^(variables + 1) entries.
    let depth = source.bits - point.count - 1
    var form = LayerForm.fractions(source, depth: depth)
    var tables: [ElementPlanes]?
    if depth >= unstored.active {
      if point.count + 1 >= layers.count { keep(below: layers.count, unstored: unstored.active) }
      let half = 1 << point.count
      let (n, d) = layers[point.count + 1]
      tables = [n.part(0, half), d.part(0, half), n.part(half, half), d.part(half, half)]
    } else {
      layers = []
      if depth == 0, case .short(let leaves) = source.storage, scale != .zero, !point.isEmpty {
        form = .shifted(leaves, inverse: scale.inverse)
      }
    }
    self.form = form
    current = LayerSumcheck(
      form, tables: tables, point: point, scale: scale,
      virtualRounds: max(0, unstored.active - 1 - depth - (form.tables == 2 ? 1 : 0)),
      parallel)
  }

  func round() -> [Extension] {
    var coefficients = current!.round()
    if case .shifted(_, let inverse) = form {
      coefficients[0] = coefficients[0] - inverse * numerators(at: [.zero])
    }
    return coefficients
  }

  func bind(_ challenge: Extension) {
    challenges.append(challenge)
    current!.bind(challenge)
  }

  /// n0, n1, d0, d1 at the bound point.
  func children() -> [Extension] {
    let values = current!.finish()
    current = nil
    return form!.children(values, scale: scale) { numerators(at: []) }
  }

  /// Numerators of the upper half of leaves, which are 1 before `end`: their extension to the bound variables' challenges, `next`,
  /// and the claim's point below.
  private func numerators(at next: [Extension]) -> Extension {
    guard case .short(let leaves) = source.storage else { return .zero }
    let free = point.prefix(point.count - challenges.count - next.count)
    return Multilinear.indicator(
      free + next + challenges.reversed(), below: leaves.end - 1 << point.count)
  }
}
