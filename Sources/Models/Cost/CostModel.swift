import Foundation
import Prover

/// Measured runs, and what a count costs according to them: the constants of an estimate are fitted, never written down.
public struct CostModel: Codable, Sendable {
  /// One measured proof.
  public struct Run: Codable, Sendable {
    public let model: String
    public let tokens: Int
    public let features: [String: [Double]]
    public let seconds: [String: Double]
    public let memory: [Double]
    public let peakBytes: Double

    public init(
      model: String, tokens: Int, features: CostFeatures, seconds: [ProvingSection: Double],
      peakBytes: Int
    ) {
      self.model = model
      self.tokens = tokens
      self.features = Dictionary(
        uniqueKeysWithValues: features.sections.map { ($0.rawValue, $1) })
      self.seconds = Dictionary(uniqueKeysWithValues: seconds.map { ($0.rawValue, $1) })
      memory = features.memory
      self.peakBytes = Double(peakBytes)
    }
  }

  /// What is estimated for a statement.
  public struct Estimate: Sendable {
    public let seconds: [ProvingSection: Double]
    public let peakBytes: Double
    public let proofBytes: Double

    public var totalSeconds: Double { seconds.values.reduce(0, +) }
  }

  /// Of another version of the counts nothing can be used.
  public static let version = 2

  public let version: Int
  public let threads: Int
  public let kernels: String
  public private(set) var runs: [Run] = []

  public init(threads: Int, kernels: String) {
    version = CostModel.version
    self.threads = threads
    self.kernels = kernels
  }

  /// Adds a run; an earlier one of the same statement makes room.
  public mutating func add(_ run: Run) {
    runs.removeAll { $0.model == run.model && $0.tokens == run.tokens }
    runs.append(run)
  }

  /// Seconds for one of each count of a section.
  public func rates(_ section: ProvingSection) -> [Double] {
    LeastSquares.nonnegative(
      runs.map { $0.features[section.rawValue] ?? [] },
      runs.map { $0.seconds[section.rawValue] ?? 0 })
  }

  /// Bytes resident for each byte counted, the program's own first.
  public var memoryRates: [Double] {
    LeastSquares.nonnegative(
      runs.map { [CostModel.program] + $0.memory }, runs.map { $0.peakBytes })
  }

  /// About what a process holds that does nothing.
  private static let program = 16e6

  public func estimate(_ features: CostFeatures) -> Estimate {
    var seconds: [ProvingSection: Double] = [:]
    for (section, counts) in features.sections {
      seconds[section] = zip(rates(section), counts).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let memory = zip(memoryRates, [CostModel.program] + features.memory)
    return Estimate(
      seconds: seconds, peakBytes: memory.reduce(0) { $0 + $1.0 * $1.1 },
      proofBytes: features.proofBytes)
  }

  // MARK: Storage

  private static func file(threads: Int, kernels: String) -> URL {
    Cache.folder.appendingPathComponent("costs-v\(version)-\(threads)-\(kernels).json")
  }

  /// The stored runs of this number of threads and kernel level, or none.
  public static func stored(threads: Int, kernels: String) -> CostModel {
    guard let data = try? Data(contentsOf: file(threads: threads, kernels: kernels)),
      let model = try? JSONDecoder().decode(CostModel.self, from: data),
      model.version == version, model.threads == threads, model.kernels == kernels
    else { return CostModel(threads: threads, kernels: kernels) }
    return model
  }

  public func store() throws {
    let file = CostModel.file(threads: threads, kernels: kernels)
    do {
      try FileManager.default.createDirectory(
        at: Cache.folder, withIntermediateDirectories: true)
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
      try encoder.encode(self).write(to: file, options: .atomic)
    } catch {
      throw ModelError.unwritable(path: file.path, reason: error.localizedDescription)
    }
  }
}
