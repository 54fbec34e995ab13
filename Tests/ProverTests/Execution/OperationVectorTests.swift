import Circuits
import Testing
import Verifier

@testable import Prover

/// Single operations against `scripts/oracle.py`, edges of their ranges included.
struct OperationVectorTests {
  @Test func roundingIsTheOracles() throws {
    for vector in OracleVectors.operations.rounding {
      var tiny = TinyGraph()
      let axis = tiny.builder.axis("x", .fixed(vector.a.count))
      let a = tiny.input([axis], vector.a, bound: 1 << 61)
      let q = tiny.builder.witness(
        "q", [axis], bound: 1 << 61, .rounding(source: a, shift: vector.shift))
      #expect(tiny.execution().values[q]!.array == vector.q, "shift \(vector.shift)")
    }
  }

  @Test func divisionRoundsTowardsMinusInfinity() throws {
    for vector in OracleVectors.operations.quotient {
      var tiny = TinyGraph()
      let axis = tiny.builder.axis("x", .fixed(vector.a.count))
      let a = tiny.input([axis], vector.a, bound: 1 << 61)
      let q = tiny.builder.witness(
        "q", [axis], bound: 1 << 61, .quotient(source: a, divisor: vector.divisor))
      #expect(tiny.execution().values[q]!.array == vector.q, "divisor \(vector.divisor)")
    }
  }

  @Test func rangesAreCutIntoTheOraclesLimbs() throws {
    for vector in OracleVectors.operations.range {
      var tiny = TinyGraph()
      let axis = tiny.builder.axis("x", .fixed(vector.x.count))
      let x = tiny.input([axis], vector.x, bound: vector.bound)
      try tiny.builder.assertRange("r", x, bits: vector.bits, offset: vector.offset)
      let execution = tiny.execution()
      for limb in 0..<vector.limbs[0].count {
        let node = tiny.node("r, limb \(limb + 1)")
        #expect(execution.values[node]!.array == vector.limbs.map { $0[limb] })
      }
      try execution.finish(reply: [0])
    }
  }

