import Circuits
import Testing
import Verifier

@testable import Prover

/// Virtual nodes with random axes, views and values against loops over every index.
struct NodeTests {
  private static let sizes = [1, 1, 2, 3, 5, 6, 9]

  private static func values(_ count: Int, _ most: Int64, _ generator: inout SeededGenerator)
    -> [Int64]
  {
    (0..<count).map { _ in Int64.random(in: -most...most, using: &generator) }
  }

  // MARK: Linear nodes

  @Test func linearNodesAreSumsOfViewedEntries() throws {
    for seed in 0..<400 { try Self.checkLinear(seed: UInt64(seed)) }
  }

  private static func checkLinear(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let prompt = Int.random(in: 1...6, using: &generator)
    let reply = Int.random(in: 1...4, using: &generator)
    let context = prompt + reply + Int.random(in: 0...3, using: &generator)
    let lengths = Lengths(prompt: prompt, reply: reply, context: context)
    var tiny = TinyGraph(context: context)
    func size() -> Int { sizes.randomElement(using: &generator)! }
    let layers = size()
    let layer = tiny.builder.axis("layer", .fixed(layers))
    let token = tiny.builder.axis("token", .tokens)
    let replies = tiny.builder.axis("reply", .replies)
    let first = tiny.builder.axis("first", .fixed(size()))
    let second = tiny.builder.axis("second", .fixed(size()))
    let position = tiny.builder.axis("position", .fixed(size()))
    var sizeOf = [layer: layers, token: lengths.tokens, replies: lengths.replies]
    for axis in [first, second, position] { sizeOf[axis] = tiny.builder.largestSize(axis) }

    var output = [layer, first, second].filter { _ in Bool.random(using: &generator) }
    if let row = [token, replies, nil].randomElement(using: &generator)! { output.append(row) }
    output.shuffle(using: &generator)

    var summands: [(coefficient: Int64, axes: [Int], values: [Int64], views: [View])] = []
    var terms: [Summand] = []
    // A matrix somewhere makes the layer axis one that is computed slice by slice.
    for _ in 0..<Int.random(in: 0...4, using: &generator) {
      var axes: [Int] = []
      var views: [View] = []
      var free = output
      for axis in [layer, first, second, position, token].shuffled(using: &generator)
      where Bool.random(using: &generator) {
        var choices: [View] = axis == token ? [] : [.summed]
        if free.contains(axis) { choices += [.same(axis: axis), .same(axis: axis)] }
        if axis == layer, free.contains(layer) {
          let matrices: [LayerMatrix] = [.earlier, .upTo, .previous, .fromFirst, .fromLast]
          choices += matrices.map { .matrix(axis: layer, $0) }
        }
        for row in [token, replies] where free.contains(row) && (axis == position || axis == token)
        {
          choices += [.window(axis: row, start: .zero), .window(axis: row, start: .lastPrompt)]
        }
        guard let view = choices.randomElement(using: &generator) else { continue }
        switch view {
        case .same(let used), .window(let used, _), .matrix(let used, _):
          free.removeAll { $0 == used }
        case .summed: break
        }
        axes.append(axis)
        views.append(view)
      }
      let count = axes.reduce(1) { $0 * sizeOf[$1]! }
      let entries = values(count, 1 << 20, &generator)
      let node = tiny.input(axes, entries, lengths: lengths)
      let coefficient = Int64.random(in: -5...5, using: &generator)
      terms.append(
        Summand(coefficient, node, Dictionary(uniqueKeysWithValues: zip(axes, views))))
      summands.append((coefficient, axes, entries, views))
    }
    let constant = Int64.random(in: -100...100, using: &generator)
    let node = try tiny.builder.linear("sum", output, terms, constant: constant)

    let shape = output.map { sizeOf[$0]! }
    var expected = Array(repeating: constant, count: shape.reduce(1, *))
    forEachIndex(shape) { index in
      for summand in summands {
        let box = summand.axes.map { sizeOf[$0]! }
        forEachIndex(box) { place in
          let reads = zip(summand.views, place).enumerated().allSatisfy { k, pair in
            let (view, y) = pair
            func x(_ axis: Int) -> Int { index[output.firstIndex(of: axis)!] }
            return switch view {
            case .same(let axis): x(axis) == y
            case .window(let axis, let start): x(axis) + (start == .zero ? 0 : prompt - 1) == y
            case .summed: true
            case .matrix(let axis, .earlier): y < x(axis)
            case .matrix(let axis, .upTo): y <= x(axis)
            case .matrix(let axis, .previous): y == x(axis) - 1
            case .matrix(let axis, .fromFirst): y == x(axis)
            case .matrix(let axis, .fromLast): sizeOf[summand.axes[k]]! - y == sizeOf[axis]! - x(axis)
            }
          }
          if reads {
            expected[entry(index, shape)] +=
              summand.coefficient * summand.values[entry(place, box)]
          }
        }
      }
    }
    let tokens = Array(repeating: 0, count: prompt)
    let execution = tiny.execution(prompt: tokens, reply: Array(repeating: 0, count: reply))
    try execution.finish(reply: Array(repeating: 0, count: reply))
    #expect(execution.values[node]!.array == expected, "seed \(seed)")
  }

