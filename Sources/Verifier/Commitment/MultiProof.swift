/// Binary Keccak tree: leaf K(0x00 | leaf), inner node K(0x01 | left | right).
///
/// A proof for several leaves holds, from the leaf layer upwards and left to right within a layer, each sibling that is not itself
/// known; its length follows from the positions alone.
public enum MultiProof {
  /// The hash of a leaf of words of F_p, each 8 bytes.
  public static func leaf(_ words: [Goldilocks]) -> Digest {
    var keccak = Keccak()
    keccak.update(0x00 as UInt8)
    for word in words { keccak.update(word.word) }
    return keccak.finish()
  }

  public static func node(_ left: Digest, _ right: Digest) -> Digest {
    var keccak = Keccak()
    keccak.update(0x01 as UInt8)
    keccak.update(left)
    keccak.update(right)
    return keccak.finish()
  }

  /// The root that these leaves and the siblings read imply.
  ///
  /// - Precondition: positions are ascending, distinct, below 2^logLength; there is a leaf for each, and at least one.
  static func root(
    logLength: Int, positions: [Int], leaves: [Digest], reader: inout Reader
  ) throws(Rejection) -> Digest {
    var places = positions
    var hashes = leaves
    for _ in 0..<logLength {
      var next = 0
      var i = 0
      while i < places.count {
        let place = places[i]
        let hash: Digest
        if place & 1 == 1 {
          hash = node(try reader.digest(), hashes[i])
        } else if i + 1 < places.count, places[i + 1] == place + 1 {
          hash = node(hashes[i], hashes[i + 1])
          i += 1
        } else {
          hash = node(hashes[i], try reader.digest())
        }
        places[next] = place >> 1
        hashes[next] = hash
        next += 1
        i += 1
      }
      places.removeLast(places.count - next)
      hashes.removeLast(hashes.count - next)
    }
    return hashes[0]
  }
}
