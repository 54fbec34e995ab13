import Circuits

/// What the settings of all families have in common.
extension SettingsReader {
  func unsupported(_ subject: String, supported: String) -> ModelError {
    .unsupported(path: path, subject: subject, supported: supported)
  }

  /// A size that is there or has a default.
  func size(
    _ name: String, in range: ClosedRange<Int>, default fallback: Int? = nil
  ) throws(ModelError) -> Int {
    guard let size = try integer(name, in: range) ?? fallback else {
      throw invalid(name, "is absent")
    }
    return size
  }

  /// What is added to a variance.
  func epsilon(_ name: String, default fallback: Double) throws(ModelError) -> Double {
    let epsilon = try number(name, default: fallback)
    guard epsilon > 0, epsilon < 1 else {
      throw invalid(name, "is \(epsilon), not between 0 and 1")
    }
    return epsilon
  }

  /// Refuses a setting that is on and would make the same weights another function.
  func refuse(_ name: String, supported: String) throws(ModelError) {
    if try boolean(name, default: false) { throw unsupported(name, supported: supported) }
  }

  /// An elementwise function by one of the names that Hugging Face has for it.
  func activation(_ name: String, default fallback: String) throws(ModelError) -> Activation {
    let found = try string(name) ?? fallback
    guard let activation = Activation(huggingFace: found) else {
      throw unsupported(
        "\(name) \"\(found)\"",
        supported: "gelu, gelu_new, gelu_pytorch_tanh, gelu_fast, relu, silu, swish, tanh")
    }
    return activation
  }

  /// Heads of the features that they divide.
  func heads(_ name: String, of features: Int, default fallback: Int? = nil) throws(ModelError)
    -> Int
  {
    let heads = try size(name, in: 1...1 << 16, default: fallback)
    guard features.isMultiple(of: heads) else {
      throw invalid(name, "is \(heads), which does not divide the \(features) features")
    }
    return heads
  }
}

extension Activation {
  init?(huggingFace name: String) {
    switch name {
    case "gelu_new", "gelu_pytorch_tanh", "gelu_fast", "gelu_accurate", "gelu_python_tanh":
      self = .geluTanh
    case "gelu", "gelu_python": self = .geluErf
    case "relu": self = .relu
    case "silu", "swish": self = .silu
    case "tanh": self = .tanh
    default: return nil
    }
  }
}
