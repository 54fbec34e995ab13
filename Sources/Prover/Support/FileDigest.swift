import Kernels
import Verifier

/// Keccak-256 of large memory, by the kernels.
public enum FileDigest {
  public static func keccak(_ memory: SharedMemory<UInt8>) -> Digest {
    var bytes = [UInt8](repeating: 0, count: 32)
    lemma_keccak_digest(memory.start, memory.count, &bytes)
    return Digest(bytes) ?? .zero
  }
}
