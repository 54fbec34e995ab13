import Foundation

/// The `lemma` executable of this build.
enum CommandLineTool {
  struct Result: CustomStringConvertible {
    let arguments: [String]
    let code: Int32
    let output: String
    let errors: String

    var description: String {
      "lemma \(arguments.joined(separator: " ")) -> \(code)\n\(output)\(errors)"
    }
  }

  static let path: String = {
    let here =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      ?? Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundlePath
      ?? CommandLine.arguments[0]
    // The runner may be elsewhere; a test bundle is named on its command line.
    let places = CommandLine.arguments.filter { $0.contains(".xctest") } + [here]
    for place in places {
      var folder = URL(fileURLWithPath: place)
      while folder.path != "/" {
        folder.deleteLastPathComponent()
        let tool = folder.appendingPathComponent("lemma").path
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: tool, isDirectory: &isFolder), !isFolder.boolValue
        {
          return tool
        }
      }
    }
    fatalError("no executable lemma beside \(places)")
  }()

  static func run(_ arguments: String...) throws -> Result { try run(arguments) }

  /// - Parameter environment: added to this process's.
  static func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "lemma-run-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    // Files, not pipes: nothing to drain.
    func file(_ name: String) throws -> (URL, FileHandle) {
      let url = folder.appendingPathComponent(name)
      try Data().write(to: url)
      return (url, try FileHandle(forWritingTo: url))
    }
    let (outputFile, output) = try file("output")
    let (errorFile, errors) = try file("errors")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    process.waitUntilExit()
    func text(_ url: URL) throws -> String {
      String(decoding: try Data(contentsOf: url), as: UTF8.self)
    }
    return Result(
      arguments: arguments,
      // A signal is no exit code: it never equals a documented one.
      code: process.terminationReason == .exit
        ? process.terminationStatus : -process.terminationStatus,
      output: try text(outputFile), errors: try text(errorFile))
  }
}

/// A folder that is removed with its contents.
final class TemporaryFolder: Sendable {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent(
      "lemma-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func file(_ name: String) -> URL { url.appendingPathComponent(name) }

  func path(_ name: String) -> String { file(name).path }

  func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    try Data(bytes).write(to: file(name))
    return path(name)
  }

  func write(_ name: String, _ text: String) throws -> String { try write(name, Array(text.utf8)) }

  func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: file(name))) }

  /// Everything in it, hidden files too.
  var names: Set<String> {
    Set((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? [])
  }
}