  // MARK: Products

  @Test func productsOfTwoAreSumsOverTheAxesThatTheOutputLacks() throws {
    for seed in 0..<400 { try Self.checkProduct(seed: UInt64(seed)) }
  }

  private static func checkProduct(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var tiny = TinyGraph()
    let sizes = (0..<5).map { _ in Self.sizes.randomElement(using: &generator)! }
    let axes = sizes.map { tiny.builder.axis("axis", .fixed($0)) }
    // A second axis of equal size, which an operand's axis can be renamed to.
    let twin = tiny.builder.axis("twin", .fixed(sizes[0]))
    func sizeOf(_ axis: Int) -> Int { axis == twin ? sizes[0] : sizes[axes.firstIndex(of: axis)!] }

    let isSquare = Int.random(in: 0..<4, using: &generator) == 0
    let isBytes = !isSquare && Bool.random(using: &generator)
    let firstAxes = axes.filter { _ in Bool.random(using: &generator) }.shuffled(using: &generator)
    let secondAxes =
      isSquare
      ? firstAxes : axes.filter { _ in Bool.random(using: &generator) }.shuffled(using: &generator)
    var renaming: [Int: Int] = [:]
    if !isSquare, secondAxes.contains(axes[0]), Bool.random(using: &generator) {
      renaming[axes[0]] = twin
    }
    func count(_ axes: [Int]) -> Int { axes.reduce(1) { $0 * sizeOf($1) } }
    let most: Int64 = Bool.random(using: &generator) ? 300 : 1 << 20
    let first = values(count(firstAxes), most, &generator)
    let second =
      isSquare ? first : values(count(secondAxes), isBytes ? 127 : most, &generator)
    let a = tiny.input(firstAxes, first)
    let b = isSquare ? a : tiny.input(secondAxes, second, bytes: isBytes)
    let named = secondAxes.map { renaming[$0] ?? $0 }
    var all: [Int] = []
    for axis in firstAxes + named where !all.contains(axis) { all.append(axis) }
    let output = all.filter { _ in Bool.random(using: &generator) }.shuffled(using: &generator)
    let node = try tiny.builder.einsum(
      "product", output, [Factor(a), Factor(b, renaming)],
      bound: NamedBound(.parameterNorm, exactly: 1 << 61))

    let shape = output.map(sizeOf)
    var expected = [Int64](repeating: 0, count: shape.reduce(1, *))
    forEachIndex(all.map(sizeOf)) { index in
      func at(_ axes: [Int]) -> Int {
        entry(axes.map { index[all.firstIndex(of: $0)!] }, axes.map(sizeOf))
      }
      expected[at(output)] += first[at(firstAxes)] * second[at(named)]
    }
    #expect(tiny.execution().values[node]!.array == expected, "seed \(seed)")
  }

