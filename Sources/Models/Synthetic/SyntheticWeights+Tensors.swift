/// The tensors of the checkpoint, in the order of the file.
extension SyntheticWeights {
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
    let slope = fired / (0.58 * seen)
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
        if i == unit, fires { return -0.42 * seen * slope }
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
