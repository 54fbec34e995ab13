import Verifier

/// Integer settings of an elementwise function given by a table.
public struct ActivationSettings: Sendable, Codable, Equatable {
  /// Fraction bits of the table's index and of its output.
  public var indexBits: Int
  public var outputBits: Int
  /// log2 of the rows, centred on 0.
  public var rowBits: Int
  /// From the exact product to the index.
  public var shift: Int
  /// The largest absolute output.
  public var largest: Int64

  public init(indexBits: Int, outputBits: Int, rowBits: Int, shift: Int, largest: Int64) {
    self.indexBits = indexBits
    self.outputBits = outputBits
    self.rowBits = rowBits
    self.shift = shift
    self.largest = largest
  }
}

extension GraphBuilder {
  public mutating func activationTable(_ name: String, _ settings: ActivationSettings) -> Int {
    table(
      name, rows: 1 << settings.rowBits, first: -(Int64(1) << Int64(settings.rowBits - 1)),
      outputs: [("\(name) table", settings.largest)])
  }

  /// y = f(round(x / 2^shift)) by lookup; writes y into a witness declared before.
  public mutating func activate(
    _ name: String, _ x: Int, _ settings: ActivationSettings, table: Int, output: Int
  ) throws {
    let half = Int64(1) << Int64(settings.rowBits - 1)
    let index = witness(
      "\(name) index", axes(of: x), bound: half, .rounding(source: x, shift: settings.shift))
    lookup(name, table, [Column(node: index), Column(node: output)])
    define(output, .tableOutput(table: table, column: 0, source: index, selector: nil))
    try assertRounding("\(name) index", index, of: x, shift: settings.shift)
  }
}

extension GraphBuilder {
  /// y = round(f(round(x / 2^s)) · u / 2^shift): a table's output times a second product, as gated feed-forward layers have it.
  ///
  /// - Parameters:
  ///   - gate: x, exact.
  ///   - raised: u, exact.
  ///   - output: the witness y, declared before.
  public mutating func activateGated(
    _ name: String, gate: Int, raised: Int, _ settings: ActivationSettings, shift: Int, table: Int,
    output: Int
  ) throws {
    let opened = witness(
      "\(name) gate", axes(of: gate), bound: settings.largest, .rounding(source: 0, shift: 0))
    try activate(name, gate, settings, table: table, output: opened)
    let product = try einsum(
      "\(name) gated, exact", axes(of: gate), [Factor(opened), Factor(raised)])
    _ = try rounded("\(name) gated", product, shift: shift, declared: output)
  }
}
