/// Checks that the model with this key, given the statement's prompt, greedily replies as the statement says.
///
/// - Returns: every soundness term of this proof; their sum is at most 2^-bits of the profile.
@discardableResult
public func verify(key: VerifyingKey, statement: Statement, proof: Proof)
  throws(Rejection) -> [SoundnessTerm]
{
  var sections = ProofSections()
  return try verify(key: key, statement: statement, proof: proof, sections: &sections)
}

/// The same check, which also says what the bytes of the proof's messages were for.
///
/// - Parameter sections: set to what was read, also if the proof is rejected.
public func verify(
  key: VerifyingKey, statement: Statement, proof: Proof, sections: inout ProofSections
) throws(Rejection) -> [SoundnessTerm] {
  let digest = key.digest
  guard statement.model == digest else { throw .anotherModel }
  try statement.check(against: key.graph)
  let lengths = Lengths(
    prompt: statement.prompt.count, reply: statement.reply.count, context: key.graph.context)
  let circuit = Circuit(key.graph, lengths)
  try circuit.check()

  // Shapes are the key's and the statement's, never the prover's choice.
  let parameters = CommittedLayout.parameters(of: key.graph)
  let witnesses = CommittedLayout.witnesses(of: circuit)
  guard proof.schedule.oracles.count == 2,
    proof.schedule.oracles[0].shape == key.parameters.shape,
    proof.schedule.oracles[1].shape == proof.witness.shape,
    key.parameters.shape.length >= parameters.length,
    proof.witness.shape.length >= witnesses.length
  else { throw .malformedProof }

  var channel = VerifierChannel(
    Proof.transcript(key, digest, statement, proof.schedule, proof.witness),
    Reader(proof.messages))
  defer { sections = channel.reader.sections }
  let rows = StatementRows(
    prompt: statement.prompt, reply: statement.reply, lengths: lengths, pad: key.graph.pad)
  var reduction = Reduction(circuit, rows)
  let claims = try reduction.run(on: &channel)

  let opened = try OpenedClaims(claims, circuit, parameters: parameters, witnesses: witnesses)
  guard opened.counts == proof.schedule.claims else { throw .malformedProof }
  try key.profile.require(proof.schedule, otherTerms: channel.tally.terms)
  try Opening.verify(
    schedule: proof.schedule, commitments: [key.parameters, proof.witness],
    claims: opened.claims, transcript: &channel.transcript, reader: &channel.reader)
  try channel.reader.finish()
  return try proof.schedule.soundnessTerms() + channel.tally.terms
}

/// The reduction's claims as claims on the two committed vectors, in the reduction's order.
public struct OpenedClaims: Sendable {
  /// Blocks of all claims: each has a point of its own.
  static var mostBlocks: Int { 1 << 18 }

  public let claims: [OracleClaim]

  public init(
    _ claims: [Claim], _ circuit: Circuit, parameters: CommittedLayout,
    witnesses: CommittedLayout
  ) throws(Rejection) {
    var result: [OracleClaim] = []
    var blocks = 0
    for claim in claims {
      var points: [[Extension]] = []
      for weight in claim.weights {
        guard let point = weight.point else { throw .openClaim }
        points.append(point)
      }
      let isParameter =
        if case .parameter = circuit.graph.nodes[claim.node].kind { true } else { false }
      let layout = isParameter ? parameters : witnesses
      blocks += layout.placesOfNode[claim.node].count
      guard blocks <= OpenedClaims.mostBlocks else { throw .tooLarge }
      result.append(
        OracleClaim(
          oracle: isParameter ? 0 : 1, blocks: layout.blocks(node: claim.node, points: points),
          value: claim.value))
    }
    self.claims = result
  }

  /// Claims on the parameters, claims on the witness.
  public var counts: [Int] {
    let parameters = claims.reduce(0) { $0 + ($1.oracle == 0 ? 1 : 0) }
    return [parameters, claims.count - parameters]
  }
}
