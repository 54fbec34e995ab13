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
    var count = places.count
    for _ in 0..<logLength {
      var next = 0
      var i = 0
      while i < count {
        let place = places[i]
        var (left, right) = (hashes[i], hashes[i])
        if place & 1 == 1 {
          left = try reader.digest()
        } else if i + 1 < count, places[i + 1] == place + 1 {
          i += 1
          right = hashes[i]
        } else {
          right = try reader.digest()
        }
        places[next] = place >> 1
        hashes[next] = node(left, right)
        next += 1
        i += 1
      }
      count = next
    }
    return hashes[0]
  }
}
