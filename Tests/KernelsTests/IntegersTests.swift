import Kernels
import Testing

extension Kernel {
  @Suite struct Integers {
    @Test func residuesAreCanonical() {
      var random = Random(seed: 40)
      for n in sizes {
        let v = random.integers(n)
        atEveryLevel { level in
          let out = Words(zeros: n)
          lemma_residues(out.start, v, n)
          expectEqual(out.values, v.map { residue($0) }, "level \(level), n \(n)")
        }
      }
    }

    /// Values of some size, so that paths chosen by size are all taken.
    static func values(_ count: Int, bits: Int, _ random: inout Random) -> [Int64] {
      random.integers(count).map { $0 >> Int64(62 - bits) }
    }

    @Test func integersMeetATableInADotProduct() {
      var random = Random(seed: 41)
      for n in sizes + [5000] {
        for bits in [62, 32, 31, 16, 8] {
          let v = Self.values(n, bits: bits, &random), e = random.elements(n), table = Table(e)
          let expected = zip(v, e).reduce(E.zero) { $0 + E(residue($1.0), 0) * $1.1 }
          atEveryLevel { level in
            #expect(
              E(lemma_dot_integers(v, table.x0, table.x1, n)) == expected,
              "level \(level), n \(n), bits \(bits)")
          }
        }
      }
    }

    @Test func aMultipleOfIntegersIsAdded() {
      var random = Random(seed: 42)
      for n in sizes {
        for bits in [62, 32, 31, 16] {
          let v = Self.values(n, bits: bits, &random), o = random.elements(n), c = random.element()
          let expected = zip(v, o).map { $1 + c * E(residue($0), 0) }
          atEveryLevel { level in
            let output = Table(o)
            lemma_scale_add_integers(output.x0, output.x1, v, n, c.c)
            expectEqual(output.elements, expected, "level \(level), n \(n), bits \(bits)")
          }
        }
      }
    }

    @Test func bytesBehaveAsIntegers() {
      var random = Random(seed: 43)
      for n in sizes + [5000] {
        let v = random.bytes(n), e = random.elements(n), o = random.elements(n),
          c = random.element()
        let dot = zip(v, e).reduce(E.zero) { $0 + E(residue(Int64($1.0)), 0) * $1.1 }
        let sum = zip(v, o).map { $1 + c * E(residue(Int64($0)), 0) }
        atEveryLevel { level in
          let table = Table(e), output = Table(o)
          #expect(E(lemma_dot_bytes(v, table.x0, table.x1, n)) == dot, "level \(level), n \(n)")
          lemma_scale_add_bytes(output.x0, output.x1, v, n, c.c)
          expectEqual(output.elements, sum, "level \(level), n \(n)")
        }
      }
    }

    @Test func matricesOfBytesMeetElementsAlongRowsAndColumns() {
      var random = Random(seed: 44)
      let shapes = [
        (0, 5), (5, 0), (1, 1), (2, 3), (7, 8), (8, 7), (9, 31), (31, 33), (33, 64), (511, 40),
        (40, 1000),
      ]
      for (rows, columns) in shapes {
        let stride = columns + 3, v = random.bytes(rows * stride)
        let perRow = random.elements(rows), perColumn = random.elements(columns)
        func entry(_ row: Int, _ column: Int) -> E {
          E(residue(Int64(v[row * stride + column])), 0)
        }
        let combined = (0..<columns).map { column in
          (0..<rows).reduce(perColumn[column]) { $0 + entry($1, column) * perRow[$1] }
        }
        let dots = (0..<rows).map { row in
          (0..<columns).reduce(perRow[row]) { $0 + entry(row, $1) * perColumn[$1] }
        }
        let rowTable = Table(perRow), columnTable = Table(perColumn)
        atEveryLevel { level in
          let overColumns = Table(perColumn), overRows = Table(perRow)
          lemma_combine_rows_bytes(
            overColumns.x0, overColumns.x1, v, stride, rows, columns, rowTable.x0, rowTable.x1)
          expectEqual(overColumns.elements, combined, "level \(level), \(rows) x \(columns)")
          lemma_dot_rows_bytes(
            overRows.x0, overRows.x1, v, stride, rows, columns, columnTable.x0, columnTable.x1)
          expectEqual(overRows.elements, dots, "level \(level), \(rows) x \(columns)")
        }
      }
    }

