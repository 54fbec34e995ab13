import Verifier

/// The vector that an oracle commits: integers in segments, zero elsewhere. Weights stay one byte each.
public struct CommittedVector: Sendable {
  /// Where integers come from.
  public enum Values: Sendable {
    case bytes(SharedMemory<Int8>)
    /// |v| < 2^62.
    case integers(SharedMemory<Int64>)

    public var count: Int {
      switch self {
      case .bytes(let memory): memory.count
      case .integers(let memory): memory.count
      }
    }
  }

  /// Entries offset ..< offset + values.count.
  public struct Segment: Sendable {
    public let offset: Int
    public let values: Values

    public init(offset: Int, values: Values) {
      self.offset = offset
      self.values = values
    }
  }

  /// Whole columns that lie in one piece of memory.
  struct Run {
    enum Entries {
      case bytes(UnsafePointer<Int8>)
      case integers(UnsafePointer<Int64>)
    }

    /// Columns of the vector.
    let columns: Range<Int>
    /// The first entry of the first column.
    let entries: Entries
  }

  public let shape: OracleShape
  public let segments: [Segment]
  /// Ascending and disjoint; a column in none of them is zero.
  let runs: Runs

  /// The runs and the memory of those that had to be put together.
  final class Runs: @unchecked Sendable {
    let all: [Run]
    private let owned: [SharedMemory<Int64>]

    init(_ all: [Run], owned: [SharedMemory<Int64>]) {
      self.all = all
      self.owned = owned
    }
  }

  /// Segments of fewer columns are copied next to their neighbours as 64-bit integers, since every run has a price.
  private static let shortestRun = 512
  /// Copied columns closer than this form one run.
  private static let closest = 16

  /// - Precondition: segments are ascending, do not overlap, and lie below `shape.length`.
  public init(shape: OracleShape, segments: [Segment]) {
    self.shape = shape
    self.segments = segments
    let rows = shape.rows
    var end = 0
    var runs: [Run] = []
    var copied: [Range<Int>] = []
    func copy(_ entries: Range<Int>) {
      if entries.isEmpty { return }
      let columns = entries.lowerBound / rows..<(entries.upperBound + rows - 1) / rows
      if let last = copied.last, columns.lowerBound <= last.upperBound + CommittedVector.closest,
        runs.isEmpty || runs[runs.count - 1].columns.upperBound <= last.lowerBound
      {
        copied[copied.count - 1] = last.lowerBound..<max(last.upperBound, columns.upperBound)
      } else {
        copied.append(columns)
      }
    }
    for segment in segments {
      let next = segment.offset + segment.values.count
      precondition(segment.offset >= end && next <= shape.length, "segments out of order or bounds")
      end = next
      let whole =
        (segment.offset + rows - 1)
        / rows..<max(
          (segment.offset + rows - 1) / rows, next / rows)
      if whole.count < CommittedVector.shortestRun {
        copy(segment.offset..<next)
      } else {
        copy(segment.offset..<whole.lowerBound * rows)
        let start = whole.lowerBound * rows - segment.offset
        switch segment.values {
        case .bytes(let memory):
          runs.append(Run(columns: whole, entries: .bytes(memory.start + start)))
        case .integers(let memory):
          runs.append(Run(columns: whole, entries: .integers(memory.start + start)))
        }
        copy(whole.upperBound * rows..<next)
      }
    }
    var owned: [SharedMemory<Int64>] = []
    for columns in copied {
      let memory = CommittedVector.gather(columns, rows, segments)
      owned.append(memory)
      runs.append(Run(columns: columns, entries: .integers(memory.start)))
    }
    runs.sort { $0.columns.lowerBound < $1.columns.lowerBound }
    self.runs = Runs(runs, owned: owned)
  }

  /// These columns as 64-bit integers.
  private static func gather(_ columns: Range<Int>, _ rows: Int, _ segments: [Segment])
    -> SharedMemory<Int64>
  {
    let first = columns.lowerBound * rows
    let end = columns.upperBound * rows
    return SharedMemory(count: end - first) { memory in
      for segment in segments {
        let from = max(first, segment.offset)
        let to = min(end, segment.offset + segment.values.count)
        if from >= to { continue }
        switch segment.values {
        case .bytes(let values):
          for i in from..<to { memory[i - first] = Int64(values.elements[i - segment.offset]) }
        case .integers(let values):
          for i in from..<to { memory[i - first] = values.elements[i - segment.offset] }
        }
      }
    }
  }

  /// Calls `body` with the pieces of runs that lie in these columns, in order.
  func forEachRun(in columns: Range<Int>, _ body: (Run) -> Void) {
    let all = runs.all
    // The first run that ends after the range starts.
    var low = 0
    var high = all.count
    while low < high {
      let middle = (low + high) / 2
      if all[middle].columns.upperBound <= columns.lowerBound {
        low = middle + 1
      } else {
        high = middle
      }
    }
    while low < all.count, all[low].columns.lowerBound < columns.upperBound {
      let run = all[low]
      let piece = run.columns.clamped(to: columns)
      let skipped = (piece.lowerBound - run.columns.lowerBound) << shape.fold
      switch run.entries {
      case .bytes(let start): body(Run(columns: piece, entries: .bytes(start + skipped)))
      case .integers(let start): body(Run(columns: piece, entries: .integers(start + skipped)))
      }
      low += 1
    }
  }
}
