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
    let recorder = Recorder()
    for (i, window) in windows.enumerated() {
      _ = try model.logits(for: window, observing: { recorder.observe($0) })
      tokens += window.count
      onWindow(i + 1)
    }
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
    mean[Stage.attentionOutput.rawValue] = model.weights.layers.map {
      Self.meanAbsolute($0.attentionOutput.weight)
    }
    mean[Stage.feedForwardOutput.rawValue] = model.weights.layers.map {
      Self.meanAbsolute($0.feedForwardOutput.weight)
    }
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

/// Gathers observations; the float model calls it from one thread.
private final class Recorder {
  var largest: [String: [Double]] = [:]
  var squares: [String: (total: Double, count: Int)] = [:]
  var means: [String: [(total: Double, count: Int)]] = [:]
  var deviations: [Double] = []
  var scoreSpread = 0.0
  var logitSpread = 0.0

  func observe(_ observation: Observation) {
    let values = observation.tensor.values
    let stage = observation.stage
    switch stage {
    case .scores: scoreSpread = max(scoreSpread, spread(observation.tensor))
    case .logits: logitSpread = max(logitSpread, spread(observation.tensor))
    case .attentionResidual, .feedForwardResidual, .finalResidual:
      recordDeviations(observation.tensor)
    default: break
    }
    if stage == .scores { return }
    var most: Float = 0
    var total = 0.0
    var absolute = 0.0
    for value in values {
      most = max(most, abs(value))
      total += Double(value) * Double(value)
      absolute += Double(abs(value))
    }
    let layer = observation.layer ?? 0
    var list = largest[stage.rawValue] ?? []
    while list.count <= layer { list.append(0) }
    list[layer] = max(list[layer], Double(most))
    largest[stage.rawValue] = list
    if stage == .context || stage == .activation {
      var means = self.means[stage.rawValue] ?? []
      while means.count <= layer { means.append((0, 0)) }
      means[layer].total += absolute
      means[layer].count += values.count
      self.means[stage.rawValue] = means
    }
    if stage == .query || stage == .key {
      let old = squares[stage.rawValue] ?? (0, 0)
      squares[stage.rawValue] = (old.total + total, old.count + values.count)
    }
  }

  private func spread(_ tensor: FloatTensor) -> Double {
    let width = tensor.shape.last ?? 1
    var widest: Float = 0
    for start in stride(from: 0, to: tensor.values.count, by: width) {
      var (low, high) = (Float.infinity, -Float.infinity)
      for value in tensor.values[start..<start + width] where value > -.infinity {
        low = min(low, value)
        high = max(high, value)
      }
      if high >= low { widest = max(widest, high - low) }
    }
    return Double(widest)
  }

  private func recordDeviations(_ tensor: FloatTensor) {
    let width = tensor.shape[1]
    for row in 0..<tensor.shape[0] {
      let values = tensor.row(row)
      let mean = values.reduce(0.0) { $0 + Double($1) } / Double(width)
      let variance =
        values.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(width)
      deviations.append(variance.squareRoot())
    }
  }
}
