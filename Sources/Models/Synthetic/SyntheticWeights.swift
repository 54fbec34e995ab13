/// Weights that behave like those of a trained GPT-2, row by row and the same on every machine.
///
/// What real models do, and what makes them hard to prove, is built in: one early hidden unit fires at position 0 alone and writes two
/// massive channels; every third head looks at position 0 only, through these channels, so that scores spread over many nats. The
/// rest is random and small beside the residual stream, so that errors stay small. The first block amplifies the embedding, as trained
/// ones do; the last one turns each token into the one that follows in the synthetic language.
struct SyntheticWeights {
  /// One tensor of the checkpoint: `row` fills row after row.
  struct Tensor {
    let name: String
    let shape: [Int]
    let row: (Int, UnsafeMutableBufferPointer<Float>, inout SyntheticNumbers) -> Void
  }

  let shape: SyntheticShape
  let language: SyntheticLanguage
  let seed: UInt64

  /// Standard deviations: of an embedding's entry, and of the residual stream once amplified. Beside massive activations a table of
  /// reciprocal roots cannot resolve embeddings much smaller.
  private let embedding: Float
  private let stream: Float = 8
  /// The logit of the token that follows, in nats.
  private let said: Float = 12
  /// What a block adds, relative to the stream.
  private let added: Float = 0.2
  /// Massive activations, and what the unit that writes them holds.
  private let massive: (first: Float, second: Float) = (3600, -2900)
  private let fired: Float = 28
  /// The length of the direction that marks position 0, relative to a token's embedding.
  private let mark: Float = 1.55
  /// Scores of position 0 in heads that look at it, in nats, and the length of their query's bias.
  private let sinkScore: Float = 75
  private let sinkQuery: Float = 6
  /// Deviations of a hidden unit's input, a value, and their outputs.
  private let hiddenInput: Float = 0.3
  private let hiddenOutput: Float = 0.17
  private let value: Float = 0.5
  private let context: Float = 0.25

  init(_ shape: SyntheticShape, seed: UInt64) {
    self.shape = shape
    self.seed = seed
    language = SyntheticLanguage(shape)
    embedding = 0.6 * max(1, 768 / Float(shape.width))
  }

  private var width: Int { shape.width }
  private var root: Float { Float(width).squareRoot() }
  /// Features that cycles use.
  private var features: Int { language.cycles.reduce(0, +) }
  /// The block whose hidden unit fires at position 0.
  private var firing: Int { shape.layers > 3 ? 1 : 0 }
  private var massiveDeviation: Float {
    ((massive.first * massive.first + massive.second * massive.second) / Float(width)).squareRoot()
  }

  func isSink(layer: Int, head: Int) -> Bool { layer > firing && head % 3 == 0 }

  // MARK: Directions

  private func unit(_ count: Int, used: Int, stream: Int) -> [Float] {
    var numbers = SyntheticNumbers(seed: seed, stream: stream)
    var result = (0..<count).map { $0 < used ? numbers.normal() : 0 }
    let length = result.reduce(0) { $0 + $1 * $1 }.squareRoot()
    for i in result.indices { result[i] /= length }
    return result
  }

  /// The direction that marks position 0.
  private var markDirection: [Float] { unit(width, used: features, stream: 1 << 21) }

  private func sinkDirection(_ layer: Int, _ head: Int) -> [Float] {
    unit(shape.headWidth, used: shape.headWidth, stream: 1 << 22 + layer * shape.heads + head)
  }

  /// The feature to which the language moves this one.
  private func successor(_ feature: Int) -> Int {
    for (start, length) in zip(language.starts, language.cycles)
    where feature >= start && feature < start + length {
      return start + (feature - start + 1) % length
    }
    return feature
  }

  // MARK: Tensors

  var tensors: [Tensor] {
    var all = [tokenEmbedding, positionEmbedding]
    for layer in 0..<shape.layers {
      let name = "h.\(layer)."
      all += norm(name + "ln_1", gain: 1) + attention(name + "attn.", layer)
      all += norm(name + "ln_2", gain: 1) + feedForward(name + "mlp.", layer)
    }
    return all + norm("ln_f", gain: said / (0.7 * embedding * Float(width)))
  }

  private var tokenEmbedding: Tensor {
    var numbers = SyntheticNumbers(seed: seed, stream: 1 << 23)
    let cycles = language.cycles.map { length in (0..<length).map { _ in numbers.normal() } }
    let places = language.places
    return Tensor(name: "wte.weight", shape: [shape.vocabulary, width]) { token, row, numbers in
      for i in row.indices { row[i] = embedding * 0.7 * numbers.normal() }
      for (start, cycle) in zip(language.starts, cycles) {
        let turn = cycle.count - places[token] % cycle.count
        for i in cycle.indices { row[start + i] = embedding * cycle[(i + turn) % cycle.count] }
      }
      // Position 0 holds little but the massive channels: they must not ask for the end of the text.
      if token == shape.endToken {
        row[language.massive.first] = -embedding
        row[language.massive.second] = embedding
      }
    }
  }

