/// How the values of a witness are computed, as data. Nothing here is trusted: the assertions make that value the only one.
public enum Rule: Equatable, Sendable {
  /// floor((a + 2^(shift-1)) / 2^shift)
  case rounding(source: Int, shift: Int)
  /// floor(a / divisor)
  case quotient(source: Int, divisor: Int64)
  /// floor(2^bits / a)
  case reciprocal(source: Int, bits: Int)
  /// Bits 16 index ... of scale · a + offset: 16 of them, or all that are left for the top limb.
  case limb(source: Int, scale: Int64, offset: Int64, index: Int, place: LimbPlace)
  /// The largest entry of each row of the last axis, inside the selector.
  case rowMaximum(source: Int, selector: Selector?)
  /// Output `column` of the table's row with index a; zero outside the selector.
  case tableOutput(table: Int, column: Int, source: Int, selector: Selector?)
  /// The index of the table's row whose outputs 0 and 1 enclose a.
  case tableSearch(table: Int, source: Int)
  /// How often each row of the table is looked up.
  case multiplicity(table: Int)

  /// The node the rule reads, if it reads one.
  public var source: Int? {
    switch self {
    case .rounding(let source, _), .quotient(let source, _), .reciprocal(let source, _),
      .limb(let source, _, _, _, _), .rowMaximum(let source, _), .tableOutput(_, _, let source, _),
      .tableSearch(_, let source):
      source
    case .multiplicity: nil
    }
  }
}

/// Whether a limb takes 16 bits or everything from its place up.
public enum LimbPlace: UInt8, Sendable {
  case inner = 0
  case top = 1
}

/// A public 0/1 function that says where a lookup is active.
public enum Selector: Equatable, Sendable {
  /// [source <= query], on two axes of equal length.
  case causal(query: Int, source: Int)

  public var axes: [Int] {
    switch self {
    case .causal(let query, let source): [query, source]
    }
  }
}
