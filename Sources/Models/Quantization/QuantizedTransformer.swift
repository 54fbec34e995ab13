import Circuits
import Foundation
import Prover
import Verifier

/// A Transformer in integers: its circuit's settings, and the values of its parameters.
public struct QuantizedTransformer {
  public let settings: TransformerSettings
  public let graph: Graph
  /// By node.
  public let parameters: [Int: TensorValues]

  /// Quantizes a float model with the given bits. Elementwise; the same bytes on every machine.
  ///
  /// - Throws: `BuildError` if a static bound could wrap; `ModelError` if a table cannot be computed.
  public init(
    _ model: TransformerModel, _ bits: TransformerBits, probabilities: Probabilities,
    parallel: Parallel = .all
  ) throws {
    let architecture = model.architecture
    var store = ParameterStore(wide: Set(bits.wide), parallel)
    store.addRows("embedding", model.weights.embedding, grid: bits.embeddingGrid)
    let isAlone = architecture.encoder == nil || architecture.decoder == nil
    var encoded: NormWeights?
    var encoder: StackSettings?
    var decoder: StackSettings?
    if let stack = architecture.encoder, let weights = model.weights.encoder,
      let own = bits.encoder
    {
      let quantizer = StackQuantizer(
        stack, weights, own, name: isAlone ? "" : "encoder", context: architecture.context,
        embedding: bits.embeddingGrid)
      encoder = try quantizer.fill(&store, encoded: nil)
      encoded = quantizer.finalNorm
    }
    if let stack = architecture.decoder, let weights = model.weights.decoder,
      let own = bits.decoder
    {
      let quantizer = StackQuantizer(
        stack, weights, own, name: isAlone ? "" : "decoder", context: architecture.context,
        embedding: bits.embeddingGrid)
      decoder = try quantizer.fill(&store, encoded: encoded)
      encoded = quantizer.finalNorm
    }
    guard let encoded else { preconditionFailure("an architecture has an encoder or a decoder") }

    let stacks = bits.stacks
    let first = stacks.reduce(65534) { min($0, $1.firstRoot) }
    let last = stacks.reduce(4) { max($0, $1.lastRoot) }
    let roots = RootSettings(first: first, rows: last - first + 1)
    let features = (architecture.decoder ?? architecture.encoder)!.features
    let table = try LookupTable.reciprocalRoots(
      width: features, exponent: bits.last.norm + NormalizationSettings.usualShift, first: first,
      rows: roots.rows)
    store.addIntegers("root low", table.low)
    store.addIntegers("root high", table.high)

    let head = try HeadQuantizer(
      model, bits, finalNorm: encoded, roots: roots, probabilities: probabilities
    ).fill(&store)
    settings = TransformerSettings(
      architecture: architecture, encoder: encoder, decoder: decoder, head: head, roots: roots,
      maps: store.maps, vectors: store.vectors)
    graph = try Transformer.graph(settings)
    parameters = store.tensors(of: graph)
  }
}
