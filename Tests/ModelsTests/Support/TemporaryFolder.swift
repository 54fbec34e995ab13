import Foundation

/// Runs a test in a folder of its own and removes it.
func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("models-tests-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}

extension URL {
  /// Writes a file into this folder and returns its place.
  @discardableResult
  func write(_ name: String, _ bytes: some Sequence<UInt8>) throws -> URL {
    let file = appendingPathComponent(name)
    try Data(bytes).write(to: file)
    return file
  }

  @discardableResult
  func write(_ name: String, _ text: String) throws -> URL {
    try write(name, text.utf8)
  }

  /// Writes a JSON value, with names sorted.
  @discardableResult
  func write(_ name: String, json: Any) throws -> URL {
    try write(name, JSONSerialization.data(withJSONObject: json, options: .sortedKeys))
  }
}
