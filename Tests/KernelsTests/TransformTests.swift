import Kernels
import Testing

extension Kernel {
  @Suite struct Transform {
    /// The points in bit-reversed order, each by its own exponentiation.
    static func points(_ log: Int) -> [UInt64] {
      let omega = power(7, (prime - 1) >> UInt64(log))
      return (0..<1 << log).map { q in
        power(omega, (0..<log).reduce(0) { $0 | UInt64(q >> $1 & 1) << UInt64(log - 1 - $1) })
      }
    }

    @Test func everyLaneIsEvaluatedAtTheBitReversedPoints() {
      var random = Random(seed: 50)
      for log in 0...7 {
        let n = 1 << log, points = Self.points(log)
        for width in [1, 2, 3, 4, 7, 8, 9, 16, 19, 33] {
          for used in Set([n, n / 2, n / 2 + 1, n / 8, 1, 0]) {
            let data = (0..<n * width).map { $0 < used * width ? random.residue() : 0 }
            let expected = points.flatMap { x in
              (0..<width).map { lane in
                (0..<n).reversed().reduce(0) { plus(times($0, x), data[$1 * width + lane]) }
              }
            }
            atEveryLevel { level in
              let words = Words(data)
              lemma_transform(words.start, width, UInt32(log), used)
              expectEqual(
                words.values, expected, "level \(level), log \(log), width \(width), used \(used)"
              )
            }
          }
        }
      }
    }

    @Test func longTransformsAgreeWithDirectEvaluationAtSomePoints() {
      var random = Random(seed: 51)
      for (log, width, used) in [
        (10, 64, 1024), (12, 32, 1000), (13, 2, 8192), (14, 24, 1 << 13), (16, 1, 1 << 14),
      ] {
        let n = 1 << log, data = (0..<n * width).map { $0 < used * width ? random.residue() : 0 }
        let omega = power(7, (prime - 1) >> UInt64(log))
        let samples = [0, 1, n / 2, n - 1, Int(random.next() % UInt64(n))].map {
          ($0, Int(random.next() % UInt64(width)))
        }
        let expected = samples.map { position, lane in
          let reversed = (0..<log).reduce(0) {
            $0 | UInt64(position >> $1 & 1) << UInt64(log - 1 - $1)
          }
          let x = power(omega, reversed)
          return (0..<used).reversed().reduce(0) { plus(times($0, x), data[$1 * width + lane]) }
        }
        var first: [UInt64]?
        atEveryLevel { level in
          let words = Words(data)
          lemma_transform(words.start, width, UInt32(log), used)
          let values = words.values
          expectEqual(
            samples.map { values[$0.0 * width + $0.1] }, expected, "level \(level), log \(log)")
          expectEqual(
            values, first ?? values,
            "level \(level) differs from scalar, log \(log), width \(width)")
          first = first ?? values
        }
      }
    }

    @Test func someLanesAreTransformedAndTheOthersLeft() {
      var random = Random(seed: 52)
      for (stride, log) in [(1, 3), (5, 4), (17, 5), (24, 6), (64, 9)] {
        let used = 1 << (log - 1),
          data = (0..<stride << log).map { $0 < used * stride ? random.residue() : 0 }
        let whole = Words(data)
        lemma_transform(whole.start, stride, UInt32(log), used)
        for (first, width) in [
          (0, stride), (0, 1), (stride / 2, stride - stride / 2), (stride / 3, stride / 3),
        ] {
          let expected = zip(data, whole.values).enumerated().map { i, words in
            (first..<first + width).contains(i % stride) ? words.1 : words.0
          }
          atEveryLevel { level in
            let words = Words(data)
            lemma_transform_lanes(words.start + first, stride, width, UInt32(log), used)
            expectEqual(
              words.values, expected,
              "level \(level), lanes \(first)..<\(first + width) of \(stride)")
          }
        }
      }
    }

    @Test func transformsRunSideBySide() async {
      let n = 1 << 11, data = (0..<UInt64(n)).map { $0 &* 0x9E37_79B9 % prime }
      let results = await withTaskGroup(of: [UInt64].self) { group in
        for _ in 0..<8 {
          group.addTask {
            let words = Words(data)
            lemma_transform(words.start, 1, 11, n)
            return words.values
          }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
      #expect(Set(results).count == 1)
    }
  }

  @Suite struct Columns {
    @Test func columnsAreValuesOfTheRowPolynomials() {
      var random = Random(seed: 60)
      for (columns, rows) in [
        (0, 5), (1, 1), (2, 3), (7, 8), (9, 31), (31, 33), (64, 32), (65, 16), (100, 9), (300, 64),
      ] {
        for count in [0, 1, 3, 9] {
          let f = random.residues(columns * rows), x = random.residues(count)
          let bytes = random.bytes(columns * rows)
          func expected(_ f: [UInt64]) -> [UInt64] {
            x.flatMap { x in
              (0..<rows).map { row in
                (0..<columns).reversed().reduce(0) { plus(times($0, x), f[$1 * rows + row]) }
              }
            }
          }
          let values = expected(f), byteValues = expected(bytes.map { residue(Int64($0)) })
          atEveryLevel { level in
            let out = Words((0..<rows * count).map { _ in 1 })
            lemma_columns(out.start, f, columns, rows, x, count)
            expectEqual(
              out.values, values,
              "level \(level), \(columns) columns, \(rows) rows, \(count) points")
            lemma_columns_bytes(out.start, bytes, columns, rows, x, count)
            expectEqual(
              out.values, byteValues,
              "bytes, level \(level), \(columns) columns, \(rows) rows, \(count) points")
          }
        }
      }
    }

    @Test func manyColumnsOfExtremeBytesDoNotOverflow() {
      var random = Random(seed: 61)
      let columns = 5000, rows = 40,
        x = [prime - 1, 1, random.residue(), prime - 2] + random.residues(70)
      for byte: Int8 in [-128, 127] {
        let f = [Int8](repeating: byte, count: columns * rows)
        let expected = x.flatMap { x in
          [UInt64](
            repeating: (0..<columns).reduce(0) { sum, _ in plus(times(sum, x), residue(Int64(byte)))
            }, count: rows)
        }
        atEveryLevel { level in
          let out = Words(zeros: rows * x.count)
          lemma_columns_bytes(out.start, f, columns, rows, x, x.count)
          expectEqual(out.values, expected, "level \(level), byte \(byte)")
        }
      }
    }
  }
}