  private var positionEmbedding: Tensor {
    let direction = markDirection
    let length = mark * embedding * root
    return Tensor(name: "wpe.weight", shape: [shape.context, width]) { position, row, numbers in
      for i in row.indices {
        row[i] = 0.36 * embedding * numbers.normal() + (position == 0 ? length * direction[i] : 0)
      }
    }
  }

  private func norm(_ name: String, gain: Float) -> [Tensor] {
    [
      vector(name + ".weight", width) { _, numbers in gain * (1 + 0.05 * numbers.normal()) },
      vector(name + ".bias", width) { _, numbers in gain * 0.02 * numbers.normal() },
    ]
  }

  private func vector(
    _ name: String, _ count: Int, _ entry: @escaping (Int, inout SyntheticNumbers) -> Float
  ) -> Tensor {
    Tensor(name: name, shape: [count]) { _, row, numbers in
      for i in row.indices { row[i] = entry(i, &numbers) }
    }
  }

  private func attention(_ name: String, _ layer: Int) -> [Tensor] {
    let headWidth = shape.headWidth
    let directions = (0..<shape.heads).map { head in
      isSink(layer: layer, head: head) ? sinkDirection(layer, head) : nil
    }
    // (first - second) / deviation of position 0, times this, is the length of its key.
    let sum = (massive.first - massive.second) / massiveDeviation
    let sinkKey = sinkScore * Float(headWidth).squareRoot() / sinkQuery / sum
    let (first, second) = language.massive
    let output = added * stream / (context * root * Float(2.0 / 3).squareRoot())
    return [
      Tensor(name: name + "c_attn.weight", shape: [width, 3 * width]) { input, row, numbers in
        let isMassive = input == first || input == second
        for i in row.indices {
          let direction = directions[i % width / headWidth]
          switch i / width {
          case 0: row[i] = (direction == nil ? 1.5 : 0.4) / root * numbers.normal()
          case 1:
            row[i] = 1.5 / root * numbers.normal()
            if isMassive, let direction {
              row[i] += (input == first ? sinkKey : -sinkKey) * direction[i % headWidth]
            }
          default: row[i] = isMassive ? 0 : value / root * numbers.normal()
          }
        }
      },
      vector(name + "c_attn.bias", 3 * width) { i, numbers in
        let noise = 0.02 * numbers.normal()
        guard i < width, let direction = directions[i / headWidth] else { return noise }
        return noise + sinkQuery * direction[i % headWidth]
      },
      Tensor(name: name + "c_proj.weight", shape: [width, width]) { input, row, numbers in
        // The first block writes beside embeddings, which are small: a few weights that are not too small for int8.
        for i in row.indices {
          row[i] = layer > 0 ? output * numbers.normal() : i == input ? 0.2 * embedding : 0
        }
      },
      vector(name + "c_proj.bias", width) { _, numbers in
        (layer > 0 ? 0.02 : 0.02 * embedding) * numbers.normal()
      },
    ]
  }

  private func feedForward(_ name: String, _ layer: Int) -> [Tensor] {
    let unit = shape.hidden - 1
    let fires = layer == firing
    // Pairs of hidden units add up to the identity: gelu(x) - gelu(-x) = x.
    let amplifies = layer == 0
    let follows = layer == shape.layers - 1
    let pairs = amplifies || follows ? features : 0
    let direction = markDirection
    let seen = root * mark / (1 + mark * mark + 0.13).squareRoot()
    let slope = fired / (0.45 * seen)
    let growth = stream * (1 + 2 * added * added * Float(shape.layers)).squareRoot()
    let output = added * stream / (hiddenOutput * Float(shape.hidden).squareRoot())
    let (first, second) = language.massive
    return [
      Tensor(name: name + "c_fc.weight", shape: [width, shape.hidden]) { input, row, numbers in
        for i in row.indices { row[i] = hiddenInput / root * numbers.normal() }
        for i in 0..<2 * pairs { row[i] = 0 }
        if input < pairs {
          row[2 * input] = 1
          row[2 * input + 1] = -1
        }
        if fires { row[unit] = slope * direction[input] }
      },
      vector(name + "c_fc.bias", shape.hidden) { i, numbers in
        if i < 2 * pairs { return 0 }
        if i == unit, fires { return -0.55 * seen * slope }
        return 0.02 * numbers.normal()
      },
      Tensor(name: name + "c_proj.weight", shape: [shape.hidden, width]) { input, row, numbers in
        let isPair = input < 2 * pairs
        for i in row.indices {
          row[i] = isPair || (fires && input == unit) ? 0 : output * numbers.normal()
        }
        if isPair {
          let feature = input / 2
          let sign: Float = input % 2 == 0 ? 1 : -1
          if amplifies { row[feature] += sign * stream }
          if follows {
            row[feature] -= sign * growth
            row[successor(feature)] += sign * growth
          }
        }
        if fires, input == unit {
          row[first] = massive.first / fired
          row[second] = massive.second / fired
        }
      },
      vector(name + "c_proj.bias", width) { _, numbers in 0.02 * numbers.normal() },
    ]
  }
}
