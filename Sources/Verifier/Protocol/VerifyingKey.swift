/// What a verifier holds of a model: its graph, the commitment to its parameters, and where it came from. A few kilobytes.
public struct VerifyingKey: Equatable, Sendable {
  public let profile: Profile
  public let graph: Graph
  public let parameters: Commitment
  public let provenance: Provenance
  /// The model digest, which statements, clients and contracts name: Keccak-256 of `bytes`.
  public let digest: Digest

  /// Digests of what the model was made of, for people; the proof does not depend on them.
  public struct Provenance: Equatable, Sendable {
    public let tokenizer: Digest
    public let settings: Digest
    public let checkpoint: Digest

    public init(tokenizer: Digest, settings: Digest, checkpoint: Digest) {
      self.tokenizer = tokenizer
      self.settings = settings
      self.checkpoint = checkpoint
    }
  }

  public static let magic: [UInt8] = [0x4C, 0x4D, 0x4B, 0x59]  // "LMKY"
  /// Of key and proof formats and of the protocol; absorbed by every proof through the key's digest.
  public static let version = 1

  public init(
    profile: Profile, graph: Graph, parameters: Commitment, provenance: Provenance
  ) {
    self.profile = profile
    self.graph = graph
    self.parameters = parameters
    self.provenance = provenance
    digest = Keccak.hash(VerifyingKey.bytes(profile, graph, parameters, provenance))
  }

  public var bytes: [UInt8] { VerifyingKey.bytes(profile, graph, parameters, provenance) }

  private static func bytes(
    _ profile: Profile, _ graph: Graph, _ parameters: Commitment, _ provenance: Provenance
  ) -> [UInt8] {
    var writer = Writer()
    writer.bytes(magic)
    writer.number(version, 2)
    writer.byte(profile.rawValue)
    graph.write(to: &writer)
    parameters.shape.write(to: &writer)
    parameters.write(to: &writer)
    writer.digest(provenance.tokenizer)
    writer.digest(provenance.settings)
    writer.digest(provenance.checkpoint)
    return writer.bytes
  }

  /// Reads and checks a key: a graph that is not well formed is rejected here.
  public init(_ bytes: [UInt8]) throws(Rejection) {
    var reader = Reader(bytes)
    guard try reader.bytes(4) == VerifyingKey.magic else { throw .malformedKey }
    guard try reader.number(2) == VerifyingKey.version else { throw .unknownVersion }
    guard let profile = Profile(rawValue: try reader.byte()) else { throw .unknownProfile }
    self.profile = profile
    graph = try Graph(from: &reader)
    do { try graph.check() } catch { throw .malformedKey }
    parameters = try Commitment.read(
      from: &reader, shape: try OracleShape.read(from: &reader))
    provenance = Provenance(
      tokenizer: try reader.digest(), settings: try reader.digest(),
      checkpoint: try reader.digest())
    try reader.finish()
    // A key has one encoding: these are the bytes that `bytes` would give.
    digest = Keccak.hash(bytes)
  }
}
