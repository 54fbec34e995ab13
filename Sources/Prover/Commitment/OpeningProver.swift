import Kernels
import Verifier

/// The prover's place in an opening: what has been said, and where it is written.
struct OpeningProver {
  var transcript: Transcript
  var writer: Writer
  let parallel: Parallel

  mutating func send(_ elements: [Extension]) {
    transcript.absorb(elements)
    writer.elements(elements)
  }

  mutating func send(_ root: Digest) {
    transcript.absorb(root)
    writer.digest(root)
  }

  /// Proof of work: the lowest nonce that reaches `bits` bits.
  mutating func work(_ bits: Int) {
    if bits > 0 { writer.number(transcript.grind(bits: bits, parallel), 8) }
  }

  /// One sumcheck round's message, its proof of work, and the challenge.
  mutating func round(_ constant: Extension, _ quadratic: Extension, bits: Int) -> Extension {
    send([constant, quadratic])
    work(bits)
    return transcript.challenge()
  }

  /// Sumcheck rounds on Σ_i f[i] w[i], variable 0 first, one for each entry; binds both.
  mutating func rounds(_ grinds: [Int], _ f: inout ElementPlanes, _ w: inout ElementPlanes)
    -> [Extension]
  {
    var challenges: [Extension] = []
    for bits in grinds {
      let message = f.round(with: w, parallel)
      let challenge = round(message.constant, message.quadratic, bits: bits)
      f = f.bound(at: challenge, parallel)
      w = w.bound(at: challenge, parallel)
      challenges.append(challenge)
    }
    return challenges
  }
}

extension ElementPlanes {
  /// The round polynomial of Σ_i self[i] other[i] in the lowest variable: coefficients 0 and 2.
  func round(with other: ElementPlanes, _ parallel: Parallel)
    -> (constant: Extension, quadratic: Extension)
  {
    let parts = parallel.map(count / 2, nanoseconds: 3) { range in
      var out = (lemma_element(), lemma_element())
      let start = 2 * range.lowerBound
      withUnsafeMutablePointer(to: &out) {
        $0.withMemoryRebound(to: lemma_element.self, capacity: 2) {
          lemma_round2_low(
            x0 + start, x1 + start, other.x0 + start, other.x1 + start, range.count, $0)
        }
      }
      return out
    }
    var constant = Extension.zero
    var quadratic = Extension.zero
    for part in parts {
      constant += Extension(kernel: part.0)
      quadratic += Extension(kernel: part.1)
    }
    return (constant, quadratic)
  }

  /// The lowest variable bound: entry i is self[2i] + r (self[2i+1] - self[2i]).
  func bound(at challenge: Extension, _ parallel: Parallel) -> ElementPlanes {
    let result = ElementPlanes(count: count / 2)
    let r = challenge.kernelElement
    parallel.ranges(count / 2, nanoseconds: 2) { range in
      let (from, to) = (2 * range.lowerBound, range.lowerBound)
      lemma_fold_low(
        result.x0 + to, result.x1 + to, x0 + from, x1 + from, range.count, r)
    }
    return result
  }

  /// Σ_i self[i] other[i].
  func dot(_ other: ElementPlanes) -> Extension {
    Extension(kernel: lemma_dot(x0, x1, other.x0, other.x1, count))
  }
}
