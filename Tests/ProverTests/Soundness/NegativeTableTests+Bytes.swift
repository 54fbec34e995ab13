import Circuits
import Testing

@testable import Prover
@testable import Verifier

/// Bytes that are no proof.
extension NegativeTableTests {
  @Test func everyPrefixIsTruncatedAndEverySuffixTrailing() throws {
    let soundness = try NegativeTableTests.soundnessCase()
    let proof = try soundness.prove(soundness.honest)
    func rejection(_ messages: [UInt8]) throws -> Rejection? {
      try soundness.rejection(
        of: Proof(schedule: proof.schedule, witness: proof.witness, messages: messages))
    }
    var generator = SeededGenerator(seed: 205)
    let lengths =
      [0, 1, 7, 8, 9, proof.messages.count - 1]
      + (0..<60).map { _ in Int.random(in: 0..<proof.messages.count, using: &generator) }
    for length in lengths {
      #expect(try rejection(Array(proof.messages[..<length])) == .truncated, "\(length) bytes")
    }
    for more in [1, 8, 16, 1000] {
      #expect(
        try rejection(proof.messages + Array(repeating: 0, count: more)) == .trailingBytes)
    }
  }

  @Test func flippedBitsAndRandomBytesAreRejected() throws {
    let soundness = try NegativeTableTests.soundnessCase()
    let proof = try soundness.prove(soundness.honest)
    let file = Proof.file(soundness.statement, proof)
    var generator = SeededGenerator(seed: 206)
    func verdict(_ bytes: [UInt8]) -> Rejection? {
      rejection { () throws(Rejection) in
        let (statement, proof) = try Proof.read(file: bytes)
        try verify(key: soundness.key.key, statement: statement, proof: proof)
      }
    }
    #expect(verdict(file) == nil)
    for _ in 0..<300 {
      var changed = file
      let i = Int.random(in: file.indices, using: &generator)
      changed[i] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      #expect(verdict(changed) != nil, "byte \(i)")
    }
    for length in [0, 4, 40, 400, 4000, 40_000] {
      let noise = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
      #expect(verdict(noise) != nil)
      #expect(verdict(Array(file[..<6]) + noise) != nil)
      #expect(
        try soundness.rejection(
          of: Proof(schedule: proof.schedule, witness: proof.witness, messages: noise)) != nil)
    }
  }

  /// 0 has one code, and so has p - 1.
  @Test func elementsThatAreNotCanonicalAreRejected() throws {
    let soundness = try NegativeTableTests.soundnessCase()
    final class Places { var values: [Int] = [] }
    let places = Places()
    let proof = try Forger(soundness).prove { base in
      var channel = LyingChannel(base) { _, _, _ in }
      channel.onMessage = { _, start, count in
        for i in 0..<2 * count { places.values.append(start + 8 * i) }
      }
      return channel
    }
    #expect(try soundness.rejection(of: proof) == nil)
    var generator = SeededGenerator(seed: 207)
    let p = Goldilocks.order
    for place in places.values.shuffled(using: &generator).prefix(80) {
      for word in [p, p + 1, UInt64.max] {
        var messages = proof.messages
        for i in 0..<8 {
          messages[place + i] = UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * i))
        }
        #expect(
          try soundness.rejection(
            of: Proof(schedule: proof.schedule, witness: proof.witness, messages: messages))
            == .notCanonical, "byte \(place)")
      }
    }
    // Small elements have a second code below 2^64. Where there is one, it is refused.
    var twins = 0
    for place in places.values {
      let word = proof.messages[place..<place + 8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      guard word < UInt64.max - p + 1 else { continue }
      twins += 1
      var messages = proof.messages
      for i in 0..<8 {
        messages[place + i] = UInt8(truncatingIfNeeded: (word + p) >> UInt64(56 - 8 * i))
      }
      #expect(
        try soundness.rejection(
          of: Proof(schedule: proof.schedule, witness: proof.witness, messages: messages))
          == .notCanonical)
    }
    print("  \(places.values.count) words of the reduction, \(twins) with a second code")
    #expect(Goldilocks(canonical: p) == nil)
    #expect(Goldilocks(canonical: p - 1) == Goldilocks(Int64(-1)))
    #expect(Goldilocks(Int64(-1)).centred == -1)
  }
}
