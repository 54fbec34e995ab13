import Kernels
import Testing

extension Kernel {
  @Suite struct Keccak {
    static func hash(_ message: [UInt8]) -> [UInt8] {
      var digest = [UInt8](repeating: 0, count: 32)
      lemma_keccak_digest(message, message.count, &digest)
      return digest
    }

    static func hexadecimal(_ digest: [UInt8]) -> String {
      digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    static func bigEndian(_ word: UInt64) -> [UInt8] {
      (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * $0)) }
    }

    @Test(arguments: [
      ("", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"),
      ("abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"),
      ("testing", "5f16f4c7f149ac4f9510d9cf8cf384038ad348b3bcdc01915f95de12df9d1b02"),
    ])
    func publishedVectorsHold(_ text: String, _ digest: String) {
      #expect(Self.hexadecimal(Self.hash(Array(text.utf8))) == digest)
    }

    /// The sponge over a permutation written from the definition: rotation offsets and constants are generated.
    static func reference(_ message: [UInt8]) -> [UInt8] {
      var state = [[UInt64]](repeating: [0, 0, 0, 0, 0], count: 5)  // state[x][y]
      func permute() {
        var register: UInt8 = 1
        for _ in 0..<24 {
          let parity = state.map { $0.reduce(0, ^) }
          for x in 0..<5 {
            let next = parity[(x + 1) % 5]
            for y in 0..<5 { state[x][y] ^= parity[(x + 4) % 5] ^ (next << 1 | next >> 63) }
          }
          var (x, y, current) = (1, 0, state[1][0])
          for t in 0..<24 {
            (x, y) = (y, (2 * x + 3 * y) % 5)
            let offset = UInt64((t + 1) * (t + 2) / 2 % 64)
            (current, state[x][y]) = (
              state[x][y], offset == 0 ? current : current << offset | current >> (64 - offset)
            )
          }
          let old = state
          for x in 0..<5 {
            for y in 0..<5 {
              state[x][y] = old[x][y] ^ (~old[(x + 1) % 5][y] & old[(x + 2) % 5][y])
            }
          }
          for j in 0..<7 {
            if register & 1 == 1 { state[0][0] ^= 1 << UInt64((1 << j) - 1) }
            register = register << 1 ^ (register >> 7 == 1 ? 0x71 : 0)
          }
        }
      }
      var padded = message + [1]
      padded += [UInt8](repeating: 0, count: (136 - padded.count % 136) % 136)
      padded[padded.count - 1] |= 0x80
      for (i, byte) in padded.enumerated() {
        let word = i % 136 / 8
        state[word % 5][word / 5] ^= UInt64(byte) << UInt64(8 * (i % 8))
        if i % 136 == 135 { permute() }
      }
      return (0..<32).map { UInt8(truncatingIfNeeded: state[$0 / 8][0] >> UInt64(8 * ($0 % 8))) }
    }

    @Test func everyLengthAroundTheRateIsTheSponge() {
      var random = Random(seed: 70)
      for length in Array(0...10) + Array(130...145) + Array(268...275) + [1000] {
        let message = (0..<length).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        expectEqual(Self.hash(message), Self.reference(message), "length \(length)")
      }
    }

    @Test func aLeafIsItsPrefixedWords() {
      var random = Random(seed: 71)
      for words in Array(0...40) + [64, 100] {
        for leaves in [0, 1, 3, 4, 5, 8, 9, 31] {
          let values = (0..<words * leaves).map { _ in random.next() }
          let expected = (0..<leaves).flatMap { leaf in
            Self.hash(
              [0] + values[leaf * words..<(leaf + 1) * words].flatMap { Self.bigEndian($0) })
          }
          atEveryLevel { level in
            var out = [UInt8](repeating: 0xAA, count: 32 * leaves + 64)
            lemma_hash_leaves(&out, values, words, leaves)
            expectEqual(
              Array(out[..<(32 * leaves)]), expected,
              "level \(level), \(leaves) leaves of \(words) words")
            #expect(out[(32 * leaves)...].allSatisfy { $0 == 0xAA }, "written past the end")
          }
        }
      }
    }

    @Test func aNodeIsItsPrefixedChildren() {
      var random = Random(seed: 72)
      for nodes in sizes {
        let children = (0..<64 * nodes).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        let expected = (0..<nodes).flatMap { Self.hash([1] + children[64 * $0..<64 * ($0 + 1)]) }
        atEveryLevel { level in
          var out = [UInt8](repeating: 0xAA, count: 32 * nodes + 64)
          lemma_hash_nodes(&out, children, nodes)
          expectEqual(Array(out[..<(32 * nodes)]), expected, "level \(level), \(nodes) nodes")
          #expect(out[(32 * nodes)...].allSatisfy { $0 == 0xAA }, "written past the end")
        }
      }
    }
  }

  @Suite struct Grind {
    static func leadingZeros(_ state: [UInt8], _ nonce: UInt64) -> Int {
      let digest = Keccak.hash([4] + state + Keccak.bigEndian(nonce))
      let zeros = digest.prefix { $0 == 0 }.count
      return 8 * zeros + (zeros < 32 ? digest[zeros].leadingZeroBitCount : 0)
    }

    @Test func theLowestNonceIsFound() {
      var random = Random(seed: 80)
      for bits in [0, 1, 3, 7, 8, 9, 11] as [UInt32] {
        for start in [0, 5, 1 << 40, UInt64.max - 20000] {
          let state = (0..<32).map { _ in UInt8(truncatingIfNeeded: random.next()) }
          let first = (0..<UInt64(20000)).first { Self.leadingZeros(state, start + $0) >= bits }
          guard let offset = first else {
            Issue.record("no nonce among 20000 for \(bits) bits")
            continue
          }
          atEveryLevel { level in
            var nonce: UInt64 = 0
            #expect(
              lemma_grind(state, bits, start, 20000, &nonce) == 1, "level \(level), bits \(bits)")
            #expect(nonce == start + offset, "level \(level), bits \(bits)")
            #expect(
              lemma_grind(state, bits, start, offset + 1, &nonce) == 1,
              "the last of the range counts")
            nonce = 77
            #expect(lemma_grind(state, bits, start, offset, &nonce) == 0, "nothing before it")
            #expect(nonce == 77)
          }
        }
      }
    }

    @Test func tooManyBitsAreNotFound() {
      let state = [UInt8](repeating: 3, count: 32)
      atEveryLevel { level in
        var nonce: UInt64 = 0
        for bits in [64, 255, 256] as [UInt32] {
          #expect(lemma_grind(state, bits, 0, 100, &nonce) == 0, "level \(level)")
        }
      }
    }
  }
}
