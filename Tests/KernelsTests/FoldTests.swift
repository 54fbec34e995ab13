import Kernels
import Testing

extension Kernel {
  @Suite struct Fold {
    @Test func bindsTheHighestVariable() {
      var random = Random(seed: 1)
      for half in sizes {
        let a = random.elements(2 * half), r = random.element()
        let expected = (0..<half).map { a[$0] + r * (a[$0 + half] - a[$0]) }
        atEveryLevel { level in
          let input = Table(a), output = Table(zeros: half)
          lemma_fold(output.x0, output.x1, input.x0, input.x1, half, r.c)
          expectEqual(output.elements, expected, "level \(level), half \(half)")
          lemma_fold(input.x0, input.x1, input.x0, input.x1, half, r.c)
          expectEqual(
            Array(input.elements[..<half]), expected, "in place, level \(level), half \(half)")
          expectEqual(Array(input.elements[half...]), Array(a[half...]))
        }
      }
    }

    @Test func bindsTheLowestVariable() {
      var random = Random(seed: 3)
      for half in sizes {
        let a = random.elements(2 * half), r = random.element()
        let expected = (0..<half).map { a[2 * $0] + r * (a[2 * $0 + 1] - a[2 * $0]) }
        atEveryLevel { level in
          let input = Table(a), output = Table(zeros: half)
          lemma_fold_low(output.x0, output.x1, input.x0, input.x1, half, r.c)
          expectEqual(output.elements, expected, "level \(level), half \(half)")
          lemma_fold_low(input.x0, input.x1, input.x0, input.x1, half, r.c)
          expectEqual(
            Array(input.elements[..<half]), expected, "in place, level \(level), half \(half)")
        }
      }
    }

    @Test func foldsEveryPairOfEdgeValues() {
      let edges: [UInt64] = [
        0, 1, prime - 1, 0xFFFF_FFFF, 0x1_0000_0000, prime - 0xFFFF_FFFF, 1 << 63,
      ]
      let elements = edges.flatMap { x in edges.map { E(x, $0) } }
      let pairs = elements.flatMap { a in elements.map { (a, $0) } }
      let table = pairs.map(\.0) + pairs.map(\.1), half = pairs.count
      for r in elements {
        let expected = (0..<half).map { table[$0] + r * (table[$0 + half] - table[$0]) }
        atEveryLevel { level in
          let output = Table(zeros: half), input = Table(table)
          lemma_fold(output.x0, output.x1, input.x0, input.x1, half, r.c)
          expectEqual(output.elements, expected, "level \(level), r \(r)")
        }
      }
    }
  }
}
