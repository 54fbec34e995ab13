import Kernels
import Testing

extension Kernel {
  @Suite struct Products {
    static let shapes = [
      (0, 3, 2), (1, 0, 4), (2, 3, 0), (1, 1, 1), (2, 3, 4), (3, 7, 9), (4, 8, 16), (5, 9, 31),
      (9, 100, 33), (1, 1000, 8),
      (33, 31, 70), (8, 600, 65),
    ]

    /// A matrix with rows `stride` apart and something else in between.
    struct Matrix<T> {
      let stride: Int
      let values: [T]
      init(_ rows: Int, _ columns: Int, padding: Int, _ entry: () -> T) {
        let stride = columns + padding
        self.stride = stride
        values = (0..<rows * stride).map { _ in entry() }
      }
      subscript(_ i: Int, _ j: Int) -> T { values[i * stride + j] }
    }

    /// Sums in 128 bits, which must come out below 2^63.
    static func expected(
      _ out: Matrix<Int64>, _ m: Int, _ k: Int, _ n: Int, _ a: (Int, Int) -> Int64,
      _ b: (Int, Int) -> Int64
    ) -> [Int64] {
      var values = out.values
      for i in 0..<m {
        for j in 0..<n {
          values[i * out.stride + j] = Int64(
            (0..<k).reduce(Int128(out[i, j])) { $0 + Int128(a(i, $1)) * Int128(b($1, j)) })
        }
      }
      return values
    }

    static func signed(_ random: inout Random, bits: Int) -> Int64 {
      random.integer() >> Int64(62 - bits)
    }

    @Test func integersMultiplyExactly() {
      var random = Random(seed: 90)
      for (m, k, n) in Self.shapes {
        for (aBits, bBits) in [(15, 7), (16, 8), (8, 30), (31, 20), (30, 20), (49, 2), (2, 49)] {
          let a = Matrix(m, k, padding: 3) { Self.signed(&random, bits: aBits) }
          let b = Matrix(k, n, padding: 2) { Self.signed(&random, bits: bBits) }
          let transposed = Matrix(n, k, padding: 1) { Self.signed(&random, bits: bBits) }
          let out = Matrix(m, n, padding: 5) { Self.signed(&random, bits: 40) }
          let product = Self.expected(out, m, k, n, { a[$0, $1] }, { b[$0, $1] })
          let other = Self.expected(out, m, k, n, { a[$0, $1] }, { transposed[$1, $0] })
          atEveryLevel { level in
            let note = "level \(level), \(m) x \(k) x \(n), \(aBits) and \(bBits) bits"
            var result = out.values
            lemma_multiply_integers(
              &result, out.stride, a.values, a.stride, b.values, b.stride, m, k, n)
            expectEqual(result, product, "\(note)")
            result = out.values
            lemma_multiply_transposed_integers(
              &result, out.stride, a.values, a.stride, transposed.values, transposed.stride, m, k, n
            )
            expectEqual(result, other, "transposed, \(note)")
          }
        }
      }
    }

    @Test func bytesMultiplyExactly() {
      var random = Random(seed: 91)
      for (m, k, n) in Self.shapes {
        for bits in [8, 15, 16, 31, 32, 45] {
          let a = Matrix(m, k, padding: 3) { Self.signed(&random, bits: bits) }
          let b = Matrix(k, n, padding: 2) { random.byte() }
          let out = Matrix(m, n, padding: 5) { Self.signed(&random, bits: 40) }
          let transposed = Matrix(n, k, padding: 1) { random.byte() }
          let product = Self.expected(out, m, k, n, { a[$0, $1] }, { Int64(b[$0, $1]) })
          let other = Self.expected(out, m, k, n, { a[$0, $1] }, { Int64(transposed[$1, $0]) })
          atEveryLevel { level in
            var result = out.values
            lemma_multiply_bytes(
              &result, out.stride, a.values, a.stride, b.values, b.stride, m, k, n)
            expectEqual(result, product, "level \(level), \(m) x \(k) x \(n), \(bits) bits")
            result = out.values
            lemma_multiply_transposed_bytes(
              &result, out.stride, a.values, a.stride, transposed.values, transposed.stride, m, k, n
            )
            expectEqual(
              result, other, "transposed, level \(level), \(m) x \(k) x \(n), \(bits) bits")
          }
        }
      }
    }

    @Test func entriesOfAnySizeMultiplyWhenTheSumsFit() {
      let big: [Int64] = [
        1 << 61, -(1 << 61), 0x7FFF_7FFF_7FFF_7FFF, -0x7FFF_7FFF_7FFF_7FFF, 1 << 55, -(1 << 47),
        0x7FFF_8000,
      ]
      for value in big {
        // Products that leave 63 bits cancel.
        let a: [Int64] = [3, -3, 1, 0, 0, -1, -300, 300, 0],
          b: [Int64] = [value, 1, value, 1, -1, value]
        let zeros = Matrix(3, 2, padding: 0) { Int64(0) }
        let expected = Self.expected(zeros, 3, 3, 2, { a[3 * $0 + $1] }, { b[2 * $0 + $1] })
        let swapped = (0..<6).map { expected[$0 % 3 * 2 + $0 / 3] }
        let bTransposed = [0, 2, 4, 1, 3, 5].map { b[$0] },
          aTransposed = [0, 3, 6, 1, 4, 7, 2, 5, 8].map { a[$0] }
        atEveryLevel { level in
          var out = [Int64](repeating: 0, count: 6)
          lemma_multiply_integers(&out, 2, a, 3, b, 2, 3, 3, 2)
          expectEqual(out, expected, "level \(level), \(value)")
          out = [Int64](repeating: 0, count: 6)
          lemma_multiply_transposed_integers(&out, 2, a, 3, bTransposed, 3, 3, 3, 2)
          expectEqual(out, expected, "transposed, level \(level), \(value)")
          out = [Int64](repeating: 0, count: 6)
          lemma_multiply_integers(&out, 3, bTransposed, 3, aTransposed, 3, 2, 3, 3)
          expectEqual(out, swapped, "swapped, level \(level), \(value)")
        }
      }
    }

    @Test func longSumsOfExtremesDoNotOverflow() {
      let (m, k, n) = (3, 5000, 40)
      for (a, b) in [
        (Int64(-32768), Int64(-128)), (32767, -128), (-32767, 127), (32768, 127),
        (-(1 << 40), -128),
      ] {
        let left = [Int64](repeating: a, count: m * k),
          right = [Int8](repeating: Int8(b), count: k * n)
        atEveryLevel { level in
          var out = [Int64](repeating: 1, count: m * n)
          lemma_multiply_bytes(&out, n, left, k, right, n, m, k, n)
          #expect(out.allSatisfy { $0 == 1 + Int64(k) * a * b }, "level \(level), \(a) times \(b)")
          out = [Int64](repeating: 1, count: m * n)
          lemma_multiply_transposed_bytes(&out, n, left, k, right, k, m, k, n)
          #expect(out.allSatisfy { $0 == 1 + Int64(k) * a * b }, "level \(level), \(a) times \(b)")
          out = [Int64](repeating: 1, count: m * n)
          lemma_multiply_integers(&out, n, left, k, right.map(Int64.init), n, m, k, n)
          #expect(out.allSatisfy { $0 == 1 + Int64(k) * a * b }, "level \(level), \(a) times \(b)")
        }
      }
    }
  }
}
