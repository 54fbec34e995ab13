import Foundation
import Testing

@testable import Prover

/// Writes the pair that `scripts/fuzz` starts from, if it asks for one.
struct FuzzPairTests {
  @Test(.enabled(if: ProcessInfo.processInfo.environment["LEMMA_FUZZ_PAIR"] != nil))
  func writesThePairToStartFrom() throws {
    let folder = URL(fileURLWithPath: ProcessInfo.processInfo.environment["LEMMA_FUZZ_PAIR"]!)
    let small = SmallProof.shared
    try Data(small.keyBytes).write(to: folder.appendingPathComponent("small.key"))
    try Data(small.file).write(to: folder.appendingPathComponent("small.proof"))
  }
}