    @Test func matricesOfIntegersMeetElementsAlongRows() {
      var random = Random(seed: 45)
      for (rows, columns) in [(0, 5), (5, 0), (1, 1), (2, 3), (7, 8), (9, 31), (31, 33), (300, 20)]
      {
        let stride = columns + 2, v = random.integers(rows * stride)
        let e = random.elements(rows), o = random.elements(columns), table = Table(e)
        let expected = (0..<columns).map { column in
          (0..<rows).reduce(o[column]) { $0 + E(residue(v[$1 * stride + column]), 0) * e[$1] }
        }
        atEveryLevel { level in
          let output = Table(o)
          lemma_combine_rows_integers(
            output.x0, output.x1, v, stride, rows, columns, table.x0, table.x1)
          expectEqual(output.elements, expected, "level \(level), \(rows) x \(columns)")
          let residues = Table(o)
          lemma_combine_rows(
            residues.x0, residues.x1, v.map { residue($0) }, stride, rows, columns, table.x0,
            table.x1)
          expectEqual(residues.elements, expected, "residues, level \(level)")
        }
      }
    }

    @Test func sumsOfTheLargestResiduesAlongRowsDoNotOverflow() {
      let (rows, columns) = (5000, 20),
        e = Table([E](repeating: E(prime - 1, prime - 1), count: rows)),
        v = [UInt64](repeating: prime - 1, count: rows * columns),
        sum = times(times(prime - 1, prime - 1), UInt64(rows))
      atEveryLevel { level in
        let output = Table(zeros: columns)
        lemma_combine_rows(output.x0, output.x1, v, columns, rows, columns, e.x0, e.x1)
        expectEqual(
          output.elements, [E](repeating: E(sum, sum), count: columns), "level \(level)")
      }
    }

    @Test func sumsOfTheLargestIntegersAlongRowsDoNotOverflow() {
      let (rows, columns) = (5000, 20),
        e = Table([E](repeating: E(prime - 1, prime - 1), count: rows))
      for value in [(1 << 62) - 1, -((1 << 62) - 1)] as [Int64] {
        let v = [Int64](repeating: value, count: rows * columns)
        let sum = times(residue(value), times(prime - 1, UInt64(rows)))
        atEveryLevel { level in
          let output = Table(zeros: columns)
          lemma_combine_rows_integers(output.x0, output.x1, v, columns, rows, columns, e.x0, e.x1)
          expectEqual(
            output.elements, [E](repeating: E(sum, sum), count: columns), "level \(level)")
        }
      }
    }

    @Test func matricesOfExtremeBytesDoNotOverflow() {
      let (rows, columns) = (1100, 1100)
      // The values whose digits are as large as they come, and p - 1.
      for value in [0x7FFF_7FFF_7FFF_7FFF, 0x7FFF_7FFF_7FFF_8000, prime - 1] as [UInt64] {
        for byte: Int8 in [-128, 127] {
          let v = [Int8](repeating: byte, count: rows * columns),
            e = Table([E](repeating: E(value, value), count: rows))
          let sum = times(residue(Int64(byte)), times(value, UInt64(rows)))
          let expected = [E](repeating: E(sum, sum), count: columns)
          atEveryLevel { level in
            let overColumns = Table(zeros: columns), overRows = Table(zeros: rows)
            lemma_combine_rows_bytes(
              overColumns.x0, overColumns.x1, v, columns, rows, columns, e.x0, e.x1)
            expectEqual(overColumns.elements, expected, "level \(level), \(byte)")
            lemma_dot_rows_bytes(overRows.x0, overRows.x1, v, columns, rows, columns, e.x0, e.x1)
            expectEqual(overRows.elements, expected, "level \(level), \(byte)")
          }
        }
      }
    }

    @Test func sumsOfTheLargestIntegersDoNotOverflow() {
      let n = 200_000, e = Table([E](repeating: E(prime - 1, prime - 1), count: n))
      // (p - 1) v = -v.
      let extremes: [Int64] = [
        -128, 127, (1 << 62) - 1, -((1 << 62) - 1), (1 << 31) - 1, -(1 << 31),
      ]
      for v in extremes {
        let value = times(residue(v), times(UInt64(n), prime - 1)), expected = E(value, value)
        atEveryLevel { level in
          let integers = [Int64](repeating: v, count: n)
          #expect(
            E(lemma_dot_integers(integers, e.x0, e.x1, n)) == expected, "level \(level), v \(v)")
          guard let byte = Int8(exactly: v) else { return }
          let bytes = [Int8](repeating: byte, count: n)
          #expect(E(lemma_dot_bytes(bytes, e.x0, e.x1, n)) == expected, "level \(level), v \(v)")
        }
      }
    }
  }
}
