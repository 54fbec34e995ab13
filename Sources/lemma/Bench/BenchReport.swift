import Foundation
import Models
import Prover

/// Figures of a run, for people and for programs.
extension BenchRun {
  var object: [String: Any] {
    let sections = Dictionary(
      uniqueKeysWithValues: best.sections.map { ($0.rawValue, $1) })
    var bytes = Dictionary(uniqueKeysWithValues: best.messageBytes.map { ($0.rawValue, $1) })
    bytes["header"] = best.headerBytes
    return [
      "model": model.name, "tokens": statement.reply.count, "threads": threads,
      "kernels": kernels.rawValue, "import_seconds": model.imported?.seconds ?? NSNull(),
      "import_peak_bytes": model.imported?.peakBytes ?? NSNull(),
      "package_bytes": model.imported?.packageBytes ?? NSNull(),
      "load_seconds": load.seconds, "load_resident_bytes": load.residentBytes,
      "load_minor_faults": load.minorFaults, "load_major_faults": load.majorFaults,
      "generate_seconds": generateSeconds, "forward_seconds": best.sections[.witness] ?? 0,
      "float_forward_seconds": floatSeconds ?? NSNull(), "prove_seconds": best.seconds,
      "prove_seconds_all": proveSeconds, "verify_seconds": verifySeconds,
      "proof_bytes": best.proofBytes, "peak_bytes": peakBytes, "soundness_bits": soundnessBits,
      "sections": sections, "section_bytes": bytes, "layers": table.objects,
    ]
  }

  func print() {
    Console.print(
      "\(model.name): 1 prompt token, \(statement.reply.count) reply tokens; \(threads) "
        + "thread\(threads == 1 ? "" : "s"), \(kernels.rawValue) kernels; best of "
        + "\(proveSeconds.count) run\(proveSeconds.count == 1 ? "" : "s")")
    Console.print()
    if let imported = model.imported {
      line(
        "import", Console.seconds(imported.seconds),
        "when it was made; peak \(Console.bytes(imported.peakBytes)), package "
          + Console.bytes(imported.packageBytes))
    }
    line(
      "load", Console.seconds(load.seconds),
      "\(Console.bytes(load.residentBytes)) resident, \(load.minorFaults) minor and "
        + "\(load.majorFaults) major faults")
    line("generate", Console.seconds(generateSeconds), "token by token, before the measured runs")
    if let floatSeconds {
      line(
        "float forward", Console.seconds(floatSeconds),
        String(format: "one pass; prove is %.1f times that", best.seconds / floatSeconds))
    }
    line("prove", Console.seconds(best.seconds), "from token ids to proof bytes")
    for section in ProvingSection.allCases {
      let seconds = best.sections[section] ?? 0
      line(
        "  \(section.rawValue)", Console.seconds(seconds),
        String(format: "%4.1f %%", 100 * seconds / best.seconds)
          + (best.messageBytes[section].map { "   \(Console.bytes($0))" } ?? ""))
    }
    line("verify", Console.seconds(verifySeconds), "from the file's bytes")
    line(
      "proof", Console.bytes(best.proofBytes), "of which \(Console.bytes(best.headerBytes)) header")
    line("peak memory", Console.bytes(peakBytes), "resident, mapped pages included")
    line("security", String(format: "%.1f bits", soundnessBits), "proven bounds")
  }

  private func line(_ name: String, _ value: String, _ remark: String) {
    Console.print(column(name, 16) + column(value, 12) + remark)
  }

  func printLayers() {
    Console.print()
    let title =
      column("operation", 20) + right("rows", 6) + right("committed", 12) + right("lookups", 12)
      + right("seconds", 11) + right("share", 8) + right("bytes", 12)
    Console.print("by operation, all layers" + (table.layers > 0 ? " (\(table.layers))" : ""))
    Console.print(title)
    for row in table.byOperation { show(row.operation.rawValue, row) }
    Console.print()
    Console.print("by layer")
    Console.print(column("", 20) + title.dropFirst(20))
    for (name, row) in table.byLayer { show(name, row) }
    Console.print(
      column("sum", 20) + right("", 30)
        + right(Console.seconds(table.totalSeconds), 11)
        + right(String(format: "%.1f %%", 100 * table.totalSeconds / best.seconds), 8)
        + right(String(format: "%.0f", table.totalBytes), 12))
    Console.print(
      "Sections' measured times are dealt by counts: --csv and --json have every layer and section."
    )
  }

  private func show(_ name: String, _ row: CostTable.Row) {
    Console.print(
      column(name, 20) + right("\(row.rows)", 6) + right(String(format: "%.0f", row.committed), 12)
        + right(String(format: "%.0f", row.lookups), 12)
        + right(Console.seconds(row.totalSeconds), 11)
        + right(String(format: "%.1f %%", 100 * row.totalSeconds / best.seconds), 8)
        + right(String(format: "%.0f", row.bytes), 12))
  }

  private func column(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }

  private func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
