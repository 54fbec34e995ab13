/// What the contract's execution of a step table is expected to cost, by what it is spent on.
///
/// Prices are fitted to the machine's measured gas on two proofs, of the bundled model and of GPT-2 small (`contracts/gas.json`); the
/// counts are the table's own. They know nothing of a proof but its size.
public struct GasEstimate: Sendable {
  public enum Section: String, Sendable, CaseIterable {
    case start
    case transcript
    case lookupTree = "lookup tree"
    case sumchecks
    case opening
  }

  public private(set) var sections: [Section: Double] = [:]

  public var total: Double { sections.values.reduce(0, +) }

  public init(_ table: StepTable) {
    // Statement, registry, memory and the table's parts; again for a second transaction, which also logs and reads the machine.
    add(.start, 280_000)
    if table.cut != nil { add(.start, 420_000) }
    var positions: [Int: Double] = [:]
    for instruction in table.instructions {
      let n = Double(instruction.count)
      let field = instruction.fields.map(Double.init)
      switch instruction.operation {
      case .end, .cut: break
      case .products: add(.sumchecks, 248 + 378 * n)
      case .equalities: add(.sumchecks, 290 + 700 * n)
      case .sums, .differences: add(.sumchecks, 288 + 370 * n)
      case .inner:
        add(.sumchecks, 686 + 429 * (n + field[0]) + 218 * (field[1] + field[2]))
      case .message: add(.transcript, 743 + 194 * n)
      case .challenges, .point: add(.transcript, 330 * n)
      case .work, .root, .head: add(.transcript, 800)
      case .equal, .notZero: add(.sumchecks, 270)
      case .fractions: add(.lookupTree, 3680 * n + 1036 * n * (n - 1) / 2)
      case .rounds: add(.sumchecks, 2750 * n)
      case .openingRounds: add(.opening, 2590 * n)
      case .tokens:
        let groups = (field[1] / 4).rounded(.up)
        let points = 400 * power(field[0]) + 6400 * groups
        let rows = Double(table.rows(ofTensor: instruction.count))
        if field.count == 3 {
          add(.sumchecks, points + rows * field[2] * 200)
        } else {
          add(.sumchecks, points + rows * (380 * groups + 350))
        }
      case .shifted:
        add(.sumchecks, 400 * (power(field[0]) + power(field[1])) + 600 * power(field[0]))
      case .positions:
        positions[instruction.fields[0]] = n
        add(.opening, 5549 + 783 * n)
      case .columns, .lastColumns:
        let queries = positions[instruction.fields[0], default: 0]
        let elements = queries * power(n) * (field[1] == 1 ? 127 : 331)
        add(.opening, 1500 * queries + elements + 205 * nodes(queries, layers: field[2]))
        if instruction.operation == .lastColumns { add(.opening, 155 * queries * field[4]) }
      case .finalMessage: add(.opening, 415 * n)
      case .powers:
        let queries = positions[instruction.fields[0], default: 0]
        add(.opening, queries * (2488 + 221 * n))
      case .finalValue: add(.opening, 5000 + 430 * power(n))
      case .compact: add(.sumchecks, 134 * n)
      case .part: add(.start, 7500)
      }
    }
  }

  private mutating func add(_ section: Section, _ gas: Double) {
    sections[section, default: 0] += gas
  }

  private func power(_ exponent: Double) -> Double {
    Double(sign: .plus, exponent: Int(exponent), significand: 1)
  }

  /// Nodes hashed on the way from `queries` leaves to the root: each layer has at most as many as there are leaves or nodes.
  private func nodes(_ queries: Double, layers: Double) -> Double {
    var sum = 0.0
    for layer in 0..<Int(layers) { sum += min(queries, power(Double(layer))) }
    return sum
  }
}

extension StepTable {
  /// Rows that the evaluation of a statement tensor runs over.
  fileprivate func rows(ofTensor code: Int) -> Int {
    switch code {
    case 0: lengths.tokens
    case 4, 5: lengths.prompt
    default: lengths.replies
    }
  }
}
