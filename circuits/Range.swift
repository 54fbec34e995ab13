import Verifier

extension GraphBuilder {
  /// Asserts 0 <= x + offset < 2^bits, for x an integer by its own bound.
  ///
  /// Cut into limbs of 16 bits: the high ones are committed, the lowest stays virtual, each is looked up. A range that is no multiple
  /// of 16 bits scales x first: 2^(16k - bits) (x + offset) is a number of k limbs only if x + offset has `bits` bits, as long as
  /// the scaled value and all numbers of k limbs stay below 2^62. Otherwise, and always with four limbs, whose numbers reach past
  /// p, the top limb is ranged twice, as t and as 2^(16k - bits) t.
  public mutating func assertRange(_ name: String, _ x: Int, bits: Int, offset: Int64 = 0) throws {
    guard (0...62).contains(bits) else {
      throw BuildError(description: "\(name): a range of \(bits) bits could wrap")
    }
    let count = max(1, (bits + 15) / 16)
    let spare = Int64(1) << Int64(16 * count - bits)
    let reach = spare.multipliedReportingOverflow(by: bound(of: x) + abs(offset))
    let wraps = reach.overflow || reach.partialValue >= Graph.limit || count > 3
    let scale = wraps ? 1 : spare
    if count == 1 {
      guard scale == spare else {
        throw BuildError(description: "\(name): scaling by \(spare) could wrap")
      }
      lookup(name, range, [Column(node: x, scale: scale, offset: scale * offset)])
      return
    }
    let axes = axes(of: x)
    var summands = [Summand(scale, x)]
    for i in 1..<count {
      let place = i == count - 1 ? LimbPlace.top : .inner
      let limb = witness(
        "\(name), limb \(i)", axes, bound: 0xFFFF,
        .limb(source: x, scale: scale, offset: scale * offset, index: i, place: place))
      lookup("\(name), limb \(i)", range, [Column(node: limb)])
      if place == .top, scale != spare {
        lookup("\(name), top limb", range, [Column(node: limb, scale: spare)])
      }
      summands.append(Summand(-(Int64(1) << Int64(16 * i)), limb))
    }
    // Its own lookup bounds the low limb; then scale (x + offset) and the sum of the limbs are both below 2^62, so equal as integers.
    let low = try linear(
      "\(name), low limb", axes, summands, constant: scale * offset,
      bound: NamedBound(.lowLimb, exactly: 0xFFFF))
    lookup("\(name), low limb", range, [Column(node: low)])
  }

  /// Asserts q = floor((a + 2^(shift-1)) / 2^shift), given that q is ranged elsewhere: the remainder has `shift` bits.
  public mutating func assertRounding(_ name: String, _ q: Int, of a: Int, shift: Int) throws {
    define(q, .rounding(source: a, shift: shift))
    let remainder = try linear(
      "\(name), remainder", axes(of: a),
      [Summand(1, a), Summand(-(Int64(1) << Int64(shift)), q)],
      constant: shift == 0 ? 0 : Int64(1) << Int64(shift - 1))
    if shift == 0 {
      zero("\(name), remainder", remainder)
    } else {
      try assertRange("\(name), remainder", remainder, bits: shift)
    }
  }

  /// q = floor((a + 2^(shift-1)) / 2^shift), a signed number of 16 bits.
  ///
  /// - Parameter declared: the witness, if it had to be declared before `a`.
  public mutating func rounded(_ name: String, _ a: Int, shift: Int, declared: Int? = nil) throws
    -> Int
  {
    let q =
      declared
      ?? witness(name, axes(of: a), bound: 1 << 15, .rounding(source: a, shift: shift))
    lookup("\(name), range", range, [Column(node: q, offset: 1 << 15)])
    try assertRounding(name, q, of: a, shift: shift)
    return q
  }
}
