import Foundation
import Prover

extension CostTable {
  /// The table as comma-separated values, one line for each layer and operation; numbers have a point for the decimals.
  public var csv: String {
    let sections = ProvingSection.allCases
    var lines = [
      "layer,operation,rows,committed,lookups,seconds,share,bytes,"
        + sections.map { "\($0.rawValue)_seconds" }.joined(separator: ",")
    ]
    let all = totalSeconds
    for row in rows {
      var fields = [row.layer.map { "\($0 + 1)" } ?? "", row.operation.rawValue, "\(row.rows)"]
      fields.append(String(format: "%.0f", row.committed))
      fields.append(String(format: "%.0f", row.lookups))
      fields.append(String(format: "%.9f", row.totalSeconds))
      fields.append(String(format: "%.6f", all > 0 ? row.totalSeconds / all : 0))
      fields.append(String(format: "%.1f", row.bytes))
      fields += sections.map { String(format: "%.9f", row.seconds[$0] ?? 0) }
      lines.append(fields.joined(separator: ","))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The same as objects for JSON.
  public var objects: [[String: Any]] {
    let all = totalSeconds
    return rows.map { row in
      var object: [String: Any] = [
        "operation": row.operation.rawValue, "rows": row.rows,
        "committed": Int(row.committed.rounded()), "lookups": Int(row.lookups.rounded()),
        "seconds": row.totalSeconds, "share": all > 0 ? row.totalSeconds / all : 0,
        "bytes": row.bytes,
        "sections": Dictionary(uniqueKeysWithValues: row.seconds.map { ($0.rawValue, $1) }),
      ]
      object["layer"] = row.layer.map { $0 + 1 } ?? NSNull()
      return object
    }
  }
}
