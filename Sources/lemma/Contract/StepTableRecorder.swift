import Recorder

/// The one place that sees the recorder, whose types have the verifier's names.
enum StepTableRecorder {
  /// In how many transactions a table can be run.
  enum Division {
    case one
    case two
  }

  struct Result {
    let parts: [[UInt8]]
    let registers: Int
    /// Expected gas of execution, by section.
    let gas: [String: Double]
  }

  /// - Returns: nothing if the table needs more registers or longer messages than a contract has room for.
  static func record(
    key: [UInt8], schedule: [UInt8], rows: Int, replies: Int, division: Division
  ) throws -> Result? {
    let table: StepTable
    do {
      table = try StepTable(
        try Recording(key: key, schedule: schedule, rows: rows, replies: replies),
        division: division == .two ? .two : .one)
    } catch Rejection.tooLarge {
      return nil
    }
    return Result(
      parts: table.parts, registers: table.registers,
      gas: Dictionary(
        uniqueKeysWithValues: GasEstimate(table).sections.map { ($0.rawValue, $1) }))
  }
}
