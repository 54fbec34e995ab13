/// Pseudorandom numbers that are the same on every machine: SplitMix64, integers only.
struct SyntheticNumbers {
  private var state: UInt64

  /// Streams of different numbers are unrelated.
  init(seed: UInt64, stream: Int) {
    state = seed &+ UInt64(stream) &* 0xD1B5_4A32_D192_ED03
    _ = next()
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// About normal, mean 0, standard deviation 1, within ±3.47: a sum of four uniform numbers.
  mutating func normal() -> Float {
    let z = next()
    let sum =
      Int32(truncatingIfNeeded: z & 0xFFFF) + Int32(truncatingIfNeeded: z >> 16 & 0xFFFF)
      + Int32(truncatingIfNeeded: z >> 32 & 0xFFFF) + Int32(truncatingIfNeeded: z >> 48)
    return Float(sum - 131_070) * (0x1p-16 * 1.732_050_8)
  }

  mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }
}
