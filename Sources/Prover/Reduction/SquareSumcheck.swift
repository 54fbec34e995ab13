import Kernels
import Verifier

/// The sumcheck of Σ_o w(o) Σ_i x(o, i)²: the weight has the outer axes alone, so it is never spread over the inner ones.
///
/// While an outer variable is bound, a pair of rows x_0, x_1 adds (w_0 + X dw)(A + 2 (B - A) X + (A - 2 B + C) X²), with the inner
/// products A = <x_0, x_0>, B = <x_0, x_1> and C = <x_1, x_1>.
final class SquareSumcheck: InstanceProver {
  let bits: Int
  private(set) var constant: Extension
  private let weight: ElementPlanes
  /// Rows of the padded outer box, each as long as the inner box; padded itself once no outer variable is left.
  private var rows: ElementPlanes
  private let inner: MergeAxis
  /// Pairs of rows, then pairs of entries.
  private var half: Int
  private var isOuter: Bool
  private var message: [Extension] = []

  /// - Parameter values: over the unpadded box, the outer axes first.
  init(
    claim: Extension, weight: ElementPlanes, _ values: ElementPlanes, outer: MergeAxis,
    inner: MergeAxis
  ) {
    constant = claim
    bits = outer.bits + inner.bits
    self.weight = weight
    self.inner = inner
    let rows = ElementPlanes(count: inner.size << outer.bits)
    outer.forEachRun { run, place, count in
      rows.copy(values, from: run * inner.size, to: place * inner.size, count: count * inner.size)
    }
    self.rows = rows
    half = (1 << outer.bits) / 2
    isOuter = true
    if half == 0 { beginInner() }
  }

  private func beginInner() {
    isOuter = false
    half = (1 << inner.bits) / 2
    rows = inner.padded(rows)
  }

  func round(_ parallel: Parallel) -> [Extension] {
    if isOuter {
      let length = inner.size
      let parts = parallel.map(half, nanoseconds: 2.5 * Double(length)) { pairs in
        var sum = [Extension.zero, .zero, .zero]
        for o in pairs {
          let (first, second) = (o * length, (o + half) * length)
          let a = rows.dot(first, rows, first, count: length)
          let b = rows.dot(first, rows, second, count: length)
          let c = rows.dot(second, rows, second, count: length)
          let (linear, quadratic) = (b - a + b - a, a - b - b + c)
          let (w, dw) = (weight[o], weight[o + half] - weight[o])
          sum[0] += w * a
          sum[1] += w * quadratic + dw * linear
          sum[2] += dw * quadratic
        }
        return sum
      }
      message = (0..<3).map { i in parts.reduce(.zero) { $0 + $1[i] } }
    } else {
      let (constant, quadratic) = rows.round(with: rows, half: half)
      message = [weight[0] * constant, weight[0] * quadratic, .zero]
    }
    return message
  }

  func bind(_ challenge: Extension, _ parallel: Parallel) {
    let (c0, c2, c3) = (message[0], message[1], message[2])
    let linear = constant - c0 - c0 - c2 - c3
    constant = ((c3 * challenge + c2) * challenge + linear) * challenge + c0
    if isOuter {
      weight.fold(half: half, challenge)
      rows.fold(half: half * inner.size, challenge)
    } else {
      rows.fold(half: half, challenge)
    }
    half /= 2
    if half == 0, isOuter { beginInner() }
  }

  var finalValues: [Extension] { [rows[0]] }
}
