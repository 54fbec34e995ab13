/// A recording as the contract runs it: registers in place of elements, and instructions.
///
/// Register i of the constants holds constant i; every further result goes to the next register, so results name no target.
public struct StepTable {
  public let tokens: Int
  public let replies: Int
  public private(set) var registers = 0
  private(set) var instructions: [Instruction] = []
  private let constants: [Extension]
  private let schedule: [UInt8]
  private let tape: Tape

  /// Registers by element.
  private var register: [Int: Int] = [:]
  private let uses: [Int: Int]

  public init(_ recording: Recording) {
    tape = recording.tape
    tokens = recording.tokens
    replies = recording.replies
    schedule = recording.schedule.bytes
    let needed = Dependencies(recording)
    uses = needed.uses
    constants = needed.constants
    for constant in constants { place(constant) }
    for event in recording.events {
      emit(event.needs)
      instructions.append(Tape.$current.withValue(tape) { instruction(event, recording.schedule) })
      for element in event.leaves { place(element) }
    }
    instructions.append(Instruction(operation: .end))
  }

  private mutating func place(_ element: Extension) {
    register[element.index] = registers
    registers += 1
  }

  private func at(_ element: Extension) -> Int { register[element.index]! }

  // MARK: Arithmetic

  /// Computes these elements: as few and long runs of one operation as a greedy choice gives.
  private mutating func emit(_ elements: [Extension]) {
    var missing: [Extension] = []
    var seen: Set<Int> = []
    func visit(_ element: Extension) {
      guard register[element.index] == nil, seen.insert(element.index).inserted else { return }
      for operand in step(element).operands { visit(operand) }
      missing.append(element)
    }
    for element in elements { visit(element) }
    while !missing.isEmpty {
      var ready: [Instruction.Operation: [Extension]] = [:]
      for element in missing {
        let step = step(element)
        if step.operands.allSatisfy({ register[$0.index] != nil }) {
          ready[step.operation, default: []].append(element)
        }
      }
      // Ties are broken by the operation's number, so that the table is the same each time.
      let (operation, run) = ready.max {
        ($0.value.count, $1.key.rawValue) < ($1.value.count, $0.key.rawValue)
      }!
      append(operation, run)
      let done = Set(run.map { $0.index })
      missing.removeAll { done.contains($0.index) }
    }
  }

  private mutating func append(_ operation: Instruction.Operation, _ run: [Extension]) {
    switch operation {
    case .products, .equalities, .sums, .differences:
      instructions.append(
        Instruction(
          operation: operation, count: run.count,
          operands: run.flatMap { step($0).operands.map(at) },
          perWord: operation == .equalities ? 15 : 16))
      for element in run { place(element) }
    default:
      for element in run {
        let step = step(element)
        instructions.append(
          Instruction(
            operation: operation, count: step.count, fields: step.fields,
            operands: step.operands.map(at)))
        place(element)
      }
    }
  }

  private func step(_ element: Extension) -> ArithmeticStep {
    ArithmeticStep(element, tape, uses: uses)
  }

  // MARK: Events

  private func instruction(_ event: Event, _ schedule: Schedule) -> Instruction {
    let levels = schedule.oracles + schedule.tail
    switch event {
    case .head: return Instruction(operation: .head)
    case .message(let elements): return Instruction(operation: .message, count: elements.count)
    case .challenges(let elements):
      return Instruction(operation: .challenges, count: elements.count)
    case .work(let bits): return Instruction(operation: .work, fields: [bits])
    case .equal(let a, let b, let code):
      return Instruction(operation: .equal, fields: [at(a), at(b), Int(code.rawValue)])
    case .notZero(let a, let code):
      return Instruction(operation: .notZero, fields: [at(a), Int(code.rawValue)])
    case .fractions(let root, let point, _, _):
      return Instruction(operation: .fractions, count: point.count, fields: root.map(at))
    case .rounds(let degrees, let claim, _, _):
      return Instruction(
        operation: .rounds, count: degrees.count, fields: [at(claim)], operands: degrees, size: 1,
        perWord: 32)
    case .openingRounds(let work, let claim, _, _):
      return Instruction(
        operation: .openingRounds, count: work.count, fields: [at(claim)], operands: work,
        size: 1, perWord: 32)
    case .outOfDomainPoint(let code, let point):
      return Instruction(operation: .point, count: point.count, fields: [code])
    case .root(let code): return Instruction(operation: .root, fields: [code])
    case .positions(let code):
      return Instruction(
        operation: .positions, count: levels[code].plan.queries,
        fields: [code, levels[code].shape.logLength])
    case .columns(let code, let fold, let gamma, let first, _, _):
      return Instruction(
        operation: .columns, count: fold.count,
        fields: [
          code, levels[code].coordinates, levels[code].shape.logLength, at(gamma), at(first),
        ], operands: fold.map(at))
    case .lastColumns(let code, let fold):
      let level = levels[code]
      return Instruction(
        operation: .lastColumns, count: fold.count,
        fields: [code, level.coordinates, level.shape.logLength, level.offset, level.dimension],
        operands: fold.map(at))
    case .finalMessage(let count): return Instruction(operation: .finalMessage, count: count)
    case .powers(let code, let gamma, let first, let point, _):
      return Instruction(
        operation: .powers, count: point.count,
        fields: [code, levels[code].shape.logLength, at(gamma), at(first)], operands: point.map(at))
    case .finalValue(let point, _):
      return Instruction(operation: .finalValue, count: point.count, operands: point.map(at))
    }
  }

  // MARK: Bytes

  /// Header, schedule, constants, instructions; each part padded to words of 32 bytes.
  public var bytes: [UInt8] {
    var program = Writer()
    for instruction in instructions { instruction.write(to: &program) }
    var writer = Writer()
    for field in [
      tokens, replies, registers, constants.count, schedule.count, program.bytes.count / 32,
    ] { writer.number(field, 4) }
    writer.bytes([UInt8](repeating: 0, count: 8))
    writer.bytes(schedule)
    writer.bytes([UInt8](repeating: 0, count: (32 - schedule.count % 32) % 32))
    Tape.$current.withValue(tape) { writer.elements(constants) }
    if constants.count % 2 == 1 { writer.bytes([UInt8](repeating: 0, count: 16)) }
    writer.bytes(program.bytes)
    return writer.bytes
  }
}
