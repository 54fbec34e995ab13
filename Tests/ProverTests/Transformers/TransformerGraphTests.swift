import Testing

@testable import Circuits
@testable import Prover
@testable import Verifier

/// What a verifier asks of graphs with encoders and stated values.
@Suite struct TransformerGraphTests {
  private func graph(_ name: String) throws -> Graph {
    let model = try #require(TransformerCase.all.first { $0.name == name })
    return try Transformer.graph(SmallTransformer.settings(model))
  }

  private func fault(_ graph: Graph, _ change: (inout Graph) -> Void = { _ in }) -> GraphFault? {
    var changed = graph
    change(&changed)
    do {
      try changed.check()
      return nil
    } catch { return error }
  }

  private func node(_ name: String, _ graph: Graph) -> Int {
    graph.nodes.firstIndex { $0.name.description == name }!
  }

  private func axis(_ name: String, _ graph: Graph) -> Int {
    graph.axes.firstIndex { $0.name.description == name }!
  }

  private func statement(_ axes: [Int], _ tensor: StatementTensor, bound: Int64? = nil) -> Node {
    Node(
      name: "another", axes: axes, kind: .statement(tensor), bound: bound ?? tensor.largest,
      boundRule: .recorded)
  }

  @Test(arguments: TransformerCase.all)
  func graphsAreWellFormedAlsoThroughBytes(_ model: TransformerCase) throws {
    let graph = try Transformer.graph(SmallTransformer.settings(model))
    #expect(fault(graph) == nil)
    var writer = Writer()
    graph.write(to: &writer)
    var reader = Reader(writer.bytes)
    #expect(try Graph(from: &reader) == graph)
    let form: Form =
      switch (model.architecture.encoder, model.architecture.decoder) {
      case (_?, _?): .encoderDecoder
      case (_?, nil): .encoder
      default: .decoder
      }
    #expect(graph.form == form)
  }

