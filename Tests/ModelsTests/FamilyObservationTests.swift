import Circuits
import Foundation
import Testing

@testable import Models

/// What is observed on the way is what the next step reads.
@Suite struct FamilyObservationTests {
  private typealias Seen = [StackObservation]

  private func observed(_ name: String) throws -> (TransformerModel, ModelInput, Seen, FloatTensor)
  {
    let folder = FamilyVectors.folder(name)
    let model = try TransformerModel(folder: folder, context: nil)
    let input = try #require(FamilyVectors.load(folder).runs.first).input
    var seen: Seen = []
    let result = try model.run(input) { seen.append($0) }
    return (model, input, seen, result)
  }

  @Test(arguments: FamilyVectors.names)
  func stagesComeInOrderWithTheirShapes(_ name: String) throws {
    let (model, input, seen, result) = try observed(name)
    let rows: [ModelPart: Int] = [
      .encoder: input.prompt.count, .decoder: model.architecture.decoderRows(of: input).count,
    ]
    var expected: [String] = []
    for (part, stack) in stacks(model) {
      expected += ["\(part) embedded -"]
      if stack.entry == .normalized {
        expected += ["\(part) entryCentered -", "\(part) entryNormalized -"]
      }
      for layer in 0..<stack.layers {
        expected += stages(of: stack).map { "\(part) \($0) \(layer)" }
      }
      guard stack.placement == .before else { continue }
      expected += ["\(part) finalResidual -", "\(part) finalCentered -"]
      if part == .encoder { expected += ["encoder finalNormalized -"] }
    }
    expected += head(model.architecture.output).map { "head \($0) -" }
    #expect(
      seen.map { "\($0.part) \($0.stage) \($0.layer.map(String.init) ?? "-")" } == expected)

