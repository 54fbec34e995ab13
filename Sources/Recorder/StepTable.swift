/// A recording as the contract runs it: registers in place of elements, and instructions.
///
/// Register i of the constants holds constant i; every further result goes to the next register, so results name no target. When
/// registers run out, those that are still needed move to the front.
public struct StepTable {
  let lengths: Lengths
  /// The most registers in use at a time.
  public private(set) var registers = 0
  private var next = 0
  var instructions: [Instruction] = []
  /// The instruction before which a second transaction may begin, if there is one.
  private(set) var cut: Int?
  let constants: [Extension]
  let schedule: [UInt8]
  let tape: Tape

  /// Registers by element.
  private var register: [Int: Int] = [:]
  private let uses: [Int: Int]

  /// Results of one instruction.
  private static let longestRun = 256
  /// Elements that a contract absorbs at once: 16,384 bytes.
  private static let longestMessage = 1024
  /// Registers that a contract has.
  public static let mostRegisters = 2048

  /// How many elements are computed with an eye to long runs; more of them are then in registers at a time.
  private let horizon: Int
  /// As far as it goes; and, where registers do not suffice for that, little by little.
  private static let horizons = [Int.max, 512, 64]

  /// - Parameter division: whether the table can be run in two transactions.
  public init(_ recording: Recording, division: Division) throws(Rejection) {
    for event in recording.events {
      if case .message(let elements) = event, elements.count > StepTable.longestMessage {
        throw .tooLarge
      }
    }
    for horizon in StepTable.horizons {
      if let table = try? StepTable(recording, division: division, horizon: horizon) {
        self = table
        return
      }
    }
    throw .tooLarge
  }

  private init(_ recording: Recording, division: Division, horizon: Int) throws(Rejection) {
    self.horizon = horizon
    tape = recording.tape
    lengths = recording.lengths
    schedule = recording.schedule.bytes
    let needed = Dependencies(recording)
    uses = needed.uses
    constants = needed.constants
    for constant in constants { place(constant) }
    for (i, event) in recording.events.enumerated() {
      let ahead = recording.events[i...]
      try emit(event.needs, ahead)
      try makeRoom(for: event.leaves.count, ahead)
      instructions.append(Tape.$current.withValue(tape) { instruction(event, recording.schedule) })
      for element in event.leaves { place(element) }
      if division == .two, case .columns(0, _, _, _, _, _) = event {
        compact(for: recording.events[(i + 1)...])
        cut = instructions.count
        instructions.append(Instruction(operation: .cut, count: next))
      }
    }
    instructions.append(Instruction(operation: .end))
  }

  public enum Division: Sendable {
    case one
    case two
  }

  private mutating func makeRoom(for count: Int, _ ahead: ArraySlice<Event>) throws(Rejection) {
    if next + count > StepTable.mostRegisters { compact(for: ahead) }
    guard next + count <= StepTable.mostRegisters else { throw .tooLarge }
  }

  /// Moves the registers that these events still need to the front, in order.
  private mutating func compact(for events: ArraySlice<Event>) {
    var live: Set<Int> = []
    var seen: Set<Int> = []
    func visit(_ element: Extension) {
      guard seen.insert(element.index).inserted else { return }
      if let place = register[element.index] {
        live.insert(place)
      } else {
        for operand in step(element).operands { visit(operand) }
      }
    }
    for event in events { for element in event.needs { visit(element) } }
    let kept = live.sorted()
    instructions.append(Instruction(operation: .compact, count: kept.count, operands: kept))
    let moved = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($1, $0) })
    register = register.compactMapValues { moved[$0] }
    next = kept.count
  }

  private mutating func place(_ element: Extension) {
    register[element.index] = next
    next += 1
    registers = max(registers, next)
  }

  private func at(_ element: Extension) -> Int { register[element.index]! }

  // MARK: Arithmetic

  /// Computes these elements: as few and long runs of one operation as a greedy choice gives.
  private mutating func emit(_ elements: [Extension], _ ahead: ArraySlice<Event>)
    throws(Rejection)
  {
    var missing: [Extension] = []
    var seen: Set<Int> = []
    func visit(_ element: Extension) {
      guard register[element.index] == nil, seen.insert(element.index).inserted else { return }
      for operand in step(element).operands { visit(operand) }
      missing.append(element)
    }
    for element in elements { visit(element) }
    // Operands come before what is made of them.
    var rest = missing[...]
    while !rest.isEmpty {
      try compute(Array(rest.prefix(horizon)), ahead)
      rest = rest.dropFirst(horizon)
    }
  }

  private mutating func compute(_ elements: [Extension], _ ahead: ArraySlice<Event>)
    throws(Rejection)
  {
    var missing = elements
    while !missing.isEmpty {
      var ready: [Instruction.Operation: [Extension]] = [:]
      for element in missing {
        let step = step(element)
        if step.operands.allSatisfy({ register[$0.index] != nil }) {
          ready[step.operation, default: []].append(element)
        }
      }
      // Ties are broken by the operation's number, so that the table is the same each time.
      let (operation, _) = ready.max {
        ($0.value.count, $1.key.rawValue) < ($1.value.count, $0.key.rawValue)
      }!
      let run = Array(ready[operation]!.prefix(StepTable.longestRun))
      try makeRoom(for: run.count, ahead)
      append(operation, run)
      let done = Set(run.map { $0.index })
      missing.removeAll { done.contains($0.index) }
    }
  }

  private mutating func append(_ operation: Instruction.Operation, _ run: [Extension]) {
    switch operation {
    case .products, .equalities, .sums, .differences:
      let triples = operation == .equalities
      let instruction = Instruction(
        operation: operation, count: run.count, operands: run.flatMap { step($0).operands.map(at) },
        perWord: triples ? 15 : 16)
      instructions.append(run.count <= (triples ? 4 : 7) ? instruction.inHeader : instruction)
      for element in run { place(element) }
    default:
      for element in run {
        let step = step(element)
        let instruction = Instruction(
          operation: operation, count: step.count, fields: step.fields,
          operands: step.operands.map(at))
        let isShort = operation == .inner && step.operands.count <= 11
        instructions.append(isShort ? instruction.inHeader : instruction)
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
}
