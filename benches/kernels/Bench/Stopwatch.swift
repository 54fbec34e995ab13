/// Time of short work on a machine that is not quiet: the least of many samples.
enum Stopwatch {
  private static let clock = ContinuousClock()

  private static func seconds(_ repetitions: Int, _ work: () -> Void) -> Double {
    let start = clock.now
    for _ in 0..<repetitions { work() }
    let passed = (clock.now - start).components
    return Double(passed.seconds) + Double(passed.attoseconds) * 1e-18
  }

  /// Seconds of one run of the work. A sample takes at least a fifth of a millisecond.
  static func best(samples: Int, _ work: () -> Void) -> Double {
    var repetitions = 1
    while seconds(repetitions, work) < 2e-4 { repetitions *= 2 }
    return (0..<samples).map { _ in seconds(repetitions, work) }.min()! / Double(repetitions)
  }
}
