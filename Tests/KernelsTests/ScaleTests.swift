import Kernels
import Testing

extension Kernel {
  @Suite struct Scale {
    @Test func anEqualityTableDoubles() {
      var random = Random(seed: 30)
      for n in sizes {
        let t = random.elements(n), r = random.element()
        let expected = t.map { $0 - $0 * r } + t.map { $0 * r }
        atEveryLevel { level in
          let table = Table(t + [E](repeating: .zero, count: n))
          lemma_eq_expand(table.x0, table.x1, n, r.c)
          expectEqual(table.elements, expected, "level \(level), n \(n)")
        }
      }
    }

    @Test func aMultipleIsTakenAndAdded() {
      var random = Random(seed: 31)
      for n in sizes {
        let a = random.elements(n), o = random.elements(n), c = random.element()
        let multiple = a.map { c * $0 }, sum = zip(o, multiple).map { $0 + $1 }
        atEveryLevel { level in
          let input = Table(a), output = Table(o)
          lemma_scale_add(output.x0, output.x1, input.x0, input.x1, n, c.c)
          expectEqual(output.elements, sum, "level \(level), n \(n)")
          lemma_scale(output.x0, output.x1, input.x0, input.x1, n, c.c)
          expectEqual(output.elements, multiple, "level \(level), n \(n)")
          lemma_scale(input.x0, input.x1, input.x0, input.x1, n, c.c)
          expectEqual(input.elements, multiple, "in place, level \(level), n \(n)")
          let doubled = Table(a)
          lemma_scale_add(doubled.x0, doubled.x1, doubled.x0, doubled.x1, n, c.c)
          expectEqual(
            doubled.elements, zip(a, multiple).map { $0 + $1 }, "onto itself, level \(level)")
        }
      }
    }
  }
}
