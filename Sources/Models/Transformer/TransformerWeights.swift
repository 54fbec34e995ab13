/// An affine map `y = x · weight + bias`.
public struct LinearWeights: Sendable {
  /// `[inputs, outputs]`.
  public var weight: FloatTensor
  /// One for each output; zeros if the family has none.
  public var bias: [Float]

  public init(weight: FloatTensor, bias: [Float]) {
    self.weight = weight
    self.bias = bias
  }
}

/// The gain and bias that follow a norm; one of each for every feature.
public struct NormWeights: Sendable {
  public var gain: [Float]
  /// Zeros for norms by the root of the mean square.
  public var bias: [Float]

  public init(gain: [Float], bias: [Float]) {
    self.gain = gain
    self.bias = bias
  }
}

/// The four maps of one attention.
public struct AttentionWeights: Sendable {
  /// `[features, groups·shared·width]`; weight and bias are already multiplied by the factor of the scores.
  public var query: LinearWeights
  /// `[features, groups·width]`, from the features of what is attended to.
  public var key: LinearWeights
  public var value: LinearWeights
  /// `[groups·shared·width, features]`.
  public var output: LinearWeights

  public init(
    query: LinearWeights, key: LinearWeights, value: LinearWeights, output: LinearWeights
  ) {
    self.query = query
    self.key = key
    self.value = value
    self.output = output
  }
}

/// One block. A norm is read by its part if norms are placed before, and follows `x + f(x)` if they are placed after.
public struct LayerWeights: Sendable {
  public var attentionNorm: NormWeights
  public var attention: AttentionWeights
  /// Attention to the encoder's rows, in decoders beside one.
  public var crossNorm: NormWeights?
  public var cross: AttentionWeights?
  public var feedForwardNorm: NormWeights
  /// Gated: `down(f(gate x) · up x)`; plain, without it: `down(f(up x))`.
  public var gate: LinearWeights?
  public var up: LinearWeights
  public var down: LinearWeights

  public init(
    attentionNorm: NormWeights, attention: AttentionWeights, crossNorm: NormWeights? = nil,
    cross: AttentionWeights? = nil, feedForwardNorm: NormWeights, gate: LinearWeights? = nil,
    up: LinearWeights, down: LinearWeights
  ) {
    self.attentionNorm = attentionNorm
    self.attention = attention
    self.crossNorm = crossNorm
    self.cross = cross
    self.feedForwardNorm = feedForwardNorm
    self.gate = gate
    self.up = up
    self.down = down
  }
}

/// The weights of one stack of blocks and of what surrounds it.
public struct StackWeights: Sendable {
  /// Added positions, `[context, features]`, learned or computed; the first segment's row is part of each.
  public var positions: FloatTensor?
  /// What rows of the second segment get on top of that.
  public var secondSegment: [Float]?
  /// The norm of the embedded rows, if the entry is normalized.
  public var entryNorm: NormWeights?
  public var layers: [LayerWeights]
  /// The norm after the last block, if norms are placed before.
  public var finalNorm: NormWeights?
  /// Rotary positions, `[context, 2, 2, width / 2]`: half `h` of a head becomes `Σ_k rotation[p, h, k, i] · half k`.
  public var rotation: FloatTensor?
  /// Relative positions, `[heads, context, context]`: added to the score of a query position (second axis) for a source.
  public var relative: FloatTensor?

  public init(
    positions: FloatTensor? = nil, secondSegment: [Float]? = nil, entryNorm: NormWeights? = nil,
    layers: [LayerWeights], finalNorm: NormWeights? = nil, rotation: FloatTensor? = nil,
    relative: FloatTensor? = nil
  ) {
    self.positions = positions
    self.secondSegment = secondSegment
    self.entryNorm = entryNorm
    self.layers = layers
    self.finalNorm = finalNorm
    self.rotation = rotation
    self.relative = relative
  }
}

/// The weights between the last stack's rows and the output.
public struct HeadWeights: Sendable {
  /// The last stack's final rows, after gain and bias, are multiplied by it before the matrix.
  public var factor: Double
  /// Masked tokens: the dense map before the activation. Classes: the pooler.
  public var transform: LinearWeights?
  /// Masked tokens: the norm after the activation.
  public var transformNorm: NormWeights?
  /// `[vocabulary or classes, features]`; nil if it is the embedding.
  public var matrix: FloatTensor?
  /// Of the logits.
  public var bias: [Float]?

  public init(
    factor: Double = 1, transform: LinearWeights? = nil, transformNorm: NormWeights? = nil,
    matrix: FloatTensor? = nil, bias: [Float]? = nil
  ) {
    self.factor = factor
    self.transform = transform
    self.transformNorm = transformNorm
    self.matrix = matrix
    self.bias = bias
  }
}

/// The parameters of a Transformer of any family in 32-bit floats.
public struct TransformerWeights: Sendable {
  /// `[vocabulary, features]`, already multiplied by the family's embedding factor; a tied head's factor undoes it.
  public var embedding: FloatTensor
  public var encoder: StackWeights?
  public var decoder: StackWeights?
  public var head: HeadWeights

  public init(
    embedding: FloatTensor, encoder: StackWeights? = nil, decoder: StackWeights? = nil,
    head: HeadWeights
  ) {
    self.embedding = embedding
    self.encoder = encoder
    self.decoder = decoder
    self.head = head
  }
}
