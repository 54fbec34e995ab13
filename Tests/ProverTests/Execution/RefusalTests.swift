import Circuits
import Testing
import Verifier

@testable import Prover

/// A value that leaves its proven range is refused, and the refusal says which, where, and what the range is.
struct RefusalTests {
  private func refusal(
    _ sizes: SmallModel.Sizes = SmallModel.Sizes(), prompt: [Int] = [1, 2, 3],
    adjust: @escaping (inout [String: [Int64]]) -> Void
  ) throws -> Refusal? {
    let model = try SmallModel(sizes, seed: 3, adjust: adjust)
    do throws(Refusal) {
      _ = try model.provingKey.generate(prompt: prompt, limit: 2, parallel: .all)
      return nil
    } catch {
      return error
    }
  }

  @Test func theUnchangedModelIsNotRefused() throws {
    #expect(try refusal { _ in } == nil)
  }

  @Test func aQueryBeyondSixteenBitsIsNamedWithItsPlace() throws {
    // Layer 1, head 2, component 1 of six outputs a layer: its bias alone leaves 16 bits after the shift of 12.
    let found = try refusal { $0["query bias"]![6 + 2 * 2 + 1] = 1 << 40 }
    let refusal = try #require(found)
    #expect(refusal.tensor == "query")
    #expect(refusal.entry.map { $0.axis } == ["layer", "head", "token", "width"])
    #expect(refusal.entry.map { $0.index } == [1, 2, 0, 1])
    #expect(refusal.admitted == -32768...32767)
    #expect(abs(refusal.value - 1 << 28) < 1 << 16)
    for part in [
      "query", "layer 1", "head 2", "token 0", "width 1", "\(refusal.value)", "-32768", "32767",
    ] { #expect(refusal.description.contains(part), "\(refusal)") }
  }

  @Test func anActivationBeyondItsTableIsNamedWithItsPlace() throws {
    let found = try refusal { $0["hidden bias"]![10 + 7] = -(1 << 30) }
    let refusal = try #require(found)
    #expect(refusal.tensor == "gelu index")
    #expect(refusal.entry.map { $0.index } == [1, 0, 7])
    #expect(refusal.admitted == -512...511)
    #expect(refusal.value < -512)
  }

  @Test func scoresTooFarApartAreNamedWithTheirPlace() throws {
    // q and k at the ends of their range: one score is far from the others.
    let found = try refusal {
      $0["query bias"] = Array(repeating: 1 << 26, count: 12)
      $0["key bias"] = Array(repeating: 0, count: 12)
      for i in $0["key weight"]!.indices { $0["key weight"]![i] = 127 }
      for i in $0["key scale"]!.indices { $0["key scale"]![i] = 3 }
      for i in stride(from: 0, to: 72, by: 6) {
        for j in 0..<6 where i % 12 == 0 { $0["key weight"]![i + j] = -127 }
      }
    }
    let refusal = try #require(found)
    #expect(refusal.tensor == "exponential index")
    #expect(refusal.admitted == 0...16383)
    #expect(refusal.value > 16383)
    #expect(refusal.entry.map { $0.axis } == ["layer", "head", "token", "source"])
  }

  @Test func aResidualTooLargeForItsNormIsRefused() throws {
    let found = try refusal { $0["feed-forward output bias"]![2] = 1 << 29 }
    let refusal = try #require(found)
    #expect(
      refusal.tensor.hasPrefix("norm 1") || refusal.tensor.hasPrefix("final norm"), "\(refusal)")
    #expect(refusal.entry.contains { $0.axis == "token" })
  }
}
