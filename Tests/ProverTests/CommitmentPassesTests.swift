import Testing

@testable import Prover
@testable import Verifier

/// Each part of the prover against its definition, entry by entry.
struct CommitmentPassesTests {
  /// Bytes and integers of all lengths, aligned to nothing, with gaps.
  private func mixed(_ shape: OracleShape, seed: UInt64) -> CommittedVector {
    var numbers = CommitmentNumbers(seed: seed)
    var segments: [CommittedVector.Segment] = []
    var offset = numbers.below(3)
    while offset < shape.length {
      let longest = numbers.below(3) == 0 ? 9000 : 40
      let count = min(1 + numbers.below(longest), shape.length - offset)
      let values: CommittedVector.Values =
        numbers.below(2) == 0
        ? .bytes(SharedMemory((0..<count).map { _ in Int8(truncatingIfNeeded: numbers.next()) }))
        : .integers(SharedMemory((0..<count).map { _ in Int64(bitPattern: numbers.next()) >> 2 }))
      segments.append(.init(offset: offset, values: values))
      offset += count + (numbers.below(3) == 0 ? numbers.below(300) : 0)
    }
    return CommittedVector(shape: shape, segments: segments)
  }

  private var vectors: [CommittedVector] {
    get throws {
      try [
        mixed(OracleShape(columns: 3, fold: 0, logLength: 3), seed: 1),
        mixed(OracleShape(columns: 1, fold: 4, logLength: 2), seed: 2),
        mixed(OracleShape(columns: 700, fold: 3, logLength: 11), seed: 3),
        mixed(OracleShape(columns: 5000, fold: 2, logLength: 13), seed: 4),
        mixed(OracleShape(columns: 4096, fold: 4, logLength: 13), seed: 5),
        CommittedVector(shape: OracleShape(columns: 9, fold: 2, logLength: 6), segments: []),
      ]
    }
  }

