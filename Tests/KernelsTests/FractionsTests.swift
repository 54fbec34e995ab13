import Kernels
import Testing

extension Kernel {
  @Suite struct Fractions {
    @Test func aLayerAddsFractionsInPairs() {
      var random = Random(seed: 20)
      for half in sizes {
        let n = random.elements(2 * half), d = random.elements(2 * half)
        let numerators = (0..<half).map { n[$0] * d[$0 + half] + n[$0 + half] * d[$0] }
        let denominators = (0..<half).map { d[$0] * d[$0 + half] }
        let s = Table(n), t = Table(d)
        atEveryLevel { level in
          let on = Table(zeros: half), od = Table(zeros: half)
          lemma_fraction_add(on.x0, on.x1, od.x0, od.x1, s.x0, s.x1, t.x0, t.x1, half)
          expectEqual(on.elements, numerators, "level \(level), half \(half)")
          expectEqual(od.elements, denominators, "level \(level), half \(half)")
        }
      }
    }

    @Test func aRoundWeighsTheFormAtEntriesAndDifferences() {
      var random = Random(seed: 21)
      for half in sizes + [3000] {
        for s in [random.element(), .zero, E(0, random.residue())] {
          let e = random.elements(half), tables = (0..<4).map { _ in random.elements(2 * half) }
          func form(_ value: ([E]) -> E) -> E {
            let l = value(tables[0]), m = value(tables[1]), u = value(tables[2]),
              v = value(tables[3])
            return (l + s * u) * v + m * u
          }
          var expected = [E.zero, .zero]
          for i in 0..<half {
            expected[0] = expected[0] + e[i] * form { $0[i] }
            expected[1] = expected[1] + e[i] * form { $0[i + half] - $0[i] }
          }
          let planes = tables.map { Table($0) }, weights = Table(e)
          atEveryLevel { level in
            let out = collect(2) {
              lemma_fraction_round(
                weights.plane, planes[0].plane, planes[1].plane, planes[2].plane, planes[3].plane,
                half, s.c, $0)
            }
            expectEqual(out, expected, "level \(level), half \(half), s \(s)")
          }
        }
      }
    }

    @Test func theLargestEntriesDoNotOverflow() {
      let half = 3000, largest = E(prime - 1, prime - 1)
      let high = Table([E](repeating: .zero, count: half) + [E](repeating: largest, count: half))
      let term = largest * ((largest + largest * largest) * largest + largest * largest)
      let expected = (0..<half).reduce(E.zero) { sum, _ in sum + term }
      let cube = largest * largest * largest,
        cubes = (0..<half).reduce(E.zero) { sum, _ in sum + cube }
      let weights = Table([E](repeating: largest, count: half))
      atEveryLevel { level in
        let round = collect(2) {
          lemma_fraction_round(
            weights.plane, high.plane, high.plane, high.plane, high.plane, half, largest.c, $0)
        }
        expectEqual(round, [.zero, expected], "level \(level)")
        let product = collect(3) {
          lemma_round3(high.x0, high.x1, high.x0, high.x1, high.x0, high.x1, half, $0)
        }
        #expect(product == [.zero, cubes, .zero - cubes], "level \(level)")
      }
    }
  }
}
