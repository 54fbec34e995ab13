/// Step tables as bytes, in parts that fit a contract's code.
extension StepTable {
  /// Bytes of a part: 24,576, the most that a contract's code may have, less a first byte that keeps it from being run, in words.
  public static let partBytes = 24_544

  /// Every part of `partBytes` bytes, the last one filled with zeros. The first begins with
  ///
  ///     header      tokens, replies, constants, bytes of the schedule, part and place of the cut (0, 0: none): 4 bytes each
  ///     schedule    and constants, two to a word; both filled to words
  ///
  /// and every part but the last ends with an instruction that goes on to the next.
  public var parts: [[UInt8]] {
    var parts: [[UInt8]] = []
    var current = Writer()
    current.bytes([UInt8](repeating: 0, count: 32))
    current.bytes(schedule)
    current.bytes([UInt8](repeating: 0, count: (32 - schedule.count % 32) % 32))
    Tape.$current.withValue(tape) { current.elements(constants) }
    if constants.count % 2 == 1 { current.bytes([UInt8](repeating: 0, count: 16)) }
    var cutPlace = (part: 0, byte: 0)
    func finish() {
      parts.append(
        current.bytes
          + [UInt8](repeating: 0, count: StepTable.partBytes - current.bytes.count))
      current = Writer()
    }
    for (i, instruction) in instructions.enumerated() {
      if current.bytes.count + 32 * (instruction.words + 1) > StepTable.partBytes {
        Instruction(operation: .part).write(to: &current)
        finish()
      }
      if i == cut { cutPlace = (parts.count, current.bytes.count) }
      instruction.write(to: &current)
    }
    finish()
    var header = Writer()
    for field in [
      lengths.tokens, lengths.replies, constants.count, schedule.count, cutPlace.part,
      cutPlace.byte,
    ] { header.number(field, 4) }
    parts[0].replaceSubrange(0..<header.bytes.count, with: header.bytes)
    return parts
  }
}