  @Test func statementTensorsStandWhereTheyBelong() throws {
    let masked = try graph("masked tokens, probabilities and a logit bias")
    let last = masked.nodes.count
    let (prompt, reply, text, words) = (
      axis("prompt", masked), axis("reply", masked), axis("text", masked),
      axis("vocabulary", masked)
    )
    func fault(_ graph: Graph, adding node: Node) -> GraphFault? {
      self.fault(graph) { $0.nodes.append(node) }
    }
    let misplaced = GraphFault.statementTensor(node: last)
    // Two nodes of values; values over three axes, over the prompt, over rows last, over nothing.
    #expect(
      fault(masked, adding: statement([reply], .values(fractionBits: 3))) == misplaced)
    let values = node("probabilities", masked)
    for axes in [[reply, text, words], [prompt], [text, reply], [], [text, words]] {
      let found = self.fault(masked) {
        $0.nodes[values] = self.statement(axes, .values(fractionBits: 3))
      }
      #expect(found == .statementTensor(node: values), "\(axes)")
    }
    #expect(
      self.fault(masked) { $0.nodes[values].bound = 1 << 31 - 1 } == .statementTensor(node: values))
    // Segments of another width or of other rows; positions the other way around.
    for axes in [[prompt, words], [reply, text], [prompt], [text, prompt]] {
      #expect(fault(masked, adding: statement(axes, .segmentOneHot)) == misplaced, "\(axes)")
    }
    let segments = node("segments", masked)
    #expect(
      self.fault(masked) {
        $0.axes[text] = Axis(name: "text", extent: .fixed(3))
      } == .statementTensor(node: segments))
    for axes in [[prompt, reply], [reply, words], [reply], [reply, prompt, text]] {
      #expect(fault(masked, adding: statement(axes, .positionOneHot)) == misplaced, "\(axes)")
    }
    for axes in [[reply, words], [prompt, text], [prompt]] {
      #expect(fault(masked, adding: statement(axes, .promptOneHot)) == misplaced, "\(axes)")
    }
    // An encoder has no rows of tokens.
    #expect(fault(masked, adding: statement([prompt, words], .tokenOneHot)) == misplaced)

    let decoder = try graph("rotary, untied")
    let (token, said, vocabulary) = (
      axis("token", decoder), axis("reply", decoder), axis("vocabulary", decoder)
    )
    for (axes, tensor) in [
      ([said, token], .positionOneHot), ([token, vocabulary], .promptOneHot),
      ([token, axis("half", decoder)], .segmentOneHot),
    ] as [([Int], StatementTensor)] {
      #expect(
        fault(decoder, adding: statement(axes, tensor))
          == .statementTensor(node: decoder.nodes.count), "\(tensor)")
    }
    // What a decoder says it also reads: a reply over fewer choices than tokens.
    #expect(
      fault(decoder, adding: statement([said, axis("half", decoder)], .replyOneHot))
        == .statementTensor(node: decoder.nodes.count))
    // Beside an encoder, positions have no meaning.
    let both = try graph("norms after, a logit bias")
    #expect(
      fault(both, adding: statement([axis("reply", both), axis("prompt", both)], .positionOneHot))
        == .statementTensor(node: both.nodes.count))
  }

  /// Classes are what the reply's tensor has room for; a second tensor of other classes is refused.
  @Test func allTensorsOfTheReplyHaveTheSameChoices() throws {
    let classes = try graph("three classes, probabilities and a logit bias")
    #expect(classes.choices == 3)
    let reply = axis("reply", classes)
    for tensor in [StatementTensor.replyOneHot, .belowReply] {
      #expect(
        fault(classes) { $0.nodes.append(self.statement([reply, axis("vocabulary", $0)], tensor)) }
          == .statementTensor(node: classes.nodes.count))
    }
    // Axes that do not exist are a fault, not a trap, wherever they stand.
    for axes in [[], [reply], [reply, 200], [200, 200], [reply, reply]] {
      var hostile = classes
      hostile.nodes.insert(statement([reply, reply], .belowReply), at: 0)
      hostile.nodes.insert(statement(axes, .replyOneHot), at: 1)
      #expect(fault(hostile) != nil, "\(axes)")
    }
  }

  @Test func windowsAndMatricesHaveTheirAxes() throws {
    let after = try graph("norms after, a logit bias")
    let input = node("decoder input", after)
    guard case .linear(let terms, let constant) = after.nodes[input].kind else {
      Issue.record("an input is a linear node")
      return
    }
    let (layer, token) = (axis("decoder layer", after), axis("token", after))
    func fault(_ axis: Int, _ view: View) -> GraphFault? {
      self.fault(after) {
        var changed = terms
        var views = terms[0].views
        views[axis] = view
        changed[0] = Term(coefficient: 1, node: terms[0].node, views: views)
        $0.nodes[input].kind = .linear(changed, constant: constant)
      }
    }
    #expect(fault(0, .matrix(axis: layer, .previous)) == nil)
    #expect(fault(0, .window(axis: layer, start: .zero)) == .view(node: input))
    #expect(fault(1, .matrix(axis: token, .previous)) == .view(node: input))
    #expect(fault(0, .same(axis: token)) == .view(node: input))
  }

  // MARK: The maximum of a row

  @Test func aRowOfWhichAllEntriesAreLookedUpBoundsItsMaximum() throws {
    var row = MaximumRow()
    let top = row.top([row.query])
    #expect(
      try row.check([row.query, row.source], [Summand(1, top), Summand(-1, row.scores)]) == nil)
    // The other way around.
    var other = MaximumRow()
    let low = other.top([other.query])
    #expect(
      try other.check([other.query, other.source], [Summand(-1, low), Summand(1, other.scores)])
        == nil)
  }

  /// What a witness needs is that every entry of it is in a row that is looked up, once, next to bounded values.
  @Test func aRowThatDoesNotCoverItsMaximumBoundsNothing() throws {
    // One entry for each source, read along the queries: the last axis is not what the witness lacks.
    var crossed = MaximumRow()
    var top = crossed.top([crossed.source])
    #expect(
      try crossed.check(
        [crossed.query, crossed.source], [Summand(1, top), Summand(-1, crossed.scores)])
        == .unasserted(node: top))
    // Twice, by a scale of the column or by a coefficient: fractions pass.
    for (coefficient, scale) in [(2, 1), (1, 2), (1, -4)] as [(Int64, Int64)] {
      var row = MaximumRow()
      top = row.top([row.query])
      #expect(
        try row.check(
          [row.query, row.source], [Summand(coefficient, top), Summand(-1, row.scores)],
          scale: scale) == .unasserted(node: top))
    }
    // Summed: only a sum of entries is bounded.
    var summed = MaximumRow()
    top = summed.top([summed.query])
    #expect(
      try summed.check([summed.source], [Summand(1, top, [summed.query: .summed])])
        == .unasserted(node: top))
    // By windows that begin after the first entries.
    var windowed = MaximumRow()
    let reply = windowed.builder.axis("reply", .replies)
    top = windowed.top([windowed.query])
    #expect(
      try windowed.check(
        [reply, windowed.source],
        [Summand(1, top, [windowed.query: .window(axis: reply, start: .zero)])]
      ) == .unasserted(node: top))
    // Through a layer matrix, which leaves the last layer out.
    var layered = MaximumRow()
    let layer = layered.builder.axis("layer", .fixed(3))
    top = layered.builder.witness(
      "top", [layer], bound: 200, .rowMaximum(source: layered.scores, selector: nil))
    #expect(
      try layered.check(
        [layer, layered.source], [Summand(1, top, [layer: .matrix(axis: layer, .previous)])])
        == .unasserted(node: top))
    // Two of them: their difference is bounded, they are not.
    var two = MaximumRow()
    top = two.top([two.query])
    let second = two.builder.witness(
      "second", [two.query], bound: 200, .rowMaximum(source: two.scores, selector: nil))
    #expect(
      try two.check(
        [two.query, two.source],
        [Summand(1, top), Summand(-1, second), Summand(-1, two.scores)])
        == .unasserted(node: top))
  }

  /// The same witness again, inside a virtual node: top - top is in every table.
  @Test func aMaximumThatIsTakenAwayAgainIsNotBounded() throws {
    var row = MaximumRow()
    let top = row.top([row.query])
    let away = try row.builder.linear("away", [row.query, row.source], [Summand(-1, top)])
    #expect(
      try row.check([row.query, row.source], [Summand(1, top), Summand(1, away)])
        == .unasserted(node: top))
    // Or inside a product.
    var product = MaximumRow()
    let again = product.top([product.query])
    let ones = product.builder.parameter(
      "ones", [product.query, product.source], .wide, bound: 1)
    let times = try product.builder.einsum(
      "times", [product.query, product.source], [Factor(again), Factor(ones)])
    #expect(
      try product.check([product.query, product.source], [Summand(1, again), Summand(-1, times)])
        == .unasserted(node: again))
  }

  // MARK: The builder

  @Test func architecturesThatTheCircuitWouldMisreadAreRefused() throws {
    func refuses(_ name: String, _ change: (inout TransformerSettings) -> Void) throws -> Bool {
      let model = try #require(TransformerCase.all.first { $0.name == name })
      var settings = SmallTransformer.settings(model)
      change(&settings)
      do {
        _ = try Transformer.graph(settings)
        return false
      } catch is BuildError { return true }
    }
    // An embedding norm before blocks that normalize for themselves; pairs of an odd number of features.
    #expect(
      try refuses("rotary, tied, finer scores") { $0.architecture.decoder!.entry = .normalized })
    #expect(try refuses("rotary, tied, finer scores") { $0.architecture.decoder!.width = 5 })
    // Two stacks that do not share rows or the table of roots.
    #expect(try refuses("relative positions") { $0.architecture.encoder!.features = 5 })
    #expect(try refuses("relative positions") { $0.encoder!.norm += 1 })
    // Outputs of another stack than the last one said to.
    #expect(try refuses("mean embedding") { $0.architecture.output = .reply(head: .tied) })
    #expect(try refuses("rotary, tied, finer scores") { $0.architecture.output = .classes(2) })
    #expect(try refuses("relative positions") { $0.architecture.output = .embedding(.mean) })
    // A stack without its settings, a cross-attention without an encoder, a table the norm does not share.
    #expect(try refuses("relative positions") { $0.encoder = nil })
    #expect(
      try refuses("rotary, tied, finer scores") {
        $0.architecture.decoder!.sources = .itselfAndEncoder
      })
    #expect(try refuses("masked tokens") { $0.head.normalization!.bits += 1 })
    #expect(
      try refuses("masked tokens") {
        $0.vectors["final gain"] = nil; $0.vectors["input gain"] = nil
      })
  }
}
