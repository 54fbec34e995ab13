import Circuits
import Testing

@testable import Prover
@testable import Verifier

/// Bytes of proofs and keys that someone changed: a rejection each time, never acceptance and never a trap.
struct HostileBytesTests {
  let small = SmallProof.shared

  private func isAccepted(key: [UInt8]? = nil, file: [UInt8]? = nil) -> Bool {
    do throws(Rejection) {
      try SmallProof.check(key: key ?? small.keyBytes, file: file ?? small.file)
      return true
    } catch {
      return false
    }
  }

  @Test func theUnchangedPairIsAccepted() {
    #expect(isAccepted())
  }

  @Test func everyBitOfTheProofsBeginningCounts() {
    // Magic, version, statement, schedule, witness commitment and the first messages.
    let bits = 8 * min(420, small.file.count)
    #expect(countConcurrently(bits) { isAccepted(file: small.file.flipping(bit: $0)) } == 0)
  }

  @Test func everyBitOfTheProofsEndCounts() {
    let bits = 8 * small.file.count
    #expect(
      countConcurrently(512) { isAccepted(file: small.file.flipping(bit: bits - 1 - $0)) } == 0)
  }

  @Test func randomFlipsOfTheProofAreRejected() {
    var generator = SeededGenerator(seed: 31)
    let flips = (0..<3000).map { _ in Int.random(in: 0..<8 * small.file.count, using: &generator) }
    let accepted = countConcurrently(flips.count) {
      isAccepted(file: small.file.flipping(bit: flips[$0]))
    }
    #expect(accepted == 0)
  }

  @Test func randomWordsInTheProofAreRejected() {
    var generator = SeededGenerator(seed: 32)
    let special: [UInt64] = [
      0, 1, .max, 0xFFFF_FFFF_0000_0001, 0xFFFF_FFFF_0000_0000, 1 << 62, 1 << 63, 0xFFFF_FFFF,
    ]
    var files: [[UInt8]] = []
    for _ in 0..<500 {
      var file = small.file
      let place = Int.random(in: 0..<file.count - 8, using: &generator)
      let word = special.randomElement(using: &generator)!
      for i in 0..<8 { file[place + i] = UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * i)) }
      if file != small.file { files.append(file) }
    }
    #expect(countConcurrently(files.count) { isAccepted(file: files[$0]) } == 0)
  }

  @Test func everyPrefixIsRejected() {
    var generator = SeededGenerator(seed: 33)
    let count = small.file.count
    let cuts =
      Array(0..<300) + (0..<400).map { _ in Int.random(in: 0..<count, using: &generator) }
      + Array(count - 40..<count)
    #expect(
      countConcurrently(cuts.count) { isAccepted(file: Array(small.file.prefix(cuts[$0]))) } == 0)
    #expect(
      countConcurrently(small.keyBytes.count) {
        isAccepted(key: Array(small.keyBytes.prefix($0)))
      } == 0)
  }

  @Test func appendedAndInsertedBytesAreRejected() {
    var generator = SeededGenerator(seed: 34)
    for tail in [[0], [255], Array(repeating: 0, count: 8), Array(repeating: 1, count: 1000)] {
      #expect(!isAccepted(file: small.file + tail.map { UInt8($0) }))
      #expect(!isAccepted(key: small.keyBytes + tail.map { UInt8($0) }))
    }
    for _ in 0..<100 {
      var file = small.file
      file.insert(
        UInt8.random(in: 0...255, using: &generator),
        at: Int.random(in: 0..<file.count, using: &generator))
      #expect(!isAccepted(file: file))
      file = small.file
      file.remove(at: Int.random(in: 0..<file.count, using: &generator))
      #expect(!isAccepted(file: file))
    }
  }

  @Test func randomBytesAreRejected() {
    var generator = SeededGenerator(seed: 35)
    for _ in 0..<500 {
      let count = Int.random(in: 0...2000, using: &generator)
      let noise = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
      #expect(!isAccepted(file: noise))
      #expect(!isAccepted(key: noise))
      #expect(!isAccepted(file: small.file.prefix(6) + noise))
      #expect(!isAccepted(key: small.keyBytes.prefix(7) + noise))
    }
  }

  @Test func aKeyAndAProofChangedPlacesAreRejected() {
    #expect(!isAccepted(key: small.file, file: small.keyBytes))
    #expect(!isAccepted(key: small.file))
    #expect(!isAccepted(file: small.keyBytes))
  }

  @Test func everyFlipOfTheKeyGivesAnotherModel() {
    let bits = 8 * small.keyBytes.count
    var generator = SeededGenerator(seed: 36)
    let flips =
      Array(0..<800) + (0..<3000).map { _ in Int.random(in: 0..<bits, using: &generator) }
      + Array(bits - 600..<bits)
    let wrong = countConcurrently(flips.count) { i in
      do throws(Rejection) {
        let key = try VerifyingKey(small.keyBytes.flipping(bit: flips[i]))
        // Names, bounds and digests may still be well formed; then the digest tells.
        guard key.digest != small.key.digest, key.bytes == small.keyBytes.flipping(bit: flips[i])
        else { return true }
        try verify(key: key, statement: small.statement, proof: small.proof)
        return true
      } catch {
        return false
      }
    }
    #expect(wrong == 0)
  }

  @Test func aStatementMovedToAFlippedKeyIsRejected() {
    let bits = 8 * small.keyBytes.count
    var generator = SeededGenerator(seed: 37)
    let flips = (0..<3000).map { _ in Int.random(in: 0..<bits, using: &generator) }
    let accepted = countConcurrently(flips.count) { i in
      do throws(Rejection) {
        let key = try VerifyingKey(small.keyBytes.flipping(bit: flips[i]))
        var statement = small.statement
        statement.model = key.digest
        try verify(key: key, statement: statement, proof: small.proof)
        return true
      } catch {
        return false
      }
    }
    #expect(accepted == 0)
  }

  @Test func everyOtherStatementIsRejected() {
    let statement = small.statement
    var others: [Statement] = []
    for token in 0..<small.key.graph.vocabulary {
      for i in statement.prompt.indices where statement.prompt[i] != token {
        var other = statement
        other.prompt[i] = token
        others.append(other)
      }
      for i in statement.reply.indices where statement.reply[i] != token {
        var other = statement
        other.reply[i] = token
        others.append(other)
      }
    }
    for token in [-1, small.key.graph.vocabulary, 1 << 22, Int(Int32.max)] {
      var other = statement
      other.prompt[0] = token
      others.append(other)
      other = statement
      other.reply[0] = token
      others.append(other)
    }
    var other = statement
    other.ending = .stop
    others.append(other)
    other = statement
    other.context = Digest(0, 0, 0, 1)
    others.append(other)
    other = statement
    other.prompt = []
    others.append(other)
    other = statement
    other.reply = []
    others.append(other)
    other = statement
    other.reply.append(0)
    others.append(other)
    other = statement
    other.prompt.removeFirst()
    others.append(other)
    // The same tokens, cut elsewhere.
    other = statement
    other.prompt.append(other.reply.removeFirst())
    others.append(other)
    for other in others {
      #expect(throws: Rejection.self) {
        try verify(key: small.key, statement: other, proof: small.proof)
      }
    }
  }
}