  @Test func valuesOutsideTheirRangeAreRefused() throws {
    for vector in OracleVectors.operations.range {
      for value in vector.outside {
        var tiny = TinyGraph()
        let axis = tiny.builder.axis("x", .fixed(3))
        let x = tiny.input([axis], [vector.x[0], value, vector.x[0]], bound: vector.bound)
        try tiny.builder.assertRange("r", x, bits: vector.bits, offset: vector.offset)
        let execution = tiny.execution()
        #expect(throws: Refusal.self, "\(vector.bits) bits, offset \(vector.offset), \(value)") {
          try execution.finish(reply: [0])
        }
      }
    }
  }

  @Test func layerNormIsTheOracles() throws {
    for vector in OracleVectors.operations.norm {
      let d = vector.x[0].count
      var tiny = TinyGraph()
      let row = tiny.builder.axis("row", .fixed(vector.x.count))
      let feature = tiny.builder.axis("feature", .fixed(d))
      let table = try tiny.builder.rootTable("root", vector.settings, squares: d)
      let roots = rootColumns(features: d, vector.settings)
      tiny.set(tiny.builder.graph.tables[table].outputs[0], roots.low)
      tiny.set(tiny.builder.graph.tables[table].outputs[1], roots.high)
      let x = tiny.input([row, feature], vector.x.flatMap { $0 }, bound: 1 << 23)
      let n = try tiny.builder.normalize("n", x, feature: feature, vector.settings, table: table)
      let execution = tiny.execution()
      func column(_ name: String) -> [Int64] { execution.values[tiny.node(name)]!.array }
      #expect(column("n, mean") == vector.rows.map { $0.mean })
      #expect(column("n, V") == vector.rows.map { $0.V })
      #expect(column("n, R") == vector.rows.map { $0.R })
      #expect(column("n, lo(R)") == vector.rows.map { $0.low })
      #expect(column("n, hi(R)") == vector.rows.map { $0.high })
      #expect(execution.values[n]!.array == vector.rows.flatMap { $0.n })
      try execution.finish(reply: [0])
    }
  }

  @Test func softmaxAndContextAreTheOracles() throws {
    for vector in OracleVectors.operations.softmax {
      let count = vector.scores.count
      let width = vector.values[0].count
      var tiny = TinyGraph(context: vector.context)
      let query = tiny.builder.axis("query", .fixed(count))
      let source = tiny.builder.axis("source", .fixed(count))
      let component = tiny.builder.axis("component", .fixed(width))
      let settings = SoftmaxSettings(
        step: vector.step, bits: vector.bits, rowBits: vector.rowBits)
      let table = tiny.builder.exponentialTable(
        "exponential", settings, sources: vector.context)
      tiny.set(tiny.builder.graph.tables[table].outputs[0], vector.table)
      let scores = tiny.input([query, source], vector.scores.flatMap { $0 })
      let values = tiny.input([source, component], vector.values.flatMap { $0 }, bound: 1 << 15)
      let (exponentials, reciprocal) = try tiny.builder.softmax(
        "", scores, source: source, .causal(query: query, source: source),
        sources: vector.context, settings, table: table)
      let mixed = try tiny.builder.einsum(
        "mixed", [query, component], [Factor(exponentials), Factor(values)])
      let product = try tiny.builder.einsum(
        "product", [query, component], [Factor(reciprocal), Factor(mixed)],
        bound: NamedBound(.reciprocal, exactly: 1 << 60))
      let context = try tiny.builder.rounded("context", product, shift: vector.shift)

      let execution = tiny.execution()
      func column(_ name: String) -> [Int64] { execution.values[tiny.node(name)]!.array }
      #expect(column("row maximum") == vector.rows.map { $0.maximum })
      let square = vector.rows.flatMap { row in
        row.exponentials + Array(repeating: 0, count: count - row.exponentials.count)
      }
      #expect(execution.values[exponentials]!.array == square)
      #expect(column("S'") == vector.rows.map { $0.sum })
      #expect(column("ties quotient") == vector.rows.map { $0.quotient })
      #expect(execution.values[reciprocal]!.array == vector.rows.map { $0.reciprocal })
      #expect(execution.values[context]!.array == vector.rows.flatMap { $0.context })
      try execution.finish(reply: [0])
    }
  }

  @Test func activationsAreTheOraclesAndIndicesOutsideTheTableAreRefused() throws {
    for vector in OracleVectors.operations.activation {
      func graph(_ x: [Int64]) throws -> (TinyGraph, index: Int, output: Int) {
        var tiny = TinyGraph()
        let axis = tiny.builder.axis("x", .fixed(x.count))
        let settings = ActivationSettings(
          indexBits: vector.indexBits, outputBits: vector.outputBits, rowBits: vector.rowBits,
          shift: vector.shift, largest: 1 << 15)
        let table = tiny.builder.activationTable("gelu", settings)
        tiny.set(tiny.builder.graph.tables[table].outputs[0], vector.table)
        let input = tiny.input([axis], x, bound: 1 << 40)
        let output = tiny.builder.witness(
          "y", [axis], bound: 1 << 15, .rounding(source: input, shift: 0))
        try tiny.builder.activate("gelu", input, settings, table: table, output: output)
        return (tiny, tiny.node("gelu index"), output)
      }
      let (tiny, index, output) = try graph(vector.x)
      let execution = tiny.execution()
      #expect(execution.values[index]!.array == vector.index)
      #expect(execution.values[output]!.array == vector.y)
      try execution.finish(reply: [0])

      for value in vector.outside {
        let outside = try graph([0, value]).0.execution()
        #expect(throws: Refusal.self) { try outside.finish(reply: [0]) }
      }
    }
  }

  @Test func affineMapsAreTheOracles() throws {
    for vector in OracleVectors.operations.affine {
      var tiny = TinyGraph()
      let row = tiny.builder.axis("row", .fixed(vector.x.count))
      let input = tiny.builder.axis("input", .fixed(vector.weight.count))
      let output = tiny.builder.axis("output", .fixed(vector.scale.count))
      let x = tiny.input([row, input], vector.x.flatMap { $0 }, bound: 1 << 40)
      let weight = tiny.input(
        [input, output], vector.weight.flatMap { $0 }, bound: 128, bytes: true)
      let scale = tiny.input([output], vector.scale, bound: 1000)
      let bias = tiny.input([output], vector.bias, bound: 1 << 30)
      let raw = try tiny.builder.einsum("raw", [row, output], [Factor(x), Factor(weight)])
      let scaled = try tiny.builder.einsum(
        "scaled", [row, output], [Factor(raw), Factor(scale)],
        bound: NamedBound(.parameterNorm, exactly: 1 << 61))
      let y = try tiny.builder.linear("y", [row, output], [Summand(1, scaled), Summand(1, bias)])
      #expect(tiny.execution().values[y]!.array == vector.y.flatMap { $0 })
    }
  }
}
