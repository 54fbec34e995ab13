extension JSON {
  /// Parses a whole document; `path` names it in errors.
  /// - Throws: `malformedFile` with the byte offset of the first fault.
  init(parsing bytes: [UInt8], path: String) throws(ModelError) {
    var parser = JSONParser(bytes: bytes)
    do {
      self = try parser.document()
    } catch {
      throw .malformedFile(path: path, reason: "\(error.reason) at byte \(error.offset)")
    }
  }
}

/// A recursive-descent parser of RFC 8259, strict in every respect.
struct JSONParser {
  struct Fault: Error {
    let reason: String
    let offset: Int
  }

  /// Far more than any model file uses, and far less than overflows the stack.
  static let deepestNesting = 64

  let bytes: [UInt8]
  var position = 0

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  mutating func document() throws(Fault) -> JSON {
    let value = try value(depth: 0)
    skipSpace()
    guard position == bytes.count else { throw fault("text after the end of the JSON value") }
    return value
  }

  func fault(_ reason: String) -> Fault {
    Fault(reason: reason, offset: position)
  }

  var next: UInt8? {
    position < bytes.count ? bytes[position] : nil
  }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      position += 1
    }
  }

  mutating func skip(_ character: Unicode.Scalar) throws(Fault) {
    guard next == UInt8(ascii: character) else { throw fault("expected '\(character)'") }
    position += 1
  }

  private mutating func value(depth: Int) throws(Fault) -> JSON {
    guard depth < Self.deepestNesting else { throw fault("nesting too deep") }
    skipSpace()
    switch next {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .boolean(true))
    case UInt8(ascii: "f"): return try word("false", .boolean(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case nil: throw fault("the text ends too early")
    default: return try number()
    }
  }

  private mutating func word(_ text: StaticString, _ value: JSON) throws(Fault) -> JSON {
    let length = text.utf8CodeUnitCount
    guard position + length <= bytes.count,
      bytes[position..<position + length].elementsEqual(
        UnsafeBufferPointer(start: text.utf8Start, count: length))
    else { throw fault("expected \(text)") }
    position += length
    return value
  }

  private mutating func object(depth: Int) throws(Fault) -> JSON {
    try skip("{")
    var members: [JSON.Member] = []
    var names: Set<[UInt8]> = []
    skipSpace()
    if next == UInt8(ascii: "}") {
      position += 1
      return .object([])
    }
    while true {
      skipSpace()
      let name = try string()
      guard names.insert(Array(name.utf8)).inserted else {
        throw fault("the name \"\(name)\" occurs twice")
      }
      skipSpace()
      try skip(":")
      members.append(JSON.Member(name: name, value: try value(depth: depth + 1)))
      skipSpace()
      guard next == UInt8(ascii: ",") else { break }
      position += 1
    }
    try skip("}")
    return .object(members)
  }

  private mutating func array(depth: Int) throws(Fault) -> JSON {
    try skip("[")
    var elements: [JSON] = []
    skipSpace()
    if next == UInt8(ascii: "]") {
      position += 1
      return .array([])
    }
    while true {
      elements.append(try value(depth: depth + 1))
      skipSpace()
      guard next == UInt8(ascii: ",") else { break }
      position += 1
    }
    try skip("]")
    return .array(elements)
  }
}
