import Verifier

/// A proof as the contract reads it: the witness' commitment and the messages, without the schedule, which the step table holds, and
/// with siblings in the order in which the contract meets them.
struct PackedProof {
  /// Before a proof that is checked at once, and before the two parts of one that is not.
  static let whole = [UInt8]("LMP1".utf8)
  static let second = [UInt8]("LMP2".utf8)

  let bytes: [UInt8]
  /// Where the second part begins, if the step table has a cut: behind the first code's siblings.
  let cut: Int

  init(_ proof: Proof, _ siblings: [OpenedSiblings]) {
    var writer = Writer()
    proof.witness.write(to: &writer)
    let head = writer.bytes.count
    var messages = proof.messages
    for opened in siblings {
      let block = Array(proof.messages[opened.bytes])
      messages.replaceSubrange(opened.bytes, with: PackedProof.climbing(block, opened))
    }
    bytes = writer.bytes + messages
    cut = head + siblings[0].bytes.upperBound
  }

  /// Siblings from layer by layer to leaf by leaf: each leaf climbs until it waits for the next one, or meets one that waits and goes
  /// on with it.
  private static func climbing(_ block: [UInt8], _ opened: OpenedSiblings) -> [UInt8] {
    var place: [[Int: Int]] = []
    var known = opened.positions
    var next = 0
    for _ in 0..<opened.logLength {
      var layer: [Int: Int] = [:]
      let here = Set(known)
      for position in known where !here.contains(position ^ 1) {
        layer[position ^ 1] = next
        next += 32
      }
      place.append(layer)
      known = known.reduce(into: []) { if $0.last != $1 >> 1 { $0.append($1 >> 1) } }
    }
    var result: [UInt8] = []
    var waiting: [Int] = []
    for (i, position) in opened.positions.enumerated() {
      let until =
        i + 1 < opened.positions.count
        ? Int.bitWidth - (position ^ opened.positions[i + 1]).leadingZeroBitCount
        : opened.logLength + 1
      var layer = 0
      while true {
        let target = min(until, waiting.last ?? until) - 1
        for l in layer..<max(layer, target) {
          let start = place[l][(position >> l) ^ 1]!
          result += block[start..<start + 32]
        }
        layer = target + 1
        guard let last = waiting.last, last <= until else { break }
        waiting.removeLast()
      }
      waiting.append(until)
    }
    return result
  }
}
