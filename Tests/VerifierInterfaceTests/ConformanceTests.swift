import Testing
import Verifier

/// The verdict on every case of the suite, by the module's own functions.
struct ConformanceTests {
  @Test func theSuiteIsThere() {
    #expect(ConformanceSuite.shared.cases.count > 500)
    #expect(Set(ConformanceSuite.shared.cases.map { $0.rejection }).count > 20)
  }

  @Test(arguments: ConformanceSuite.shared.cases.filter { $0.rejection == 0 })
  func aValidCaseIsAcceptedWithItsLevelAndSections(of example: ConformanceSuite.Case) throws {
    let file = example.proof.bytes
    let key = try VerifyingKey(example.key.bytes)
    let (statement, proof) = try Proof.read(file: file)
    var sections = ProofSections()
    let terms = try verify(key: key, statement: statement, proof: proof, sections: &sections)
    sections[.head] = file.count - proof.messages.count
    #expect(SoundnessTerm.millibits(terms) == example.securityMillibits)
    #expect(ProofSection.allCases.map { sections[$0] } == example.sections)
  }

  @Test func everyCaseHasItsOutcome() {
    for example in ConformanceSuite.shared.cases {
      #expect(code(of: example) == example.rejection, "\(example.name)")
    }
  }

  private func code(of example: ConformanceSuite.Case) -> UInt32 {
    do throws(Rejection) {
      let key = try VerifyingKey(example.key.bytes)
      let (statement, proof) = try Proof.read(file: example.proof.bytes)
      try verify(key: key, statement: statement, proof: proof)
      return 0
    } catch {
      return UInt32(error.rawValue)
    }
  }
}
