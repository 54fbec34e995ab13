import Verifier
import VerifierMemory

// The C functions of the verifier, declared for callers in clients/c/lemma_verifier.h. `lemma_allocate` and `lemma_release` are
// VerifierMemory's.

@_cdecl("lemma_verify")
public func lemmaVerify(
  _ key: UnsafePointer<UInt8>?, _ keyLength: Int, _ proof: UnsafePointer<UInt8>?, _ proofLength: Int
) -> UnsafeMutableRawPointer? {
  Report(key: bytes(key, keyLength), proof: bytes(proof, proofLength)).block()
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

/// Of the protocol and of both formats.
@_cdecl("lemma_version")
public func lemmaVersion() -> UInt32 { UInt32(VerifyingKey.version) }

private func bytes(_ start: UnsafePointer<UInt8>?, _ length: Int) -> [UInt8] {
  start == nil ? [] : Array(UnsafeBufferPointer(start: start, count: length))
}
