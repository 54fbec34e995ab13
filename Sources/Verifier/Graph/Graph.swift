/// A model as integer tensor algebra: nodes over named axes, and assertions about them.
///
/// The token and reply axes are symbolic; `Circuit` fixes them. One graph serves every length up to the context.
public struct Graph: Equatable, Sendable {
  public var axes: [Axis] = []
  public var nodes: [Node] = []
  public var tables: [Table] = []
  public var lookups: [Lookup] = []
  public var zeros: [Zero] = []
  /// Longest prompt + reply - 1.
  public var context: Int
  /// Token ids are below this.
  public var vocabulary: Int
  /// The token that fills rows beyond the statement.
  public var pad: Int
  /// Tokens that end a reply.
  public var stops: [Int]

  /// Every true value stays within (-2^62, 2^62), so integers and residues modulo p are the same thing.
  public static let limit: Int64 = 1 << 62

  public init(context: Int, vocabulary: Int, pad: Int, stops: [Int]) {
    self.context = context
    self.vocabulary = vocabulary
    self.pad = pad
    self.stops = stops
  }

  /// The most entries an axis can have, over all statements.
  @inline(never)
  public func largestSize(_ axis: Int) -> Int {
    switch axes[axis].extent {
    case .fixed(let size): size
    case .tokens, .replies, .prompt: context
    }
  }

  /// Which rows the model has.
  public var form: Form {
    if !axes.contains(where: { $0.extent == .prompt }) { return .decoder }
    return axes.contains { $0.extent == .tokens } ? .encoderDecoder : .encoder
  }

  /// How many things a reply's entry may be: tokens, or the classes of a classifier.
  public var choices: Int {
    guard let node = first(StatementTensor.replyOneHot.code), nodes[node].axes.count == 2,
      axes.indices.contains(nodes[node].axes[1])
    else { return vocabulary }
    return largestSize(nodes[node].axes[1])
  }

  /// The node that holds the stated values, if there is one.
  public var values: Int? { first(StatementTensor.values(fractionBits: 0).code) }

  func reads(_ tensor: StatementTensor) -> Bool { first(tensor.code) != nil }

  /// The first node that holds the part of the statement of this code.
  @inline(never)
  private func first(_ code: UInt8) -> Int? {
    for (i, node) in nodes.enumerated() {
      if case .statement(let other) = node.kind, other.code == code { return i }
    }
    return nil
  }
}

/// Which rows a model has, and so what its statements are about.
public enum Form: UInt8, Sendable {
  /// A row for each token of the prompt and the reply, each after those before it.
  case decoder = 0
  /// A row for each token of the prompt, all at once.
  case encoder = 1
  /// An encoder's rows, and a row for each token of the reply.
  case encoderDecoder = 2
}

/// A graph with the lengths of one statement.
public final class Circuit: Sendable {
  public let graph: Graph
  public let lengths: Lengths
  /// Entries of each axis.
  public let sizes: [Int]
  /// Digits of each axis.
  public let bits: [Int]

  public init(_ graph: Graph, _ lengths: Lengths) {
    self.graph = graph
    self.lengths = lengths
    sizes = graph.axes.map { axis in
      switch axis.extent {
      case .fixed(let size): size
      case .tokens: lengths.tokens
      case .replies: lengths.replies
      case .prompt: lengths.prompt
      }
    }
    bits = sizes.map(bitCount)
  }

  public func shape(_ node: Int) -> [Int] { graph.nodes[node].axes.map { sizes[$0] } }

  /// Entries of the node's box. 64 bits wide also where Int is not.
  public func count(_ node: Int) -> UInt64 {
    var count: UInt64 = 1
    for axis in graph.nodes[node].axes { count *= UInt64(sizes[axis]) }
    return count
  }

  public func start(_ start: Start) -> Int { start == .zero ? 0 : lengths.firstReply }
}
