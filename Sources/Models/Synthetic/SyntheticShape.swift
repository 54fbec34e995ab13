/// The shape of a model with synthetic weights, for measuring cost without downloading anything.
public struct SyntheticShape: Sendable, Equatable {
  public let name: String
  public let layers: Int
  public let width: Int
  public let heads: Int
  public let hidden: Int
  public let vocabulary: Int
  public let context: Int

  public init(
    name: String, layers: Int, width: Int, heads: Int, hidden: Int, vocabulary: Int, context: Int
  ) {
    self.name = name
    self.layers = layers
    self.width = width
    self.heads = heads
    self.hidden = hidden
    self.vocabulary = vocabulary
    self.context = context
  }

  /// Of weights and files: folders of another version are not used.
  public static let version = 2

  /// 124 million parameters.
  public static let gpt2Small = SyntheticShape(
    name: "gpt2-small", layers: 12, width: 768, heads: 12, hidden: 3072, vocabulary: 50257,
    context: 1024)
  /// 355 million parameters.
  public static let gpt2Medium = SyntheticShape(
    name: "gpt2-medium", layers: 24, width: 1024, heads: 16, hidden: 4096, vocabulary: 50257,
    context: 1024)
  /// 5 million parameters: between the others, for calibrating estimates.
  public static let gpt2Mini = SyntheticShape(
    name: "gpt2-mini", layers: 4, width: 256, heads: 4, hidden: 1024, vocabulary: 8192,
    context: 512)
  public static let tiny = SyntheticShape(
    name: "tiny", layers: 2, width: 128, heads: 4, hidden: 512, vocabulary: 1000, context: 128)

  public static let all = [gpt2Small, gpt2Medium, gpt2Mini, tiny]

  public static func named(_ name: String) -> SyntheticShape? { all.first { $0.name == name } }

  public var headWidth: Int { width / heads }

  /// The token that ends a text.
  public var endToken: Int { vocabulary - 1 }
}
