import Circuits
import Foundation
import Testing
import Verifier

@testable import Prover

/// The graph of a small architecture with random parameters: four fraction bits in the norms, so that tables are short.
struct SmallTransformer {
  let settings: TransformerSettings
  let graph: Graph
  let parameters: [Int: TensorValues]
  let provingKey: ProvingKey

  private static let normBits = 4
  private static let rotationBits = 6
  private static let softmax = SoftmaxSettings(step: 8, bits: 8, rowBits: 13)

  init(
    _ model: TransformerCase, seed: UInt64,
    adjust: (inout [String: [Int64]]) -> Void = { _ in }
  ) throws {
    settings = SmallTransformer.settings(model)
    graph = try Transformer.graph(settings)
    var generator = SeededGenerator(seed: seed)
    var named: [String: [Int64]] = [:]
    let circuit = Circuit(
      graph, Lengths(prompt: 1, reply: 1, context: graph.context, form: graph.form))
    for (i, node) in graph.nodes.enumerated() {
      guard case .parameter = node.kind else { continue }
      let name = node.name.description
      named[name] =
        SmallTransformer.table(name, settings, circuit.shape(i))
        ?? (0..<Int(circuit.count(i))).map { _ in
          if name.hasSuffix("scale") {
            return Int64.random(in: 1...min(3, node.bound), using: &generator)
          }
          if name.hasSuffix("gain") { return Int64.random(in: 40...128, using: &generator) }
          let magnitude = min(node.bound, name == "logit bias" ? 1 << 14 : 127)
          return Int64.random(in: -magnitude...magnitude, using: &generator)
        }
    }
    adjust(&named)
    var parameters: [Int: TensorValues] = [:]
    for (i, node) in graph.nodes.enumerated() {
      guard case .parameter(let encoding) = node.kind else { continue }
      let values = named[node.name.description]!
      #expect(values.allSatisfy { abs($0) <= node.bound }, "the bound of \(node.name)")
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

  /// What the model says: a reply of so many tokens; or, of an encoder, what it says about two texts and some of their rows.
  func say(prompt count: Int, limit: Int = 3, seed: UInt64 = 1) throws -> Generation {
    var generator = SeededGenerator(seed: seed)
    let prompt = (0..<count).map { _ in Int.random(in: 0..<graph.vocabulary, using: &generator) }
    guard graph.form == .encoder else {
      return try provingKey.generate(prompt: prompt, limit: limit, parallel: .all)
    }
    let hasPositions = graph.nodes.contains { $0.kind == .statement(.positionOneHot) }
    // Out of order, and one row twice.
    let rows = [count - 1, 0, count / 2]
    return try provingKey.read(
      prompt: prompt, secondSegment: (count + 1) / 2,
      positions: hasPositions ? rows : [], parallel: .all)
  }

  // MARK: Settings

  static func settings(_ model: TransformerCase) -> TransformerSettings {
    let architecture = model.architecture
    let stack = (architecture.decoder ?? architecture.encoder)!
    let epsilon = Int64(stack.features) << 16 + 1
    var normalization: NormalizationSettings?
    switch architecture.output {
    case .masked:
      normalization = NormalizationSettings(
        bits: normBits, epsilon: epsilon, first: 1, rows: 4096)
    case .embedding:
      normalization = NormalizationSettings(bits: 8, epsilon: 1 << 20 + 1, first: 1, rows: 16384)
    case .reply, .classes: break
    }
    let inputs = max(stack.hidden, stack.features, stack.groups * stack.shared * stack.width)
    // Two limbs hold little more than one here: the high ones are small.
    let hasLow = model.extras.contains(.twoLimbs)
    let weight: Int64 = hasLow ? 1 : 127
    let map = LinearBounds(
      weight: weight, scale: hasLow ? 1 : 3, bias: 1 << 10,
      scaledNorm: Double(inputs) * (hasLow ? 256 + 127 : 3 * 127), low: hasLow ? 127 : nil)
    var maps = ["embedding": map, "head": map, "head dense": map]
    var vectors = [
      "segment embedding": Int64(127), "final gain": 128, "final bias": 127,
    ]
    for stack in ["", "encoder ", "decoder "] {
      for part in ["", "cross "] {
        for of in ["query", "key", "value", "attention output"] { maps[stack + part + of] = map }
      }
      for of in ["hidden", "gate", "feed-forward output"] { maps[stack + of] = map }
      for of in ["position embedding", "relative position"] { vectors[stack + of] = 127 }
      vectors[stack + "rotation"] = 1 << rotationBits
      for norm in ["input", "norm 1", "norm between"] {
        for of in ["gain", "bias"] { vectors["\(stack)\(norm) \(of)"] = 128 }
      }
    }
    if model.extras.contains(.logitBias) { vectors["logit bias"] = 1 << 14 }
    let isEmbedding = if case .embedding = architecture.output { true } else { false }
    return TransformerSettings(
      architecture: architecture,
      encoder: architecture.encoder.map { settings($0, epsilon, model) },
      decoder: architecture.decoder.map { settings($0, epsilon, model) },
      head: TransformerHeadSettings(
        row: HeadSettings(shift: 4, gain: 128, bias: 1 << 10, gapBits: 32),
        activation: activationSettings(shift: 8), lift: 8, normalization: normalization,
        probability: model.extras.contains(.probabilities)
          ? ProbabilitySettings(shift: 10, softmax: softmax) : nil,
        valueBits: isEmbedding ? normalization!.bits : ProbabilitySettings.bits),
      roots: RootSettings(first: 1, rows: 4096), maps: maps, vectors: vectors)
  }

  private static func activationSettings(shift: Int) -> ActivationSettings {
    ActivationSettings(indexBits: 5, outputBits: 5, rowBits: 10, shift: shift, largest: 512)
  }

  private static func settings(_ stack: Stack, _ epsilon: Int64, _ model: TransformerCase)
    -> StackSettings
  {
    // What turns queries and keys is a product more.
    let turned = stack.positions == .rotary ? rotationBits : 0
    let finer = model.extras.contains(.finerScores) ? 3 : 0
    return StackSettings(
      norm: normBits, epsilon: epsilon, embeddingLift: 1, entryShift: 5,
      attention: AttentionSettings(
        queryShift: 9 + turned - finer, keyShift: 9 + turned - finer, valueShift: 6,
        contextShift: 29, scoreShift: finer == 0 ? nil : 2 * finer),
      softmax: softmax, activation: activationSettings(shift: 8), gateShift: 9)
  }

  // MARK: Tables

  /// Function tables in floating point: a random model needs no particular rounding.
  private static func table(_ name: String, _ settings: TransformerSettings, _ shape: [Int])
    -> [Int64]?
  {
    let rows = shape[0]
    if name.hasSuffix("exponential table") {
      let sources: Int
      if name.hasPrefix("probability") {
        if case .classes(let count) = settings.architecture.output {
          sources = count
        } else {
          sources = settings.architecture.vocabulary
        }
      } else {
        sources = settings.architecture.context
      }
      let flag = Double(SoftmaxSettings.flag(sources: sources))
      return (0..<rows).map { t in
        let e = (exp2(Double(softmax.bits)) * exp(-Double(t) / exp2(Double(softmax.step))) + 0.5)
          .rounded(.down)
        return Int64(flag * e) + (t == 0 ? 1 : 0)
      }
    }
    for activation in [Activation.geluErf, .geluTanh, .relu, .silu, .tanh]
    where name.hasSuffix("\(activation.rawValue) table") {
      return (0..<rows).map { i in
        Int64((32 * value(activation, Double(i - rows / 2) / 32)).rounded())
      }
    }
    for (root, normalization, squares) in [
      (
        "root",
        NormalizationSettings(
          bits: normBits, epsilon: 0, first: settings.roots.first, rows: settings.roots.rows),
        (settings.architecture.decoder ?? settings.architecture.encoder)!.features
      ),
      ("length", settings.head.normalization, 1),
    ] {
      guard let normalization, ["\(root) low", "\(root) high"].contains(name) else { continue }
      func high(_ r: Int) -> Int64 {
        let odd = Int64(2 * r - 1)
        return (4 * Int64(squares) << Int64(2 * normalization.exponent)) / (odd * odd)
      }
      return (0..<rows).map { row in
        let root = normalization.first + row
        return name.hasSuffix("high") ? high(root) : high(root + 1) + 1
      }
    }
    guard name.hasSuffix("rotation") else { return nil }
    // [position, half, turn, pair]: each pair is turned by an angle of its own.
    let unit = exp2(Double(rotationBits))
    var entries: [Int64] = []
    forEachIndex(shape) { index in
      let angle = Double(index[0]) * pow(10, -Double(index[3]) / Double(shape[3]))
      let entry =
        switch (index[1], index[2]) {
        case (0, 0), (1, 1): cos(angle)
        case (0, 1): -sin(angle)
        default: sin(angle)
        }
      entries.append(Int64((unit * entry).rounded()))
    }
    return entries
  }

  private static func value(_ activation: Activation, _ x: Double) -> Double {
    switch activation {
    case .geluErf: x * (1 + erf(x / 2.0.squareRoot())) / 2
    case .geluTanh: x * (1 + tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x))) / 2
    case .relu: max(0, x)
    case .silu: x / (1 + exp(-x))
    case .tanh: tanh(x)
    }
  }
}
