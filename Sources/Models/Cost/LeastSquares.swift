/// Fits of measured values by nonnegative combinations of counts.
enum LeastSquares {
  /// x >= 0 that makes Σ_i ((A x)_i / b_i - 1)^2 small: relative errors count, so that short runs do too.
  ///
  /// By coordinate descent, which decreases the sum in each step. A slight pull towards equal shares decides between columns that
  /// the runs cannot tell apart.
  static func nonnegative(_ rows: [[Double]], _ values: [Double]) -> [Double] {
    let used = zip(rows, values).filter { $0.1 > 0 }
    guard let width = used.first?.0.count else { return [] }
    let scaled = used.map { row, value in row.map { $0 / value } }
    // Columns of like size make the pull fair.
    let sizes = (0..<width).map { j in
      (scaled.reduce(0) { $0 + $1[j] * $1[j] } / Double(scaled.count)).squareRoot()
    }
    let matrix = scaled.map { row in zip(row, sizes).map { $1 > 0 ? $0 / $1 : 0 } }
    let pull = 1e-3 * Double(scaled.count)
    let share = 1 / Double(width)
    var x = [Double](repeating: share, count: width)
    for _ in 0..<20_000 {
      var change = 0.0
      for j in 0..<width where sizes[j] > 0 {
        var gradient = pull * (x[j] - share)
        var curvature = pull
        for row in matrix {
          var error = -1.0
          for k in 0..<width { error += row[k] * x[k] }
          gradient += row[j] * error
          curvature += row[j] * row[j]
        }
        let next = max(0, x[j] - gradient / curvature)
        change = max(change, abs(next - x[j]))
        x[j] = next
      }
      if change < 1e-9 { break }
    }
    return (0..<width).map { sizes[$0] > 0 ? x[$0] / sizes[$0] : 0 }
  }
}