    for (part, stack) in stacks(model) {
      for observation in seen where observation.part == part {
        let keys = stack.groups * stack.width
        let width: [Stage: Int] = [
          .query: keys * stack.shared, .context: keys * stack.shared, .key: keys, .value: keys,
          .hidden: stack.hidden, .raised: stack.hidden, .activation: stack.hidden,
        ]
        let shape = observation.tensor.shape
        switch observation.stage {
        case .scores: #expect(shape[0] == stack.groups * stack.shared && shape[1] == rows[part])
        case .key, .value: #expect(shape[1] == keys)
        default: #expect(shape == [rows[part]!, width[observation.stage] ?? stack.features])
        }
      }
    }
    if case .embedding = model.architecture.output { return }
    #expect(seen.last?.tensor == result)
  }

  @Test(arguments: FamilyVectors.names)
  func scoresAndContextsFollowFromQueriesKeysAndValues(_ name: String) throws {
    let (model, _, seen, _) = try observed(name)
    let starts = seen.indices.filter { seen[$0].stage == .query }
    #expect(!starts.isEmpty)
    for start in starts {
      let part = seen[start].part
      let (stack, weights) = try #require(stackWithWeights(part, model))
      let layer = weights.layers[try #require(seen[start].layer)]
      let (query, key, value) = (seen[start], seen[start + 1], seen[start + 2])
      let (scores, context, output) = (seen[start + 3], seen[start + 4], seen[start + 5])
      #expect(
        [key, value, scores, context, output].map(\.stage)
          == [.key, .value, .scores, .context, .attentionOutput])
      let isCross =
        starts.firstIndex {
          seen[$0].part == part && seen[$0].layer == seen[start].layer
        }.map { starts[$0] != start } ?? false
      let maps = try isCross ? #require(layer.cross) : layer.attention

      let (rows, sources) = (query.tensor.shape[0], key.tensor.shape[0])
      var expectedScores: [Float] = []
      var expectedContext = [Float](repeating: 0, count: context.tensor.values.count)
      for head in 0..<stack.groups * stack.shared {
        let group = head / stack.shared
        for row in 0..<rows {
          var line = (0..<sources).map { source -> Double in
            if part == .decoder, !isCross, source > row { return -.infinity }
            var sum = 0.0
            if !isCross, let relative = weights.relative {
              let context = relative.shape[1]
              sum = Double(relative.values[(head * context + row) * context + source])
            }
            for feature in 0..<stack.width {
              sum +=
                Double(query.tensor.row(row)[at: head * stack.width + feature])
                * Double(key.tensor.row(source)[at: group * stack.width + feature])
            }
            return sum
          }
          expectedScores += line.map { Float($0) }
          let highest = line.max() ?? 0
          line = line.map { exp($0 - highest) }
          let sum = line.reduce(0, +)
          for feature in 0..<stack.width {
            let column = head * stack.width + feature
            expectedContext[row * context.tensor.shape[1] + column] = Float(
              line.indices.reduce(0) {
                $0 + line[$1] / sum
                  * Double(value.tensor.row($1)[at: group * stack.width + feature])
              })
          }
        }
      }
      #expect(near(scores.tensor.values, expectedScores))
      #expect(near(context.tensor.values, expectedContext))
      #expect(near(output.tensor.values, product(context.tensor, maps.output)))
    }
  }

  @Test(arguments: FamilyVectors.names)
  func feedForwardsFollowFromTheirFactors(_ name: String) throws {
    let (model, _, seen, _) = try observed(name)
    for start in seen.indices where seen[start].stage == .hidden {
      let (stack, weights) = try #require(stackWithWeights(seen[start].part, model))
      let layer = weights.layers[try #require(seen[start].layer)]
      let rest = seen[(start + 1)...]
      let activation = try #require(rest.first { $0.stage == .activation }).tensor
      let output = try #require(rest.first { $0.stage == .feedForwardOutput }).tensor
      var expected = seen[start].tensor.values.map { function(stack.activation, $0) }
      #expect((rest.first?.stage == .raised) == (stack.feedForward == .gated))
      if let raised = rest.first, raised.stage == .raised {
        expected = zip(expected, raised.tensor.values).map { $0 * $1 }
      }
      #expect(near(activation.values, expected))
      #expect(near(output.values, product(activation, layer.down)))
    }
  }

  /// The residual stream, part by part, and every norm on it.
  @Test(arguments: FamilyVectors.names)
  func residualsAndNormsFollowFromEachOther(_ name: String) throws {
    let (model, _, seen, _) = try observed(name)
    for (part, stack) in stacks(model) {
      let own = seen.filter { $0.part == part }
      let (_, weights) = try #require(stackWithWeights(part, model))
      var stream = try #require(own.first { $0.stage == .entryNormalized } ?? own.first).tensor
      var norms = weights.layers.flatMap { [$0.attentionNorm, $0.crossNorm, $0.feedForwardNorm] }
        .compactMap { $0 }
      if let final = weights.finalNorm { norms.append(final) }
      for (index, observation) in own.enumerated() {
        switch observation.stage {
        case .attentionOutput, .feedForwardOutput:
          stream = FloatTensor(
            shape: stream.shape, values: zip(stream.values, observation.tensor.values).map(+))
        case .attentionResidual, .feedForwardResidual, .finalResidual:
          #expect(near(observation.tensor.values, stream.values))
          let centered = own[index + 1].tensor
          for row in 0..<centered.shape[0] {
            let values = observation.tensor.row(row).map(Double.init)
            let count = Double(values.count)
            let mean = stack.norm == .layer ? values.reduce(0, +) / count : 0
            let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
            let expected = values.map { Float(($0 - mean) / (square + stack.epsilon).squareRoot()) }
            #expect(near(Array(centered.row(row)), expected))
          }
          let norm = norms.removeFirst()
          let normalized = centered.values.indices.map {
            centered.values[$0] * norm.gain[$0 % stack.features] + norm.bias[$0 % stack.features]
          }
          if index + 2 < own.count {
            #expect(near(own[index + 2].tensor.values, normalized))
          } else {
            let head = try #require(seen.first { $0.part == .head })
            let factor = Float(model.weights.head.factor)
            #expect(near(head.tensor.values, normalized.map { $0 * factor }))
          }
          if stack.placement == .after {
            stream = FloatTensor(shape: stream.shape, values: normalized)
          }
        default: break
        }
      }
      #expect(norms.isEmpty)
    }
  }

  @Test(arguments: FamilyVectors.names)
  func whatTheHeadReadsGivesTheResult(_ name: String) throws {
    let (model, _, seen, result) = try observed(name)
    if case .embedding = model.architecture.output {
      let pooled = try #require(seen.last).tensor.values
      let length = pooled.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
      #expect(near(result.values, pooled.map { Float(Double($0) / length) }))
      #expect(abs(result.values.reduce(0) { $0 + $1 * $1 } - 1) < 1e-5)
      return
    }
    let rows = try #require(seen.last { $0.stage == .finalNormalized && $0.part == .head }).tensor
    let head = model.weights.head
    let matrix = head.matrix ?? model.weights.embedding
    let bias = head.bias ?? Array(repeating: 0, count: matrix.shape[0])
    let map = LinearWeights(weight: matrix.transposed(), bias: bias)
    #expect(near(result.values, product(rows, map)))
  }

  @Test(arguments: ["llama", "qwen2", "t5", "marian"])
  func whatComesLaterChangesNothingBefore(_ name: String) throws {
    let model = try TransformerModel(folder: FamilyVectors.folder(name), context: nil)
    let width = model.architecture.vocabulary
    func logits(_ reply: [Int], _ prompt: [Int] = [4, 5, 6]) throws -> [Float] {
      try model.run(ModelInput(prompt: prompt, reply: reply)).values
    }
    let (left, right) = (try logits([7, 8, 9, 10]), try logits([7, 8, 11, 12]))
    let shared = left.count - width
    #expect(near(Array(left[..<shared]), Array(right[..<shared])))
    #expect(!near(left, right))
    // All of a prompt is seen by all of a reply.
    let other = try logits([7, 8, 9, 10], [3, 5, 6])
    #expect(!near(Array(left[(left.count - width)...]), Array(other[(other.count - width)...])))
  }
}

