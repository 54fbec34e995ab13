import Circuits
import Kernels
import Testing

@testable import Prover
@testable import Verifier

/// The prover's trees of fraction sums say what the definition says, whatever is computed late, kept short or skipped.
@Suite struct FractionTreeTests {
  @Test(arguments: FractionCase.all) func everyMessageIsTheDefinitions(_ example: FractionCase) {
    var generator = SeededGenerator(seed: 77)
    let (circuit, values) = example.inputs(&generator)
    let fingerprint = Fingerprint(alpha: generator.element(), beta: generator.element())
    for tree in FractionTree.trees(of: circuit) {
      let leaves = DenseFractions.leaves(tree, circuit, values, fingerprint)
      for (level, threads, waiting, active) in FractionTreeTests.ways {
        if leaves.count > 1 << 12, level < 2, example.name != "ranges" { continue }
        _ = lemma_limit_kernel_level(level)
        defer { _ = lemma_limit_kernel_level(2) }
        let parallel = Parallel(threads: threads)
        let short = ShortLeaves(tree, circuit, values, fingerprint, parallel)
        let source = FractionSource(
          bits: tree.bits,
          storage: short.map { .short($0) }
            ?? .general(Leaves(tree, circuit, values, fingerprint)))
        #expect((short != nil) == (example.isShort && tree.owners.allSatisfy(isLookup)))
        compare(
          leaves,
          FractionLayers(
            source, FractionLayers.Unstored(waiting: waiting, active: active), parallel),
          example.coordinates, &generator)
      }
    }
  }

  /// Kernel level, threads, and how many layers are not kept.
  private static let ways: [(Int32, Int, Int, Int)] = [
    (2, 1, 4, 4), (2, 2, 6, 4), (2, 2, 6, 1), (2, 1, 5, 2), (2, 1, 3, 3), (1, 1, 4, 4),
    (0, 2, 4, 4),
    (0, 1, 6, 2),
  ]

  private func isLookup(_ owner: LeafOwner) -> Bool {
    if case .lookup = owner { true } else { false }
  }

  private func compare(
    _ leaves: DenseFractions, _ prover: FractionLayers, _ coordinates: FractionCase.Coordinates,
    _ generator: inout SeededGenerator
  ) {
    var layers = [leaves]
    while layers[0].count > 1 { layers.insert(layers[0].sums(), at: 0) }
    #expect(prover.root() == [layers[0].numerators[0], layers[0].denominators[0]])
    for variables in 0..<layers.count - 1 {
      let point = (0..<variables).map { i in
        coordinates == .some01 && i % 3 == 0 ? Extension(i % 2) : generator.element()
      }
      let scale = coordinates == .some01 && variables % 4 == 3 ? .zero : generator.element()
      var dense = DenseSumcheck(layers[variables + 1], point: point, scale: scale)
      prover.begin(point: point, scale: scale)
      for round in 0..<variables {
        #expect(prover.round() == dense.round(), "round \(round) of \(variables)")
        let challenge = generator.element()
        dense.bind(challenge)
        prover.bind(challenge)
      }
      #expect(prover.children() == dense.children, "children after \(variables) variables")
    }
  }
}

/// A circuit with lookups of some kind, and values for its columns.
struct FractionCase: CustomTestStringConvertible, Sendable {
  let name: String
  let lookups: [Columns]
  var coordinates = Coordinates.random
  /// Whether the range lookups are integers below 2^16 of one table.
  var isShort = true

  struct Columns: Sendable {
    let shape: [Int]
    var table = 0
    var columns = 1
    var causal = false
    var scale: Int64 = 1
    var offset: Int64 = 0
    var values: ClosedRange<Int64> = 0...0xFFFF
  }

  enum Coordinates {
    case random
    case some01
  }

  var testDescription: String { name }

  static let all = [
    FractionCase(name: "nothing", lookups: [], isShort: false),
    FractionCase(name: "one leaf", lookups: [Columns(shape: [])]),
    FractionCase(name: "three leaves", lookups: [Columns(shape: [3])]),
    FractionCase(name: "few leaves", lookups: [Columns(shape: [5, 7]), Columns(shape: [11])]),
    FractionCase(
      name: "ranges",
      lookups: [
        Columns(shape: [6, 20, 48]), Columns(shape: [3, 1000]),
        Columns(shape: [50, 8], scale: 64, values: 0...1023),
        Columns(shape: [333], offset: 1 << 15, values: -0x8000...0x7FFF),
      ]),
    FractionCase(name: "a full tree of ranges", lookups: [Columns(shape: [1 << 14])]),
    FractionCase(name: "barely more than half", lookups: [Columns(shape: [1 << 13 + 3])]),
    FractionCase(
      name: "extreme values", lookups: [Columns(shape: [1 << 13], values: 0xFFFF...0xFFFF)]),
    FractionCase(
      name: "ranges of two tables",
      lookups: [Columns(shape: [90, 90]), Columns(shape: [100], table: 1)], isShort: false),
    FractionCase(
      name: "values out of range",
      lookups: [Columns(shape: [90, 90]), Columns(shape: [100], values: -(1 << 62)...1 << 62)],
      isShort: false),
    FractionCase(
      name: "selectors and columns",
      lookups: [
        Columns(shape: [24, 3, 24], columns: 2, causal: true),
        Columns(shape: [1000], table: 1, columns: 3, values: -1000...1000),
        Columns(shape: [70, 70], columns: 2, causal: true),
      ], isShort: false),
    FractionCase(
      name: "coordinates and scales that are 0 or 1",
      lookups: [
        Columns(shape: [9000]), Columns(shape: [70, 70], columns: 2, causal: true),
        Columns(shape: [5000], columns: 2),
      ], coordinates: .some01),
  ]

