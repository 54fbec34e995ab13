import Foundation
import Testing

@testable import Prover
@testable import Verifier

/// Values that the executable specification of the commitment computed.
struct CommitmentVectors: Decodable {
  struct Opening: Decodable {
    let messages: [[Int64]]
    let schedule: String
    let lengths: [Int]
    let commitments: [String]
    let claims: [String]
    let proof: String
  }

  struct Soundness: Decodable {
    let schedule: String
    let expectedBytes: Double

    private enum CodingKeys: String, CodingKey {
      case schedule
      case expectedBytes = "expected bytes"
    }
  }

  let opening: Opening
  let openings: [Opening]
  let soundness: [Soundness]
  /// Dimension, log length, multiplicity, queries, fold grind.
  let plans: [[Int]]

  private enum CodingKeys: String, CodingKey {
    case opening = "opening, degree 2"
    case openings, soundness
    case plans = "plans, target 105, query grind 16, fold grind up to 18"
  }

  static let stored: CommitmentVectors = {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Vectors/commitment.json")
    return try! JSONDecoder().decode(CommitmentVectors.self, from: Data(contentsOf: file))
  }()
}

extension CommitmentVectors {
  static func bytes(hex: String) -> [UInt8] {
    let digits = hex.utf8.map { $0 >= 97 ? $0 - 87 : $0 - 48 }
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }
}

/// Numbers from a seed, the same on every machine (SplitMix64).
struct CommitmentNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func element() -> Extension { Extension(Goldilocks(next()), Goldilocks(next())) }

  mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }
}

/// A statement and what it takes to prove it, under a label that no profile has: such a proof is worthless elsewhere.
struct OpeningInstance {
  var schedule: Schedule
  var oracles: [Oracle]
  var commitments: [Commitment]
  var claims: [OracleClaim]

  /// Everything the specification absorbs before the first challenge.
  static func begin(
    label: StaticString = "test only, no security", _ schedule: Schedule,
    _ commitments: [Commitment], _ claims: [OracleClaim]
  ) -> Transcript {
    var transcript = Transcript(label: label)
    transcript.absorb(schedule.bytes)
    for commitment in commitments { transcript.absorb(commitment.bytes) }
    for claim in claims { transcript.absorb(bytes(of: claim)) }
    return transcript
  }

  static func bytes(of claim: OracleClaim) -> [UInt8] {
    var writer = Writer()
    writer.byte(UInt8(truncatingIfNeeded: claim.oracle))
    writer.number(claim.blocks.count, 4)
    for block in claim.blocks {
      writer.element(block.coefficient)
      writer.number(block.offset, 8)
      writer.byte(UInt8(block.point.count))
      writer.elements(Array(block.point))
    }
    writer.element(claim.value)
    return writer.bytes
  }

  /// Proves the statement as it stands, true or not.
  func proof(_ parallel: Parallel = Parallel(threads: 1)) -> [UInt8] {
    var transcript = OpeningInstance.begin(schedule, commitments, claims)
    var writer = Writer()
    Opening.proveUnchecked(
      schedule: schedule, oracles: oracles, claims: claims, transcript: &transcript,
      writer: &writer, parallel: parallel)
    return writer.bytes
  }

  /// The transcript's last state.
  @discardableResult
  func verify(_ proof: [UInt8], label: StaticString = "test only, no security") throws(Rejection)
    -> Digest
  {
    var transcript = OpeningInstance.begin(label: label, schedule, commitments, claims)
    var reader = Reader(proof)
    try Opening.verify(
      schedule: schedule, commitments: commitments, claims: claims, transcript: &transcript,
      reader: &reader)
    try reader.finish()
    return transcript.state
  }

  /// Why the proof is declined, or nil if it is accepted.
  func rejection(_ proof: [UInt8]) -> Rejection? {
    do {
      try verify(proof)
      return nil
    } catch {
      return error
    }
  }
}

