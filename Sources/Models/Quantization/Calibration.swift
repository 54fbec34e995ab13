import Foundation

/// What calibration text makes the float model do: the ranges that fraction bits are chosen from.
public struct Calibration: Sendable, Codable, Equatable {
  /// Largest absolute value of each stage, one for each layer (one alone for stages outside the layers).
  public private(set) var largest: [String: [Double]] = [:]
  /// Root mean square of query and key.
  public private(set) var rootMeanSquare: [String: Double] = [:]
  /// Smallest and largest standard deviation of a token's residual before any norm.
  public private(set) var deviation: ClosedRange<Double> = 1...1
  /// Nine of ten tokens' residuals deviate no more: massive activations, which few tokens have, are left out.
  public private(set) var usualDeviation: Double?
  /// Mean absolute value of context and activation by layer, and of the weights of the two matrices that read them.
  public private(set) var mean: [String: [Double]]?
  /// Largest difference of two visible scores of a row, in nats.
  public private(set) var scoreSpread = 0.0
  /// Largest difference of two logits of a position, in nats.
  public private(set) var logitSpread = 0.0
  public private(set) var tokens = 0

  /// Usual deviation and means are not stored: they only choose bits, which are, and settings of the same bits keep their digest.
  private enum CodingKeys: String, CodingKey {
    case largest, rootMeanSquare, deviation, scoreSpread, logitSpread, tokens
  }

  /// Runs the float model over windows of calibration text.
  ///
  /// - Parameter onWindow: called with the number of windows done.
  public init(_ model: FloatModel, windows: [[Int]], onWindow: (Int) -> Void = { _ in })
    throws(ModelError)
  {
    let recorder = CalibrationRecorder()
    for (i, window) in windows.enumerated() {
      _ = try model.logits(for: window, observing: { recorder.observe($0) })
      tokens += window.count
      onWindow(i + 1)
    }
    fill(
      recorder,
      weights: [
        .attentionOutput: model.weights.layers.map { $0.attentionOutput.weight },
        .feedForwardOutput: model.weights.layers.map { $0.feedForwardOutput.weight },
      ])
  }

  /// - Parameter weights: the matrices that write what these stages hold, by layer.
  init(_ recorder: CalibrationRecorder, weights: [Stage: [FloatTensor]], tokens: Int) {
    self.tokens = tokens
    fill(recorder, weights: weights)
  }

  private mutating func fill(_ recorder: CalibrationRecorder, weights: [Stage: [FloatTensor]]) {
    largest = recorder.largest
    for (stage, sum) in recorder.squares {
      rootMeanSquare[stage] = (sum.total / Double(max(1, sum.count))).squareRoot()
    }
    let deviations = recorder.deviations.sorted()
    if let least = deviations.first, let greatest = deviations.last {
      deviation = least...greatest
      usualDeviation = deviations[(deviations.count - 1) * 9 / 10]
    }
    var mean = recorder.means.mapValues { $0.map { $0.total / Double(max(1, $0.count)) } }
    for (stage, matrices) in weights { mean[stage.rawValue] = matrices.map(Self.meanAbsolute) }
    self.mean = mean
    scoreSpread = recorder.scoreSpread
    logitSpread = recorder.logitSpread
  }

  private static func meanAbsolute(_ tensor: FloatTensor) -> Double {
    tensor.values.reduce(0.0) { $0 + Double(abs($1)) } / Double(max(1, tensor.values.count))
  }

  /// The largest absolute value over all layers.
  public func maximum(_ stage: Stage) -> Double { largest[stage.rawValue]?.max() ?? 0 }

  public func maximum(_ stage: Stage, layer: Int) -> Double {
    let values = largest[stage.rawValue] ?? []
    return layer < values.count ? values[layer] : 0
  }
}
