import Circuits
import Foundation
import Verifier

@testable import Prover

/// A reproducible stream of random numbers; the seed is the test's.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &+ 0x9E37_79B9_7F4A_7C15 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// A GPT-2 graph of odd small sizes with random parameters: every operation, milliseconds to prove.
struct SmallModel {
  struct Sizes {
    var layers = 2
    var features = 6
    var heads = 3
    var hidden = 10
    var vocabulary = 11
    var context = 16
    var head = HeadTie.tied
    var stops: [Int] = []
    var normBits = 8
    /// Rows of the table of reciprocal roots, from R = 1.
    var rootRows = 65535
    var softmax = SoftmaxSettings(step: 8, bits: 8, rowBits: 14)
    var attention = AttentionSettings(
      queryShift: 12, keyShift: 12, valueShift: 9, contextShift: 29)
    var activationShift = 12
    var headShift = 8

    /// Four fraction bits in the norms, so that every table but the range table is short.
    static var compact: Sizes {
      var sizes = Sizes()
      sizes.normBits = 4
      sizes.rootRows = 4096
      sizes.softmax = SoftmaxSettings(step: 8, bits: 8, rowBits: 12)
      sizes.attention = AttentionSettings(
        queryShift: 9, keyShift: 9, valueShift: 5, contextShift: 29)
      sizes.activationShift = 8
      sizes.headShift = 4
      return sizes
    }
  }

  let settings: GPT2Settings
  let graph: Graph
  let parameters: [Int: TensorValues]
  let provingKey: ProvingKey

  init(
    _ sizes: Sizes = Sizes(), seed: UInt64, adjust: (inout [String: [Int64]]) -> Void = { _ in }
  ) throws {
    let d = sizes.features
    let linear = LinearBounds(
      weight: 127, scale: 3, bias: 1 << 10,
      scaledNorm: Double(127 * 3 * max(d, sizes.hidden)))
    settings = GPT2Settings(
      layers: sizes.layers, features: d, heads: sizes.heads, hidden: sizes.hidden,
      vocabulary: sizes.vocabulary, context: sizes.context, head: sizes.head, pad: 0,
      stops: sizes.stops,
      normalization: NormalizationSettings(
        bits: sizes.normBits, epsilon: Int64(d) << 16 + 1, first: 1, rows: sizes.rootRows),
      softmax: sizes.softmax, attention: sizes.attention,
      activation: ActivationSettings(
        indexBits: 5, outputBits: 5, rowBits: 10, shift: sizes.activationShift, largest: 512),
      argmax: HeadSettings(shift: sizes.headShift, gain: 128, bias: 1 << 10, gapBits: 32),
      bounds: GPT2Bounds(
        embedding: linear, head: linear, position: 1 << 10, query: linear, key: linear,
        value: linear, attentionOutput: linear, up: linear, down: linear))
    graph = try GPT2.graph(settings)

    var generator = SeededGenerator(seed: seed)
    var named: [String: [Int64]] = [:]
    let circuit = Circuit(graph, Lengths(prompt: 1, reply: 1, context: sizes.context))
    for (i, node) in graph.nodes.enumerated() {
      guard case .parameter = node.kind else { continue }
      let count = Int(circuit.count(i))
      let name = node.name.description
      let table = SmallModel.table(name, settings, rows: count)
      named[name] =
        table
        ?? (0..<count).map { _ in
          if name.hasSuffix("scale") { return Int64.random(in: 1...3, using: &generator) }
          if name == "final gain" { return Int64.random(in: 40...128, using: &generator) }
          let magnitude = min(node.bound, 127)
          return Int64.random(in: -magnitude...magnitude, using: &generator)
        }
    }
    adjust(&named)
    var parameters: [Int: TensorValues] = [:]
    for (i, node) in graph.nodes.enumerated() {
      guard case .parameter(let encoding) = node.kind else { continue }
      let values = named[node.name.description]!
      parameters[i] =
        encoding == .bytes
        ? TensorValues(shape: circuit.shape(i), bytes: SharedMemory(values.map { Int8($0) }))
        : TensorValues(shape: circuit.shape(i), values)
    }
    self.parameters = parameters
    provingKey = try ProvingKey.commit(
      graph, parameters, profile: .provable100,
      provenance: .init(tokenizer: .zero, settings: .zero, checkpoint: .zero), parallel: .all)
  }

  /// Function tables in floating point: a random model needs no particular rounding.
  private static func table(_ name: String, _ settings: GPT2Settings, rows: Int) -> [Int64]? {
    let softmax = settings.softmax
    switch name {
    case "exponential table":
      let flag = Double(SoftmaxSettings.flag(sources: settings.context))
      return (0..<rows).map { t in
        let e = (exp2(Double(softmax.bits)) * exp(-Double(t) / exp2(Double(softmax.step))) + 0.5)
          .rounded(.down)
        return Int64(flag * e) + (t == 0 ? 1 : 0)
      }
    case "gelu table":
      return (0..<rows).map { i in
        let x = Double(i - rows / 2) / exp2(Double(settings.activation.indexBits))
        return Int64(
          (exp2(Double(settings.activation.outputBits)) * x * (1 + erf(x / 2.0.squareRoot())) / 2)
            .rounded())
      }
    case "root high", "root low":
      let k = settings.normalization.exponent
      func high(_ r: Int) -> Int64 {
        let odd = Int64(2 * r - 1)
        return (4 * Int64(settings.features) << Int64(2 * k)) / (odd * odd)
      }
      let first = settings.normalization.first
      return (0..<rows).map { name == "root high" ? high(first + $0) : high(first + $0 + 1) + 1 }
    default: return nil
    }
  }
}
