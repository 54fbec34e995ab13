/// How one code is queried.
public struct QueryPlan: Equatable, Sendable {
  /// μ >= 3 of the Johnson regime: the radius is 1 - √ρ (1 + 1/(2μ)).
  public let multiplicity: Int
  /// t: positions drawn, with replacement.
  public let queries: Int
  /// Bits of proof of work before each challenge that folds this vector.
  public let foldGrind: Int

  public init(multiplicity: Int, queries: Int, foldGrind: Int) {
    self.multiplicity = multiplicity
    self.queries = queries
    self.foldGrind = foldGrind
  }
}

/// One committed vector as the opening treats it.
public final class Level: Equatable, Sendable {
  public let shape: OracleShape
  public let plan: QueryPlan
  /// Words of a symbol: 1 for the oracles, which hold F_p, 2 for later levels, which hold E.
  public let coordinates: Int
  /// The degree bound that the next message enforces; rates are dimension / 2^logLength.
  public let dimension: Int
  /// Where the folded oracle lies in the level-1 message; 0 for later levels.
  public let offset: Int

  init(shape: OracleShape, plan: QueryPlan, coordinates: Int, dimension: Int, offset: Int) {
    self.shape = shape
    self.plan = plan
    self.coordinates = coordinates
    self.dimension = dimension
    self.offset = offset
  }

  public static func == (a: Level, b: Level) -> Bool {
    a.shape == b.shape && a.plan == b.plan && a.coordinates == b.coordinates
      && a.dimension == b.dimension && a.offset == b.offset
  }

  /// Whether its message fits and its code is one.
  fileprivate var hasRoom: Bool {
    shape.columns <= dimension && dimension < 1 << shape.logLength
  }
}

/// Every shape of one opening, derived before the proof is read.
///
/// The oracles committed before (parameters, witness) are level 0. Their folded messages lie in *slots* of the level-1 message:
/// 2^ceil(log2 columns) entries each, placed by size descending, then in order, so that each is aligned to its own size.
/// The level-1 length L_1 is the end of the last slot's content, rounded up to a multiple of 2^(k_1 + ... + k_(M-1));
/// L_(i+1) = L_i / 2^k_i, down to the final message, which is sent in clear.
///
/// The *dimension* of a code is what the next message enforces, not what a prover promises: L_(i+1) at level i >= 1; at level 0 the
/// slot's size or, for the last slot, what is left of L_1.
///
/// A schedule is data, not trust: it travels with the proof, is absorbed, exists only if it is well formed, and is accepted only
/// within a profile's bound (`Profile.require`).
public struct Schedule: Equatable, Sendable {
  /// Level 0, in order of declaration.
  public let oracles: [Level]
  /// Levels 1 ... M-1.
  public let tail: [Level]
  /// Bits of proof of work before the queries of level 0, 1, ..., M-1.
  public let queryGrind: [Int]
  /// Number of claims on each oracle.
  public let claims: [Int]
  /// L_1 ... L_M.
  public let lengths: [Int]

  public static let mostOracles = 8
  public static let mostTailLevels = 16
  public static let mostQueries = 1024
  public static let mostGrind = 40
  public static let mostClaims = 1 << 24
  public static let mostFinalLength = 1 << 12
  /// Cap of L_1.
  public static let mostLength = 1 << 30

  /// What is chosen about a later level; its number of columns follows.
  public struct TailChoice: Equatable, Sendable {
    public let fold: Int
    public let logLength: Int
    public let plan: QueryPlan

    public init(fold: Int, logLength: Int, plan: QueryPlan) {
      self.fold = fold
      self.logLength = logLength
      self.plan = plan
    }
  }

