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
          lemma_fraction_add(on.x0, on.x1, od.x0, od.x1, s.x0, s.x1, t.x0, t.x1, half, half)
          expectEqual(on.elements, numerators, "level \(level), half \(half)")
          expectEqual(od.elements, denominators, "level \(level), half \(half)")
        }
      }
    }

    @Test func aPieceOfALayerCanBeAddedInPlace() {
      var random = Random(seed: 22)
      for (half, count) in [(1, 0), (100, 37), (1000, 999)] {
        let n = random.elements(2 * half), d = random.elements(2 * half)
        atEveryLevel { level in
          let s = Table(n), t = Table(d)
          lemma_fraction_add(s.x0, s.x1, t.x0, t.x1, s.x0, s.x1, t.x0, t.x1, half, count)
          let sums = (0..<2 * half).map {
            $0 < count ? n[$0] * d[$0 + half] + n[$0 + half] * d[$0] : n[$0]
          }
          let products = (0..<2 * half).map { $0 < count ? d[$0] * d[$0 + half] : d[$0] }
          expectEqual(s.elements, sums, "level \(level), half \(half), count \(count)")
          expectEqual(t.elements, products, "level \(level), half \(half), count \(count)")
        }
      }
    }

    @Test func numeratorsThatAreZeroOrOneSelect() {
      var random = Random(seed: 25)
      for half in sizes {
        let n = (0..<2 * half).map { _ in E(random.next() & 1, 0) }
        let d = random.elements(2 * half), a = random.elements(half), b = random.elements(half)
        let sums = (0..<half).map { n[$0] * d[$0 + half] + n[$0 + half] * d[$0] }
        let products = (0..<half).map { d[$0] * d[$0 + half] }
        let added = (0..<half).map { a[$0] * b[$0] + d[$0] * n[$0] }
        let kept = (0..<half).map { a[$0] * n[$0] }
        atEveryLevel { level in
          let s = Table(n), t = Table(d), on = Table(zeros: half), od = Table(zeros: half)
          lemma_fraction_add_selected(on.x0, on.x1, od.x0, od.x1, s.x0, t.x0, t.x1, half, half)
          expectEqual(on.elements, sums, "level \(level), half \(half)")
          expectEqual(od.elements, products, "level \(level), half \(half)")
          let first = Table(a), second = Table(b), words = Table(Array(n[..<half]))
          lemma_multiply_add_selected(
            on.x0, on.x1, first.plane, second.plane, t.plane, words.x0, half)
          expectEqual(on.elements, added, "level \(level), half \(half)")
          lemma_select(words.x0, words.x1, first.plane, words.x0, half)
          expectEqual(words.elements, kept, "level \(level), half \(half), in place")
        }
      }
    }

    @Test func interpolationIsExactAtAnyPoint() {
      var random = Random(seed: 23)
      for count in sizes {
        for r in [random.element(), .zero, E(1, 0), E(prime - 1, prime - 1)] {
          let a = random.elements(count), b = random.elements(count)
          let expected = zip(a, b).map { $0 + r * ($1 - $0) }
          atEveryLevel { level in
            let first = Table(a), second = Table(b), out = Table(zeros: count)
            lemma_interpolate(out.x0, out.x1, first.plane, second.plane, count, r.c)
            expectEqual(out.elements, expected, "level \(level), count \(count)")
            lemma_interpolate(second.x0, second.x1, first.plane, second.plane, count, r.c)
            expectEqual(second.elements, expected, "level \(level), count \(count), in place")
          }
        }
      }
    }

    @Test func tablesAreMultipliedEntryByEntry() {
      var random = Random(seed: 24)
      for count in sizes {
        let t = (0..<4).map { _ in random.elements(count) }
        let one = (0..<count).map { t[0][$0] * t[1][$0] }
        let two = (0..<count).map { t[0][$0] * t[1][$0] + t[2][$0] * t[3][$0] }
        atEveryLevel { level in
          let planes = t.map { Table($0) }, out = Table(zeros: count)
          lemma_multiply(out.x0, out.x1, planes[0].plane, planes[1].plane, count)
          expectEqual(out.elements, one, "level \(level), count \(count)")
          lemma_multiply_two(
            planes[1].x0, planes[1].x1, planes[0].plane, planes[1].plane, planes[2].plane,
            planes[3].plane, count)
          expectEqual(planes[1].elements, two, "level \(level), count \(count)")
        }
      }
    }

    @Test func aRoundAddsProductsOfLines() {
      var random = Random(seed: 21)
      for count in sizes + [3000] {
        let t = (0..<4).map { _ in random.elements(count) }
        var expected = [E.zero, .zero]
        for i in 0..<count {
          expected[0] = expected[0] + t[0][i] * t[2][i]
          expected[1] = expected[1] + (t[1][i] - t[0][i]) * (t[3][i] - t[2][i])
        }
        let planes = t.map { Table($0) }
        atEveryLevel { level in
          let out = collect(2) {
            lemma_round_lines(
              planes[0].plane, planes[1].plane, planes[2].plane, planes[3].plane, count, $0)
          }
          expectEqual(out, expected, "level \(level), count \(count)")
        }
      }
    }

    @Test func theLargestEntriesDoNotOverflow() {
      let half = 3000, largest = E(prime - 1, prime - 1)
      let high = Table([E](repeating: .zero, count: half) + [E](repeating: largest, count: half))
      let square = largest * largest, cube = square * largest
      let squares = (0..<half).reduce(E.zero) { sum, _ in sum + square }
      let cubes = (0..<half).reduce(E.zero) { sum, _ in sum + cube }
      let zeros = Table(zeros: half), values = Table([E](repeating: largest, count: half))
      atEveryLevel { level in
        let round = collect(2) {
          lemma_round_lines(zeros.plane, values.plane, zeros.plane, values.plane, half, $0)
        }
        #expect(round == [.zero, squares], "level \(level)")
        let flat = collect(2) {
          lemma_round_lines(values.plane, values.plane, values.plane, zeros.plane, half, $0)
        }
        #expect(flat == [squares, .zero], "level \(level)")
        let product = collect(3) {
          lemma_round3(high.x0, high.x1, high.x0, high.x1, high.x0, high.x1, half, $0)
        }
        #expect(product == [.zero, cubes, .zero - cubes], "level \(level)")
      }
    }
  }
}
