/// What a Transformer is made of: its parts and sizes, without weights or integer settings. One value describes a model of any family.
public struct Architecture: Sendable, Codable, Equatable {
  /// Over the rows of the prompt, each of which sees all others.
  public var encoder: Stack?
  /// Each row sees those before it. Without an encoder its rows are the prompt's and the reply's; beside one they are the reply's
  /// alone, after the pad token.
  public var decoder: Stack?
  public var output: Output
  public var vocabulary: Int
  /// Longest prompt + reply - 1; with an encoder, longest prompt and longest reply.
  public var context: Int
  /// Fills rows beyond a statement; beside an encoder it is also what every reply begins after.
  public var pad: Int
  /// Tokens that end a reply.
  public var stops: [Int]

  public init(
    encoder: Stack?, decoder: Stack?, output: Output, vocabulary: Int, context: Int, pad: Int,
    stops: [Int]
  ) {
    self.encoder = encoder
    self.decoder = decoder
    self.output = output
    self.vocabulary = vocabulary
    self.context = context
    self.pad = pad
    self.stops = stops
  }
}

/// What the proof states beside the prompt.
public enum Output: Sendable, Codable, Equatable {
  /// The decoder's greedy reply.
  case reply(head: HeadTie)
  /// The likeliest token at given rows of the encoder, through dense, activation and norm.
  case masked(Activation)
  /// The likeliest of some classes, from the tanh of a dense map of the encoder's first row.
  case classes(Int)
  /// The encoder's rows pooled into one vector of length 1.
  case embedding(Pooling)
}

public enum HeadTie: String, Sendable, Codable {
  case tied
  case untied
}

public enum Pooling: String, Sendable, Codable {
  case mean
  case first
}

/// Elementwise functions that have a table.
public enum Activation: String, Sendable, Codable {
  case geluTanh
  case geluErf
  case relu
  case silu
  case tanh
}

/// Blocks of one shape, stacked along a layer axis.
public struct Stack: Sendable, Codable, Equatable {
  public var layers: Int
  public var features: Int
  /// Heads of keys and values.
  public var groups: Int
  /// Query heads that share each of them.
  public var shared: Int
  /// Features of a head.
  public var width: Int
  public var hidden: Int
  public var norm: NormKind
  public var placement: NormPlacement
  public var entry: Entry
  public var positions: Positions
  public var segments: Segments
  public var feedForward: FeedForward
  public var activation: Activation
  public var sources: Sources
  /// Added to the variance before its root is taken.
  public var epsilon: Double

  public init(
    layers: Int, features: Int, groups: Int, shared: Int, width: Int, hidden: Int, norm: NormKind,
    placement: NormPlacement, entry: Entry, positions: Positions, segments: Segments,
    feedForward: FeedForward, activation: Activation, sources: Sources, epsilon: Double
  ) {
    self.layers = layers
    self.features = features
    self.groups = groups
    self.shared = shared
    self.width = width
    self.hidden = hidden
    self.norm = norm
    self.placement = placement
    self.entry = entry
    self.positions = positions
    self.segments = segments
    self.feedForward = feedForward
    self.activation = activation
    self.sources = sources
    self.epsilon = epsilon
  }

  public enum NormKind: String, Sendable, Codable {
    /// (x - mean) / deviation
    case layer
    /// x / root of the mean square
    case rootMeanSquare
  }

  public enum NormPlacement: String, Sendable, Codable {
    /// x + f(norm(x)), and a norm after the last block.
    case before
    /// norm(x + f(x))
    case after
  }

  /// What becomes of the embedded tokens before the first block.
  public enum Entry: String, Sendable, Codable {
    case plain
    case normalized
  }

  public enum Positions: String, Sendable, Codable {
    case none
    /// A row for each position, added to the embedding.
    case added
    /// Queries and keys turned by an angle for each position and pair of features.
    case rotary
    /// A number for each head and distance, added to the score.
    case relative
  }

  /// Whether rows tell a first from a second text.
  public enum Segments: String, Sendable, Codable {
    case one
    case two
  }

  public enum FeedForward: String, Sendable, Codable {
    /// W f(V x)
    case plain
    /// W (f(G x) · V x)
    case gated
  }

  /// What the rows attend to.
  public enum Sources: String, Sendable, Codable {
    case itself
    case itselfAndEncoder
  }
}
