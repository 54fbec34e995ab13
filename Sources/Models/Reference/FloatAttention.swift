import COpenBLAS
import Foundation

/// Causal attention of all heads of one layer.
struct FloatAttention {
  /// Rows of queries at a time: keys after the last of them are never multiplied.
  private static let queryBlock = 128

  private let width: Int
  private let headCount: Int
  private let headWidth: Int
  private let scale: Float
  private let windows: [Range<Int>]

  init(configuration: GPT2Configuration, layer: Int, windows: [Range<Int>]) {
    width = configuration.width
    headCount = configuration.headCount
    headWidth = configuration.headWidth
    scale = Float(configuration.scoreScale(layer: layer))
    self.windows = windows
  }

  /// The context rows, `[tokens, width]`, from rows of query, key and value side by side.
  /// - Parameter scores: unless nil, receives the scaled scores of all heads, masked ones
  ///   `-infinity`, appended as `[heads, tokens, tokens]` for each window.
  func context(_ projected: [Float], scores: inout [Float]?) -> [Float] {
    var context = [Float](repeating: 0, count: projected.count / 3)
    for window in windows {
      for head in 0..<headCount {
        for start in stride(from: 0, to: window.count, by: Self.queryBlock) {
          let queries = start..<min(start + Self.queryBlock, window.count)
          attend(
            queries, of: window, head: head, projected: projected, context: &context,
            scores: &scores)
        }
      }
    }
    return context
  }

  /// One block of queries of one head; `queries` counts from the window's start.
  private func attend(
    _ queries: Range<Int>, of window: Range<Int>, head: Int, projected: [Float],
    context: inout [Float], scores: inout [Float]?
  ) {
    let keys = queries.upperBound
    let stride = blasint(3 * width)
    var weights = [Float](repeating: 0, count: queries.count * keys)
    projected.withUnsafeBufferPointer { projected in
      guard let base = projected.baseAddress else { return }
      let first = base + window.lowerBound * 3 * width + head * headWidth
      cblas_sgemm(
        CblasRowMajor, CblasNoTrans, CblasTrans, blasint(queries.count), blasint(keys),
        blasint(headWidth), scale, first + queries.lowerBound * 3 * width, stride, first + width,
        stride, 0, &weights, blasint(keys))
      mask(&weights, queries: queries)
      record(weights, keys: keys, windowCount: window.count, in: &scores)
      softmax(&weights, queries: queries)

      context.withUnsafeMutableBufferPointer { context in
        guard let base = context.baseAddress else { return }
        let row = window.lowerBound + queries.lowerBound
        cblas_sgemm(
          CblasRowMajor, CblasNoTrans, CblasNoTrans, blasint(queries.count), blasint(headWidth),
          blasint(keys), 1, weights, blasint(keys), first + 2 * width, stride, 0,
          base + row * width + head * headWidth, blasint(width))
      }
    }
  }

  /// A query sees the keys up to its own position.
  private func mask(_ scores: inout [Float], queries: Range<Int>) {
    let keys = queries.upperBound
    for query in queries {
      let row = (query - queries.lowerBound) * keys
      for key in query + 1..<max(keys, query + 1) { scores[row + key] = -.infinity }
    }
  }

  private func record(
    _ block: [Float], keys: Int, windowCount: Int, in scores: inout [Float]?
  ) {
    guard scores != nil else { return }
    for row in stride(from: 0, to: block.count, by: keys) {
      scores? += block[row..<row + keys]
      scores? += repeatElement(-.infinity, count: windowCount - keys)
    }
  }

  private func softmax(_ scores: inout [Float], queries: Range<Int>) {
    let first = queries.lowerBound
    FloatOperations.forEachRow(of: &scores, width: queries.upperBound) { row, index in
      let visible = row[...(first + index)]
      var highest = -Float.infinity
      for value in visible { highest = max(highest, value) }
      var sum: Float = 0
      for key in visible.indices {
        row[key] = exp(row[key] - highest)
        sum += row[key]
      }
      for key in visible.indices { row[key] /= sum }
      for key in visible.endIndex..<row.endIndex { row[key] = 0 }
    }
  }
}
