import Recorder

/// The one place that sees the recorder, whose types have the verifier's names.
enum StepTableRecorder {
  struct Result {
    let bytes: [UInt8]
    let registers: Int
  }

  static func record(
    key: [UInt8], schedule: [UInt8], parametersPoint: [(UInt64, UInt64)], tokens: Int, replies: Int
  ) throws -> Result {
    let table = StepTable(
      try Recording(
        key: key, schedule: schedule, parametersPoint: parametersPoint, tokens: tokens,
        replies: replies))
    return Result(bytes: table.bytes, registers: table.registers)
  }
}
