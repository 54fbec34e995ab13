import Circuits
import Foundation
import Verifier

/// What import decided, kept beside the model; its digest is in the key.
public enum PackageSettings: Codable, Equatable {
  case gpt2(GPT2PackageSettings)
  case transformer(TransformerPackageSettings)

  private enum Family: String, CodingKey {
    case transformer
  }

  public init(from decoder: any Decoder) throws {
    let families = try decoder.container(keyedBy: Family.self)
    if families.contains(.transformer) {
      self = .transformer(
        try families.decode(TransformerPackageSettings.self, forKey: .transformer))
    } else {
      self = .gpt2(try GPT2PackageSettings(from: decoder))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .gpt2(let settings): try settings.encode(to: encoder)
    case .transformer(let settings):
      var families = encoder.container(keyedBy: Family.self)
      try families.encode(settings, forKey: .transformer)
    }
  }

  /// Names of a classifier's classes.
  public var labels: [String] {
    if case .transformer(let settings) = self { settings.labels } else { [] }
  }

  /// The graph that a key made of these settings holds.
  public func graph() throws -> Graph {
    switch self {
    case .gpt2(let settings): try GPT2.graph(settings.circuit)
    case .transformer(let settings): try Transformer.graph(settings.circuit)
    }
  }

  /// Sorted and stable, since its digest is part of the key.
  var data: Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    return (try? encoder.encode(self)) ?? Data()
  }
}

public struct GPT2PackageSettings: Codable, Equatable {
  public var calibration: Calibration
  public var bits: FractionBits
  public var circuit: GPT2Settings

  public init(calibration: Calibration, bits: FractionBits, circuit: GPT2Settings) {
    self.calibration = calibration
    self.bits = bits
    self.circuit = circuit
  }
}

public struct TransformerPackageSettings: Codable, Equatable {
  public var calibration: TransformerCalibration
  public var bits: TransformerBits
  public var circuit: TransformerSettings
  public var labels: [String]

  public init(
    calibration: TransformerCalibration, bits: TransformerBits, circuit: TransformerSettings,
    labels: [String]
  ) {
    self.calibration = calibration
    self.bits = bits
    self.circuit = circuit
    self.labels = labels
  }
}
