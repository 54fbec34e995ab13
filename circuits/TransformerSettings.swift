/// Integer settings and recorded parameter bounds of one Transformer: with its architecture, all that its graph depends on.
public struct TransformerSettings: Sendable, Codable, Equatable {
  public var architecture: Architecture
  public var encoder: StackSettings?
  public var decoder: StackSettings?
  public var head: TransformerHeadSettings
  /// The table of reciprocal roots that all norms share.
  public var roots: RootSettings
  /// By parameter name: maps with int8 weights, and vectors' largest absolute values.
  public var maps: [String: LinearBounds]
  public var vectors: [String: Int64]

  public init(
    architecture: Architecture, encoder: StackSettings?, decoder: StackSettings?,
    head: TransformerHeadSettings, roots: RootSettings, maps: [String: LinearBounds],
    vectors: [String: Int64]
  ) {
    self.architecture = architecture
    self.encoder = encoder
    self.decoder = decoder
    self.head = head
    self.roots = roots
    self.maps = maps
    self.vectors = vectors
  }
}

/// The rows of a table of reciprocal roots.
public struct RootSettings: Sendable, Codable, Equatable {
  public var first: Int
  public var rows: Int

  public init(first: Int, rows: Int) {
    self.first = first
    self.rows = rows
  }

  func normalization(bits: Int, epsilon: Int64) -> NormalizationSettings {
    NormalizationSettings(bits: bits, epsilon: epsilon, first: first, rows: rows)
  }
}

/// Integer settings of one stack.
public struct StackSettings: Sendable, Codable, Equatable {
  /// Fraction bits of norms' outputs.
  public var norm: Int
  /// epsilon · d · 4^(residual bits)
  public var epsilon: Int64
  /// Embedded tokens times 2^embeddingLift have the stream's fraction bits.
  public var embeddingLift: Int
  /// From the embedded tokens to 16 bits, where nothing normalizes them before the first block.
  public var entryShift: Int
  public var attention: AttentionSettings
  public var softmax: SoftmaxSettings
  public var activation: ActivationSettings
  /// From a gated product to 16 bits.
  public var gateShift: Int

  public init(
    norm: Int, epsilon: Int64, embeddingLift: Int, entryShift: Int, attention: AttentionSettings,
    softmax: SoftmaxSettings, activation: ActivationSettings, gateShift: Int
  ) {
    self.norm = norm
    self.epsilon = epsilon
    self.embeddingLift = embeddingLift
    self.entryShift = entryShift
    self.attention = attention
    self.softmax = softmax
    self.activation = activation
    self.gateShift = gateShift
  }
}

/// Integer settings of what follows the last stack.
public struct TransformerHeadSettings: Sendable, Codable, Equatable {
  /// Gain, rounding and the range of logit gaps.
  public var row: HeadSettings
  /// Of the head's own activation, if it has one.
  public var activation: ActivationSettings?
  /// The activation's values times 2^lift are what the head's own norm reads.
  public var lift: Int
  /// Of the head's own norm, whose epsilon is that of the activation's fraction bits; or of an embedding's length.
  public var normalization: NormalizationSettings?
  public var probability: ProbabilitySettings?
  /// Fraction bits of stated values.
  public var valueBits: Int

  public init(
    row: HeadSettings, activation: ActivationSettings?, lift: Int,
    normalization: NormalizationSettings?,
    probability: ProbabilitySettings?, valueBits: Int
  ) {
    self.row = row
    self.activation = activation
    self.lift = lift
    self.normalization = normalization
    self.probability = probability
    self.valueBits = valueBits
  }
}
