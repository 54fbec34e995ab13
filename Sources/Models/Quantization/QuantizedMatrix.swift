import Circuits

/// int8 columns with one integer scale each: weight ≈ byte · scale / 2^grid.
///
/// Elementwise and correctly rounded, so the same on every machine.
struct QuantizedMatrix {
  var bytes: [Int8]
  var scales: [Int64]
  /// scale_o · Σ_i |byte_io|, the largest over o.
  var scaledNorm: Double

  /// - Parameters:
  ///   - entry: the weight from input i to output o.
  init(inputs: Int, outputs: Int, grid: Int, _ entry: (Int, Int) -> Double) {
    bytes = Array(repeating: 0, count: inputs * outputs)
    scales = Array(repeating: 1, count: outputs)
    scaledNorm = 0
    let unit = Double(sign: .plus, exponent: grid, significand: 1)
    for o in 0..<outputs {
      var largest = 0.0
      for i in 0..<inputs { largest = max(largest, abs(entry(i, o))) }
      let scale = max(1, (largest * unit / 127).rounded(.up))
      scales[o] = saturated(scale)
      var norm = 0.0
      for i in 0..<inputs {
        let byte = (entry(i, o) * unit / scale + 0.5).rounded(.down)
        let clipped = max(-127, min(127, byte))
        bytes[i * outputs + o] = Int8(clipped)
        norm += abs(clipped)
      }
      scaledNorm = max(scaledNorm, norm * scale)
    }
  }

  func bounds(bias: [Int64]) -> LinearBounds {
    LinearBounds(
      weight: 127, scale: scales.max() ?? 1, bias: bias.reduce(0) { max($0, abs($1)) },
      scaledNorm: scaledNorm)
  }
}

/// floor(x 2^bits + 1/2).
func fixedPoint(_ x: Double, _ bits: Int) -> Int64 {
  saturated((x * Double(sign: .plus, exponent: bits, significand: 1) + 0.5).rounded(.down))
}

/// A whole number as an integer, cut off at ±2^62: a graph with such a bound is refused with its tensor's name.
func saturated(_ x: Double) -> Int64 {
  Int64(max(-0x1p62, min(0x1p62, x)))
}
