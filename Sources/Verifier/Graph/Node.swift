/// A tensor of the graph. Its values are integers and it is zero outside its box.
public struct Node: Equatable, Sendable {
  public let name: Name
  /// Indices into the graph's axes, the last varying fastest.
  public let axes: [Int]
  public var kind: Kind
  /// Proven bound on the absolute value of every entry, below 2^62.
  public var bound: Int64
  public var boundRule: BoundRule

  public enum Kind: Equatable, Sendable {
    /// Committed once, part of the model.
    case parameter(Encoding)
    /// Committed with each proof; the rule says how its values are computed.
    case witness(Rule)
    /// Known to the verifier, who evaluates its extension.
    case statement(StatementTensor)
    /// Σ coefficient · view(node) + constant.
    case linear([Term], constant: Int64)
    /// Σ over the axes that are not the node's own of the product of the operands.
    case einsum([Operand])
  }

  public init(name: Name, axes: [Int], kind: Kind, bound: Int64, boundRule: BoundRule) {
    self.name = name
    self.axes = axes
    self.kind = kind
    self.bound = bound
    self.boundRule = boundRule
  }

  public var isCommitted: Bool {
    switch kind {
    case .parameter, .witness: true
    default: false
    }
  }

  public var isVirtual: Bool {
    switch kind {
    case .linear, .einsum: true
    default: false
    }
  }

  /// The nodes whose values define a virtual node.
  public var inputs: [Int] {
    switch kind {
    case .linear(let terms, _): terms.map { $0.node }
    case .einsum(let operands): operands.map { $0.node }
    default: []
    }
  }
}

/// How a parameter is stored: signed bytes, or integers below 2^62.
public enum Encoding: UInt8, Sendable {
  case bytes = 0
  case wide = 1
}

/// A tensor made of the statement. Rows without a token are zero.
public enum StatementTensor: Hashable, Sendable {
  /// [v = token of row t], rows of the token axis, padded with the pad token.
  case tokenOneHot
  /// [v = reply token t].
  case replyOneHot
  /// [v < reply token t].
  case belowReply
  /// [t is a row of the reply]; no vocabulary axis.
  case replyRows
  /// [v = prompt token t], an encoder's rows.
  case promptOneHot
  /// [s = text of row t], 0 the first and 1 the second.
  case segmentOneHot
  /// [row t is where entry r of the reply stands].
  case positionOneHot
  /// The stated integers themselves, each meant as integer / 2^fractionBits: for each entry of the reply, or once.
  case values(fractionBits: UInt8)

  /// The largest absolute entry. Stated values are signed numbers of 32 bits.
  public var largest: Int64 {
    if case .values = self { 1 << 31 } else { 1 }
  }
}

/// One summand of a linear node.
public struct Term: Equatable, Sendable {
  public let coefficient: Int64
  public let node: Int
  /// One view for each axis of the operand. Output axes that no view names are broadcast.
  public let views: [View]

  public init(coefficient: Int64, node: Int, views: [View]) {
    self.coefficient = coefficient
    self.node = node
    self.views = views
  }
}

/// How one axis of an operand follows the output.
public enum View: Equatable, Sendable {
  /// Operand index = output index along this axis.
  case same(axis: Int)
  /// Operand index = output index + start; beyond the operand's box it reads zero.
  case window(axis: Int, start: Start)
  /// The operand's axis is summed out.
  case summed
  /// out[x] = Σ_y matrix[x][y] operand[y], on the layer axis.
  case matrix(axis: Int, LayerMatrix)
}

/// Where a window begins.
public enum Start: UInt8, Sendable {
  case zero = 0
  /// The row of the last prompt token, which predicts the first reply token.
  case lastPrompt = 1
}

/// Public matrices over layers: which layers a layer has heard of.
public enum LayerMatrix: UInt8, Sendable {
  /// [y < x]
  case earlier = 0
  /// [y <= x]
  case upTo = 1
  /// [y + 1 = x]: the layer before.
  case previous = 2
  /// [y = x]: the same layer, counted from the first.
  case fromFirst = 3
  /// [rows - x = columns - y]: the same layer, counted from the last.
  case fromLast = 4

  /// Entry (x, y) of a matrix of rows x columns.
  public func entry(_ x: Int, _ y: Int, rows: Int, columns: Int) -> Bool {
    switch self {
    case .earlier: y < x
    case .upTo: y <= x
    case .previous: y + 1 == x
    case .fromFirst: y == x
    case .fromLast: y + rows == x + columns
    }
  }

  /// Whether a row has more than one entry.
  var sums: Bool { self == .earlier || self == .upTo }
}

/// One factor of an einsum, its axes named in the einsum's index space.
public struct Operand: Equatable, Sendable {
  public let node: Int
  public let axes: [Int]

  public init(node: Int, axes: [Int]) {
    self.node = node
    self.axes = axes
  }
}

/// Why a node's bound holds; `docs/soundness.md` proves each.
public enum BoundRule: UInt8, Sendable {
  /// A parameter's largest absolute value, recorded at import.
  case recorded = 0
  /// Interval arithmetic over the inputs' bounds.
  case interval = 1
  /// An assertion ranges it.
  case asserted = 2
  /// A low limb: its own lookup bounds it.
  case lowLimb = 3
  /// Σ c² <= 4^s (2 Q + 2 d) / R², by the guard on Q.
  case normGuard = 4
  /// |R Σ E' v| <= 2^K max |v|, by S' R <= 2^K and E' >= 0.
  case reciprocal = 5
  /// |Σ x W| <= max |x| ‖W‖₁, the largest norm of the parameter's columns recorded at import.
  case parameterNorm = 6
}
