import Verifier

/// The graph's integer forward pass. Its values are at once the key/value cache, the witness, and what the reduction reads.
///
/// Rows of the token axis are computed in any chunks: a prefill and one-token steps give the same values.
public final class Execution {
  public let circuit: Circuit
  public let parameters: [Int: TensorValues]
  /// By node; parameters included, statement tensors only where a linear node reads them.
  public private(set) var values: [TensorValues?]
  let plan: ExecutionPlan
  let parallel: Parallel
  /// Seconds spent on each node, by layer where it has one.
  public private(set) var seconds: [[Double]]
  private(set) var tokens: [Int] = []
  private(set) var reply: [Int] = []
  /// What the statement says beside token rows.
  private(set) var source = Source()
  private var statedValues: [Int32] = []
  private var isBegun = false
  /// Whether every step is taken once, over all rows.
  private(set) var isOnePass = false

  /// - Parameter circuit: with room for every token that will be computed.
  public init(_ circuit: Circuit, parameters: [Int: TensorValues], parallel: Parallel) {
    self.circuit = circuit
    self.parameters = parameters
    self.parallel = parallel
    plan = ExecutionPlan(circuit.graph)
    seconds = plan.layerAxis.map { axis in
      Array(repeating: 0, count: axis.map { circuit.sizes[$0] } ?? 1)
    }
    values = circuit.graph.nodes.indices.map { node in
      switch circuit.graph.nodes[node].kind {
      case .parameter: parameters[node]
      case .statement: nil
      default: TensorValues(shape: circuit.shape(node))
      }
    }
  }

  /// Rows of the token axis computed so far.
  public var computed: Int { tokens.count }

  /// Computes an encoder, and all else that no token row has a part in.
  public func read(_ source: Source) {
    precondition(!isBegun, "an encoder reads once")
    self.source = source
    begin()
  }

  private func begin() {
    if isBegun { return }
    isBegun = true
    run(plan.atOnce, tokenRows: 0..<circuit.lengths.tokens)
  }

  /// Computes the rows of these tokens, after those computed before, and the reply rows they predict.
  public func append(_ new: [Int]) {
    begin()
    let start = tokens.count
    tokens += new
    precondition(tokens.count <= circuit.lengths.tokens, "more tokens than the circuit has rows")
    run(plan.beforeReply, tokenRows: start..<tokens.count)
  }

  /// The logits of a computed token row at or after the last prompt token.
  public func argmax(row: Int, logits node: Int) -> Int {
    let logits = values[node]!
    let width = logits.shape[1]
    let start = (row - circuit.lengths.firstReply) * width
    var best = 0
    for v in 1..<width where logits[start + v] > logits[start + best] { best = v }
    return best
  }

  /// Computes what needs the reply's tokens, pads the token axis, completes square tensors and counts multiplicities.
  ///
  /// - Returns: the values that the statement has to name.
  @discardableResult
  public func finish(reply: [Int]) throws(Refusal) -> [Int32] {
    begin()
    self.reply = reply
    if circuit.graph.form != .encoder {
      let rest = circuit.lengths.tokens - tokens.count
      if rest > 0 { append(Array(repeating: circuit.graph.pad, count: rest)) }
    }
    let all = 0..<circuit.lengths.tokens
    run(plan.beforeReply.filter { plan.isSquare[$0.node] }, tokenRows: all)
    // Reply rows beyond the tokens' rows read zero; they are computed once, here.
    run(plan.beforeReply.filter { isReplyNode($0.node) }, tokenRows: all)
    statedValues = try valuesToState()
    run(plan.afterReply, tokenRows: all)
    try close()
    return statedValues
  }

  /// Computes everything in one pass, for a statement that is given. It need not be true; then its proof is not accepted.
  public func complete(_ statement: Statement) throws(Refusal) {
    precondition(tokens.isEmpty, "one pass computes all rows")
    let rows = StatementRows(statement, lengths: circuit.lengths, graph: circuit.graph)
    isOnePass = true
    reply = statement.reply
    statedValues = statement.values
    source = Source(statement)
    if circuit.graph.form != .encoder { tokens = rows.tokens }
    begin()
    run(plan.beforeReply + plan.afterReply, tokenRows: 0..<circuit.lengths.tokens)
    try close()
  }

