/// Reads typed settings from a JSON object and names file and setting in every error.
///
/// A setting that is absent or null has its default; one of the wrong type is an error.
struct SettingsReader {
  let json: JSON
  let path: String

  init(_ json: JSON, path: String) throws(ModelError) {
    guard json.members != nil else {
      throw .malformedFile(path: path, reason: "\(json.kind) where an object is expected")
    }
    self.json = json
    self.path = path
  }

  /// The value of a setting, or nil if it is absent or null.
  func value(_ name: String) -> JSON? {
    guard let value = json[name], value != .null else { return nil }
    return value
  }

  func invalid(_ name: String, _ reason: String) -> ModelError {
    .invalidSetting(path: path, name: name, reason: reason)
  }

  func string(_ name: String) throws(ModelError) -> String? {
    guard let value = value(name) else { return nil }
    guard let string = value.string else { throw wrongType(name, value, expected: "a string") }
    return string
  }

  func boolean(_ name: String, default fallback: Bool) throws(ModelError) -> Bool {
    guard let value = value(name) else { return fallback }
    guard let boolean = value.boolean else { throw wrongType(name, value, expected: "a Boolean") }
    return boolean
  }

  func integer(_ name: String, in range: ClosedRange<Int>) throws(ModelError) -> Int? {
    guard let value = value(name) else { return nil }
    guard let integer = value.integer else { throw wrongType(name, value, expected: "an integer") }
    guard range.contains(integer) else {
      throw invalid(name, "is \(integer), outside \(range.lowerBound) to \(range.upperBound)")
    }
    return integer
  }

  func number(_ name: String, default fallback: Double) throws(ModelError) -> Double {
    guard let value = value(name) else { return fallback }
    guard let number = value.double else { throw wrongType(name, value, expected: "a number") }
    return number
  }

  /// One integer or a list of integers, as token settings are written.
  func integers(_ name: String) throws(ModelError) -> [Int]? {
    guard let value = value(name) else { return nil }
    if let integer = value.integer { return [integer] }
    guard let integers = value.integers else {
      throw wrongType(name, value, expected: "an integer or a list of integers")
    }
    return integers
  }

  private func wrongType(_ name: String, _ found: JSON, expected: String) -> ModelError {
    invalid(name, "is \(found.kind), and \(expected) is expected")
  }
}
