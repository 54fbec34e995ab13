/// How a committed vector is laid out: entry 2^fold · column + row is coefficient `column` of row polynomial `row`.
///
/// Each row polynomial is encoded at the 2^logLength-th roots of unity; leaf q of the tree holds all rows' values at
/// x_q = ω^bitreverse(q).
public struct OracleShape: Equatable, Sendable {
  public let columns: Int
  /// k: there are 2^k rows.
  public let fold: Int
  /// ν: the codeword has 2^ν columns.
  public let logLength: Int

  /// Caps that keep every index below 2^31, the range of `Int` in a browser.
  public static let mostColumns = 1 << 28
  public static let mostFold = 16
  public static let mostLogLength = 30

  /// Rejected unless columns <= 2^28, fold <= 16, columns · 2^fold < 2^31 and 1 <= logLength <= 30.
  public init(columns: Int, fold: Int, logLength: Int) throws(Rejection) {
    guard columns >= 1, columns <= OracleShape.mostColumns, fold >= 0, fold <= OracleShape.mostFold,
      logLength >= 1, logLength <= OracleShape.mostLogLength,
      UInt64(columns) << UInt64(fold) < 1 << 31
    else { throw .tooLarge }
    self.columns = columns
    self.fold = fold
    self.logLength = logLength
  }

  public var rows: Int { 1 << fold }
  /// Number of entries.
  public var length: Int { columns << fold }
  /// c = ceil(log2 columns).
  public var columnVariables: Int { OracleShape.bits(for: columns) }
  /// m = k + c.
  public var variables: Int { fold + columnVariables }

  /// ceil(log2 count) for count >= 1.
  @inline(never)
  public static func bits(for count: Int) -> Int { Int.bitWidth - (count - 1).leadingZeroBitCount }

  /// Columns, length of the mask (none yet, reserved for zero knowledge), fold, logLength: 8, 8, 1, 1 bytes.
  public func write(to writer: inout Writer) {
    writer.number(columns, 8)
    writer.number(0, 8)
    writer.byte(UInt8(fold))
    writer.byte(UInt8(logLength))
  }

  public static func read(from reader: inout Reader) throws(Rejection) -> OracleShape {
    let columns = try reader.count(8, atMost: mostColumns)
    guard try reader.number(8) == 0 else { throw .unsoundParameters }
    return try OracleShape(
      columns: columns, fold: Int(try reader.byte()), logLength: Int(try reader.byte()))
  }
}
