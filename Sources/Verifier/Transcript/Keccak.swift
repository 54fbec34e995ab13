/// Keccak-256 with the original padding (0x01 ... 0x80), as Ethereum uses it.
///
/// Source: G. Bertoni, J. Daemen, M. Peeters, G. Van Assche, "The Keccak reference", version 3.0; rate 1088, capacity 512.
public struct Keccak {
  private var state = Lanes()
  private var position = 0

  private static let rate = 136

  public init() {}

  public mutating func update(_ byte: UInt8) {
    state[position >> 3] ^= UInt64(byte) &<< UInt64(8 &* (position & 7))
    position += 1
    if position == Keccak.rate {
      state.permute()
      position = 0
    }
  }

  @inline(never)
  public mutating func update(_ bytes: [UInt8]) {
    for byte in bytes { update(byte) }
  }

  public mutating func update(_ digest: Digest) {
    for i in 0..<32 { update(digest[i]) }
  }

  /// Absorbs a word as 8 bytes, the highest first.
  public mutating func update(_ word: UInt64) {
    if position & 7 == 0 {
      state[position >> 3] ^= Keccak.swapped(word)
      position += 8
      if position == Keccak.rate {
        state.permute()
        position = 0
      }
    } else {
      for shift in 0..<8 { update(UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * shift))) }
    }
  }

  public consuming func finish() -> Digest {
    state[position >> 3] ^= 1 &<< UInt64(8 &* (position & 7))
    state[(Keccak.rate - 1) >> 3] ^= 0x80 &<< 56
    state.permute()
    return Digest(
      Keccak.swapped(state[0]), Keccak.swapped(state[1]), Keccak.swapped(state[2]),
      Keccak.swapped(state[3]))
  }

  /// A lane holds its first byte lowest, a word highest. WebAssembly has no instruction for it.
  #if hasFeature(Embedded)
    @inline(never)
  #endif
  private static func swapped(_ word: UInt64) -> UInt64 { word.byteSwapped }

  public static func hash(_ bytes: [UInt8]) -> Digest {
    var keccak = Keccak()
    keccak.update(bytes)
    return keccak.finish()
  }
}

/// The 5 x 5 lanes of Keccak-f[1600]; lane (x, y) has index x + 5 y.
private struct Lanes {
  private var lanes: InlineArray<25, UInt64> = .init(repeating: 0)

  subscript(_ i: Int) -> UInt64 {
    get { lanes[i] }
    set { lanes[i] = newValue }
  }

  private static let constants: [UInt64] = [
    0x0000_0000_0000_0001, 0x0000_0000_0000_8082, 0x8000_0000_0000_808a, 0x8000_0000_8000_8000,
    0x0000_0000_0000_808b, 0x0000_0000_8000_0001, 0x8000_0000_8000_8081, 0x8000_0000_0000_8009,
    0x0000_0000_0000_008a, 0x0000_0000_0000_0088, 0x0000_0000_8000_8009, 0x0000_0000_8000_000a,
    0x0000_0000_8000_808b, 0x8000_0000_0000_008b, 0x8000_0000_0000_8089, 0x8000_0000_0000_8003,
    0x8000_0000_0000_8002, 0x8000_0000_0000_0080, 0x0000_0000_0000_800a, 0x8000_0000_8000_000a,
    0x8000_0000_8000_8081, 0x8000_0000_0000_8080, 0x0000_0000_8000_0001, 0x8000_0000_8000_8008,
  ]

  private static func rotate(_ x: UInt64, _ n: UInt64) -> UInt64 { (x &<< n) | (x &>> (64 &- n)) }