  func inputs(_ generator: inout SeededGenerator) -> (Circuit, [TensorValues?]) {
    var builder = GraphBuilder(context: 1, vocabulary: 2, pad: 0, stops: [])
    let tables = [("plain", 9), ("other", 16)].map { name, rows in
      builder.table(name, rows: rows, first: -2, outputs: [("output of \(name)", 1 << 20)])
    }
    var ranges: [Int: ClosedRange<Int64>] = [:]
    for (i, lookup) in lookups.enumerated() {
      let axes = lookup.shape.enumerated().map { j, size in
        builder.axis("axis \(j) of \(i)", .fixed(size))
      }
      let columns = (0..<lookup.columns).map { j in
        let node = builder.parameter("column \(j) of \(i)", axes, .wide, bound: 1 << 20)
        ranges[node] = lookup.values
        return Column(
          node: node, scale: j == 0 ? lookup.scale : 1, offset: j == 0 ? lookup.offset : 0)
      }
      builder.lookup(
        "lookup \(i)", tables[lookup.table], columns,
        selector: lookup.causal ? .causal(query: axes[0], source: axes[axes.count - 1]) : nil)
    }
    let circuit = Circuit(builder.graph, Lengths(prompt: 1, reply: 1, context: 1))
    let values = builder.graph.nodes.indices.map { node -> TensorValues? in
      let shape = circuit.shape(node)
      let range = ranges[node] ?? -50...50
      return TensorValues(
        shape: shape,
        (0..<shape.reduce(1, *)).map { _ in Int64.random(in: range, using: &generator) })
    }
    return (circuit, values)
  }
}

extension SeededGenerator {
  fileprivate mutating func element() -> Extension {
    Extension(
      Goldilocks.reduce(high: 0, low: next()), Goldilocks.reduce(high: 0, low: next()))
  }
}

/// A layer of fractions, written out.
private struct DenseFractions {
  var numerators: [Extension]
  var denominators: [Extension]
  var count: Int { numerators.count }

  static func leaves(
    _ tree: FractionTree, _ circuit: Circuit, _ values: [TensorValues?], _ fingerprint: Fingerprint
  ) -> DenseFractions {
    var numerators = Array(repeating: Extension.zero, count: 1 << tree.bits)
    var denominators = Array(repeating: Extension.one, count: 1 << tree.bits)
    let graph = circuit.graph
    for place in tree.leaves.places {
      var next = place.offset
      forEachIndex(place.block.intervals.map { 1 << $0.bits }) { inside in
        let index = zip(inside, place.block.intervals).map { $0 + $1.offset }
        switch tree.owners[place.owner] {
        case .lookup(let i):
          let lookup = graph.lookups[i]
          let axes = graph.nodes[lookup.columns[0].node].axes
          let at = entry(index, axes.map { circuit.sizes[$0] })
          let row = lookup.columns.map {
            Extension($0.scale) * Extension(values[$0.node]![at]) + Extension($0.offset)
          }
          numerators[next] = .one
          if case .causal(let query, let source) = lookup.selector,
            index[axes.firstIndex(of: source)!] > index[axes.firstIndex(of: query)!]
          {
            numerators[next] = .zero
          }
          denominators[next] = fingerprint.denominator(tag: graph.tables[lookup.table].tag, row)
        case .table(let i):
          let table = graph.tables[i]
          let row =
            [Extension(table.first + Int64(index[0]))]
            + table.outputs.map { Extension(values[$0]![index[0]]) }
          numerators[next] = -Extension(values[table.multiplicity]![index[0]])
          denominators[next] = fingerprint.denominator(tag: table.tag, row)
        }
        next += 1
      }
    }
    return DenseFractions(numerators: numerators, denominators: denominators)
  }

  func sums() -> DenseFractions {
    let half = count / 2
    let (n, d) = (numerators, denominators)
    return DenseFractions(
      numerators: (0..<half).map { n[$0] * d[$0 + half] + n[$0 + half] * d[$0] },
      denominators: (0..<half).map { d[$0] * d[$0 + half] })
  }
}

/// The layer's sumcheck by its definition.
private struct DenseSumcheck {
  /// n0, n1, d0, d1.
  private var tables: [[Extension]]
  private let point: [Extension]
  private let scale: Extension

  init(_ layer: DenseFractions, point: [Extension], scale: Extension) {
    let half = layer.count / 2
    tables = [layer.numerators, layer.denominators].flatMap {
      [Array($0[..<half]), Array($0[half...])]
    }
    self.point = point
    self.scale = scale
  }

  private func form(_ t: [Extension]) -> Extension { (t[0] + scale * t[2]) * t[3] + t[1] * t[2] }

  func round() -> [Extension] {
    let half = tables[0].count / 2
    let eq = Multilinear.eqTable(Array(point.prefix(bitCount(half))))
    var sums = [Extension.zero, .zero]
    for x in 0..<half {
      sums[0] += eq[x] * form(tables.map { $0[x] })
      sums[1] += eq[x] * form(tables.map { $0[x + half] - $0[x] })
    }
    return sums
  }

  mutating func bind(_ challenge: Extension) {
    tables = tables.map { table in
      let half = table.count / 2
      return (0..<half).map { table[$0] + challenge * (table[$0 + half] - table[$0]) }
    }
  }

  var children: [Extension] { tables.map { $0[0] } }
}
