/// How one element is computed from others: sums of products as one inner product, all else operation by operation.
struct ArithmeticStep {
  let operation: Instruction.Operation
  var operands: [Extension] = []
  /// Of an inner product: the pairs that are added; its fields are the pairs taken away, the elements added and taken away. Of a
  /// statement tensor: which.
  var count = 0
  var fields: [Int] = []

  /// - Parameter uses: how often each element is read; what is read once is computed where it is read.
  init(_ element: Extension, _ tape: Tape, uses: [Int: Int]) {
    switch tape[element] {
    case .constant, .input: operation = .end
    case .product(let a, let b): (operation, operands) = (.products, [a, b])
    case .equality(let acc, let a, let b): (operation, operands) = (.equalities, [acc, a, b])
    case .tokens(let tensor, let first, let second, let width):
      (operation, operands) = (.tokens, first + second)
      (count, fields) = (Int(tensor.code), [first.count, second.count])
      if case .values = tensor { fields.append(width) }
    case .shifted(let point, let s, let low, let high):
      (operation, operands) = (.shifted, point + s)
      fields = [point.count, s.count, low, min(high, 0xFFFF)]
    case .sum, .difference:
      var pairs = Pairs()
      pairs.collect(element, isNegative: false, isRoot: true, tape, uses)
      let products = pairs.added.count + pairs.removed.count
      switch (products, pairs.plus.count, pairs.minus.count) {
      case (0, 2, 0): (operation, operands) = (.sums, pairs.plus)
      case (0, 1, 1): (operation, operands) = (.differences, pairs.plus + pairs.minus)
      default:
        operation = .inner
        operands =
          (pairs.added + pairs.removed).flatMap { [$0.0, $0.1] } + pairs.plus + pairs.minus
        count = pairs.added.count
        fields = [pairs.removed.count, pairs.plus.count, pairs.minus.count]
      }
    }
  }

  /// The terms of a sum: products of two elements, and plain elements.
  private struct Pairs {
    var added: [(Extension, Extension)] = []
    var removed: [(Extension, Extension)] = []
    var plus: [Extension] = []
    var minus: [Extension] = []

    mutating func collect(
      _ element: Extension, isNegative: Bool, isRoot: Bool, _ tape: Tape, _ uses: [Int: Int]
    ) {
      let isShared = !isRoot && uses[element.index, default: 0] > 1
      switch tape[element] {
      case .sum(let a, let b) where !isShared:
        collect(a, isNegative: isNegative, isRoot: false, tape, uses)
        collect(b, isNegative: isNegative, isRoot: false, tape, uses)
      case .difference(let a, let b) where !isShared:
        collect(a, isNegative: isNegative, isRoot: false, tape, uses)
        collect(b, isNegative: !isNegative, isRoot: false, tape, uses)
      case .product(let a, let b) where !isShared:
        if isNegative { removed.append((a, b)) } else { added.append((a, b)) }
      default:
        if isNegative { minus.append(element) } else { plus.append(element) }
      }
    }
  }
}

/// Which elements a recording needs, how often each is read, and its constants.
struct Dependencies {
  private(set) var uses: [Int: Int] = [:]
  private(set) var constants: [Extension] = []

  init(_ recording: Recording) {
    let tape = recording.tape
    var seen: Set<Int> = []
    var found: Set<Int> = [0, 1]
    func read(_ element: Extension) {
      uses[element.index, default: 0] += 1
      guard seen.insert(element.index).inserted else { return }
      switch tape[element] {
      case .constant: found.insert(element.index)
      case .input: break
      case .sum(let a, let b), .difference(let a, let b), .product(let a, let b):
        for operand in [a, b] { read(operand) }
      case .equality(let acc, let a, let b): for operand in [acc, a, b] { read(operand) }
      case .tokens(_, let first, let second, _): for operand in first + second { read(operand) }
      case .shifted(let point, let s, _, _): for operand in point + s { read(operand) }
      }
    }
    for event in recording.events {
      for element in event.needs {
        read(element)
        // What an event reads must be in a register of its own.
        uses[element.index, default: 0] += 1
      }
    }
    constants = found.sorted().map { Extension(index: $0) }
  }
}
