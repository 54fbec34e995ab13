import Circuits
import Prover

/// int8 columns with one integer scale each: weight ≈ byte · scale / 2^grid.
///
/// Elementwise and correctly rounded, so the same on every machine and at any number of threads.
struct QuantizedMatrix {
  /// Where the bytes of a matrix go: whole, or as the limbs of 16-bit numbers, 256 · high + low.
  struct Destination {
    let high: UnsafeMutablePointer<Int8>
    let low: UnsafeMutablePointer<Int8>?

    init(_ high: UnsafeMutablePointer<Int8>, low: UnsafeMutablePointer<Int8>? = nil) {
      self.high = high
      self.low = low
    }

    /// The largest absolute value.
    var largest: Double { low == nil ? 127 : 127 * 256 }

    func advanced(by n: Int) -> Destination { Destination(high + n, low: low.map { $0 + n }) }

    @inline(__always)
    func write(_ value: Double, at i: Int) {
      guard let low else {
        high[i] = Int8(value)
        return
      }
      let rounded = ((value + 128) / 256).rounded(.down)
      high[i] = Int8(rounded)
      low[i] = Int8(value - 256 * rounded)
    }
  }

  var scales: [Int64]
  /// scale_o · Σ_i |byte_io|, the largest over o.
  var scaledNorm: Double

  /// Where weights come from: entry (i, o) is gain_i · values[i · stride + first + o] · factor.
  struct Source {
    let values: [Float]
    let stride: Int
    var first = 0
    /// Nothing means ones.
    var gain: [Float]?
    var factor = 1.0
  }

  /// Quantizes each column; bytes are written row by row, `[inputs, outputs]`.
  init(
    _ source: Source, inputs: Int, outputs: Int, grid: Int, into bytes: Destination,
    _ parallel: Parallel
  ) {
    let unit = Double(sign: .plus, exponent: grid, significand: 1)
    let pieces = parallel.map(outputs, nanoseconds: 4 * Double(inputs)) { columns in
      var largest = [Double](repeating: 0, count: columns.count)
      source.forEachRow(inputs, columns) { _, o, value in largest[o] = max(largest[o], abs(value)) }
      let scales = largest.map { max(1, ($0 * unit / bytes.largest).rounded(.up)) }
      var norms = [Double](repeating: 0, count: columns.count)
      let start = bytes.advanced(by: columns.lowerBound)
      source.forEachRow(inputs, columns) { i, o, value in
        let clipped = QuantizedMatrix.rounded(value, unit, scales[o], bytes.largest)
        start.write(clipped, at: i * outputs + o)
        norms[o] += abs(clipped)
      }
      return (scales: scales, norm: zip(norms, scales).reduce(0) { max($0, $1.0 * $1.1) })
    }
    scales = pieces.flatMap { $0.scales.map(saturated) }
    scaledNorm = pieces.reduce(0) { max($0, $1.norm) }
  }

  /// Quantizes each row of a matrix `[rows, width]`.
  init(
    rowsOf matrix: FloatTensor, grid: Int, into bytes: Destination, _ parallel: Parallel
  ) {
    let width = matrix.shape[1]
    let unit = Double(sign: .plus, exponent: grid, significand: 1)
    let pieces = parallel.map(matrix.shape[0], nanoseconds: 4 * Double(width)) { rows in
      matrix.values.withUnsafeBufferPointer { values in
        var scales: [Double] = []
        var most = 0.0
        for row in rows {
          let range = row * width..<(row + 1) * width
          var largest = 0.0
          for i in range { largest = max(largest, abs(Double(values[i]))) }
          let scale = max(1, (largest * unit / bytes.largest).rounded(.up))
          var norm = 0.0
          for i in range {
            let clipped = QuantizedMatrix.rounded(Double(values[i]), unit, scale, bytes.largest)
            bytes.write(clipped, at: i)
            norm += abs(clipped)
          }
          scales.append(scale)
          most = max(most, norm * scale)
        }
        return (scales: scales, norm: most)
      }
    }
    scales = pieces.flatMap { $0.scales.map(saturated) }
    scaledNorm = pieces.reduce(0) { max($0, $1.norm) }
  }

  @inline(__always)
  private static func rounded(
    _ value: Double, _ unit: Double, _ scale: Double, _ largest: Double
  ) -> Double {
    max(-largest, min(largest, (value * unit / scale + 0.5).rounded(.down)))
  }

  func bounds(bias: [Int64]) -> LinearBounds {
    LinearBounds(
      weight: 127, scale: scales.max() ?? 1, bias: bias.reduce(0) { max($0, abs($1)) },
      scaledNorm: scaledNorm)
  }
}

extension QuantizedMatrix.Source {
  /// Calls `body` with each entry of some columns, row by row; columns are counted from the range's start.
  @inline(__always)
  fileprivate func forEachRow(
    _ inputs: Int, _ columns: Range<Int>, _ body: (Int, Int, Double) -> Void
  ) {
    values.withUnsafeBufferPointer { values in
      for i in 0..<inputs {
        let gain = Double(self.gain?[i] ?? 1)
        let start = i * stride + first + columns.lowerBound
        for o in 0..<columns.count { body(i, o, gain * Double(values[start + o]) * factor) }
      }
    }
  }

  /// Σ_i vector_i · values[i, o] added to `sums`, in order of i.
  func addProduct(_ vector: [Float], to sums: inout [Double]) {
    values.withUnsafeBufferPointer { values in
      for i in vector.indices {
        let factor = Double(vector[i])
        let start = i * stride + first
        for o in sums.indices { sums[o] += factor * Double(values[start + o]) }
      }
    }
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
