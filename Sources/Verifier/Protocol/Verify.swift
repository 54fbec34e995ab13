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

/// The same check, which also says what the bytes of the proof's messages were for: `sections` is set to what was read, also if the
/// proof is rejected.
public func verify(
  key: VerifyingKey, statement: Statement, proof: Proof, sections: inout ProofSections
) throws(Rejection) -> [SoundnessTerm] {
  let digest = key.digest
  guard statement.model == digest else { throw .anotherModel }
  try statement.check(against: key.graph)
  let lengths = statement.lengths(in: key.graph)
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
  let rows = StatementRows(statement, lengths: lengths, graph: key.graph)
  return try verify(proof, key, Reduction(circuit, rows), parameters, witnesses, on: &channel)
}

private func verify(
  _ proof: Proof, _ key: VerifyingKey, _ reduction: consuming Reduction,
  _ parameters: CommittedLayout, _ witnesses: CommittedLayout, on channel: inout VerifierChannel
) throws(Rejection) -> [SoundnessTerm] {
  let claims = try reduction.run(on: &channel)
  let opened = try OpenedClaims(
    claims, reduction.circuit, parameters: parameters, witnesses: witnesses)
  guard opened.counts == proof.schedule.claims else { throw .malformedProof }
  let terms = try key.profile.require(proof.schedule, otherTerms: channel.tally.terms)
  try Opening.verify(
    schedule: proof.schedule, commitments: [key.parameters, proof.witness],
    claims: opened.claims, transcript: &channel.transcript, reader: &channel.reader)
  try channel.reader.finish()
  return terms
}
