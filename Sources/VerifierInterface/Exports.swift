import Verifier
import VerifierMemory

// The C functions of the verifier, declared for callers in clients/c/lemma_verifier.h. `lemma_allocate` and `lemma_release` are
// VerifierMemory's.

@_cdecl("lemma_verify")
public func lemmaVerify(
  _ key: UnsafePointer<UInt8>?, _ keyLength: Int, _ proof: UnsafePointer<UInt8>?, _ proofLength: Int
) -> UnsafeMutableRawPointer? {
  guard hasRoom(keyLength, proofLength) else { return nil }
  return Report.block(key: bytes(key, keyLength), proof: bytes(proof, proofLength))
}

/// Whether there is memory for as much as honest files of these sizes take: 1 MiB, and 8 bytes for each of theirs.
///
/// A length that no memory holds is a mistake of the caller's, and ends here too.
private func hasRoom(_ keyLength: Int, _ proofLength: Int) -> Bool {
  guard keyLength >= 0, proofLength >= 0, keyLength <= 1 << 26, proofLength <= 1 << 26 else {
    return false
  }
  return lemma_has_room(1 << 20 + 8 * (keyLength + proofLength)) != 0
}

@_cdecl("lemma_keccak256")
public func lemmaKeccak256(
  _ start: UnsafePointer<UInt8>?, _ length: Int, _ digest: UnsafeMutablePointer<UInt8>
) {
  var keccak = Keccak()
  for byte in UnsafeBufferPointer(start: start, count: start == nil ? 0 : length) {
    keccak.update(byte)
  }
  let result = keccak.finish()
  for i in 0..<32 { digest[i] = result[i] }
}

/// Of these functions and the report; keys and proofs have their own.
@_cdecl("lemma_version")
public func lemmaVersion() -> UInt32 { UInt32(Report.version) }

private func bytes(_ start: UnsafePointer<UInt8>?, _ length: Int) -> [UInt8] {
  start == nil ? [] : Array(UnsafeBufferPointer(start: start, count: length))
}
