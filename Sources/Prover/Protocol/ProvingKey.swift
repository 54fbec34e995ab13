import Verifier

/// What a prover holds of a model: the verifying key, the parameters, and their committed oracle.
public struct ProvingKey: Sendable {
  public let key: VerifyingKey
  public let digest: Digest
  /// Parameter values by node.
  public let parameters: [Int: TensorValues]
  public let oracle: Oracle

  /// Commits parameters and makes the key.
  public static func commit(
    _ graph: Graph, _ parameters: [Int: TensorValues], profile: Profile,
    provenance: VerifyingKey.Provenance, parallel: Parallel
  ) throws(Rejection) -> ProvingKey {
    let layout = CommittedLayout.parameters(of: graph)
    let shape = try Planning.parametersShape(length: layout.length)
    let oracle = Oracle.commit(
      layout.vector(parameters, shape: shape, parallel), keeping: .treeOnly, parallel: parallel)
    let key = VerifyingKey(
      profile: profile, graph: graph, parameters: oracle.commitment, provenance: provenance)
    return ProvingKey(key: key, parameters: parameters, oracle: oracle)
  }

  public init(key: VerifyingKey, parameters: [Int: TensorValues], oracle: Oracle) {
    self.key = key
    digest = key.digest
    self.parameters = parameters
    self.oracle = oracle
  }
}
