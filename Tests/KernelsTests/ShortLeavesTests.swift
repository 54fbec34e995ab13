import Kernels
import Testing

extension Kernel {
  @Suite struct Leaves {
    /// Integers below 2^16, of which one in four is extreme.
    private func shorts(_ count: Int, _ random: inout Random) -> [UInt16] {
      (0..<count).map { _ in
        let word = random.next()
        return word % 4 == 0 ? [0, 1, 0xFFFF, 0x8000][Int(word >> 8 & 3)] : UInt16(word >> 48)
      }
    }

    private func sum(_ fractions: [(n: E, d: E)]) -> (n: E, d: E) {
      fractions.dropFirst().reduce(fractions[0]) { ($0.n * $1.d + $1.n * $0.d, $0.d * $1.d) }
    }

    @Test(arguments: [1, 2, 4]) func sumsOfLeavesAreThoseOfTheirFractions(_ width: Int) {
      var random = Random(seed: 30)
      for count in sizes {
        for alpha in [random.element(), E(0, 0), E(prime - 1, prime - 1)] {
          var v = shorts(width * count, &random)
          if count == 100 { v = Array(repeating: 0xFFFF, count: width * count) }
          let expected = (0..<count).map { i in
            sum((0..<width).map { (E(1, 0), alpha - E(UInt64(v[i + $0 * count]), 0)) })
          }
          atEveryLevel { level in
            let n = Table(zeros: count), d = Table(zeros: count)
            v.withUnsafeBufferPointer { v in
              let start = v.baseAddress!
              switch width {
              case 1: lemma_short_denominators(d.x0, d.x1, start, count, alpha.c)
              case 2:
                lemma_short_pairs(n.x0, n.x1, d.x0, d.x1, start, start + count, count, alpha.c)
              default:
                lemma_short_quadruples(n.x0, n.x1, d.x0, d.x1, start, count, count, alpha.c)
              }
            }
            let note = "level \(level), \(width) leaves, count \(count)"
            if width > 1 { expectEqual(n.elements, expected.map { $0.n }, note) }
            expectEqual(d.elements, expected.map { $0.d }, note)
          }
        }
      }
    }

    @Test func integersBecomeShortsOnlyIfAllFit() {
      var random = Random(seed: 31)
      for count in sizes {
        for (scale, offset) in [(1, 0), (1, 1 << 15), (64, 64 << 9), (3, -7)] as [(Int64, Int64)] {
          // The largest numbers that no short target is below.
          let v = shorts(count, &random).map { target in
            let distance = max(Int64(target), scale - 1) - offset
            return distance >= 0 ? distance / scale : -((scale - 1 - distance) / scale)
          }
          let exact = v.map { $0 * scale + offset }
          atEveryLevel { level in
            var out = [UInt16](repeating: 7, count: v.count + 1)
            let fits = lemma_shorts_of_integers(&out, v, v.count, scale, offset)
            let inside = exact.allSatisfy { (0...0xFFFF).contains($0) }
            #expect(fits == (inside ? 1 : 0), "level \(level), count \(v.count)")
            if inside { expectEqual(out.map { Int64($0) }, exact + [7], "level \(level)") }
            for wrong in [-offset / scale - 1, 0x1_0000, 1 << 40, -1 << 62, Int64.max] {
              guard let place = v.indices.last else { continue }
              var bad = v
              bad[place] = wrong
              #expect(lemma_shorts_of_integers(&out, bad, bad.count, scale, offset) == 0)
            }
          }
        }
      }
    }

    @Test func integersAreScaledAndShifted() {
      var random = Random(seed: 32)
      for count in sizes {
        let v = random.integers(count), c = random.element(), constant = random.element()
        let expected = v.map { c * E(residue($0), 0) + constant }
        atEveryLevel { level in
          let out = Table(zeros: count)
          lemma_affine_integers(out.x0, out.x1, v, count, c.c, constant.c)
          expectEqual(out.elements, expected, "level \(level), count \(count)")
        }
      }
    }

    @Test func twoColumnsAreScaledAndShifted() {
      var random = Random(seed: 33)
      for count in sizes {
        let v = random.integers(count), w = random.integers(count)
        let c = count % 2 == 0 ? random.element() : E(random.residue(), 0)
        let d = random.element(), constant = random.element()
        let expected = (0..<count).map {
          c * E(residue(v[$0]), 0) + d * E(residue(w[$0]), 0) + constant
        }
        atEveryLevel { level in
          let out = Table(zeros: count)
          lemma_affine_integer_pairs(out.x0, out.x1, v, w, count, c.c, d.c, constant.c)
          expectEqual(out.elements, expected, "level \(level), count \(count)")
        }
      }
    }
  }
}
