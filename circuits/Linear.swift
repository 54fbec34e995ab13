import Verifier

/// The parameters of an affine map with int8 weights: y = scale · (x W) + bias, one integer scale for each output channel.
public struct LinearParameters {
  public let weight: Int
  /// The second limb, if weights are 256 · weight + low.
  public let low: Int?
  public let scale: Int
  public let bias: Int
  /// Largest scale_o · Σ |W_io| over outputs o.
  public let scaledNorm: Double
}

/// What import records of an affine map, for its static bounds.
public struct LinearBounds: Sendable, Codable, Equatable {
  public var weight: Int64
  public var scale: Int64
  public var bias: Int64
  /// Largest scale_o · Σ_i |W_io| over outputs o.
  public var scaledNorm: Double
  /// Of the second limb, if weights have two.
  public var low: Int64?

  public init(weight: Int64, scale: Int64, bias: Int64, scaledNorm: Double, low: Int64? = nil) {
    self.weight = weight
    self.scale = scale
    self.bias = bias
    self.scaledNorm = scaledNorm
    self.low = low
  }
}

extension GraphBuilder {
  /// Declares the parameters of an affine map for every layer.
  public mutating func linearParameters(
    _ name: String, layer: Int, inputs: [Int], outputs: [Int], _ bounds: LinearBounds
  ) -> LinearParameters {
    LinearParameters(
      weight: parameter("\(name) weight", [layer] + inputs + outputs, .bytes, bound: bounds.weight),
      low: bounds.low.map {
        parameter("\(name) weight, low", [layer] + inputs + outputs, .bytes, bound: $0)
      },
      scale: parameter("\(name) scale", [layer] + outputs, .wide, bound: bounds.scale),
      bias: parameter("\(name) bias", [layer] + outputs, .wide, bound: bounds.bias),
      scaledNorm: bounds.scaledNorm)
  }

  /// y = scale · (x W) + bias, exact. The scale is a product of its own, so no sumcheck runs over three operands.
  public mutating func affine(
    _ name: String, _ x: Int, _ parameters: LinearParameters, _ output: [Int]
  ) throws -> Int {
    var raw = try einsum("\(name), raw", output, [Factor(x), Factor(parameters.weight)])
    if let low = parameters.low {
      let small = try einsum("\(name), raw low", output, [Factor(x), Factor(low)])
      raw = try linear(
        "\(name), raw of two limbs", output, [Summand(256, raw), Summand(1, small)])
    }
    let scaled = try einsum(
      "\(name), scaled", output, [Factor(raw), Factor(parameters.scale)],
      bound: NamedBound(.parameterNorm, Double(bound(of: x)) * parameters.scaledNorm))
    return try linear(name, output, [Summand(1, scaled), Summand(1, parameters.bias)])
  }
}
