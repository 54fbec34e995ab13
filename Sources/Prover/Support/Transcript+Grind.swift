import Kernels
import Verifier

extension Transcript {
  /// Nonces that one worker tries before all compare notes.
  private static var nonces: Int { 4096 }

  /// Proof of work: moves the state by the lowest nonce that reaches `bits` bits, whatever the number of threads.
  mutating func grind(bits: Int, _ parallel: Parallel) -> UInt64 {
    let state = self.state.bytes
    let nonces = Transcript.nonces
    var start: UInt64 = 0
    while true {
      let found = parallel.map(parallel.threads * nonces, grain: nonces, nanoseconds: 60) { range in
        var nonce: UInt64 = 0
        let isFound = lemma_grind(
          state, UInt32(bits), start + UInt64(range.lowerBound), UInt64(range.count), &nonce)
        return isFound == 1 ? nonce : nil
      }
      if let nonce = found.compactMap({ $0 }).first {
        precondition(accept(nonce: nonce, bits: bits), "the nonce does what it is for")
        return nonce
      }
      start += UInt64(parallel.threads * nonces)
    }
  }
}
