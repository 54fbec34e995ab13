import Circuits
import Testing

@testable import Prover
@testable import Verifier

/// Messages of the reduction, and the commitment they are about.
extension NegativeTableTests {
  // MARK: Messages

  @Test func aRoundMessageThatKeepsItsSumIsRejected() throws {
    let soundness = try NegativeTableTests.soundnessCase()
    // h(1) = claim - h(0) follows, so every change of h_0 and h_2 keeps the sum.
    for (kind, expected) in [
      (MessageKind.round, Rejection.sumcheck), (.fractionRound, .fractionLayer),
    ] {
      for number in [0, 1, 7, 40] {
        let found = try Forger(soundness).rejection { base in
          LyingChannel(base) { said, i, message in
            if said == kind, i == number {
              message[0] += Extension(5)
              if message.count > 1 { message[1] = message[1] - Extension(3) }
            }
          }
        }
        #expect(found == expected, "\(kind) \(number)")
      }
    }
  }

  @Test func anyChangedMessageIsRejected() throws {
    let soundness = try NegativeTableTests.soundnessCase()
    for (kind, number, expected) in [
      (MessageKind.fractionChildren, 0, Rejection.fractionLayer),
      (.fractionChildren, 5, .fractionLayer), (.evaluations, 0, .leafDenominators),
      (.evaluations, 1, .leafNumerators), (.evaluations, 2, .linearRelation),
      (.evaluations, 9, .linearRelation), (.operandValues, 0, .sumcheck),
      (.operandValues, 3, .sumcheck),
    ] {
      let found = try Forger(soundness).rejection { base in
        LyingChannel(base) { said, i, message in
          if said == kind, i == number { message[0] += .one }
        }
      }
      #expect(found == expected, "\(kind) \(number)")
    }
  }

  @Test func childrenThatKeepTheirFatherAreRejected() throws {
    let soundness = try NegativeTableTests.soundnessCase()
    // (n0 d1 + n1 d0, d0 d1) stays when (n0, d0) is scaled by x and (n1, d1) by 1/x.
    let x = Extension(Goldilocks(UInt64(12345)), .one)
    for number in [0, 4] {
      let found = try Forger(soundness).rejection { base in
        LyingChannel(base) { said, i, m in
          if said == .fractionChildren, i == number {
            m = [m[0] * x, m[1] * x.inverse, m[2] * x, m[3] * x.inverse]
          }
        }
      }
      #expect(found == .fractionLayer)
    }
  }

  /// a · b = (a x)(b / x): the round's check holds, the claims on the factors are false.
  @Test func operandValuesThatKeepTheirProductAreRejected() throws {
    let soundness = try NegativeTableTests.soundnessCase()
    let circuit = soundness.circuit
    final class Place { var value: (Int, Int)?; var isDone = false }
    let place = Place()
    let x = Extension(Goldilocks(UInt64(54321)), .one)
    let found = try Forger(soundness).rejection { base in
      var channel = LyingChannel(base) { said, _, message in
        if said == .operandValues, let (i, j) = place.value, !place.isDone {
          message[i] *= x
          message[j] *= x.inverse
          place.isDone = true
        }
      }
      channel.onSumcheck = { instances in
        var next = 0
        for instance in instances {
          guard case .einsum(let plan, _) = instance.kind else {
            next += 1
            continue
          }
          let own = plan.operands.filter {
            if case .statement = circuit.graph.nodes[$0.node].kind { false } else { true }
          }
          if own.count == 2, plan.powers == [1, 1], place.value == nil {
            place.value = (next, next + 1)
          }
          next += own.count
        }
      }
      return channel
    }
    #expect(place.isDone)
    #expect([.sumcheck, .linearRelation, .finalSum].contains(found))
  }

  // MARK: The commitment

  /// The messages are those of the honest witness, the commitment is to another.
  @Test func aGarbageWitnessBehindHonestMessagesIsRejected() throws {
    let soundness = try NegativeTableTests.soundnessCase()
    var generator = SeededGenerator(seed: 204)
    for node in soundness.witnesses {
      var garbage = soundness.honest
      let entry = Int.random(in: garbage[node].indices, using: &generator)
      garbage[node][entry] = garbage[node][entry] + .one
      var forger = Forger(soundness)
      forger.committed = garbage
      #expect(
        try forger.rejection() == .finalSum, "\(soundness.graph.nodes[node].name) at \(entry)")
    }
  }

  @Test func aSwappedCommitmentIsRejected() throws {
    let soundness = try NegativeTableTests.soundnessCase()
    let other = try NegativeTableTests.soundnessCase(seed: 21)
    let foreign = try other.prove(other.honest).witness
    let honest = try soundness.prove(soundness.honest)
    // In place of the proof's own.
    #expect(
      try soundness.rejection(
        of: Proof(schedule: honest.schedule, witness: foreign, messages: honest.messages))
        == .proofOfWork)
    // Absorbed as if it were the proof's own.
    var forger = Forger(soundness)
    forger.commitment = { Commitment(root: foreign.root, value: $0.value, shape: $0.shape) }
    #expect(try forger.rejection() == .merkleRoot)
    forger.commitment = { Commitment(root: $0.root, value: $0.value + .one, shape: $0.shape) }
    #expect(try forger.rejection() == .finalSum)
  }

  @Test func swappedClaimsAreRejected() throws {
    let soundness = try NegativeTableTests.soundnessCase()
    for oracle in 0..<2 {
      var forger = Forger(soundness)
      // The verifier takes claims from the reduction; a prover who opens others opens something else.
      forger.claims = { claims in
        var result = claims
        let own = claims.indices.filter { claims[$0].oracle == oracle }
        let (i, j) = (own[0], own[1])
        result[i] = OracleClaim(oracle: oracle, blocks: claims[j].blocks, value: claims[j].value)
        result[j] = OracleClaim(oracle: oracle, blocks: claims[i].blocks, value: claims[i].value)
        return result
      }
      #expect(try forger.rejection() == .finalSum)
    }
  }
}
