import COpenBLAS
import Circuits
import Foundation

/// Attention of all heads of one layer, to the stack's own rows or to an encoder's.
struct StackAttention {
  let stack: Stack
  let weights: StackWeights
  let part: ModelPart
  let sources: Sources

  enum Sources {
    /// All rows in an encoder; in a decoder those up to the row itself.
    case own
    case encoder
  }

  var keyWidth: Int { stack.groups * stack.width }
  var queryWidth: Int { keyWidth * stack.shared }

  /// Queries or keys turned by the angles of their positions, if positions are rotary.
  /// - Parameter width: features of a row, whole heads side by side.
  func rotated(_ rows: [Float], width: Int) -> [Float] {
    guard sources == .own, let rotation = weights.rotation else { return rows }
    let pairs = stack.width / 2
    var result = rows
    for head in 0..<rows.count / stack.width {
      let first = head * stack.width
      let turn = head / (width / stack.width) * 4 * pairs
      for pair in 0..<pairs {
        let (left, right) = (rows[first + pair], rows[first + pairs + pair])
        for half in 0..<2 {
          let entry = turn + half * 2 * pairs + pair
          result[first + half * pairs + pair] =
            rotation.values[entry] * left + rotation.values[entry + pairs] * right
        }
      }
    }
    return result
  }

  /// The context rows, heads side by side.
  /// - Parameter observe: receives the scores, `[heads, rows, sources]`, `-infinity` where a row does not see a source.
  func context(
    _ query: [Float], _ key: [Float], _ value: [Float], observe: ((FloatTensor) -> Void)?
  ) -> [Float] {
    let heads = stack.groups * stack.shared
    let (rows, sources) = (query.count / queryWidth, key.count / keyWidth)
    var context = [Float](repeating: 0, count: query.count)
    var observed: [Float] = []
    for head in 0..<heads {
      var scores = scores(query, key, head: head, rows: rows, sources: sources)
      if observe != nil { observed += scores }
      softmax(&scores, sources: sources)
      context.withUnsafeMutableBufferPointer { context in
        value.withUnsafeBufferPointer { value in
          guard let output = context.baseAddress, let input = value.baseAddress else { return }
          cblas_sgemm(
            CblasRowMajor, CblasNoTrans, CblasNoTrans, blasint(rows), blasint(stack.width),
            blasint(sources), 1, scores, blasint(sources),
            input + head / stack.shared * stack.width, blasint(keyWidth), 0,
            output + head * stack.width, blasint(queryWidth))
        }
      }
    }
    observe?(FloatTensor(shape: [heads, rows, sources], values: observed))
    return context
  }

  /// Products of one head's queries and keys, with its relative positions, masked.
  private func scores(
    _ query: [Float], _ key: [Float], head: Int, rows: Int, sources: Int
  ) -> [Float] {
    var scores = [Float](repeating: 0, count: rows * sources)
    if self.sources == .own, let relative = weights.relative {
      let context = relative.shape[1]
      for row in 0..<rows {
        let start = (head * context + row) * context
        scores.replaceSubrange(
          row * sources..<(row + 1) * sources, with: relative.values[start..<start + sources])
      }
    }
    query.withUnsafeBufferPointer { query in
      key.withUnsafeBufferPointer { key in
        guard let left = query.baseAddress, let right = key.baseAddress else { return }
        cblas_sgemm(
          CblasRowMajor, CblasNoTrans, CblasTrans, blasint(rows), blasint(sources),
          blasint(stack.width), 1, left + head * stack.width, blasint(queryWidth),
          right + head / stack.shared * stack.width, blasint(keyWidth), 1, &scores,
          blasint(sources))
      }
    }
    guard part == .decoder, self.sources == .own else { return scores }
    for row in 0..<rows {
      for source in row + 1..<max(sources, row + 1) { scores[row * sources + source] = -.infinity }
    }
    return scores
  }

  /// Every row sees at least one source, so the highest score is finite.
  private func softmax(_ scores: inout [Float], sources: Int) {
    FloatOperations.forEachRow(of: &scores, width: sources) { row, _ in
      var highest = -Float.infinity
      for value in row { highest = max(highest, value) }
      var sum: Float = 0
      for index in row.indices {
        row[index] = exp(row[index] - highest)
        sum += row[index]
      }
      for index in row.indices { row[index] /= sum }
    }
  }
}
