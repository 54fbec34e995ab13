/// A JSON value that keeps what Foundation's parsers lose: duplicate names and exact strings.
///
/// Foundation keeps one of two members with the same name, and Swift compares strings by canonical
/// equivalence. With either, two readers can see different models in the same file; here both
/// are told apart, and a duplicate name is an error.
enum JSON: Equatable, Sendable {
  case null
  case boolean(Bool)
  /// A number written without fraction or exponent that fits an `Int`.
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSON])
  /// Members in file order; names differ in at least one byte.
  case object([Member])

  struct Member: Equatable, Sendable {
    let name: String
    let value: JSON
  }
}

extension JSON {
  /// The member of that exact name, or nil if there is none or this is not an object.
  subscript(name: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name.utf8.elementsEqual(name.utf8) }?.value
  }

  var string: String? {
    guard case .string(let value) = self else { return nil }
    return value
  }

  var integer: Int? {
    guard case .integer(let value) = self else { return nil }
    return value
  }

  var boolean: Bool? {
    guard case .boolean(let value) = self else { return nil }
    return value
  }

  /// Any number as a `Double`.
  var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }

  var array: [JSON]? {
    guard case .array(let elements) = self else { return nil }
    return elements
  }

  var members: [Member]? {
    guard case .object(let members) = self else { return nil }
    return members
  }

  /// An array whose elements are all integers.
  var integers: [Int]? {
    guard let array else { return nil }
    let values = array.compactMap(\.integer)
    return values.count == array.count ? values : nil
  }

  /// How an error message names the type of this value.
  var kind: String {
    switch self {
    case .null: "null"
    case .boolean: "a Boolean"
    case .integer: "an integer"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}
