import Verifier

extension ProvingKey {
  /// Proves that the statement's reply is what this model says.
  ///
  /// The same values give the same bytes, at any number of threads and any kernel level. The execution's
  /// values are spent: they take as much memory as all else, and go as soon as they are not needed.
  public func prove(
    _ generation: Generation, planning: Planning = .ordinary, parallel: Parallel,
    progress: ProvingProgress = .none
  ) throws(Rejection) -> Proof {
    let circuit = Circuit(key.graph, generation.statement.lengths(in: key.graph))
    return try prove(
      generation.statement, circuit, values: generation.execution.handOver(), planning: planning,
      parallel: parallel, progress: progress)
  }

  /// Proves from token ids alone: computes the values of a given statement, then proves them.
  ///
  /// - Throws: `Refusal` if a value leaves its proven range, else `Rejection`.
  public func prove(
    _ statement: Statement, parallel: Parallel, progress: ProvingProgress = .none
  ) throws -> Proof {
    let generation = try execute(statement, parallel: parallel, progress: progress)
    return try prove(generation, parallel: parallel, progress: progress)
  }

  /// Proves whatever the values say; a cheating prover starts here.
  func prove(
    _ statement: Statement, _ circuit: Circuit, values: consuming [TensorValues?],
    planning: Planning = .ordinary, parallel: Parallel, progress: ProvingProgress = .none
  ) throws(Rejection) -> Proof {
    progress.begin(.commit, messageBytes: 0)
    let (cost, claims) = CostChannel.measure(circuit)
    let layout = CommittedLayout.witnesses(of: circuit)
    let schedule = try planning.schedule(
      parameters: oracle.commitment.shape, witnessLength: layout.length, claims: claims,
      profile: key.profile)
    try key.profile.require(schedule, otherTerms: cost.tally.terms)
    var witnesses: [Int: TensorValues] = [:]
    for place in layout.places { witnesses[place.owner] = values[place.owner]! }
    // The vector is as long as all witnesses; it is made again when it is opened.
    let shape = schedule.oracles[1].shape
    let witness = Oracle.commit(
      layout.vector(witnesses, shape: shape, parallel), keeping: .codeword, parallel: parallel
    ).sealed

    let rows = StatementRows(statement, lengths: circuit.lengths, graph: key.graph)
    var channel = ProverChannel(
      Proof.transcript(key, digest, statement, schedule, witness.commitment), circuit, rows,
      values: values, parallel: parallel, progress: progress)
    values = []
    var reduction = Reduction(circuit, rows)
    let open = try reduction.run(on: &channel)
    let opened = try OpenedClaims(
      open, circuit, parameters: .parameters(of: key.graph), witnesses: layout)

    channel.dropValues()
    progress.begin(.opening, messageBytes: channel.writer.bytes.count)
    Opening.prove(
      schedule: schedule,
      oracles: [
        oracle, witness.opened(with: layout.vector(witnesses, shape: shape, parallel), parallel),
      ], claims: opened.claims,
      transcript: &channel.transcript, writer: &channel.writer, parallel: parallel)
    progress.end(messageBytes: channel.writer.bytes.count)
    return Proof(
      schedule: schedule, witness: witness.commitment, messages: channel.writer.bytes)
  }
}
