import Circuits
import Testing

/// An architecture of odd small sizes, one for each thing that a circuit does differently.
struct TransformerCase: Sendable, CustomTestStringConvertible {
  /// What a model may have beside its architecture.
  enum Extra: Sendable {
    case probabilities
    case logitBias
    /// Weights of 16 bits: 256 times one byte and another.
    case twoLimbs
    /// Products of queries and keys that are rounded once more before they index the exponential table.
    case finerScores
  }

  let name: String
  let architecture: Architecture
  var extras: Set<Extra> = []

  var testDescription: String { name }

  static let all: [TransformerCase] = encoders + decoders + encoderDecoders

  // MARK: BERT

  static let encoders = [
    TransformerCase(name: "masked tokens", architecture: bert(layers: 3, .masked(.geluErf))),
    TransformerCase(
      name: "masked tokens, probabilities and a logit bias",
      architecture: bert(layers: 1, .masked(.geluTanh)),
      extras: [.probabilities, .logitBias, .finerScores]),
    TransformerCase(
      name: "two classes, weights of two limbs", architecture: bert(layers: 1, .classes(2)),
      extras: [.twoLimbs]),
    TransformerCase(
      name: "three classes, probabilities and a logit bias",
      architecture: bert(layers: 1, .classes(3)), extras: [.probabilities, .logitBias]),
    TransformerCase(name: "mean embedding", architecture: bert(layers: 3, .embedding(.mean))),
    TransformerCase(
      name: "first row's embedding", architecture: bert(layers: 1, .embedding(.first))),
  ]

  private static func bert(layers: Int, _ output: Output) -> Architecture {
    var stack = Stack.small(layers: layers)
    stack.placement = .after
    stack.entry = .normalized
    stack.positions = .added
    stack.segments = .two
    stack.activation = .geluErf
    return .small(encoder: stack, decoder: nil, output)
  }

  // MARK: Llama, OPT

  static let decoders = [
    TransformerCase(
      name: "rotary, tied, finer scores", architecture: llama(layers: 3, .tied),
      extras: [.finerScores]),
    TransformerCase(name: "rotary, untied", architecture: llama(layers: 1, .untied)),
    TransformerCase(name: "added positions, relu", architecture: opt(layers: 3)),
    TransformerCase(
      name: "added positions, probabilities", architecture: opt(layers: 1),
      extras: [.probabilities, .twoLimbs]),
  ]

  private static func llama(layers: Int, _ head: HeadTie) -> Architecture {
    var stack = Stack.small(layers: layers)
    stack.norm = .rootMeanSquare
    (stack.groups, stack.shared, stack.width) = (2, 3, 6)
    stack.positions = .rotary
    stack.feedForward = .gated
    stack.activation = .silu
    return .small(encoder: nil, decoder: stack, .reply(head: head))
  }

  private static func opt(layers: Int) -> Architecture {
    var stack = Stack.small(layers: layers)
    stack.positions = .added
    return .small(encoder: nil, decoder: stack, .reply(head: .tied))
  }

  // MARK: T5, Marian

  static let encoderDecoders = [
    TransformerCase(name: "relative positions", architecture: t5(.plain, .relu, layers: (3, 1))),
    TransformerCase(
      name: "relative positions, gated", architecture: t5(.gated, .geluTanh, layers: (1, 3))),
    TransformerCase(
      name: "norms after, a logit bias", architecture: marian(layers: (1, 3)), extras: [.logitBias]),
  ]

  private static func t5(
    _ feedForward: Stack.FeedForward, _ activation: Activation, layers: (Int, Int)
  ) -> Architecture {
    func stack(_ layers: Int, _ sources: Stack.Sources) -> Stack {
      var stack = Stack.small(layers: layers)
      stack.norm = .rootMeanSquare
      stack.positions = .relative
      stack.feedForward = feedForward
      stack.activation = activation
      stack.sources = sources
      return stack
    }
    return .small(
      encoder: stack(layers.0, .itself), decoder: stack(layers.1, .itselfAndEncoder),
      .reply(head: .untied))
  }

  private static func marian(layers: (Int, Int)) -> Architecture {
    func stack(_ layers: Int, _ sources: Stack.Sources) -> Stack {
      var stack = Stack.small(layers: layers)
      stack.placement = .after
      stack.positions = .added
      stack.activation = .silu
      stack.sources = sources
      return stack
    }
    return .small(
      encoder: stack(layers.0, .itself), decoder: stack(layers.1, .itselfAndEncoder),
      .reply(head: .tied))
  }
}

extension Architecture {
  fileprivate static func small(encoder: Stack?, decoder: Stack?, _ output: Output) -> Architecture
  {
    Architecture(
      encoder: encoder, decoder: decoder, output: output, vocabulary: 11, context: 13, pad: 3,
      stops: [])
  }
}

extension Stack {
  /// Of attention over two heads, to be changed.
  fileprivate static func small(layers: Int) -> Stack {
    Stack(
      layers: layers, features: 6, groups: 2, shared: 1, width: 5, hidden: 7, norm: .layer,
      placement: .before, entry: .plain, positions: .none, segments: .one, feedForward: .plain,
      activation: .relu, sources: .itself, epsilon: 1e-5)
  }
}
