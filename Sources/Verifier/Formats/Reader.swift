/// Bytes read in order, highest byte of a number first. Reading past the end is a rejection, never a trap.
public struct Reader: Sendable {
  private let bytes: [UInt8]
  public private(set) var position = 0
  private var section = ProofSection.head
  private var sectionStart = 0
  private var earlier = ProofSections()

  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Bytes read from here on are this section's.
  @inline(never)
  mutating func begin(_ next: ProofSection) {
    earlier[section] += position - sectionStart
    section = next
    sectionStart = position
  }

  /// The siblings read since this section began.
  mutating func noteSiblings(of positions: [Int], logLength: Int) {
    earlier.siblings.append(
      OpenedSiblings(
        positions: positions, logLength: logLength, bytes: sectionStart..<position))
  }

  /// What was read so far.
  var sections: ProofSections {
    var result = earlier
    result[section] += position - sectionStart
    return result
  }

  public var remaining: Int { bytes.count - position }

  @inline(never)
  public mutating func byte() throws(Rejection) -> UInt8 {
    guard position < bytes.count else { throw .truncated }
    position += 1
    return bytes[position - 1]
  }

  /// An unsigned number of `size` bytes, 1...8.
  @inline(never)
  public mutating func number(_ size: Int) throws(Rejection) -> UInt64 {
    guard remaining >= size else { throw .truncated }
    var result: UInt64 = 0
    for _ in 0..<size {
      result = result << 8 | UInt64(bytes[position])
      position += 1
    }
    return result
  }

  /// A number of `size` bytes, at most `limit`.
  @inline(never)
  public mutating func count(_ size: Int, atMost limit: Int) throws(Rejection) -> Int {
    let value = try number(size)
    guard value <= UInt64(limit) else { throw .tooLarge }
    return Int(value)
  }

  /// As many numbers of `size` bytes as the `countSize` bytes before them say.
  @inline(never)
  mutating func numbers(
    ofSize size: Int, atMost limit: Int, count countSize: Int, atMost most: Int
  ) throws(Rejection) -> [Int] {
    try Array(count: try count(countSize, atMost: most)) { _ throws(Rejection) in
      try count(size, atMost: limit)
    }
  }

  @inline(never)
  public mutating func bytes(_ count: Int) throws(Rejection) -> [UInt8] {
    guard count >= 0, remaining >= count else { throw .truncated }
    position += count
    return Array(bytes[position - count..<position])
  }

  @inline(never)
  public mutating func digest() throws(Rejection) -> Digest {
    guard remaining >= 32 else { throw .truncated }
    return Digest(try number(8), try number(8), try number(8), try number(8))
  }

  @inline(never)
  public mutating func base() throws(Rejection) -> Goldilocks {
    guard let element = Goldilocks(canonical: try number(8)) else { throw .notCanonical }
    return element
  }

  @inline(never)
  public mutating func element() throws(Rejection) -> Extension {
    Extension(try base(), try base())
  }

  @inline(never)
  public mutating func elements(_ count: Int) throws(Rejection) -> [Extension] {
    guard count >= 0, remaining / (8 * Extension.degree) >= count else { throw .truncated }
    return try Array(count: count) { _ throws(Rejection) in try element() }
  }

  public func finish() throws(Rejection) {
    guard remaining == 0 else { throw .trailingBytes }
  }
}
