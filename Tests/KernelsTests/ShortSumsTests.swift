import Kernels
import Testing

extension Kernel {
  @Suite struct ShortSums {
    private let largest = [UInt16](repeating: 0xFFFF, count: 1 << 15)

    private func shorts(_ count: Int, _ random: inout Random) -> [UInt16] {
      (0..<count).map { _ in
        let word = random.next()
        return word % 4 == 0 ? [0, 1, 0xFFFF, 0x8000][Int(word >> 8 & 3)] : UInt16(word >> 48)
      }
    }

    private func element(_ v: UInt16) -> E { E(UInt64(v), 0) }

    /// Of a function's values at parts 00, 01, 10, 11: its leading coefficients in x, in y and in both.
    private func directions(_ v: [E]) -> [E] {
      let (x0, x1) = (v[2] - v[0], v[3] - v[1])
      return [x0, x1, v[1] - v[0], v[3] - v[2], x1 - x0]
    }

    @Test func sumsOfLeavesAreTheDefinitions() {
      var random = Random(seed: 40)
      for n in sizes + [2048] {
        for parts in 0...4 {
          let e = random.elements(n), a = shorts(4 * n, &random)
          let b = Array(shorts(4 * n, &random).prefix(parts * n))
          var expected = [E](repeating: .zero, count: 16)
          for i in 0..<n {
            let x = (0..<4).map { element(a[$0 * n + i]) }
            let y = (0..<4).map { $0 < parts ? element(b[$0 * n + i]) : .zero }
            let products = zip(directions(x), directions(y)).map { $0 * $1 }
            let terms = [E(1, 0)] + x + y[..<3] + (0..<3).map { x[$0] * y[$0] } + products
            for (t, term) in terms.enumerated() { expected[t] = expected[t] + e[i] * term }
          }
          let weights = Table(e)
          atEveryLevel { level in
            let out = collect(16) {
              lemma_short_leaf_sums(weights.plane, a, b, n, parts, n, $0)
            }
            expectEqual(out, expected, "level \(level), n \(n), \(parts) parts")
          }
        }
      }
    }

    @Test func sumsOfPairsAreTheDefinitions() {
      var random = Random(seed: 41)
      for n in sizes + [2048] {
        for extreme in [false, true] {
          let largest = E(prime - 1, prime - 1)
          let e = extreme ? [E](repeating: largest, count: n) : random.elements(n)
          var v = shorts(16 * n, &random)
          // Sums and products that differ as much as they can, in each direction.
          if extreme {
            v = v.indices.map {
              [0, 3, 5, 6].contains($0 / max(1, n) % 4 + $0 / max(1, 8 * n)) ? 0xFFFF : 0
            }
          }
          var expected = [E](repeating: .zero, count: 28)
          for i in 0..<n {
            func leaf(_ child: Int, _ part: Int, _ half: Int) -> E {
              element(v[half * 8 * n + child * 4 * n + part * n + i])
            }
            let s = (0..<2).map { c in (0..<4).map { leaf(c, $0, 0) + leaf(c, $0, 1) } }
            let m = (0..<2).map { c in (0..<4).map { leaf(c, $0, 0) * leaf(c, $0, 1) } }
            var terms = [E(1, 0)]
            for j in 0..<3 {
              terms += [
                s[0][j] + s[1][j], m[0][j] + m[1][j] + s[0][j] * s[1][j],
                s[0][j] * m[1][j] + s[1][j] * m[0][j], m[0][j] * m[1][j],
              ]
            }
            let ds = s.map { directions($0) }, dm = m.map { directions($0) }
            for j in 0..<5 {
              terms += [
                ds[0][j] * ds[1][j], ds[0][j] * dm[1][j] + ds[1][j] * dm[0][j],
                dm[0][j] * dm[1][j],
              ]
            }
            for (t, term) in terms.enumerated() { expected[t] = expected[t] + e[i] * term }
          }
          let weights = Table(e)
          atEveryLevel { level in
            let out = collect(28) {
              lemma_short_pair_sums(weights.plane, v, n, 8 * n, 4 * n, n, $0)
            }
            expectEqual(out, expected, "level \(level), n \(n), extreme \(extreme)")
          }
        }
      }
    }

    @Test func combinationsAreLinear() {
      var random = Random(seed: 42)
      for n in sizes {
        for parts in [0, 1, 2, 4, 8, 64] {
          let v = shorts(parts * n, &random), w = random.elements(parts)
          let shift = random.element()
          let expected = (0..<n).map { i in
            (0..<parts).reduce(shift) { $0 + w[$1] * element(v[$1 * n + i]) }
          }
          let factors = w.map { $0.c }
          atEveryLevel { level in
            let out = Table(zeros: n)
            lemma_short_combination(out.x0, out.x1, v, n, parts, factors, shift.c, n)
            expectEqual(out.elements, expected, "level \(level), n \(n), \(parts) parts")
          }
        }
      }
    }

    @Test func combinationsOfPairsAreThoseOfTheirFractions() {
      var random = Random(seed: 43)
      for n in sizes {
        for parts in [1, 2, 4, 8] {
          for alpha in [random.element(), .zero, E(prime - 1, prime - 1)] {
            let v = n == 100 ? largest : shorts(parts * n, &random)
            let u = n == 100 ? largest : shorts(parts * n, &random)
            var w = random.elements(parts)
            w[0] = E(1, 0) - w.dropFirst().reduce(.zero) { $0 + $1 }
            var numerators = [E](repeating: .zero, count: n), denominators = numerators
            for i in 0..<n {
              for j in 0..<parts {
                let x = alpha - element(v[j * n + i]), y = alpha - element(u[j * n + i])
                numerators[i] = numerators[i] + w[j] * (x + y)
                denominators[i] = denominators[i] + w[j] * (x * y)
              }
            }
            let factors = w.map { $0.c }
            atEveryLevel { level in
              let on = Table(zeros: n), od = Table(zeros: n)
              lemma_short_pair_combination(
                on.x0, on.x1, od.x0, od.x1, v, u, n, parts, factors, alpha.c, n)
              expectEqual(on.elements, numerators, "level \(level), n \(n), \(parts) parts")
              expectEqual(od.elements, denominators, "level \(level), n \(n), \(parts) parts")
            }
          }
        }
      }
    }
  }
}
