/// The Fiat-Shamir transcript: a public 32-byte state and three moves, each one hash.
///
///     absorb(data)   state <- K(0x02 | state | data)
///     squeeze()      state <- K(0x03 | state), the new state is the output
///     grind(g)       state <- K(0x04 | state | nonce), must be below 2^(256 - g)
///
/// Every absorbed message has a structure fixed by what came before, so boundaries between messages are unambiguous.
/// Merkle leaves and nodes are hashed with prefixes 0x00 and 0x01, so no hash of one kind is one of another.
public struct Transcript: Sendable {
  public private(set) var state = Digest.zero

  public init(label: StaticString) {
    var bytes: [UInt8] = []
    for i in 0..<label.utf8CodeUnitCount { bytes.append((label.utf8Start + i).pointee) }
    absorb(bytes)
  }

  public mutating func absorb(_ bytes: [UInt8]) {
    var keccak = begin(0x02)
    keccak.update(bytes)
    end(keccak)
  }

  public mutating func absorb(_ digest: Digest) {
    var keccak = begin(0x02)
    keccak.update(digest)
    end(keccak)
  }

  /// Absorbs elements in one message, each as 16 bytes: c0, then c1, highest byte first.
  public mutating func absorb(_ elements: [Extension]) {
    var keccak = begin(0x02)
    for element in elements {
      keccak.update(element.c0.word)
      keccak.update(element.c1.word)
    }
    end(keccak)
  }

  /// An element of E from one squeeze: two 16-byte numbers, each reduced modulo p.
  ///
  /// An element has probability at most (1 + 2^-64)^2 / |E|; `SoundnessTerm.sum` accounts for the excess.
  @inline(never)
  public mutating func challenge() -> Extension {
    let block = squeeze()
    return Extension(
      Goldilocks.reduce(high: block.w0, low: block.w1),
      Goldilocks.reduce(high: block.w2, low: block.w3))
  }

  public mutating func challenges(_ count: Int) -> [Extension] {
    var result: [Extension] = []
    for _ in 0..<count { result.append(challenge()) }
    return result
  }

  /// `count` independent uniform positions below 2^bits, with replacement; returned ascending, without repeats.
  ///
  /// Each squeeze gives eight 4-byte numbers; the low `bits` bits of each are one position.
  public mutating func positions(_ count: Int, bits: Int) -> [Int] {
    let mask = UInt64(UInt32.max >> UInt32(max(0, 32 - bits)))
    var block = Digest.zero
    var drawn: [Int] = []
    for i in 0..<count {
      if i & 7 == 0 { block = squeeze() }
      let word = block.word((i & 7) >> 1)
      drawn.append(Int(truncatingIfNeeded: (i & 1 == 0 ? word >> 32 : word) & mask))
    }
    // By insertion: a code has few positions, and the library's sort is many times this code.
    for i in drawn.indices {
      var place = i
      while place > 0, drawn[place - 1] > drawn[place] {
        drawn.swapAt(place - 1, place)
        place -= 1
      }
    }
    var distinct: [Int] = []
    for i in drawn.indices where i == 0 || drawn[i] != drawn[i - 1] { distinct.append(drawn[i]) }
    return distinct
  }

  /// Moves the state by a proof-of-work nonce; false if the nonce does not reach `bits` bits (0...64).
  ///
  /// With no bits there is no nonce and no hash.
  public mutating func accept(nonce: UInt64, bits: Int) -> Bool {
    if bits == 0 { return true }
    var keccak = begin(0x04)
    keccak.update(nonce)
    end(keccak)
    return state.hasLeadingZeros(bits)
  }

  @inline(never)
  private mutating func squeeze() -> Digest {
    end(begin(0x03))
    return state
  }

  @inline(never)
  private mutating func end(_ keccak: consuming Keccak) { state = keccak.finish() }

  private func begin(_ prefix: UInt8) -> Keccak {
    var keccak = Keccak()
    keccak.update(prefix)
    keccak.update(state)
    return keccak
  }
}
