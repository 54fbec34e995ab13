/// Bytes written in order, highest byte of a number first: the inverse of `Reader`.
public struct Writer: Sendable {
  public private(set) var bytes: [UInt8] = []

  public init() {}

  @inline(never)
  public mutating func byte(_ value: UInt8) { bytes.append(value) }

  /// The low `size` bytes of a number, 1...8.
  @inline(never)
  public mutating func number(_ value: UInt64, _ size: Int) {
    for i in 0..<size {
      bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * (size - 1 - i))))
    }
  }

  public mutating func number(_ value: Int, _ size: Int) {
    number(UInt64(bitPattern: Int64(value)), size)
  }

  public mutating func bytes(_ values: [UInt8]) { bytes.append(contentsOf: values) }

  public mutating func digest(_ digest: Digest) {
    for i in 0..<4 { number(digest.word(i), 8) }
  }

  public mutating func base(_ element: Goldilocks) { number(element.word, 8) }

  public mutating func element(_ element: Extension) {
    base(element.c0)
    base(element.c1)
  }

  public mutating func elements(_ elements: [Extension]) {
    for element in elements { self.element(element) }
  }
}
