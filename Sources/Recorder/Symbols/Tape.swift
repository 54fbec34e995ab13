/// Every element that a recorded verification computes, each written once: the same operation on the same operands is the same
/// element.
///
/// A recording runs on one thread from end to end and nothing else sees its tape.
final class Tape: @unchecked Sendable {
  enum Operation: Hashable {
    case constant(UInt64, UInt64)
    /// What an event leaves behind: a message's element, a challenge, a macro step's result.
    case input(Int)
    case sum(Extension, Extension)
    case difference(Extension, Extension)
    case product(Extension, Extension)
    /// acc · (1 - a - b + 2 a b).
    case equality(Extension, Extension, Extension)
    /// Σ over the rows of a statement tensor of Π w(row). Of stated values `width` belong to a row.
    case tokens(StatementTensor, [Extension], [Extension], width: Int)
    /// Σ_y eq(point, y - shift) eq(s, y), low <= y < high, all three counted from the last prompt row.
    case shifted(point: [Extension], at: [Extension], low: Int, high: Int)
  }

  private(set) var operations: [Operation] = []
  private var known: [Operation: Extension] = [:]
  private var inputs = 0

  /// The tape of the recording that is under way: elements are values with operators, so it cannot be passed to them.
  @TaskLocal static var current = Tape()

  func element(_ operation: Operation) -> Extension {
    if let element = known[operation] { return element }
    let element = Extension(index: operations.count)
    operations.append(operation)
    known[operation] = element
    return element
  }

  func input() -> Extension {
    inputs += 1
    return element(.input(inputs))
  }

  func inputs(_ count: Int) -> [Extension] { (0..<count).map { _ in input() } }

  subscript(_ element: Extension) -> Operation { operations[element.index] }
}
