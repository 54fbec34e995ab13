import Foundation
import Testing

@testable import Verifier

struct CommitmentSoundnessTests {
  @Test func everyTermIsTheSpecifications() throws {
    for stored in StoredCommitment.stored.soundness {
      let terms = try Schedule(hex: stored.schedule).soundnessTerms()
      #expect(terms.map { $0.error } == stored.terms.map { Wide(hex: $0[1]) })
      #expect(SoundnessTerm.sum(terms) == Wide(hex: stored.total))
    }
  }

  @Test func everyTermIsNamedAsInTheSpecification() throws {
    for stored in StoredCommitment.stored.soundness {
      let terms = try Schedule(hex: stored.schedule).soundnessTerms()
      let names = terms.map { term in
        let step = "\(term.step)"
        let counted = ["row round": true, "fold": true][step] ?? false
        let name =
          step == "final" ? "final round \(term.round)" : counted ? "\(step) \(term.round)" : step
        switch term.place {
        case .oracle(let o): return "oracle \(o) \(name)"
        case .level(let i): return "level \(i) \(name)"
        case .whole: return name
        }
      }
      #expect(names == stored.terms.map { $0[0] })
    }
  }

  @Test func boundsMatchTheFormulas() throws {
    func value(_ wide: Wide, _ unit: Int) -> Double {
      let (digits, dropped) = wide.leading
      return Double(digits) * pow(2, Double(dropped - unit))
    }
    for (logLength, rate, multiplicity) in [(23, 3, 6), (18, 1, 20), (15, 9, 3)] {
      let bounds = try CodeBounds(
        dimension: 1 << (logLength - rate), logLength: logLength, multiplicity: multiplicity)
      let rho = pow(2, -Double(rate))
      let mu = Double(multiplicity)
      let miss = rho.squareRoot() * (1 + 1 / (2 * mu))
      let list = (mu + 0.5) / rho.squareRoot()
      let main = (2 * pow(mu + 0.5, 5) + 3 * (mu + 0.5) * rho) / (3 * pow(rho, 1.5))
      let agreement = main * pow(2, Double(logLength)) + list
      #expect(abs(value(bounds.miss, 256) / miss - 1) < 1e-12)
      #expect(abs(value(bounds.list, 64) / list - 1) < 1e-12)
      #expect(abs(value(bounds.agreementNumerator, 0) / agreement - 1) < 1e-9)
    }
  }

  @Test func codesAboutWhichNothingIsProvenAreRefused() {
    for (dimension, multiplicity) in [(16, 3), (15, 3), (8, 2), (0, 3), (-1, 3), (8, 256), (8, 0)] {
      #expect(throws: Rejection.unsoundParameters) {
        try CodeBounds(dimension: dimension, logLength: 4, multiplicity: multiplicity)
      }
    }
    #expect(throws: Rejection.unsoundParameters) {
      try CodeBounds(dimension: 4, logLength: 31, multiplicity: 3)
    }
  }

  @Test func theProfileLimitsTheWholeProof() throws {
    // 2^27 parameters and 2^23 witness values, every step at most 2^-105.
    let schedule = try Schedule(hex: StoredCommitment.stored.soundness[1].schedule)
    let profile = Profile.provable100
    try profile.require(schedule, otherTerms: [])
    func other(_ bits: Int) -> [SoundnessTerm] {
      [SoundnessTerm("other", "a test", error: Wide.powerOfTwo(256 - bits))]
    }
    try profile.require(schedule, otherTerms: other(105))
    #expect(throws: Rejection.unsoundParameters) {
      try profile.require(schedule, otherTerms: other(100))
    }
    // One query less in every level.
    let weaker = try schedule.changed {
      QueryPlan(
        multiplicity: $0.multiplicity, queries: $0.queries - 3, foldGrind: $0.foldGrind)
    }
    #expect(throws: Rejection.unsoundParameters) {
      try profile.require(weaker, otherTerms: [])
    }
    let lazier = try schedule.changed {
      QueryPlan(
        multiplicity: $0.multiplicity, queries: $0.queries, foldGrind: max(0, $0.foldGrind - 3))
    }
    #expect(throws: Rejection.unsoundParameters) {
      try profile.require(lazier, otherTerms: [])
    }
  }

  @Test func theSmallestErrorsStillCount() throws {
    // Rounded up, no term is zero, unless a vector has no variable.
    for stored in StoredCommitment.stored.soundness.dropLast() {
      for term in try Schedule(hex: stored.schedule).soundnessTerms() {
        #expect(term.error > .zero)
      }
    }
  }
}

extension Schedule {
  /// The same shapes with other query plans.
  func changed(_ change: (QueryPlan) -> QueryPlan) throws -> Schedule {
    try Schedule.build(
      oracles: oracles.map { ($0.shape, change($0.plan)) },
      tail: tail.map {
        TailChoice(fold: $0.shape.fold, logLength: $0.shape.logLength, plan: change($0.plan))
      },
      queryGrind: queryGrind, claims: claims)
  }
}
