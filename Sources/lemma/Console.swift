import Foundation

/// The terminal: results on standard output, everything else on standard error.
enum Console {
  static func print(_ line: String = "") { Swift.print(line) }

  static func error(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }

  static var isTerminal: Bool { isatty(2) == 1 }

  /// Seconds, with as many digits as are worth reading.
  static func seconds(_ value: Double) -> String {
    value < 1 ? String(format: "%.0f ms", value * 1000) : String(format: "%.2f s", value)
  }

  static func bytes(_ count: Int) -> String {
    count < 1 << 20
      ? String(format: "%.1f KiB", Double(count) / 1024)
      : String(format: "%.1f MiB", Double(count) / 1_048_576)
  }

  /// The largest resident set of this process so far, mapped pages included.
  static var peakMemory: Int {
    // Not ru_maxrss where there is better: it goes on counting from the program that started this one.
    if let peak = memoryStatus("VmHWM:") { return peak }
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss * 1024
  }

  /// What is resident now.
  static var residentMemory: Int { memoryStatus("VmRSS:") ?? 0 }

  private static func memoryStatus(_ name: String) -> Int? {
    guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix(name) }),
      let number = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first
    else { return nil }
    return Int(number).map { $0 * 1024 }
  }

  static func hex(_ bytes: [UInt8]) -> String { bytes.map { String(format: "%02x", $0) }.joined() }

  /// An object as JSON, keys sorted.
  static func printJSON(_ object: [String: Any]) {
    if let data = try? JSONSerialization.data(
      withJSONObject: object, options: [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]),
      let text = String(data: data, encoding: .utf8)
    {
      print(text)
    }
  }
}

/// Progress of long work: a bar with stage and time left on a terminal, plain lines elsewhere.
final class ProgressBar {
  private let total: Int
  private let title: String
  private let start = Date()
  private var shown = -1

  init(_ title: String, total: Int) {
    self.title = title
    self.total = max(1, total)
    if !Console.isTerminal { Console.error("\(title) ...") }
  }

  func update(_ done: Int) {
    guard Console.isTerminal else { return }
    let percent = 100 * done / total
    guard percent != shown else { return }
    shown = percent
    let elapsed = Date().timeIntervalSince(start)
    let left = done == 0 ? 0 : elapsed * Double(total - done) / Double(done)
    let filled = percent * 30 / 100
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 30 - filled)
    let line = "\r\(title)  [\(bar)] \(percent)%  \(Console.seconds(left)) left   "
    FileHandle.standardError.write(Data(line.utf8))
  }

  func finish() {
    let elapsed = Date().timeIntervalSince(start)
    if Console.isTerminal {
      let blank = String(repeating: " ", count: 76)
      FileHandle.standardError.write(
        Data("\r\(blank)\r\(title)  \(Console.seconds(elapsed))\n".utf8))
    }
  }
}
