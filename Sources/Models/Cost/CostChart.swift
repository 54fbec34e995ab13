import Foundation
import Prover

/// A stacked chart of a cost table as SVG: seconds of each section, by layer above, by operation below.
public struct CostChart {
  private let table: CostTable
  private let title: String

  public init(_ table: CostTable, title: String) {
    self.table = table
    self.title = title
  }

  private static let width = 960.0
  private static let left = 150.0
  private static let right = 150.0
  private static let barHeight = 15.0
  private static let step = 21.0

  /// From a palette that colour-blind readers can tell apart.
  private func color(_ section: ProvingSection) -> String {
    switch section {
    case .witness: "#0072b2"
    case .commit: "#56b4e9"
    case .lookups: "#e69f00"
    case .sumchecks: "#009e73"
    case .opening: "#cc79a7"
    }
  }

  private struct Bar {
    let name: String
    let row: CostTable.Row
  }

  public var svg: String {
    let panels: [(String, [Bar])] = [
      ("by layer", table.byLayer.map { Bar(name: $0.name, row: $0.row) }),
      (
        "by operation, all layers",
        table.byOperation.map { Bar(name: $0.operation.rawValue, row: $0) }
      ),
    ]
    var body = ""
    var y = 30.0
    body += text(CostChart.left, y, title, size: 17, weight: "bold")
    y += 24
    body += legend(y)
    y += 22
    for (name, bars) in panels {
      y += 20
      body += text(CostChart.left, y, name, size: 14, weight: "bold")
      y += 10
      body += panel(bars, &y)
    }
    let height = Int(y + 10)
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(Int(CostChart.width))" height="\(height)" \
      viewBox="0 0 \(Int(CostChart.width)) \(height)" font-family="sans-serif">
      <rect width="100%" height="100%" fill="#ffffff"/>
      \(body)</svg>

      """
  }

  private func legend(_ y: Double) -> String {
    var x = CostChart.left
    var result = ""
    for section in ProvingSection.allCases {
      result += rectangle(x, y - 10, 12, 12, color(section))
      let seconds = table.rows.reduce(0) { $0 + ($1.seconds[section] ?? 0) }
      let label = "\(section.rawValue) \(duration(seconds))"
      result += text(x + 17, y, label, size: 12)
      x += 36 + 6.8 * Double(label.count)
    }
    return result
  }

  private func panel(_ bars: [Bar], _ y: inout Double) -> String {
    let most = bars.reduce(0) { max($0, $1.row.totalSeconds) }
    let room = CostChart.width - CostChart.left - CostChart.right
    let all = table.totalSeconds
    var result = ""
    let top = y
    let tick = CostChart.tick(most)
    var value = 0.0
    let bottom = top + Double(bars.count) * CostChart.step + 4
    while most > 0, value <= most {
      let x = CostChart.left + room * value / most
      result += "<line x1=\"\(number(x))\" y1=\"\(number(top))\" x2=\"\(number(x))\" "
      result += "y2=\"\(number(bottom))\" stroke=\"#dddddd\"/>\n"
      result += text(x, bottom + 14, duration(value), size: 11, anchor: "middle")
      value += tick
    }
    for bar in bars {
      result += text(
        CostChart.left - 8, y + 15, bar.name, size: 12, anchor: "end")
      var x = CostChart.left
      for section in ProvingSection.allCases where most > 0 {
        let width = room * (bar.row.seconds[section] ?? 0) / most
        result += rectangle(x, y + 3, width, CostChart.barHeight, color(section))
        x += width
      }
      let share = all > 0 ? 100 * bar.row.totalSeconds / all : 0
      result += text(
        x + 6, y + 15, duration(bar.row.totalSeconds) + String(format: "  %.1f %%", share), size: 11
      )
      y += CostChart.step
    }
    y = bottom + 22
    return result
  }

  /// 1, 2 or 5 times a power of ten, so that there are about five.
  private static func tick(_ most: Double) -> Double {
    guard most > 0 else { return 1 }
    let unit = pow(10, floor(log10(most / 5)))
    return [1, 2, 5, 10].map { $0 * unit }.first { most / $0 <= 6 } ?? 10 * unit
  }

  private func duration(_ seconds: Double) -> String {
    if seconds == 0 { return "0" }
    let milliseconds = 1000 * seconds
    if milliseconds >= 1000 { return String(format: "%.2f s", seconds) }
    return String(format: milliseconds < 10 ? "%.2g ms" : "%.0f ms", milliseconds)
  }

  private func number(_ x: Double) -> String { String(format: "%.1f", x) }

  private func rectangle(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ color: String
  ) -> String {
    "<rect x=\"\(number(x))\" y=\"\(number(y))\" width=\"\(String(format: "%.2f", width))\" "
      + "height=\"\(number(height))\" fill=\"\(color)\"/>\n"
  }

  private func text(
    _ x: Double, _ y: Double, _ text: String, size: Int, weight: String = "normal",
    anchor: String = "start"
  ) -> String {
    let escaped = text.replacingOccurrences(of: "&", with: "&amp;")
      .replacingOccurrences(of: "<", with: "&lt;").replacingOccurrences(of: ">", with: "&gt;")
    return "<text x=\"\(number(x))\" y=\"\(number(y))\" font-size=\"\(size)\" "
      + "font-weight=\"\(weight)\" text-anchor=\"\(anchor)\">\(escaped)</text>\n"
  }
}
