import Kernels
import Verifier

/// The sumcheck of a product of tables over their whole padded box.
final class ProductSumcheck: InstanceProver {
  /// Distinct tables; `factors` lists them with repetition, 2 or 3 of them, or 1 if there is no variable.
  private let tables: [ElementPlanes]
  private let factors: [Int]
  /// Tables whose final values the verifier cannot compute, in order.
  private let messages: [Int]
  let bits: Int
  private var half: Int
  private(set) var constant: Extension
  private var coefficients: [Extension] = []

  init(
    claim: Extension, bits: Int, tables: [ElementPlanes], factors: [Int], messages: [Int]
  ) {
    constant = claim
    self.bits = bits
    self.tables = tables
    self.factors = factors
    self.messages = messages
    half = (1 << bits) / 2
  }

  func round(_ parallel: Parallel) -> [Extension] {
    let t = factors.map { tables[$0] }
    if t.count == 2 {
      let (constant, quadratic) = t[0].round(with: t[1], half: half)
      coefficients = [constant, quadratic, .zero]
    } else {
      var out = (lemma_element(), lemma_element(), lemma_element())
      withUnsafeMutableBytes(of: &out) { bytes in
        lemma_round3(
          t[0].x0, t[0].x1, t[1].x0, t[1].x1, t[2].x0, t[2].x1, half,
          bytes.assumingMemoryBound(to: lemma_element.self).baseAddress)
      }
      // c1 + c2 + c3 = claim - 2 c0 and -c1 + c2 - c3 = h(-1) - c0.
      let (c0, c3) = (Extension(kernel: out.0), Extension(kernel: out.1))
      let sum = constant - c0 - c0 - c0 + Extension(kernel: out.2)
      coefficients = [c0, sum * .half, c3]
    }
    return coefficients
  }

  func bind(_ challenge: Extension, _ parallel: Parallel) {
    let (c0, c2, c3) = (coefficients[0], coefficients[1], coefficients[2])
    let linear = constant - c0 - c0 - c2 - c3
    constant = ((c3 * challenge + c2) * challenge + linear) * challenge + c0
    for table in tables { table.fold(half: half, challenge) }
    half /= 2
  }

  var finalValues: [Extension] { messages.map { tables[$0][0] } }
}