extension FamilyObservationTests {
  private func stacks(_ model: TransformerModel) -> [(ModelPart, Stack)] {
    [(.encoder, model.architecture.encoder), (.decoder, model.architecture.decoder)].compactMap {
      part, stack in stack.map { (part, $0) }
    }
  }

  private func stackWithWeights(
    _ part: ModelPart, _ model: TransformerModel
  ) -> (Stack, StackWeights)? {
    let encodes = part == .encoder
    guard let stack = encodes ? model.architecture.encoder : model.architecture.decoder,
      let weights = encodes ? model.weights.encoder : model.weights.decoder
    else { return nil }
    return (stack, weights)
  }

  private func stages(of stack: Stack) -> [Stage] {
    let attention: [Stage] = [.query, .key, .value, .scores, .context, .attentionOutput]
    let attentionNorm: [Stage] = [.attentionResidual, .attentionCentered, .attentionNormalized]
    let norm: [Stage] = [.feedForwardResidual, .feedForwardCentered, .feedForwardNormalized]
    let raised: [Stage] = stack.feedForward == .gated ? [.raised] : []
    let feedForward = [.hidden] + raised + [.activation, .feedForwardOutput]
    let before = stack.placement == .before
    let once = before ? attentionNorm + attention : attention + attentionNorm
    return once + (stack.sources == .itselfAndEncoder ? once : [])
      + (before ? norm + feedForward : feedForward + norm)
  }

  private func head(_ output: Output) -> [Stage] {
    switch output {
    case .reply: [.finalNormalized, .logits]
    case .masked:
      [.headHidden, .headActivation, .headResidual, .headCentered, .finalNormalized, .logits]
    case .classes: [.headHidden, .headActivation, .finalNormalized, .logits]
    case .embedding: [.pooled]
    }
  }

  private func function(_ activation: Activation, _ x: Float) -> Float {
    let value = Double(x)
    switch activation {
    case .relu: return Float(max(0, value))
    case .silu: return Float(value / (1 + exp(-value)))
    case .tanh: return Float(Foundation.tanh(value))
    case .geluErf: return Float(value * (1 + erf(value / 2.0.squareRoot())) / 2)
    case .geluTanh:
      let inner = (2 / Double.pi).squareRoot() * (value + 0.044715 * value * value * value)
      return Float(value * (1 + Foundation.tanh(inner)) / 2)
    }
  }

  private func product(_ rows: FloatTensor, _ map: LinearWeights) -> [Float] {
    let (inputs, outputs) = (map.weight.shape[0], map.weight.shape[1])
    return (0..<rows.shape[0]).flatMap { row in
      (0..<outputs).map { output in
        Float(
          (0..<inputs).reduce(Double(map.bias[output])) {
            $0 + Double(rows.row(row)[at: $1]) * Double(map.weight.values[$1 * outputs + output])
          })
      }
    }
  }

  private func near(_ found: [Float], _ expected: [Float]) -> Bool {
    found.count == expected.count
      && zip(found, expected).allSatisfy { $0 == $1 || abs($0 - $1) < 2e-5 * max(1, abs($1)) }
  }
}

extension ArraySlice {
  /// An element counted from the slice's start.
  fileprivate subscript(at offset: Int) -> Element { self[startIndex + offset] }
}