  mutating func permute() {
    var a = lanes
    for constant in Lanes.constants {
      // theta
      let c0 = a[0] ^ a[5] ^ a[10] ^ a[15] ^ a[20]
      let c1 = a[1] ^ a[6] ^ a[11] ^ a[16] ^ a[21]
      let c2 = a[2] ^ a[7] ^ a[12] ^ a[17] ^ a[22]
      let c3 = a[3] ^ a[8] ^ a[13] ^ a[18] ^ a[23]
      let c4 = a[4] ^ a[9] ^ a[14] ^ a[19] ^ a[24]
      let d0 = c4 ^ Lanes.rotate(c1, 1)
      let d1 = c0 ^ Lanes.rotate(c2, 1)
      let d2 = c1 ^ Lanes.rotate(c3, 1)
      let d3 = c2 ^ Lanes.rotate(c4, 1)
      let d4 = c3 ^ Lanes.rotate(c0, 1)
      // rho and pi
      let b0 = a[0] ^ d0
      let b10 = Lanes.rotate(a[1] ^ d1, 1)
      let b20 = Lanes.rotate(a[2] ^ d2, 62)
      let b5 = Lanes.rotate(a[3] ^ d3, 28)
      let b15 = Lanes.rotate(a[4] ^ d4, 27)
      let b16 = Lanes.rotate(a[5] ^ d0, 36)
      let b1 = Lanes.rotate(a[6] ^ d1, 44)
      let b11 = Lanes.rotate(a[7] ^ d2, 6)
      let b21 = Lanes.rotate(a[8] ^ d3, 55)
      let b6 = Lanes.rotate(a[9] ^ d4, 20)
      let b7 = Lanes.rotate(a[10] ^ d0, 3)
      let b17 = Lanes.rotate(a[11] ^ d1, 10)
      let b2 = Lanes.rotate(a[12] ^ d2, 43)
      let b12 = Lanes.rotate(a[13] ^ d3, 25)
      let b22 = Lanes.rotate(a[14] ^ d4, 39)
      let b23 = Lanes.rotate(a[15] ^ d0, 41)
      let b8 = Lanes.rotate(a[16] ^ d1, 45)
      let b18 = Lanes.rotate(a[17] ^ d2, 15)
      let b3 = Lanes.rotate(a[18] ^ d3, 21)
      let b13 = Lanes.rotate(a[19] ^ d4, 8)
      let b14 = Lanes.rotate(a[20] ^ d0, 18)
      let b24 = Lanes.rotate(a[21] ^ d1, 2)
      let b9 = Lanes.rotate(a[22] ^ d2, 61)
      let b19 = Lanes.rotate(a[23] ^ d3, 56)
      let b4 = Lanes.rotate(a[24] ^ d4, 14)
      // chi and iota
      a[0] = b0 ^ (~b1 & b2) ^ constant
      a[1] = b1 ^ (~b2 & b3)
      a[2] = b2 ^ (~b3 & b4)
      a[3] = b3 ^ (~b4 & b0)
      a[4] = b4 ^ (~b0 & b1)
      a[5] = b5 ^ (~b6 & b7)
      a[6] = b6 ^ (~b7 & b8)
      a[7] = b7 ^ (~b8 & b9)
      a[8] = b8 ^ (~b9 & b5)
      a[9] = b9 ^ (~b5 & b6)
      a[10] = b10 ^ (~b11 & b12)
      a[11] = b11 ^ (~b12 & b13)
      a[12] = b12 ^ (~b13 & b14)
      a[13] = b13 ^ (~b14 & b10)
      a[14] = b14 ^ (~b10 & b11)
      a[15] = b15 ^ (~b16 & b17)
      a[16] = b16 ^ (~b17 & b18)
      a[17] = b17 ^ (~b18 & b19)
      a[18] = b18 ^ (~b19 & b15)
      a[19] = b19 ^ (~b15 & b16)
      a[20] = b20 ^ (~b21 & b22)
      a[21] = b21 ^ (~b22 & b23)
      a[22] = b22 ^ (~b23 & b24)
      a[23] = b23 ^ (~b24 & b20)
      a[24] = b24 ^ (~b20 & b21)
    }
    lanes = a
  }
}