  @Test func columnsReadAsTheSegmentsSay() throws {
    for vector in try vectors {
      let rows = vector.shape.rows
      for column in stride(from: 0, to: vector.shape.columns, by: 7) {
        #expect(
          vector.column(column) == (0..<rows).map { vector.entry(column * rows + $0) })
      }
    }
  }

  @Test func theFirstPassSumsOverColumns() throws {
    var numbers = CommitmentNumbers(seed: 1)
    for vector in try vectors {
      let shape = vector.shape
      let point = (0..<shape.columnVariables).map { _ in numbers.element() }
      let weights = Multilinear.eqTable(point)
      var expected = [Extension](repeating: .zero, count: shape.rows)
      for column in 0..<shape.columns {
        for row in 0..<shape.rows {
          expected[row] += weights[column] * vector.entry(column * shape.rows + row)
        }
      }
      for threads in [1, 2] {
        #expect(vector.rowSums(at: point[...], Parallel(threads: threads)) == expected)
      }
    }
  }

  @Test func theSecondPassSumsOverRows() throws {
    var numbers = CommitmentNumbers(seed: 2)
    for vector in try vectors {
      let shape = vector.shape
      let alpha = (0..<shape.fold).map { _ in numbers.element() }
      let weights = Multilinear.eqTable(alpha)
      let result = ElementPlanes(count: shape.columns + 5)
      vector.foldRows(at: alpha, into: result, at: 5, Parallel(threads: 2))
      for column in 0..<shape.columns {
        var expected = Extension.zero
        for row in 0..<shape.rows {
          expected += weights[row] * vector.entry(column * shape.rows + row)
        }
        #expect(result[5 + column] == expected)
      }
    }
  }

  @Test func recomputedColumnsAreTheCodewords() throws {
    for vector in try vectors {
      let shape = vector.shape
      let codeword = Codeword(vector, Parallel(threads: 2))
      let domain = EvaluationDomain(logLength: shape.logLength)
      let positions = [0, 1, (1 << shape.logLength) - 1, (1 << shape.logLength) / 2]
      let columns = vector.columns(at: positions.map { domain.point($0) }, Parallel(threads: 2))
      for (i, position) in positions.enumerated() {
        // By Horner's rule over the entries.
        let x = domain.point(position)
        let expected = (0..<shape.rows).map { row in
          (0..<shape.columns).reversed().reduce(Goldilocks.zero) {
            $0 * x + vector.entry($1 * shape.rows + row).c0
          }.word
        }
        #expect(Array(codeword.column(position)) == expected)
        #expect(Array(columns[i * shape.rows..<(i + 1) * shape.rows]) == expected)
      }
    }
  }

  @Test func aTreeInBoundedMemoryIsTheCodewords() throws {
    for (i, vector) in try vectors.enumerated() {
      let whole = Codeword(vector, Parallel(threads: 1)).tree
      let codeword = (8 * vector.shape.rows) << vector.shape.logLength
      // Cosets as long as the message, and shorter ones, in which it wraps around.
      for bytes in [codeword - 1, codeword / 8, codeword / 40] {
        let tree = Oracle.tree(of: vector, mostBytes: bytes, parallel: Parallel(threads: 1 + i % 2))
        #expect(Array(tree.memory.elements) == Array(whole.memory.elements))
      }
    }
  }

  @Test func anElementsCodewordHoldsItsRowsAtEveryPoint() throws {
    var numbers = CommitmentNumbers(seed: 8)
    let shape = try OracleShape(columns: 5, fold: 1, logLength: 4)
    let elements = (0..<10).map { _ in numbers.element() }
    let codeword = Codeword(ElementPlanes(elements), shape, Parallel(threads: 1))
    let domain = EvaluationDomain(logLength: 4)
    for position in 0..<16 {
      let x = domain.point(position)
      let expected = (0..<2).flatMap { row in
        let value = (0..<5).reversed().reduce(Extension.zero) { $0 * x + elements[2 * $1 + row] }
        return [value.c0.word, value.c1.word]
      }
      #expect(Array(codeword.column(position)) == expected)
    }
  }

  @Test func weightTablesAreTheirTermsEntryByEntry() throws {
    var numbers = CommitmentNumbers(seed: 9)
    let count = 5000
    let variables = 13
    let blocks = [
      ClaimBlock(
        coefficient: numbers.element(), offset: 0,
        point: (0..<variables).map { _ in numbers.element() }[...]),
      ClaimBlock(
        coefficient: numbers.element(), offset: 4096,
        point: (0..<12).map { _ in numbers.element() }[...]),
      ClaimBlock(
        coefficient: numbers.element(), offset: 24,
        point: (0..<3).map { _ in numbers.element() }[...]),
      ClaimBlock(coefficient: numbers.element(), offset: 4999, point: []),
    ]
    let powers = [(0, 13), (2048, 11), (4096, 12), (512, 9), (4998, 1), (77, 0)].map {
      PowerTerm(
        factor: numbers.element(), x: Goldilocks(numbers.next()), offset: $0.0, variables: $0.1)
    }
    for threads in [1, 2] {
      let table = WeightTable(count: count)
      for block in blocks { table.add(block, Parallel(threads: threads)) }
      table.add(powers: powers, Parallel(threads: threads))
      for i in stride(from: 0, to: count, by: 11) {
        let bits = (0..<variables).map { (i >> $0) & 1 == 1 ? Extension.one : .zero }
        var expected = Extension.zero
        for block in blocks { expected += block.evaluate(at: bits) }
        for term in powers { expected += term.evaluate(at: bits) }
        #expect(table.planes[i] == expected)
      }
    }
  }

  @Test func aPowerTermAtBitsIsAPower() {
    let term = PowerTerm(factor: Extension(3), x: Goldilocks(UInt64(5)), offset: 8, variables: 3)
    for i in 0..<32 {
      let bits = (0..<5).map { (i >> $0) & 1 == 1 ? Extension.one : .zero }
      var expected = Extension.zero
      if i >> 3 == 1 {
        expected = Extension(3)
        for _ in 0..<i - 8 { expected *= Extension(5) }
      }
      #expect(term.evaluate(at: bits) == expected)
    }
  }

  @Test func multiProofsHoldExactlyTheUnknownSiblings() throws {
    var numbers = CommitmentNumbers(seed: 10)
    for logLength in [1, 2, 5] {
      let leaves = (0..<1 << logLength).map { _ in
        MultiProof.leaf([Goldilocks(numbers.next())])
      }
      let tree = MerkleTree(logLength: logLength, parallel: Parallel(threads: 2)) { memory in
        for (i, leaf) in leaves.flatMap({ $0.bytes }).enumerated() { memory[i] = leaf }
      }
      for count in 1...1 << logLength {
        let positions = (0..<1 << logLength).shuffled(using: &numbers).prefix(count).sorted()
        var writer = Writer()
        tree.writeMultiProof(positions, to: &writer)
        var reader = Reader(writer.bytes)
        let root = try MultiProof.root(
          logLength: logLength, positions: positions, leaves: positions.map { leaves[$0] },
          reader: &reader)
        try reader.finish()
        #expect(root == tree.root)
      }
    }
  }

  @Test func parallelRangesCoverEverythingOnce() {
    for threads in [1, 2, 5] {
      let parallel = Parallel(threads: threads)
      for count in [0, 1, 2, 7, 100] {
        for grain in [1, 3, 200] {
          for nanoseconds in [0, 1e6] {
            let ranges = parallel.map(count, grain: grain, nanoseconds: nanoseconds) { $0 }
            #expect(ranges.flatMap { $0 } == Array(0..<count))
            #expect(ranges.dropLast().allSatisfy { $0.upperBound % grain == 0 })
            let dealt = parallel.mapStrides(count, nanoseconds: nanoseconds) { Array($0) }
            #expect(dealt.flatMap { $0 }.sorted() == Array(0..<count))
          }
        }
      }
    }
  }
}
