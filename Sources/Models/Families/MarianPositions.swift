import Foundation

/// The original Transformer's positions, sines first and then cosines.
enum MarianPositions {
  /// `[rows, features]`: at position `p`, feature pair `i` has the angle `p / 10000^(2i / features)`.
  static func table(rows: Int, features: Int) -> FloatTensor {
    let sines = (features + 1) / 2
    var values: [Float] = []
    values.reserveCapacity(rows * features)
    for position in 0..<rows {
      for feature in 0..<features {
        let pair = feature < sines ? feature : feature - sines
        let angle = Double(position) / pow(10000, Double(2 * pair) / Double(features))
        values.append(Float(feature < sines ? sin(angle) : cos(angle)))
      }
    }
    return FloatTensor(shape: [rows, features], values: values)
  }
}
