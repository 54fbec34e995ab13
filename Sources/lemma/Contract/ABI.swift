import Verifier

/// The contract ABI's encodings that are needed here.
enum ABI {
  static func word(_ value: Int) -> [UInt8] {
    var writer = Writer()
    writer.bytes([UInt8](repeating: 0, count: 24))
    writer.number(value, 8)
    return writer.bytes
  }

  /// Length, bytes, zeros up to a whole word.
  static func bytes(_ value: [UInt8]) -> [UInt8] {
    word(value.count) + value + [UInt8](repeating: 0, count: (32 - value.count % 32) % 32)
  }

  /// h <- K(h | word) for each word.
  static func chain(_ words: [[UInt8]], from start: [UInt8] = word(0)) -> [UInt8] {
    words.reduce(start) { Keccak.hash($0 + $1).bytes }
  }

  static func selector(_ signature: String) -> [UInt8] {
    Array(Keccak.hash([UInt8](signature.utf8)).bytes[..<4])
  }

  /// Calldata of f(bytes32, bytes, bytes).
  static func call(_ function: String, _ model: [UInt8], _ values: [UInt8], _ proof: [UInt8])
    -> [UInt8]
  {
    let encoded = bytes(values)
    return selector("\(function)(bytes32,bytes,bytes)") + model + word(96)
      + word(96 + encoded.count) + encoded + bytes(proof)
  }
}
