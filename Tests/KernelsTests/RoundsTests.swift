import CGMP
import Kernels
import Testing

extension Kernel {
  @Suite struct Rounds {
    /// Sums a form over entries 0..<half.
    static func sum(_ half: Int, _ form: (Int) -> E) -> E {
      (0..<half).reduce(.zero) { $0 + form($1) }
    }

    @Test func aProductOfTwoTablesIsSummedAtZeroAndInfinity() {
      var random = Random(seed: 10)
      for half in sizes {
        let a = random.elements(2 * half), b = random.elements(2 * half)
        let expected = [
          Self.sum(half) { a[$0] * b[$0] },
          Self.sum(half) { (a[$0 + half] - a[$0]) * (b[$0 + half] - b[$0]) },
        ]
        let low = [
          Self.sum(half) { a[2 * $0] * b[2 * $0] },
          Self.sum(half) { (a[2 * $0 + 1] - a[2 * $0]) * (b[2 * $0 + 1] - b[2 * $0]) },
        ]
        let s = Table(a), t = Table(b)
        atEveryLevel { level in
          let high = collect(2) { lemma_round2(s.x0, s.x1, t.x0, t.x1, half, $0) }
          expectEqual(high, expected, "level \(level), half \(half)")
          expectEqual(
            collect(2) { lemma_round2_low(s.x0, s.x1, t.x0, t.x1, half, $0) }, low,
            "lowest variable, level \(level), half \(half)")
        }
      }
    }

    @Test func aProductOfThreeTablesIsSummedAtThreePoints() {
      var random = Random(seed: 11)
      for half in sizes {
        let a = random.elements(2 * half), b = random.elements(2 * half),
          c = random.elements(2 * half)
        for (c, same) in [(c, false), (b, true)] {
          let expected = [
            Self.sum(half) { a[$0] * b[$0] * c[$0] },
            Self.sum(half) {
              (a[$0 + half] - a[$0]) * (b[$0 + half] - b[$0]) * (c[$0 + half] - c[$0])
            },
            Self.sum(half) { i in
              func before(_ x: [E]) -> E { x[i] - (x[i + half] - x[i]) }
              return before(a) * before(b) * before(c)
            },
          ]
          let s = Table(a), t = Table(b), u = same ? t : Table(c)
          atEveryLevel { level in
            expectEqual(
              collect(3) { lemma_round3(s.x0, s.x1, t.x0, t.x1, u.x0, u.x1, half, $0) }, expected,
              "level \(level), half \(half), same \(same)")
          }
        }
      }
    }

    /// Exact sums in GMP, reduced once.
    static func dotByIntegers(_ a: [E], _ b: [E]) -> E {
      var sums = (mpz_t(), mpz_t()), x = mpz_t(), y = mpz_t()
      __gmpz_init(&sums.0)
      __gmpz_init(&sums.1)
      __gmpz_init(&x)
      __gmpz_init(&y)
      defer {
        __gmpz_clear(&sums.0)
        __gmpz_clear(&sums.1)
        __gmpz_clear(&x)
        __gmpz_clear(&y)
      }
      func accumulate(_ sum: inout mpz_t, _ a: UInt64, _ b: UInt64, times factor: UInt = 1) {
        __gmpz_set_ui(&x, UInt(a))
        __gmpz_mul_ui(&y, &x, UInt(b))
        __gmpz_addmul_ui(&sum, &y, factor)
      }
      for (a, b) in zip(a, b) {
        accumulate(&sums.0, a.c0, b.c0)
        accumulate(&sums.0, a.c1, b.c1, times: 7)
        accumulate(&sums.1, a.c0, b.c1)
        accumulate(&sums.1, a.c1, b.c0)
      }
      return E(
        UInt64(__gmpz_fdiv_ui(&sums.0, UInt(prime))), UInt64(__gmpz_fdiv_ui(&sums.1, UInt(prime))))
    }

    @Test func aDotProductIsTheIntegerSumModuloP() {
      var random = Random(seed: 12)
      for n in sizes + [4096, 20000] {
        let a = random.elements(n), b = random.elements(n), expected = Self.dotByIntegers(a, b)
        let s = Table(a), t = Table(b)
        atEveryLevel { level in
          #expect(E(lemma_dot(s.x0, s.x1, t.x0, t.x1, n)) == expected, "level \(level), n \(n)")
        }
      }
    }

    @Test func sumsOfTheLargestProductsDoNotOverflow() {
      let half = 20000, largest = E(prime - 1, prime - 1)
      let a = Table([E](repeating: .zero, count: half) + [E](repeating: largest, count: half))
      let ones = [E](repeating: largest, count: half)
      let expected = Self.dotByIntegers(ones, ones), m = Table(ones)
      atEveryLevel { level in
        #expect(E(lemma_dot(m.x0, m.x1, m.x0, m.x1, half)) == expected, "level \(level)")
        expectEqual(
          collect(2) { lemma_round2(a.x0, a.x1, a.x0, a.x1, half, $0) }, [.zero, expected],
          "level \(level)")
      }
    }
  }
}