  private func close() throws(Refusal) {
    for node in circuit.graph.nodes.indices {
      // Written out for linear nodes alone; nothing reads them any more.
      if case .statement = circuit.graph.nodes[node].kind { values[node] = nil }
    }
    try count()
  }

  /// Where each row of a one-hot statement tensor has its one, as far as rows are known.
  func columns(of tensor: StatementTensor) -> [Int] {
    switch tensor {
    case .tokenOneHot: tokens
    case .replyOneHot: reply
    case .promptOneHot: source.prompt
    case .segmentOneHot: source.segments
    case .positionOneHot: source.positions
    case .belowReply, .replyRows, .values: []
    }
  }

  private func isReplyNode(_ node: Int) -> Bool {
    guard let position = plan.rowAxis[node] else { return false }
    return circuit.graph.axes[circuit.graph.nodes[node].axes[position]].extent == .replies
  }

  private func run(_ steps: [ExecutionPlan.Step], tokenRows: Range<Int>) {
    for step in steps {
      let rows: Range<Int>
      if isReplyNode(step.node) {
        let first = circuit.lengths.firstReply
        let end =
          tokenRows == 0..<circuit.lengths.tokens
          ? circuit.lengths.replies : min(tokenRows.upperBound - first, circuit.lengths.replies)
        let start = tokenRows.lowerBound == 0 ? 0 : tokenRows.lowerBound - first
        if end <= max(0, start) { continue }
        rows = max(0, start)..<end
      } else if plan.rowAxis[step.node] != nil {
        rows = tokenRows
      } else {
        rows = 0..<1
      }
      let start = ContinuousClock.now
      compute(step, rows)
      seconds[step.node][step.layer ?? 0] += (ContinuousClock.now - start).seconds
    }
  }

  /// The part of a node's box that one step computes.
  func region(_ step: ExecutionPlan.Step, _ rows: Range<Int>) -> [Range<Int>] {
    let axes = circuit.graph.nodes[step.node].axes
    return axes.enumerated().map { position, axis in
      if let layer = step.layer, axis == plan.layerAxis[step.node] { return layer..<layer + 1 }
      if position == plan.rowAxis[step.node] { return rows }
      return 0..<circuit.sizes[axis]
    }
  }

  /// Computes a step's region, cut in pieces along one axis so that every thread has one.
  private func compute(_ step: ExecutionPlan.Step, _ rows: Range<Int>) {
    let region = region(step, rows)
    writeStatements(readBy: step.node)
    let cut = cut(step.node, region)
    guard cut.axis < region.count else {
      compute(step.node, region)
      return
    }
    let range = region[cut.axis]
    parallel.ranges(range.count, grain: cut.grain, nanoseconds: cut.nanoseconds) { piece in
      var part = region
      part[cut.axis] = range.lowerBound + piece.lowerBound..<range.lowerBound + piece.upperBound
      compute(step.node, part)
    }
  }

  private func compute(_ node: Int, _ region: [Range<Int>]) {
    switch circuit.graph.nodes[node].kind {
    case .parameter, .statement: break
    case .linear(let terms, let constant): linear(node, region, terms, constant: constant)
    case .einsum(let operands): einsum(node, region, operands)
    case .witness(let rule): witness(node, region, rule)
    }
  }

  /// The axis to cut a region along, and about how long one index of it takes.
  ///
  /// A matrix product is cut along its longest axis, in whole tiles; all else along its first, since entries of a row may depend on
  /// where the row starts.
  private func cut(_ node: Int, _ region: [Range<Int>]) -> (
    axis: Int, grain: Int, nanoseconds: Double
  ) {
    let entries = region.reduce(1.0) { $0 * Double($1.count) }
    var axis = region.firstIndex { $0.count > 1 } ?? region.count
    guard axis < region.count else { return (axis, 1, 0) }
    var grain = 1
    var work = 2 * entries
    switch circuit.graph.nodes[node].kind {
    case .einsum(let operands):
      let output = circuit.graph.nodes[node].axes
      let contracted = Set(operands.flatMap { $0.axes }).subtracting(output)
      if contracted.isEmpty { break }
      work += contracted.reduce(0.02 * entries) { $0 * Double(circuit.sizes[$1]) }
      if case .statement = circuit.graph.nodes[operands[0].node].kind { break }
      axis = region.indices.max { region[$0].count < region[$1].count }!
      grain = axis == region.count - 1 ? 64 : 1
    case .linear(let terms, _):
      work *= Double(terms.count)
      for term in terms {
        for (operandAxis, view) in zip(circuit.graph.nodes[term.node].axes, term.views)
        where view == .summed { work += entries * Double(circuit.sizes[operandAxis]) }
      }
    case .witness(.rowMaximum(let source, _)):
      work *= Double(circuit.sizes[circuit.graph.nodes[source].axes.last!])
    case .witness, .parameter, .statement: break
    }
    return (axis, grain, work / Double(region[axis].count))
  }

