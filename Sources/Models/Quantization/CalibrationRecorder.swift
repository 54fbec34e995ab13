import Circuits
import Foundation

/// Gathers observations; the float model calls it from one thread.
final class CalibrationRecorder {
  var largest: [String: [Double]] = [:]
  var squares: [String: (total: Double, count: Int)] = [:]
  var means: [String: [(total: Double, count: Int)]] = [:]
  var deviations: [Double] = []
  var scoreSpread = 0.0
  var logitSpread = 0.0
  private let norm: Stack.NormKind
  /// Stages that a norm reads.
  private let normalized: Set<Stage>

  init(
    norm: Stack.NormKind = .layer,
    normalized: Set<Stage> = [.attentionResidual, .feedForwardResidual, .finalResidual]
  ) {
    self.norm = norm
    self.normalized = normalized
  }

  func observe(_ observation: Observation) {
    let values = observation.tensor.values
    let stage = observation.stage
    if stage == .scores { scoreSpread = max(scoreSpread, spread(observation.tensor)) }
    if stage == .logits { logitSpread = max(logitSpread, spread(observation.tensor)) }
    if normalized.contains(stage) { recordDeviations(observation.tensor) }
    var most: Float = 0
    var total = 0.0
    var absolute = 0.0
    for value in values where value > -.infinity {
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
      let mean =
        norm == .layer ? values.reduce(0.0) { $0 + Double($1) } / Double(width) : 0
      let variance =
        values.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(width)
      deviations.append(variance.squareRoot())
    }
  }
}
