import Verifier

/// Seconds and bytes of one proof by section.
public final class ProvingMeasurement {
  private var marks: [(section: ProvingSection?, at: ContinuousClock.Instant, bytes: Int)] = []
  private let onBegin: (ProvingSection?) -> Void

  /// - Parameter onBegin: called when a section begins, and with nil at the end.
  public init(onBegin: @escaping (ProvingSection?) -> Void = { _ in }) { self.onBegin = onBegin }

  /// What the prover is to be given.
  public var progress: ProvingProgress {
    ProvingProgress { section, bytes in
      self.marks.append((section, ContinuousClock.now, bytes))
      self.onBegin(section)
    }
  }

  /// Seconds of each section that was run.
  public var seconds: [ProvingSection: Double] {
    var result: [ProvingSection: Double] = [:]
    for (mark, next) in zip(marks, marks.dropFirst()) {
      guard let section = mark.section else { continue }
      result[section, default: 0] += (next.at - mark.at).seconds
    }
    return result
  }

  /// Bytes of messages of each section that sent any; the file holds a header besides.
  public var messageBytes: [ProvingSection: Int] {
    var result: [ProvingSection: Int] = [:]
    for (mark, next) in zip(marks, marks.dropFirst()) where next.bytes > mark.bytes {
      if let section = mark.section { result[section, default: 0] += next.bytes - mark.bytes }
    }
    return result
  }
}
