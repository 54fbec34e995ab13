import Testing

@testable import Circuits
@testable import Prover
@testable import Verifier

/// What a verifier asks of a graph before it reads a proof.
@Suite struct GraphCheckTests {
  @Test func theVerifierRefusesGraphsThatAreNotWellFormed() throws {
    let model = try SmallModel(.compact, seed: 70)
    let graph = model.graph
    #expect(throws: Never.self) { try graph.check() }
    func node(_ name: String) -> Int {
      graph.nodes.firstIndex { $0.name.description == name }!
    }
    func fault(_ change: (inout Graph) -> Void) -> GraphFault? {
      var changed = graph
      change(&changed)
      let key = VerifyingKey(
        profile: .provable100, graph: changed, parameters: model.provingKey.key.parameters,
        provenance: model.provingKey.key.provenance)
      do {
        try changed.check()
        return nil
      } catch {
        #expect(throws: Rejection.self) { _ = try VerifyingKey(key.bytes) }
        return error
      }
    }
    // Bounds.
    for name in ["residual 1", "score", "norm 1, centred", "S' R", "logit, raw"] {
      let i = node(name)
      #expect(graph.nodes[i].boundRule == .interval)
      #expect(fault { $0.nodes[i].bound -= 1 } == .bound(node: i), "\(name)")
      #expect(fault { $0.nodes[i].boundRule = .asserted } == .bound(node: i), "\(name)")
      #expect(fault { $0.nodes[i].boundRule = .recorded } == .bound(node: i), "\(name)")
    }
    for name in ["norm 1, sum of squares", "R E' v", "logit", "norm 1, guard, low limb"] {
      let i = node(name)
      #expect(fault { $0.nodes[i].bound = Graph.limit } == .bound(node: i), "\(name)")
      #expect(fault { $0.nodes[i].bound = -1 } == .bound(node: i), "\(name)")
      #expect(fault { $0.nodes[i].boundRule = .asserted } == .bound(node: i), "\(name)")
    }
    let context = node("context")
    for rule in [BoundRule.interval, .recorded, .lowLimb] {
      #expect(fault { $0.nodes[context].boundRule = rule } == .bound(node: context))
    }
    let weight = node("query weight")
    #expect(fault { $0.nodes[weight].boundRule = .asserted } == .bound(node: weight))
    // Assertions that are missing altogether.
    for zero in graph.zeros {
      #expect(
        fault { $0.zeros.removeAll { $0.name == zero.name } }
          == .freeOutsideSelector(node: zero.node))
    }
    let gaps = node("argmax, low limb")
    #expect(
      fault { $0.lookups.removeAll { $0.columns[0].node == gaps } } == .bound(node: gaps))
    // Tables and lookups.
    for i in graph.tables.indices {
      let table = graph.tables[i]
      func replaced(tag: Int? = nil, multiplicity: Int? = nil) -> Table {
        Table(
          name: table.name, tag: tag ?? table.tag, axis: table.axis, first: table.first,
          outputs: table.outputs, multiplicity: multiplicity ?? table.multiplicity)
      }
      var changed = graph
      changed.tables[i] = replaced(tag: i == 0 ? 2 : 1)
      #expect(throws: GraphFault.table(i)) { try changed.check() }
      let other = graph.tables[(i + 1) % graph.tables.count].multiplicity
      #expect(fault { $0.tables[i] = replaced(multiplicity: other) } == .table(i))
    }
    for i in graph.lookups.indices {
      let lookup = graph.lookups[i]
      func with(_ columns: [Column], selector: Selector? = nil) -> Lookup {
        Lookup(name: lookup.name, table: lookup.table, columns: columns, selector: selector)
      }
      let columns = lookup.columns
      #expect(fault { $0.lookups[i] = with(columns + [columns[0]]) } == .lookup(i))
      #expect(fault { $0.lookups[i] = with([]) } == .lookup(i))
      let zero = [Column(node: columns[0].node, scale: 0)] + columns.dropFirst()
      #expect(fault { $0.lookups[i] = with(zero) } == .lookup(i))
      let far = [Column(node: columns[0].node, offset: Graph.limit)] + columns.dropFirst()
      #expect(fault { $0.lookups[i] = with(far) } == .lookup(i))
    }
    // Order, views and the statement's tensors.
    let residual = node("residual 1")
    #expect(
      fault {
        $0.nodes[residual].kind = .linear(
          [
            Term(
              coefficient: 1, node: residual,
              views: [.same(axis: 0), .same(axis: 0), .same(axis: 0)])
          ],
          constant: 0)
      } == .notEarlier(node: residual))
    let tokens = node("tokens")
    #expect(fault { $0.nodes[tokens].bound = 0 } == .statementTensor(node: tokens))
    #expect(
      fault { $0.nodes[tokens].kind = .statement(.replyOneHot) } == .statementTensor(node: tokens))
    #expect(fault { $0.vocabulary -= 1 } != nil)
    #expect(fault { $0.pad = $0.vocabulary } == .sizes)
    #expect(fault { $0.stops = [$0.vocabulary] } == .sizes)
    #expect(fault { $0.context = 0 } == .sizes)
  }

  /// Each of these leaves a witness with nothing that bounds it; the named bounds of virtual nodes stand on such witnesses.
  @Test func aGraphWithoutWhatItsBoundsRestOnIsRefused() throws {
    let graph = try SmallModel(.compact, seed: 72).graph
    var (refused, passed): ([String], [String]) = ([], [])
    for name in graph.assertions {
      do {
        try graph.without(name).graph.check()
        passed.append(name)
      } catch { refused.append(name) }
    }
    print(
      "  of \(graph.assertions.count) graphs that lack one assertion the check refuses \(refused.count)"
    )
    #expect(refused.contains("exponential above the diagonal"))
    for (rule, name) in [
      ("asserted", "context, range"), ("asserted", "reciprocal range"),
      ("asserted", "norm 1, row of R"), ("lowLimb", "norm 1, mean range, limb 1"),
      ("normGuard", "norm 1, guard, limb 1"), ("normGuard", "norm 1, range"),
      ("reciprocal", "reciprocal remainder >= 0, limb 1"), ("parameterNorm", "norm 2, range"),
    ] {
      #expect(refused.contains(name), "\(rule)")
    }
  }

  /// A low limb bounds a witness only if it reads every entry of it, once, next to bounded limbs.
  @Test func aLowLimbThatDoesNotReadItsWitnessEntryByEntryBoundsNothing() throws {
    let graph = try SmallModel(.compact, seed: 73).graph
    let name = "final norm, mean range, low limb"
    let limb = graph.nodes.firstIndex { $0.name.description == name }!
    let mean = graph.nodes.firstIndex { $0.name.description == "final norm, mean" }!
    guard case .linear(let terms, let constant) = graph.nodes[limb].kind else {
      Issue.record("a low limb is a linear node")
      return
    }
    let own = terms.firstIndex { $0.node == mean }!
    func fault(_ changed: [Term]) -> GraphFault? {
      var graph = graph
      graph.nodes[limb].kind = .linear(changed, constant: constant)
      do {
        try graph.check()
        return nil
      } catch { return error }
    }
    #expect(fault(terms) == nil)
    let axis = graph.nodes[limb].axes[0]
    for view in [View.summed, .window(axis: axis, start: .zero)] {
      var changed = terms
      changed[own] = Term(coefficient: terms[own].coefficient, node: mean, views: [view])
      #expect(fault(changed) == .unasserted(node: mean), "\(view)")
    }
    // A virtual node may hold the same witness again.
    let total = graph.nodes.firstIndex { $0.name.description == "final norm, 2S + d" }!
    #expect(
      fault(terms + [Term(coefficient: 1, node: total, views: [.same(axis: axis)])])
        == .unasserted(node: mean))
  }

  /// A causal row bounds its maximum only if the row reads it at its own place, once.
  @Test func aCausalRowThatReadsItsMaximumElsewhereBoundsNothing() throws {
    let graph = try SmallModel(.compact, seed: 74).graph
    func node(_ name: String) -> Int {
      graph.nodes.firstIndex { $0.name.description == name }!
    }
    let (row, top) = (node("exponential index"), node("row maximum"))
    guard case .linear(let terms, let constant) = graph.nodes[row].kind else {
      Issue.record("an exponential index is a linear node")
      return
    }
    let own = terms.firstIndex { $0.node == top }!
    func fault(_ changed: Term) -> GraphFault? {
      var graph = graph
      var all = terms
      all[own] = changed
      graph.nodes[row].kind = .linear(all, constant: constant)
      graph.nodes[row].bound = Int64(1) << 61
      do {
        try graph.check()
        return nil
      } catch { return error }
    }
    let honest = terms[own]
    #expect(fault(honest) == nil)
    let token = graph.nodes[top].axes.count - 1
    for view in [View.summed, .window(axis: graph.nodes[top].axes[token], start: .lastPrompt)] {
      var views = honest.views
      views[token] = view
      #expect(
        fault(Term(coefficient: honest.coefficient, node: top, views: views))
          == .unasserted(node: top), "\(view)")
    }
    #expect(
      fault(Term(coefficient: 2, node: top, views: honest.views)) == .unasserted(node: top))
  }
}
