import Foundation

/// T5's relative positions: a learned number for each head and bucket of distances.
struct T5RelativePositions {
  let buckets: Int
  private let farthest: Int

  /// Whether a row sees those after it.
  enum Direction {
    case bothWays
    case backwards
  }

  init(_ settings: SettingsReader) throws(ModelError) {
    buckets = try settings.size("relative_attention_num_buckets", in: 4...1 << 16, default: 32)
    farthest = try settings.size("relative_attention_max_distance", in: 2...1 << 20, default: 128)
    // With one bucket a distance up to half of them, the rest must lie farther.
    guard farthest > buckets / 2 else {
      throw settings.invalid(
        "relative_attention_max_distance", "is \(farthest), too near for \(buckets) buckets")
    }
  }

  /// The bucket of a source at `distance` after a query; negative before it.
  ///
  /// The first half of a direction's buckets hold one distance each, the others ranges that grow to the farthest. In 32-bit floats, since
  /// a distance at a range's edge shows how the logarithm was rounded.
  func bucket(distance: Int, _ direction: Direction) -> Int {
    let count = direction == .bothWays ? buckets / 2 : buckets
    let offset = direction == .bothWays && distance > 0 ? count : 0
    let size = direction == .bothWays ? abs(distance) : max(0, -distance)
    let exact = count / 2
    guard size >= exact else { return offset + size }
    let share =
      log(Float(size) / Float(exact)) / Float(log(Double(farthest) / Double(exact)))
      * Float(count - exact)
    return offset + min(count - 1, exact + Int(share))
  }

  /// `[heads, context, context]` from `[buckets, heads]`.
  func table(_ biases: FloatTensor, context: Int, _ direction: Direction) -> FloatTensor {
    let heads = biases.shape[1]
    let places = (1 - context..<context).map { bucket(distance: $0, direction) }
    var values = [Float](repeating: 0, count: heads * context * context)
    for head in 0..<heads {
      for query in 0..<context {
        let row = (head * context + query) * context
        for source in 0..<context {
          let place = places[source - query + context - 1]
          values[row + source] = biases.values[place * heads + head]
        }
      }
    }
    return FloatTensor(shape: [heads, context, context], values: values)
  }
}
