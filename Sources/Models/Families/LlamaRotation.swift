import Foundation

/// The angles by which Llama turns each pair of features, as `rope_theta` and `rope_scaling` or the newer `rope_parameters` say.
struct LlamaRotation {
  private let base: Double
  private let scaling: Scaling

  /// How frequencies are changed for contexts longer than those of training.
  private enum Scaling {
    case none
    case linear(factor: Double)
    /// Low frequencies divided by the factor, high ones kept, and those between mixed.
    case llama3(factor: Double, low: Double, high: Double, original: Double)
  }

  init(_ settings: SettingsReader) throws(ModelError) {
    let newer = settings.value("rope_parameters")
    let older = settings.value("rope_scaling")
    let rope = try (newer ?? older).map { json throws(ModelError) in
      try SettingsReader(json, path: settings.path)
    }
    // Newer files say the base beside the scaling, older ones in the configuration.
    let outer = try settings.number("rope_theta", default: 10000)
    base = try rope?.number("rope_theta", default: outer) ?? outer
    guard base > 1, base.isFinite else { throw settings.invalid("rope_theta", "is \(base)") }
    for reader in [settings, rope].compactMap({ $0 }) {
      let part = try reader.number("partial_rotary_factor", default: 1)
      guard part == 1 else {
        throw reader.unsupported("partial_rotary_factor \(part)", supported: "1")
      }
    }
    scaling = try rope.map { rope throws(ModelError) in try Self.scaling(rope) } ?? .none
  }

  private static func scaling(_ rope: SettingsReader) throws(ModelError) -> Scaling {
    func positive(_ name: String) throws(ModelError) -> Double {
      let value = try rope.number(name, default: 0)
      guard value > 0, value.isFinite else {
        throw rope.invalid(name, "is absent or not a positive number")
      }
      return value
    }
    var type = try rope.string("rope_type")
    if type == nil { type = try rope.string("type") }
    switch type ?? "default" {
    case "default": return .none
    case "linear": return .linear(factor: try positive("factor"))
    case "llama3":
      let (low, high) = (try positive("low_freq_factor"), try positive("high_freq_factor"))
      guard low < high else {
        throw rope.invalid("high_freq_factor", "is \(high), not above low_freq_factor, \(low)")
      }
      return .llama3(
        factor: try positive("factor"), low: low, high: high,
        original: try positive("original_max_position_embeddings"))
    case let other:
      throw rope.unsupported("rope_type \"\(other)\"", supported: "default, linear, llama3")
    }
  }

  /// `[context, 2, 2, width / 2]`: at each position, a rotation of each pair of features half a head apart.
  ///
  /// In 32-bit floats throughout, since an angle of thousands of turns shows how its frequency was rounded.
  func table(context: Int, width: Int) -> FloatTensor {
    let frequencies = frequencies(width: width)
    let pairs = frequencies.count
    var values = [Float](repeating: 0, count: context * 4 * pairs)
    for position in 0..<context {
      for (pair, frequency) in frequencies.enumerated() {
        let angle = Float(position) * frequency
        let first = position * 4 * pairs + pair
        values[first] = cos(angle)
        values[first + pairs] = -sin(angle)
        values[first + 2 * pairs] = sin(angle)
        values[first + 3 * pairs] = cos(angle)
      }
    }
    return FloatTensor(shape: [context, 2, 2, pairs], values: values)
  }

  /// Radians for each position, of each pair.
  private func frequencies(width: Int) -> [Float] {
    (0..<width / 2).map { pair in
      let frequency = 1 / pow(Float(base), Float(2 * pair) / Float(width))
      switch scaling {
      case .none: return frequency
      case .linear(let factor): return frequency / Float(factor)
      case .llama3(let factor, let low, let high, let original):
        let wavelength = 2 * Float.pi / frequency
        if wavelength > Float(original / low) { return frequency / Float(factor) }
        if wavelength < Float(original / high) { return frequency }
        let share = (Float(original) / wavelength - Float(low)) / Float(high - low)
        return (1 - share) * frequency / Float(factor) + share * frequency
      }
    }
  }
}
