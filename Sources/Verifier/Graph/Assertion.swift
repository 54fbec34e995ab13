/// Rows (first + i, outputs[0][i], outputs[1][i], ...). The index is public, output columns are parameters.
public struct Table: Equatable, Sendable {
  public let name: Name
  /// Number of the table in fingerprints; no two tables share one.
  public let tag: Int
  public let axis: Int
  public let first: Int64
  public let outputs: [Int]
  /// The witness that counts how often each row is looked up.
  public let multiplicity: Int

  public init(
    name: Name, tag: Int, axis: Int, first: Int64, outputs: [Int], multiplicity: Int
  ) {
    self.name = name
    self.tag = tag
    self.axis = axis
    self.first = first
    self.outputs = outputs
    self.multiplicity = multiplicity
  }
}

/// scale · node + offset.
public struct Column: Equatable, Sendable {
  public let node: Int
  public let scale: Int64
  public let offset: Int64

  public init(node: Int, scale: Int64 = 1, offset: Int64 = 0) {
    self.node = node
    self.scale = scale
    self.offset = offset
  }
}

/// Assertion: each active row of the columns is a row of the table.
public struct Lookup: Equatable, Sendable {
  public let name: Name
  public let table: Int
  public let columns: [Column]
  public let selector: Selector?

  public init(name: Name, table: Int, columns: [Column], selector: Selector? = nil) {
    self.name = name
    self.table = table
    self.columns = columns
    self.selector = selector
  }
}

/// Assertion: the node is zero everywhere, or wherever the selector is.
public struct Zero: Equatable, Sendable {
  public let name: Name
  public let node: Int
  public let outside: Selector?

  public init(name: Name, node: Int, outside: Selector? = nil) {
    self.name = name
    self.node = node
    self.outside = outside
  }
}
