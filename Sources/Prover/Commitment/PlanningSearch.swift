import Verifier

/// A candidate: the witness' shape and the later levels' folds and lengths.
struct PlanningChoice {
  let witness: OracleShape
  let tail: [(fold: Int, logLength: Int)]
}

/// Witness shapes one by one; for each, the best later levels, by the length of the message and the folds still to come.
struct PlanningSearch {
  let parameters: OracleShape
  let witnessLength: Int
  let target: Int
  let planning: Planning

  private static let witnessFolds = 3...8
  private static let tailFolds = 3...6
  private static let mostTailRate = 9
  /// log2 of the final message's length.
  private static let finalBits = 5...8

  private struct Code: Hashable {
    let dimension, logLength: Int
  }

  private struct State: Hashable {
    let length, folds: Int
  }

  private struct Tail {
    let price: Double
    let levels: [(fold: Int, logLength: Int)]
  }

  private var plans: [Code: QueryPlan?] = [:]
  private var siblings: [Code: Double] = [:]
  private var tails: [State: Tail?] = [:]

  init(parameters: OracleShape, witnessLength: Int, target: Int, planning: Planning) {
    self.parameters = parameters
    self.witnessLength = witnessLength
    self.target = target
    self.planning = planning
  }

  mutating func best() -> PlanningChoice? {
    var best: (price: Double, choice: PlanningChoice)?
    for fold in PlanningSearch.witnessFolds {
      let columns = max(1, (witnessLength + 1 << fold - 1) >> fold)
      let least = max(6, OracleShape.bits(for: columns))
      for logLength in least...least + planning.mostWitnessRate {
        guard let shape = try? OracleShape(columns: columns, fold: fold, logLength: logLength),
          let found = self.best(witness: shape)
        else { continue }
        if best == nil || found.price < best!.price { best = found }
      }
    }
    return best?.choice
  }

  /// The best later levels for this witness.
  private mutating func best(witness: OracleShape) -> (price: Double, choice: PlanningChoice)? {
    let isWitnessLast = witness.columnVariables <= parameters.columnVariables
    let (first, last) = isWitnessLast ? (parameters, witness) : (witness, parameters)
    let offset = 1 << first.columnVariables
    let end = offset + last.columns
    let bits = OracleShape.bits(for: end)
    let commit = OpeningCost.commit(
      columns: witness.columns, logLength: witness.logLength, width: witness.rows)
    var best: (price: Double, choice: PlanningChoice)?
    for final in PlanningSearch.finalBits {
      let folds = max(0, bits - final)
      let length = ((end + 1 << folds - 1) >> folds) << folds
      let dimension = min(1 << last.columnVariables, length - offset)
      guard
        let parametersPlan = plan(isWitnessLast ? offset : dimension, parameters.logLength),
        let witnessPlan = plan(isWitnessLast ? dimension : offset, witness.logLength),
        let tail = tail(length, folds)
      else { continue }
      var cost =
        commit + queries(parametersPlan, parameters.logLength, width: parameters.rows)
        + queries(witnessPlan, witness.logLength, width: witness.rows)
        + .weights(queries: parametersPlan.queries, length: 1 << parameters.columnVariables)
        + .weights(queries: witnessPlan.queries, length: 1 << witness.columnVariables)
      for s in 0..<max(parameters.fold, witness.fold) {
        let grind = max(
          s < parameters.fold ? parametersPlan.foldGrind : 0,
          s < witness.fold ? witnessPlan.foldGrind : 0)
        cost = cost + .rounds(1, grind: grind)
      }
      let price = price(cost) + tail.price
      if best == nil || price < best!.price {
        best = (price, PlanningChoice(witness: witness, tail: tail.levels))
      }
    }
    return best
  }

  /// The best levels for a message of this length that take away `folds` variables.
  private mutating func tail(_ length: Int, _ folds: Int) -> Tail? {
    let state = State(length: length, folds: folds)
    if let known = tails[state] { return known }
    var best: Tail?
    if folds == 0 {
      let cost = OpeningCost(
        bytes: (16 + planning.bytesPerFinalElement) * Double(length)
          + Double(32 * OracleShape.bits(for: length) + 8),
        nanoseconds: OpeningCost.work(planning.queryGrind))
      best = Tail(price: price(cost), levels: [])
    }
    for fold in PlanningSearch.tailFolds where fold <= folds {
      guard let rest = tail(length >> fold, folds - fold),
        let (logLength, price) = level(columns: length >> fold, fold)
      else { continue }
      if best == nil || price + rest.price < best!.price {
        best = Tail(price: price + rest.price, levels: [(fold, logLength)] + rest.levels)
      }
    }
    tails[state] = .some(best)
    return best
  }

  /// The best rate for one later level, and its price with the weights of its queries on the level after it.
  private mutating func level(columns: Int, _ fold: Int) -> (logLength: Int, price: Double)? {
    let width = Extension.degree << fold
    let least = max(1, OracleShape.bits(for: columns))
    var best: (logLength: Int, price: Double)?
    for logLength in least...min(OracleShape.mostLogLength, least + PlanningSearch.mostTailRate) {
      guard let plan = plan(columns, logLength) else { continue }
      let cost =
        OpeningCost.commit(columns: columns, logLength: logLength, width: width)
        + queries(plan, logLength, width: width) + .rounds(fold, grind: plan.foldGrind)
        + .weights(queries: plan.queries, length: columns)
        + OpeningCost(bytes: 56, nanoseconds: OpeningCost.work(planning.queryGrind))
      let price = price(cost)
      if best == nil || price < best!.price { best = (logLength, price) }
    }
    return best
  }

  private func price(_ cost: OpeningCost) -> Double {
    cost.nanoseconds + planning.nanosecondsPerByte * cost.bytes
  }

  private mutating func plan(_ dimension: Int, _ logLength: Int) -> QueryPlan? {
    let code = Code(dimension: dimension, logLength: logLength)
    if let known = plans[code] { return known }
    let plan = CodePlan.estimate(
      dimension: dimension, logLength: logLength, target: target,
      queryGrind: planning.queryGrind)
    plans[code] = .some(plan)
    return plan
  }

  private mutating func queries(_ plan: QueryPlan, _ logLength: Int, width: Int) -> OpeningCost {
    let code = Code(dimension: plan.queries, logLength: logLength)
    let hashes = siblings[code] ?? OpeningCost.siblings(plan.queries, logLength: logLength)
    siblings[code] = hashes
    return OpeningCost(
      bytes: 32 * hashes + planning.bytesPerQuery * Double(plan.queries)
        + OpeningCost.distinct(plan.queries, logLength: logLength) * Double(8 * width))
  }
}