  /// The schedule of these choices, if every number is within its cap and every code has room for its message.
  public static func build(
    oracles: [(shape: OracleShape, plan: QueryPlan)], tail: [TailChoice], queryGrind: [Int],
    claims: [Int]
  ) throws(Rejection) -> Schedule {
    guard oracles.count >= 1, oracles.count <= mostOracles, tail.count <= mostTailLevels,
      queryGrind.count == tail.count + 1, claims.count == oracles.count
    else { throw .tooLarge }
    for bits in queryGrind where bits < 0 || bits > mostGrind { throw .tooLarge }
    for count in claims where count < 0 || count > mostClaims { throw .tooLarge }
    for oracle in oracles where !isWithinCaps(oracle.plan) { throw .tooLarge }
    var folds = 0
    for choice in tail {
      guard isWithinCaps(choice.plan), choice.fold >= 0, choice.fold <= OracleShape.mostFold
      else { throw .tooLarge }
      folds += choice.fold
    }
    guard folds <= 30 else { throw .tooLarge }

    let (offsets, end) = slots(oracles.map { $0.shape })
    let step = UInt64(1) << UInt64(folds)
    let rounded = (end + step - 1) / step * step
    guard rounded <= UInt64(mostLength) else { throw .tooLarge }
    var lengths = [Int(rounded)]
    let levels = try Array(count: tail.count) { i throws(Rejection) in
      let columns = lengths[i] >> tail[i].fold
      lengths.append(columns)
      return Level(
        shape: try OracleShape(
          columns: columns, fold: tail[i].fold, logLength: tail[i].logLength),
        plan: tail[i].plan, coordinates: Extension.degree, dimension: columns, offset: 0)
    }
    guard lengths[lengths.count - 1] <= mostFinalLength else { throw .tooLarge }
    let placed = oracles.indices.map { o in
      let shape = oracles[o].shape
      return Level(
        shape: shape, plan: oracles[o].plan, coordinates: 1,
        dimension: min(1 << shape.columnVariables, lengths[0] - offsets[o]), offset: offsets[o])
    }
    let schedule = Schedule(
      oracles: placed, tail: levels, queryGrind: queryGrind, claims: claims, lengths: lengths)
    for c in 0..<placed.count + levels.count where !schedule.code(c).hasRoom {
      throw .unsoundParameters
    }
    return schedule
  }

  /// The oracles, then the later levels.
  @inline(never)
  func code(_ index: Int) -> Level {
    index < oracles.count ? oracles[index] : tail[index - oracles.count]
  }

  /// The codes that are queried before level `i` + 1 or, after the last level, before the message in clear: the oracles, or the level above.
  func codes(above i: Int) -> Range<Int> {
    i == 0 ? 0..<oracles.count : oracles.count + i - 1..<oracles.count + i
  }

  private static func isWithinCaps(_ plan: QueryPlan) -> Bool {
    plan.multiplicity >= 3 && plan.multiplicity < 256 && plan.queries >= 1
      && plan.queries <= mostQueries && plan.foldGrind >= 0 && plan.foldGrind <= mostGrind
  }

  /// Each slot's offset, and the end of the last slot's content. At most 8 slots of at most 2^28 entries.
  private static func slots(_ shapes: [OracleShape]) -> (offsets: [Int], end: UInt64) {
    var offsets = [Int](repeating: 0, count: shapes.count)
    var start: UInt64 = 0
    var end: UInt64 = 0
    for variables in stride(from: 28, through: 0, by: -1) {
      for o in shapes.indices where shapes[o].columnVariables == variables {
        // A start beyond the cap is refused with the length it leads to.
        offsets[o] = Int(min(start, UInt64(mostLength)))
        end = start + UInt64(shapes[o].columns)
        start += 1 << UInt64(variables)
      }
    }
    return (offsets, end)
  }

  /// m_1 ... m_M: ceil(log2 L_i).
  public var messageVariables: [Int] { lengths.map { OracleShape.bits(for: $0) } }

  /// Proof-of-work bits of each row round: the most that an oracle still folding in it asks for.
  public var rowGrind: [Int] {
    var bits: [Int] = []
    for level in oracles {
      for s in 0..<level.shape.fold {
        if s == bits.count { bits.append(0) }
        bits[s] = max(bits[s], level.plan.foldGrind)
      }
    }
    return bits
  }
}
