import Foundation
import Models
import Verifier

/// What import prints: ranges, bits and errors by layer, then quality.
protocol ImportReport {
  var digest: Digest { get }
  var object: [String: Any] { get }
  func print()
}

struct GPT2ImportReport: ImportReport {
  let digest: Digest
  let accuracy: Accuracy
  let bits: FractionBits
  let keyBytes: Int
  let path: String
  let seconds: Double

  func print() {
    TensorTable.print(accuracy.rows)
    Console.print()
    Console.print(
      String(
        format: "perplexity        float %.4f, integer %.4f (%+.3f%%)", accuracy.floatPerplexity,
        accuracy.integerPerplexity, 100 * perplexityChange))
    Console.print(
      String(
        format: "greedy agreement  %.2f%% of %d positions", 100 * accuracy.agreement,
        accuracy.positions))
    Console.print("model digest      \(Console.hex(digest.bytes))")
    Console.print("package           \(path)  (\(Console.seconds(seconds)))")
  }

  private var perplexityChange: Double {
    accuracy.integerPerplexity / accuracy.floatPerplexity - 1
  }

  var object: [String: Any] {
    [
      "digest": Console.hex(digest.bytes), "package": path, "seconds": seconds,
      "peak_bytes": Console.peakMemory,
      "key_bytes": keyBytes, "perplexity_float": accuracy.floatPerplexity,
      "perplexity_integer": accuracy.integerPerplexity, "greedy_agreement": accuracy.agreement,
      "positions": accuracy.positions,
      "tensors": TensorTable.object(accuracy.rows),
    ]
  }
}

struct TransformerImportReport: ImportReport {
  let digest: Digest
  let accuracy: TransformerAccuracy
  /// What has weights of 16 bits.
  let wide: [String]
  let keyBytes: Int
  let path: String
  let seconds: Double

  func print() {
    TensorTable.print(accuracy.rows)
    Console.print()
    if accuracy.choices > 0 {
      Console.print(
        String(
          format: "agreement         %.2f%% of %d choices", 100 * accuracy.agreement,
          accuracy.choices))
    } else {
      Console.print(
        String(
          format: "cosine to float   %.6f on average, %.6f at worst", accuracy.meanCosine,
          accuracy.leastCosine))
    }
    Console.print(String(format: "largest error     %.4g", accuracy.largestDifference))
    if !wide.isEmpty {
      Console.print("weights           16 bits in two limbs: \(wide.joined(separator: ", "))")
    }
    Console.print("model digest      \(Console.hex(digest.bytes))")
    Console.print("package           \(path)  (\(Console.seconds(seconds)))")
  }

  var object: [String: Any] {
    [
      "digest": Console.hex(digest.bytes), "package": path, "seconds": seconds,
      "peak_bytes": Console.peakMemory, "key_bytes": keyBytes, "agreement": accuracy.agreement,
      "choices": accuracy.choices, "mean_cosine": accuracy.meanCosine,
      "wide": wide, "least_cosine": accuracy.leastCosine,
      "largest_difference": accuracy.largestDifference,
      "tensors": TensorTable.object(accuracy.rows),
    ]
  }
}

/// Ranges, bits and errors of tensors, by layer.
private enum TensorTable {
  static func print(_ rows: [Accuracy.Row]) {
    Console.print(
      pad("layer", 6) + pad("tensor", 18) + right("seen", 11) + right("proven", 13)
        + right("bits", 6) + right("error", 10))
    for row in rows {
      Console.print(
        pad(row.layer.map(String.init) ?? "-", 6) + pad(row.tensor, 18)
          + right(String(format: "%.3f", row.seen), 11)
          + right(String(format: "%.4g", row.proven), 13) + right("\(row.bits)", 6)
          + right(String(format: "%.3f%%", 100 * row.error), 10))
    }
  }

  static func object(_ rows: [Accuracy.Row]) -> [[String: Any]] {
    rows.map { row in
      [
        "layer": row.layer as Any? ?? NSNull(), "tensor": row.tensor, "seen": row.seen,
        "proven": row.proven, "bits": row.bits, "error": row.error,
      ]
    }
  }

  private static func pad(_ text: String, _ width: Int) -> String {
    text.padding(toLength: width, withPad: " ", startingAt: 0)
  }

  private static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
