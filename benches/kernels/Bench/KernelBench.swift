import Foundation
import Naive

/// Times every kernel at every level this machine has, beside its naive reference and its floor.
///
///     kernels [--samples 20] [--json]
@main struct KernelBench {
  static let levelNames = ["scalar", "AVX2", "AVX-512"]

  struct Row {
    let item: Case
    let naive: Double
    /// Seconds of a unit, by level.
    let levels: [Double]
    let floors: [Double?]
  }

  static func main() {
    let arguments = CommandLine.arguments
    let json = arguments.contains("--json")
    var samples = 20
    if let place = arguments.firstIndex(of: "--samples"), place + 1 < arguments.count {
      samples = Int(arguments[place + 1]) ?? samples
    }
    let levels = Int(lemma_limit_kernel_level(2)) + 1
    let rates = Rates(levels: levels, samples: samples)
    let cases = Cases()
    let rows = cases.all.map { item in
      check(item, cases.memory, levels: levels)
      let naive = Stopwatch.best(samples: min(samples, 5), item.naive)
      let seconds = (0..<levels).map { level in
        _ = lemma_limit_kernel_level(Int32(level))
        return Stopwatch.best(samples: samples, item.kernel) / Double(item.units)
      }
      return Row(
        item: item, naive: naive / Double(item.units), levels: seconds,
        floors: (0..<levels).map { item.work.floor(level: $0, rates) })
    }
    if json { printJSON(rows, rates) } else { printTable(rows, rates) }
  }

  /// A kernel that is wrong needs no figure.
  static func check(_ item: Case, _ memory: Memory, levels: Int) {
    memory.restore()
    item.naive()
    let expected = memory.contents
    for level in 0..<levels {
      _ = lemma_limit_kernel_level(Int32(level))
      memory.restore()
      item.kernel()
      guard memory.contents == expected else {
        fatalError("\(item.name) at level \(level) is not its naive reference")
      }
    }
  }

  static func printTable(_ rows: [Row], _ rates: Rates) {
    let levels = rows[0].levels.count
    print("Nanoseconds for each unit, and in brackets how many times the floor. One thread.")
    print(
      left("kernel", 30) + left("unit", 12) + right("naive", 8)
        + levelNames[..<levels].map { right($0, 16) }.joined()
        + right("naive / best", 14))
    for row in rows {
      let cells = zip(row.levels, row.floors).map { seconds, floor in
        right(nanoseconds(seconds), 9)
          + right(floor.map { String(format: "(%.1f)", seconds / $0) } ?? "", 7)
      }
      print(
        left(row.item.name, 30) + left(row.item.unit, 12) + right(nanoseconds(row.naive), 8)
          + cells.joined() + right(String(format: "%.1f", row.naive / row.levels.last!), 14))
    }
    print("\nOne instruction, nanoseconds:")
    for (level, rates) in rates.object.enumerated() {
      print(
        left(levelNames[level], 10)
          + rates.sorted { $0.key < $1.key }.map { "\($0) " + String(format: "%.3f", $1) }
          .joined(separator: ", "))
    }
  }

  static func printJSON(_ rows: [Row], _ rates: Rates) {
    let kernels = rows.map { row -> [String: Any] in
      var object: [String: Any] = [
        "kernel": row.item.name, "unit": row.item.unit, "naive_nanoseconds": rounded(row.naive),
      ]
      for (level, seconds) in row.levels.enumerated() {
        var entry = ["nanoseconds": rounded(seconds)]
        if let floor = row.floors[level] {
          entry["floor_nanoseconds"] = rounded(floor)
          entry["times_floor"] = (seconds / floor * 100).rounded() / 100
        }
        object[levelNames[level]] = entry
      }
      return object
    }
    let data = try! JSONSerialization.data(
      withJSONObject: ["kernels": kernels, "instruction_nanoseconds": rates.object],
      options: [.sortedKeys])
    print(String(decoding: data, as: UTF8.self))
  }

  private static func rounded(_ seconds: Double) -> Double { (seconds * 1e13).rounded() / 1e4 }
  private static func nanoseconds(_ seconds: Double) -> String {
    String(format: seconds < 1e-9 ? "%.3f" : seconds < 1e-8 ? "%.2f" : "%.1f", seconds * 1e9)
  }
  private static func left(_ text: String, _ width: Int) -> String {
    text.padding(toLength: width, withPad: " ", startingAt: 0)
  }
  private static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
