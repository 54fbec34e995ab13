import Testing

@testable import Prover
@testable import Verifier

struct CommitmentPlanningTests {
  private static let sizes: [(Int, Int)] = [
    (1_048_576, 524_288), (1_048_576, 300_000), (1_300_000, 600_000), (65_536, 131_072),
    (16_777_216, 2_097_152), (134_217_728, 8_388_608), (134_217_728, 5_500_000),
    (134_217_728, 134_217_728), (4096, 4096), (100, 20), (1_073_741_824, 67_108_864),
    (5000, 4_194_304),
  ]

  @Test(arguments: sizes)
  func everySizeFindsASoundSchedule(_ parameters: Int, _ witness: Int) throws {
    let shape = try Planning.parametersShape(length: parameters)
    #expect(shape.length >= parameters && shape.length < parameters + shape.rows)
    let schedule = try Planning.ordinary.schedule(
      parameters: shape, witnessLength: witness, claims: [900, 4000], profile: .provable100)
    #expect(schedule.oracles[0].shape == shape)
    #expect(schedule.oracles[1].shape.length >= witness)
    #expect(schedule.claims == [900, 4000])
    // Room for the rest of the proof.
    let rest = SoundnessTerm("rest", "a test", error: Wide.powerOfTwo(256 - 106))
    try Profile.provable100.require(schedule, otherTerms: [rest])
    var reader = Reader(schedule.bytes)
    #expect(try Schedule.read(from: &reader) == schedule)
  }

  @Test func smallModelsHaveSmallOpenings() throws {
    let schedule = try Planning.ordinary.schedule(
      parameters: try Planning.parametersShape(length: 1 << 20), witnessLength: 1 << 19,
      claims: [500, 500], profile: .provable100)
    #expect(schedule.expectedBytes < 130_000)
  }

  @Test func aHigherPriceOfBytesMakesNoLargerProof() throws {
    let shape = try Planning.parametersShape(length: 1 << 20)
    var planning = Planning.ordinary
    var sizes: [Double] = []
    for price in [500.0, 4000, 30000] {
      planning.nanosecondsPerByte = price
      sizes.append(
        try planning.schedule(
          parameters: shape, witnessLength: 1 << 19, claims: [1, 1], profile: .provable100
        ).expectedBytes)
    }
    #expect(sizes[0] >= sizes[1] && sizes[1] >= sizes[2])
  }

  @Test func contractsGetSmallerProofs() throws {
    let shape = try Planning.parametersShape(length: 1 << 20)
    func bytes(_ planning: Planning) throws -> Double {
      try planning.schedule(
        parameters: shape, witnessLength: 1 << 19, claims: [50, 50], profile: .provable100
      ).expectedBytes
    }
    let (ordinary, onChain) = (try bytes(.ordinary), try bytes(.onChain))
    #expect(onChain < 0.8 * ordinary)
  }

  @Test func plansAreTheSpecifications() throws {
    for stored in CommitmentVectors.stored.plans {
      let (dimension, logLength) = (stored[0], stored[1])
      let estimate = try #require(
        CodePlan.estimate(
          dimension: dimension, logLength: logLength, target: 105, queryGrind: 16))
      let plan = try CodePlan.exact(
        estimate, dimension: dimension, logLength: logLength, target: 105, queryGrind: 16)
      #expect([plan.multiplicity, plan.queries, plan.foldGrind] == Array(stored[2...]))
    }
  }

  @Test func expectedSizesAreTheSpecifications() throws {
    for stored in CommitmentVectors.stored.soundness {
      var reader = Reader(CommitmentVectors.bytes(hex: stored.schedule))
      let expected = try Schedule.read(from: &reader).expectedBytes
      #expect(abs(expected / stored.expectedBytes - 1) < 1e-9)
    }
  }
}
