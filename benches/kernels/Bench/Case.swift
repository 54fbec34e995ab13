import Naive

/// A kernel and its naive reference on the same memory.
struct Case {
  let name: String
  /// What is counted, and how many of it one call does.
  let unit: String
  let units: Int
  /// Of one unit.
  let work: Work
  let kernel: () -> Void
  let naive: () -> Void
}

struct Cases {
  let memory = Memory()
  private(set) var all: [Case] = []

  /// The kernel's name is given without its prefix; both functions have one type.
  mutating func add<Function>(
    _ name: String, _ units: Int, _ unit: String, _ work: Work, _ kernel: Function,
    _ naive: Function, _ call: @escaping (Function) -> Void
  ) {
    all.append(
      Case(
        name: name, unit: unit, units: units, work: work, kernel: { call(kernel) },
        naive: { call(naive) }))
  }

  init() {
    addTables()
    addIntegers()
    addShorts()
    addCode()
    addHashing()
    addProducts()
  }
}
