import Kernels
import Verifier

/// The two passes over a committed vector: towards its rows before they are bound, towards its columns after.
extension CommittedVector {
  /// About how long the kernels take for one entry of a pass.
  private static let nanoseconds = 1.5

  /// Σ_c eq(point, c) f[2^k c + row] for each row, over all columns.
  func rowSums(at point: ArraySlice<Extension>, _ parallel: Parallel) -> [Extension] {
    let tasks = RowPass.Task.pieces(
      group: 0, factor: .one, column: 0, point: point, fold: shape.fold
    ).filter { $0.column < shape.columns }
    return RowPass(vector: self, groups: 1, tasks: tasks).run(parallel).elements(0..<shape.rows)
  }

  /// sums[row] += Σ_c weights[c] f[2^k (column + c) + row].
  func addRowSums(_ sums: ElementPlanes, at offset: Int, weights: ElementPlanes, column: Int) {
    let rows = shape.rows
    let (into0, into1) = (sums.x0 + offset, sums.x1 + offset)
    forEachRun(in: column..<column + weights.count) { run in
      let from = run.columns.lowerBound - column
      let (w0, w1) = (weights.x0 + from, weights.x1 + from)
      switch run.entries {
      case .bytes(let start):
        lemma_combine_rows_bytes(into0, into1, start, rows, run.columns.count, rows, w0, w1)
      case .integers(let start):
        lemma_combine_rows_integers(into0, into1, start, rows, run.columns.count, rows, w0, w1)
      }
    }
  }

  /// result[offset + c] = Σ_row eq(α, row) f[2^k c + row], α one challenge for each row variable. The result holds zeros before.
  func foldRows(
    at alpha: [Extension], into result: ElementPlanes, at offset: Int, _ parallel: Parallel
  ) {
    let rows = shape.rows
    let weights = ElementPlanes.equality(alpha[...])
    parallel.ranges(shape.columns, nanoseconds: CommittedVector.nanoseconds * Double(rows)) {
      forEachRun(in: $0) { run in
        let to = offset + run.columns.lowerBound
        let (into0, into1) = (result.x0 + to, result.x1 + to)
        let count = run.columns.count
        switch run.entries {
        case .bytes(let start):
          lemma_dot_rows_bytes(into0, into1, start, rows, count, rows, weights.x0, weights.x1)
        case .integers(let start):
          for i in 0..<count {
            let sum = lemma_dot_integers(start + i * rows, weights.x0, weights.x1, rows)
            (into0[i], into1[i]) = (sum.c0, sum.c1)
          }
        }
      }
    }
  }

  /// The words of one column as elements of E.
  func column(_ column: Int) -> [Extension] {
    var result = [Extension](repeating: .zero, count: shape.rows)
    forEachRun(in: column..<column + 1) { run in
      for row in result.indices {
        switch run.entries {
        case .bytes(let start): result[row] = Extension(Int64(start[row]))
        case .integers(let start): result[row] = Extension(start[row])
        }
      }
    }
    return result
  }
}

/// The first pass: for each of several groups of weights, the sums over columns that its tasks ask for.
struct RowPass {
  /// A task's pieces: small enough that threads share the work evenly.
  static let logPiece = 18

  /// factor · eq(point, c) on the columns column + c.
  struct Task {
    let group: Int
    let factor: Extension
    let column: Int
    let point: ArraySlice<Extension>

    /// The same work as tasks of at most 2^logPiece entries.
    static func pieces(
      group: Int, factor: Extension, column: Int, point: ArraySlice<Extension>, fold: Int
    ) -> [Task] {
      let low = min(point.count, max(0, logPiece - fold))
      return Multilinear.eqTable(Array(point.dropFirst(low))).enumerated().map { i, weight in
        Task(
          group: group, factor: factor * weight, column: column + i << low, point: point.prefix(low)
        )
      }
    }
  }

  let vector: CommittedVector
  let groups: Int
  let tasks: [Task]

  /// Entry 2^k · group + row: the group's sum for that row.
  func run(_ parallel: Parallel) -> ElementPlanes {
    let rows = vector.shape.rows
    var work = 0.0
    for task in tasks { work += Double(rows << task.point.count) }
    let average = 0.3 * work / Double(max(1, tasks.count))
    let parts = parallel.mapStrides(tasks.count, nanoseconds: average) { indices in
      let sums = ElementPlanes(count: groups * rows)
      for task in indices.lazy.map({ tasks[$0] }) {
        let weights = ElementPlanes.equality(task.point)
        weights.scale(by: task.factor)
        vector.addRowSums(sums, at: task.group * rows, weights: weights, column: task.column)
      }
      return sums
    }
    guard let first = parts.first else { return ElementPlanes(count: groups * rows) }
    let one = Extension.one.kernelElement
    for part in parts.dropFirst() {
      lemma_scale_add(first.x0, first.x1, part.x0, part.x1, first.count, one)
    }
    return first
  }
}
