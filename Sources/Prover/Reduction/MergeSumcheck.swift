import Kernels
import Verifier

/// The sumcheck of Σ_x (Σ_j c_j w_j(x)) W(x), W a tensor's values and each w_j a product of weights of single axes.
///
/// Bound axis by axis, first axis first. With S_j(x_1) = Σ over all further axes of their weights times W, the rounds of the first axis
/// are those of Σ_j c_j w_j1(x_1) S_j(x_1): tables as short as the axis, from one pass over the tensor for each j. Then one pass binds
/// the axis, c_j becomes c_j w_j1(r_1), and the next axis follows. No table as long as the padded box is ever made.
final class MergeSumcheck: InstanceProver {
  let bits: Int
  private(set) var constant: Extension
  private let contraction: Contraction
  /// What is left of W; its first axis is being bound.
  private var box: Box
  private var axes: ArraySlice<MergeAxis>
  private var coefficients: [Extension]

  /// The pairs (c_j w_j, S_j) on the axis being bound, folded in place.
  private var pairs: [(weight: ElementPlanes, sums: ElementPlanes)] = []
  private var half = 0
  private var challenges: [Extension] = []
  private var message: [Extension] = []

  init(
    claim: Extension, _ box: Box, _ axes: [MergeAxis], coefficients: [Extension],
    _ contraction: Contraction
  ) {
    constant = claim
    bits = axes.reduce(0) { $0 + $1.bits }
    self.contraction = contraction
    self.box = box.reshaped(axes.map { $0.size })
    self.axes = axes[...]
    self.coefficients = coefficients
    beginAxis()
  }

  var finalValues: [Extension] { [box.elements[0]] }

  func round(_ parallel: Parallel) -> [Extension] {
    message = [.zero, .zero, .zero]
    for (weight, sums) in pairs {
      let (constant, quadratic) = weight.round(with: sums, half: half)
      message[0] += constant
      message[1] += quadratic
    }
    return message
  }

  func bind(_ challenge: Extension, _ parallel: Parallel) {
    let (c0, c2) = (message[0], message[1])
    constant = (c2 * challenge + (constant - c0 - c0 - c2)) * challenge + c0
    for (weight, sums) in pairs {
      weight.fold(half: half, challenge)
      sums.fold(half: half, challenge)
    }
    challenges.insert(challenge, at: 0)
    half /= 2
    if half == 0 { endAxis() }
  }

  /// Prepares the rounds of the first axis that has any.
  private func beginAxis() {
    while let axis = axes.first, axis.bits == 0 {
      for j in coefficients.indices { coefficients[j] *= axis.weights[j][0] }
      box = box.reshaped(Array(box.sizes.dropFirst()))
      axes.removeFirst()
    }
    guard let axis = axes.first else { return }
    half = (1 << axis.bits) / 2
    challenges = []
    pairs = []
    if axes.count == 1 {
      let sum = ElementPlanes(count: 1 << axis.bits)
      for (weight, c) in zip(axis.weights, coefficients) {
        sum.add(weight, from: 0, to: 0, count: sum.count, factor: c)
      }
      pairs = [(sum, axis.padded(box.elements))]
      return
    }
    for (j, c) in coefficients.enumerated() {
      let weight = ElementPlanes(count: 1 << axis.bits)
      weight.add(axis.weights[j], from: 0, to: 0, count: weight.count, factor: c)
      let sums = contraction.sums(box, axes.dropFirst().map { $0.inside[j] })
      pairs.append((weight, axis.padded(sums)))
    }
  }

  /// Binds the first axis at its challenges.
  private func endAxis() {
    let axis = axes.removeFirst()
    if axes.isEmpty {
      box = Box(pairs[0].sums, sizes: [])
      return
    }
    coefficients = pairs.map { $0.weight[0] }
    let point = AxisWeight(axis.cropped(.equality(challenges[...])))
    let bound = contraction.bind(box, [point] + axes.map { _ in nil })
    box = Box(bound.values, sizes: bound.sizes)
    beginAxis()
  }
}