  /// Writes out the statement tensors that a linear node reads.
  private func writeStatements(readBy node: Int) {
    guard case .linear(let terms, _) = circuit.graph.nodes[node].kind else { return }
    for term in terms {
      if case .statement(let tensor) = circuit.graph.nodes[term.node].kind,
        values[term.node] == nil
      {
        values[term.node] = dense(tensor, circuit.shape(term.node))
      }
    }
  }

  private func dense(_ tensor: StatementTensor, _ shape: [Int]) -> TensorValues {
    let dense = TensorValues(shape: shape)
    let width = dense.shape.count > 1 ? dense.shape[1] : 1
    switch tensor {
    case .belowReply:
      for (row, token) in reply.enumerated() {
        for v in 0..<token { dense.integers[row * width + v] = 1 }
      }
    case .replyRows: for row in reply.indices { dense.integers[row] = 1 }
    case .values: for (i, value) in statedValues.enumerated() { dense.integers[i] = Int64(value) }
    case .replyOneHot, .segmentOneHot, .positionOneHot:
      for (row, column) in columns(of: tensor).enumerated() {
        dense.integers[row * width + column] = 1
      }
    case .tokenOneHot, .promptOneHot: preconditionFailure("only einsums read the tokens")
    }
    return dense
  }

  /// Hands over the values that proving reads, and forgets them.
  ///
  /// Linear nodes that no lookup and no product reads are left out: a claim on them is computed from their operands.
  func handOver() -> [TensorValues?] {
    precondition(!values.isEmpty, "the values of an execution are proven once")
    let graph = circuit.graph
    var isRead = Array(repeating: false, count: graph.nodes.count)
    for column in graph.lookups.flatMap({ $0.columns }) { isRead[column.node] = true }
    for node in graph.nodes {
      if case .einsum(let operands) = node.kind {
        for operand in operands { isRead[operand.node] = true }
      }
    }
    var result = values
    values = []
    for (i, node) in graph.nodes.enumerated() where !isRead[i] {
      if case .linear = node.kind { result[i] = nil }
    }
    return result
  }

  // MARK: Rows

  /// Calls `body` with each contiguous run of a region.
  func forEachRow(of tensor: TensorValues, _ region: [Range<Int>], _ body: (Int, Int) -> Void) {
    guard let last = region.last else {
      body(0, 1)
      return
    }
    func descend(_ axis: Int, _ start: Int) {
      if axis == region.count - 1 {
        body(start + last.lowerBound, last.count)
      } else {
        for i in region[axis] { descend(axis + 1, start + i * tensor.strides[axis]) }
      }
    }
    descend(0, 0)
  }

  /// Takes over the rows another execution of the same statement has computed.
  func adopt(from other: Execution) {
    tokens = Array(other.tokens.prefix(circuit.lengths.tokens))
    source = other.source
    isBegun = other.isBegun
    for node in circuit.graph.nodes.indices {
      guard let to = values[node], let from = other.values[node], to !== from else { continue }
      let region = zip(to.shape, from.shape).map { 0..<min($0, $1) }
      var nest = LoopNest()
      for (axis, range) in region.enumerated() {
        nest.add(range.count, out: to.strides[axis], a: from.strides[axis])
      }
      nest.accumulate(to.integers, from.integers, coefficient: 1)
    }
  }

  /// Replaces a node's values: what a cheating prover would do. Tests use it; the honest prover never does.
  func replace(_ node: Int, _ tensor: TensorValues) { values[node] = tensor }
}
