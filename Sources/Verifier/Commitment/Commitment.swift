/// What binds a vector f: the root of its codeword's tree and its value at a point the root decides.
///
/// The root alone binds f to a list of codewords near the committed word; the out-of-domain value picks one of them.
/// Source: Ben-Sasson, Goldberg, Kopparty, Saraf, "DEEP-FRI", ePrint 2019/336; multilinear form: WHIR, ePrint 2024/1586.
public struct Commitment: Equatable, Sendable {
  public let root: Digest
  /// y = f~(z) at z = `point()`.
  public let value: Extension
  public let shape: OracleShape

  public init(root: Digest, value: Extension, shape: OracleShape) {
    self.root = root
    self.value = value
    self.shape = shape
  }

  /// z, one challenge for each variable, from a transcript of its own: a function of root and shape, never read.
  public func point() -> [Extension] { Commitment.point(root: root, shape: shape) }

  public static func point(root: Digest, shape: OracleShape) -> [Extension] {
    let writer = head(root, shape)
    var transcript = Transcript(label: "lemma out-of-domain point v1")
    transcript.absorb(writer.bytes)
    return transcript.challenges(shape.variables)
  }

  @inline(never)
  private static func head(_ root: Digest, _ shape: OracleShape) -> Writer {
    var writer = Writer()
    writer.byte(UInt8(Extension.degree))
    shape.write(to: &writer)
    writer.digest(root)
    return writer
  }

  /// What the transcript absorbs: degree, shape, root, value.
  public var bytes: [UInt8] {
    var writer = Commitment.head(root, shape)
    writer.element(value)
    return writer.bytes
  }

  /// Root and value, as a proof carries them: the shape is the schedule's.
  public static func read(from reader: inout Reader, shape: OracleShape) throws(Rejection)
    -> Commitment
  {
    let root = try reader.digest()
    return Commitment(root: root, value: try reader.element(), shape: shape)
  }

  public func write(to writer: inout Writer) {
    writer.digest(root)
    writer.element(value)
  }
}