extension OpeningInstance {
  /// Small oracles, claims and schedule; their rates and numbers of queries prove nothing.
  static func random(
    seed: UInt64, oracles count: Int = 2, levels: Int = 2, size: Int = 5,
    keeping: Oracle.Retention = .codeword, parallel: Parallel = Parallel(threads: 1)
  ) throws -> OpeningInstance {
    var numbers = CommitmentNumbers(seed: seed)
    var oracles: [Oracle] = []
    var claims: [OracleClaim] = []
    var choices: [(shape: OracleShape, plan: QueryPlan)] = []
    for o in 0..<count {
      let columns = 2 + numbers.below(1 << size - 2)
      let shape = try OracleShape(
        columns: columns, fold: numbers.below(4),
        logLength: OracleShape.bits(for: columns) + 1 + numbers.below(3))
      let vector = numbers.vector(shape, bytes: o == 0)
      oracles.append(.commit(vector, keeping: keeping, parallel: parallel))
      for _ in 0..<numbers.below(4) {
        let blocks = numbers.below(4)
        claims.append(numbers.trueClaim(on: vector, number: o, blocks: blocks))
      }
      choices.append(
        (shape, QueryPlan(multiplicity: 3, queries: 6, foldGrind: 3 * numbers.below(2))))
    }
    claims.shuffle(using: &numbers)
    let counts = (0..<count).map { o in claims.count { $0.oracle == o } }
    let plan = QueryPlan(multiplicity: 3, queries: 6, foldGrind: 2)
    let draft = try Schedule.build(
      oracles: choices,
      tail: (0..<levels).map { i in
        Schedule.TailChoice(fold: 1 + i % 2, logLength: 30, plan: plan)
      },
      queryGrind: [Int](repeating: 0, count: levels + 1), claims: counts)
    let tail = draft.tail.map {
      Schedule.TailChoice(
        fold: $0.shape.fold,
        logLength: OracleShape.bits(for: $0.shape.columns) + 1 + numbers.below(3),
        plan: QueryPlan(multiplicity: 3, queries: 6, foldGrind: 3 * numbers.below(2)))
    }
    let schedule = try Schedule.build(
      oracles: choices, tail: tail,
      queryGrind: (0...levels).map { _ in 3 * numbers.below(2) }, claims: counts)
    return OpeningInstance(
      schedule: schedule, oracles: oracles, commitments: oracles.map { $0.commitment },
      claims: claims)
  }
}

extension CommitmentNumbers {
  /// One segment of bytes, or of 62-bit integers.
  mutating func vector(_ shape: OracleShape, bytes: Bool) -> CommittedVector {
    let values: CommittedVector.Values
    if bytes {
      values = .bytes(
        SharedMemory((0..<shape.length).map { _ in Int8(truncatingIfNeeded: next()) }))
    } else {
      values = .integers(
        SharedMemory((0..<shape.length).map { _ in Int64(bitPattern: next()) >> 2 }))
    }
    return CommittedVector(shape: shape, segments: [.init(offset: 0, values: values)])
  }

  mutating func trueClaim(on vector: CommittedVector, number: Int, blocks: Int) -> OracleClaim {
    var result: [ClaimBlock] = []
    var value = Extension.zero
    let length = vector.shape.length
    for _ in 0..<blocks {
      let size = below(Int.bitWidth - length.leadingZeroBitCount)
      let offset = below(length >> size) << size
      let block = ClaimBlock(
        coefficient: element(), offset: offset, point: (0..<size).map { _ in element() }[...])
      value += vector.value(of: block)
      result.append(block)
    }
    return OracleClaim(oracle: number, blocks: result, value: value)
  }
}

extension CommittedVector {
  /// Entry by entry, from the segments alone.
  func entry(_ i: Int) -> Extension {
    for segment in segments where i >= segment.offset && i < segment.offset + segment.values.count {
      switch segment.values {
      case .bytes(let memory): return Extension(Int64(memory.elements[i - segment.offset]))
      case .integers(let memory): return Extension(memory.elements[i - segment.offset])
      }
    }
    return .zero
  }

  /// A block's weighted sum by its definition.
  func value(of block: ClaimBlock) -> Extension {
    var sum = Extension.zero
    for (x, weight) in Multilinear.eqTable(Array(block.point)).enumerated() {
      sum += block.coefficient * weight * entry(block.offset + x)
    }
    return sum
  }
}