  // MARK: The statement's tensors

  @Test func productsWithTheStatementPickItsRows() throws {
    for seed in 0..<100 { try Self.checkStatement(seed: UInt64(seed)) }
  }

  private static func checkStatement(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    func size() -> Int { sizes.randomElement(using: &generator)! }
    let vocabulary = Int.random(in: 1...12, using: &generator)
    let width = size()
    let prompt = (0..<Int.random(in: 1...7, using: &generator)).map { _ in
      Int.random(in: 0..<vocabulary, using: &generator)
    }
    let reply = (0..<Int.random(in: 1...11, using: &generator)).map { _ in
      Int.random(in: 0..<vocabulary, using: &generator)
    }
    let context = prompt.count + reply.count - 1 + Int.random(in: 0...2, using: &generator)
    let lengths = Lengths(prompt: prompt.count, reply: reply.count, context: context)
    var tiny = TinyGraph(context: context, vocabulary: vocabulary)
    let word = tiny.builder.axis("word", .fixed(vocabulary))
    let feature = tiny.builder.axis("feature", .fixed(width))
    let token = tiny.builder.axis("token", .tokens)
    let row = tiny.builder.axis("reply", .replies)
    let scale = values(vocabulary, 1 << 20, &generator)
    let matrix = values(vocabulary * width, 127, &generator)
    let rows = values(lengths.replies * width, 1 << 20, &generator)
    let scaleNode = tiny.input([word], scale)
    let matrixNode = tiny.input([word, feature], matrix, bound: 127, bytes: true)
    let rowsNode = tiny.input([row, feature], rows, lengths: lengths)
    let tokens = tiny.builder.statement("tokens", [token, word], .tokenOneHot)
    let said = tiny.builder.statement("said", [row, word], .replyOneHot)
    let below = tiny.builder.statement("below", [row, word], .belowReply)
    let isReply = tiny.builder.statement("is reply", [row], .replyRows)
    let embedded = try tiny.builder.einsum(
      "embedded", [token, feature], [Factor(tokens), Factor(scaleNode), Factor(matrixNode)])
    let picked = try tiny.builder.einsum(
      "picked", [row, feature], [Factor(said), Factor(scaleNode), Factor(matrixNode)])
    let active = try tiny.builder.einsum(
      "active", [row, feature], [Factor(rowsNode), Factor(isReply)])
    let lower = try tiny.builder.linear("lower", [row, word], [Summand(-3, below)], constant: 1)

    let execution = tiny.execution(prompt: prompt, reply: reply)
    try execution.finish(reply: reply)
    func entries(_ list: [Int], _ count: Int) -> [Int64] {
      (0..<count).flatMap { t in
        (0..<width).map { t < list.count ? scale[list[t]] * matrix[list[t] * width + $0] : 0 }
      }
    }
    let padded = (prompt + reply.dropLast()) + Array(repeating: 0, count: lengths.tokens)
    #expect(
      execution.values[embedded]!.array
        == entries(Array(padded.prefix(lengths.tokens)), lengths.tokens), "seed \(seed)")
    #expect(execution.values[picked]!.array == entries(reply, lengths.replies), "seed \(seed)")
    #expect(
      execution.values[active]!.array
        == rows.enumerated().map { $0.offset / width < reply.count ? $0.element : 0 },
      "seed \(seed)")
    #expect(
      execution.values[lower]!.array
        == (0..<lengths.replies).flatMap { t in
          (0..<vocabulary).map { t < reply.count && $0 < reply[t] ? -2 : 1 }
        }, "seed \(seed)")
  }

  // MARK: Witness rules

  @Test func rulesOfTablesAndRowsFollowTheirDefinitions() throws {
    for seed in 0..<60 { try Self.checkRules(seed: UInt64(seed)) }
  }

  private static func checkRules(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let heads = sizes.randomElement(using: &generator)!
    let count = sizes.randomElement(using: &generator)!
    let rows = Int.random(in: 1...40, using: &generator)
    let first = Int64.random(in: -50...50, using: &generator)
    var tiny = TinyGraph()
    let head = tiny.builder.axis("head", .fixed(heads))
    let query = tiny.builder.axis("query", .fixed(count))
    let source = tiny.builder.axis("source", .fixed(count))
    let causal = Selector.causal(query: query, source: source)
    let table = tiny.builder.table(
      "table", rows: rows, first: first, outputs: [("low", 1 << 40), ("high", 1 << 40)])
    // Intervals that tile the integers, downwards: row i is low...high, and the next lies below.
    var edges = (0...rows).map { _ in Int64.random(in: 1...1 << 30, using: &generator) }
    edges.sort(by: >)
    for i in edges.indices.dropFirst() where edges[i] >= edges[i - 1] {
      edges[i] = edges[i - 1] - 1
    }
    let high = Array(edges.dropLast())
    let low = edges.dropFirst().map { $0 + 1 }
    let columns = tiny.builder.graph.tables[table].outputs
    tiny.set(columns[0], low)
    tiny.set(columns[1], high)

    let shape = [head, query, source]
    let box = [heads, count, count]
    let scores = values(heads * count * count, 1 << 30, &generator)
    let scoreNode = tiny.input(shape, scores, bound: 1 << 31)
    let indices = scores.map { _ in Int64.random(in: first..<first + Int64(rows), using: &generator)
    }
    let indexNode = tiny.input(shape, indices)
    let inside = scores.map { _ in Int64.random(in: edges.last! + 1...edges[0], using: &generator) }
    let insideNode = tiny.input(shape, inside, bound: 1 << 40)
    let top = tiny.builder.witness(
      "top", [head, query], bound: 1 << 31, .rowMaximum(source: scoreNode, selector: causal))
    let masked = tiny.builder.witness(
      "masked", shape, bound: 1 << 40,
      .tableOutput(table: table, column: 0, source: indexNode, selector: causal))
    let whole = tiny.builder.witness(
      "whole", shape, bound: 1 << 40,
      .tableOutput(table: table, column: 1, source: indexNode, selector: nil))
    let found = tiny.builder.witness(
      "found", shape, bound: 1 << 40, .tableSearch(table: table, source: insideNode))
    let bits = Int.random(in: 0...61, using: &generator)
    let reciprocal = tiny.builder.witness(
      "reciprocal", shape, bound: 1 << 61, .reciprocal(source: insideNode, bits: bits))
    tiny.builder.lookup(
      "masked", table, [Column(node: indexNode), Column(node: masked), Column(node: whole)],
      selector: causal)

    let execution = tiny.execution()
    try execution.finish(reply: [0])
    var uses = [Int64](repeating: 0, count: rows)
    forEachIndex(box) { index in
      let i = entry(index, box)
      let (t, s) = (index[1], index[2])
      let row = Int(indices[i] - first)
      if s <= t { uses[row] += 1 }
      #expect(execution.values[masked]![i] == (s <= t ? low[row] : 0), "seed \(seed)")
      #expect(execution.values[whole]![i] == high[row], "seed \(seed)")
      let r = Int(execution.values[found]![i] - first)
      #expect(low[r] <= inside[i] && inside[i] <= high[r], "seed \(seed)")
      #expect(execution.values[reciprocal]![i] == (1 << Int64(bits)) / inside[i], "seed \(seed)")
      if s == 0 {
        let visible = (0...t).map { scores[i + $0] }
        #expect(
          execution.values[top]![index[0] * count + t] == visible.max()!, "seed \(seed)")
      }
    }
    let multiplicity = tiny.builder.graph.tables[table].multiplicity
    #expect(execution.values[multiplicity]!.array == uses, "seed \(seed)")
  }
}
