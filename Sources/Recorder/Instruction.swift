/// One instruction of a step table: a header word and, in the words after it, its operands.
///
///     header     operation n1, count n2, then up to 14 fields of 2 bytes each
///     operands   registers, 2 bytes each, 16 to a word; triples 5 to a word; degrees and bits of work one byte each
///
/// Operands of arithmetic that fit after the fields stand there: 7 pairs, 4 triples, 11 of an inner product.
///
/// `docs/steps.md` gives the meaning of each operation.
struct Instruction {
  enum Operation: UInt8 {
    case end = 0
    case products = 1
    case equalities = 2
    case sums = 3
    case differences = 4
    case inner = 5
    case message = 0x10
    case challenges = 0x11
    case work = 0x12
    case equal = 0x13
    case notZero = 0x14
    case fractions = 0x15
    case rounds = 0x16
    case openingRounds = 0x17
    case tokens = 0x20
    case shifted = 0x21
    case head = 0x30
    case root = 0x31
    case positions = 0x32
    case columns = 0x33
    case lastColumns = 0x34
    case finalMessage = 0x35
    case powers = 0x36
    case finalValue = 0x37
    case point = 0x38
    case compact = 0x3E
    case part = 0x3F
    case cut = 0x40
  }

  let operation: Operation
  var count = 0
  var fields: [Int] = []
  var operands: [Int] = []
  /// Bytes of an operand.
  var size = 2
  /// Operands in a word.
  var perWord = 16

  /// Arithmetic whose operands stand in the header.
  var inHeader: Instruction {
    var short = self
    short.fields += operands
    short.operands = []
    return short
  }

  var words: Int { 1 + (operands.count + perWord - 1) / perWord }

  func write(to writer: inout Writer) {
    writer.byte(operation.rawValue)
    writer.number(count, 2)
    for field in fields { writer.number(field, 2) }
    writer.bytes([UInt8](repeating: 0, count: 29 - 2 * fields.count))
    for start in stride(from: 0, to: operands.count, by: perWord) {
      let word = operands[start..<min(start + perWord, operands.count)]
      for operand in word { writer.number(operand, size) }
      writer.bytes([UInt8](repeating: 0, count: 32 - size * word.count))
    }
  }
}
