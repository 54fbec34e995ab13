import Dispatch
import Foundation

/// How many threads a step may use. Results never depend on it.
public struct Parallel: Sendable {
  public let threads: Int

  /// Less work than this is done on the calling thread: starting others would cost as much.
  private static let worthForking = 100_000.0

  public init(threads: Int) {
    precondition(threads >= 1, "at least the calling thread works")
    self.threads = threads
  }

  /// As many threads as the machine runs at once.
  public static var all: Parallel {
    Parallel(threads: max(1, ProcessInfo.processInfo.activeProcessorCount))
  }

  /// Calls `body` once for each index below `count`, in any order.
  ///
  /// - Parameter nanoseconds: about how long one call takes.
  public func forEach(_ count: Int, nanoseconds: Double, _ body: (Int) -> Void) {
    _ = mapStrides(count, nanoseconds: nanoseconds) { for i in $0 { body(i) } }
  }

  /// Deals the indices below `count` to the workers in turn; returns each worker's result.
  public func mapStrides<Result>(
    _ count: Int, nanoseconds: Double, _ body: (StrideTo<Int>) -> Result
  ) -> [Result] {
    let workers = self.workers(count, nanoseconds)
    return results(workers) { body(stride(from: $0, to: count, by: workers)) }
  }

  /// Calls `body` with ranges that cover 0 ..< count, one for each worker, whose bounds are multiples of `grain` except the last.
  ///
  /// - Parameter nanoseconds: about how long one index takes.
  public func ranges(
    _ count: Int, grain: Int = 1, nanoseconds: Double, _ body: (Range<Int>) -> Void
  ) {
    let pieces = split(count, grain, nanoseconds)
    if pieces.count == 1 {
      body(pieces[0])
    } else {
      perform(pieces.count) { body(pieces[$0]) }
    }
  }

  /// The same, with a result for each range, in order.
  public func map<Result>(
    _ count: Int, grain: Int = 1, nanoseconds: Double, _ body: (Range<Int>) -> Result
  ) -> [Result] {
    let pieces = split(count, grain, nanoseconds)
    return results(pieces.count) { body(pieces[$0]) }
  }

  private func results<Result>(_ count: Int, _ body: (Int) -> Result) -> [Result] {
    if count == 1 { return [body(0)] }
    return [Result](unsafeUninitializedCapacity: count) { buffer, initialized in
      let start = buffer.baseAddress
      perform(count) { (start! + $0).initialize(to: body($0)) }
      initialized = count
    }
  }

  /// Callers give each index its own memory to write; the compiler cannot see that.
  private func perform(_ count: Int, _ body: (Int) -> Void) {
    withoutActuallyEscaping(body) { body in
      nonisolated(unsafe) let body = body
      DispatchQueue.concurrentPerform(iterations: count) { body($0) }
    }
  }

  private func workers(_ count: Int, _ nanoseconds: Double) -> Int {
    Double(count) * nanoseconds < Parallel.worthForking ? 1 : min(threads, count)
  }

  private func split(_ count: Int, _ grain: Int, _ nanoseconds: Double) -> [Range<Int>] {
    if count == 0 { return [] }
    let grains = (count + grain - 1) / grain
    let workers = min(self.workers(count, nanoseconds), grains)
    return (0..<workers).map { i in
      min(count, grains * i / workers * grain)..<min(count, grains * (i + 1) / workers * grain)
    }
  }
}
