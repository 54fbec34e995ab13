import Circuits
import Verifier

/// A graph whose only claim is about the largest entry of each row, to be made right or wrong.
struct MaximumRow {
  var builder: GraphBuilder
  let query: Int
  let source: Int
  let scores: Int
  private let table: Int

  init() {
    builder = GraphBuilder(context: 8, vocabulary: 2, pad: 0, stops: [])
    query = builder.axis("query", .fixed(3))
    source = builder.axis("source", .fixed(4))
    table = builder.table("table", rows: 16, first: 0, outputs: [])
    scores = builder.parameter("scores", [query, source], .wide, bound: 100)
  }

  mutating func top(_ axes: [Int]) -> Int {
    builder.witness("top", axes, bound: 200, .rowMaximum(source: scores, selector: nil))
  }

  /// Looks up Σ of the summands; nothing else is asked of the maximum, and nothing else is amiss.
  mutating func lookUp(_ axes: [Int], _ summands: [Summand], scale: Int64 = 1) throws {
    let index = try builder.linear(
      "index", axes, summands, bound: NamedBound(.parameterNorm, exactly: 1 << 20))
    builder.lookup("row", table, [Column(node: index, scale: scale)])
    // All nodes are read, and the range table, which every builder has, is looked up too.
    let sum = try builder.linear(
      "all scores", [], [Summand(1, scores, [query: .summed, source: .summed])])
    builder.lookup("sum", builder.range, [Column(node: sum)])
  }

  /// What a verifier says to the graph.
  mutating func check(_ axes: [Int], _ summands: [Summand], scale: Int64 = 1) throws -> GraphFault?
  {
    try lookUp(axes, summands, scale: scale)
    do {
      try builder.graph.check()
      return nil
    } catch { return error }
  }
}
