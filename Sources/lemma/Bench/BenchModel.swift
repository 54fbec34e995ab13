import Foundation
import Models
import Prover
import Verifier

/// What is measured: a package, and the folder of its float weights if there is one.
struct BenchModel {
  let name: String
  let package: URL
  let floatFolder: URL?
  /// Of a built-in shape: what its import took when it was made.
  let imported: ImportRecord?

  /// Kept beside the package of a built-in shape.
  struct ImportRecord: Codable {
    let seconds: Double
    let peakBytes: Int
    let packageBytes: Int
  }

  /// A built-in shape, made and imported if it is not in the cache; or a package.
  init(_ argument: String, float: String?, threads: Int) throws {
    guard let shape = SyntheticShape.named(argument) else {
      guard
        FileManager.default.fileExists(
          atPath: URL(fileURLWithPath: argument).appendingPathComponent("verifying.key").path)
      else {
        throw Failure.badInput(
          "\(argument): neither a package nor a built-in shape. Built in are: "
            + SyntheticShape.all.map { $0.name }.joined(separator: ", "))
      }
      name = URL(fileURLWithPath: argument).deletingPathExtension().lastPathComponent
      package = URL(fileURLWithPath: argument)
      floatFolder = float.map { URL(fileURLWithPath: $0) }
      imported = nil
      return
    }
    let folder = try Cache.folder(BenchModel.cacheName(shape)) { draft in
      Interruption.removing(draft)
      try BenchModel.make(shape, in: draft, threads: threads)
    }
    name = shape.name
    package = folder.appendingPathComponent("model.lemma")
    floatFolder = folder.appendingPathComponent("model")
    imported = try? JSONDecoder().decode(
      ImportRecord.self, from: Data(contentsOf: folder.appendingPathComponent("import.json")))
  }

  /// Names every version that decides what is in the folder.
  private static func cacheName(_ shape: SyntheticShape) -> String {
    "\(shape.name)-weights\(SyntheticShape.version)-format\(VerifyingKey.version)"
      + "-package\(ModelPackage.version)"
  }

  /// Forgets a cached model, for instance one that another build of this program made.
  static func forget(_ shape: SyntheticShape) {
    try? FileManager.default.removeItem(
      at: Cache.folder.appendingPathComponent(cacheName(shape)))
  }

  /// Writes the synthetic folder, and imports it by `lemma import` in a process of its own, so that its memory is its own.
  private static func make(_ shape: SyntheticShape, in folder: URL, threads: Int) throws {
    let source = folder.appendingPathComponent("model")
    let package = folder.appendingPathComponent("model.lemma")
    try FileManager.default.createDirectory(at: source, withIntermediateDirectories: true)
    let bar = ProgressBar("making \(shape.name)", total: 1000)
    try SyntheticFolder(shape).write(to: source) { bar.update(1000 * $0 / $1) }
    bar.finish()
    let report = try ChildProcess.object(
      ["import", source.path, "-o", package.path, "--json", "--threads", "\(threads)"])
    let names = try FileManager.default.contentsOfDirectory(atPath: package.path)
    let size = names.reduce(0) { sum, name in
      let attributes = try? FileManager.default.attributesOfItem(
        atPath: package.appendingPathComponent(name).path)
      return sum + ((attributes?[.size] as? Int) ?? 0)
    }
    let record = ImportRecord(
      seconds: report["seconds"] as? Double ?? 0, peakBytes: report["peak_bytes"] as? Int ?? 0,
      packageBytes: size)
    try JSONEncoder().encode(record).write(to: folder.appendingPathComponent("import.json"))
  }
}

/// This program again, for work whose memory is measured by itself.
enum ChildProcess {
  /// Runs a command and reads the JSON it prints; its progress goes to standard error.
  static func object(_ arguments: [String]) throws -> [String: Any] {
    let process = Process()
    process.executableURL = URL(
      fileURLWithPath: (try? FileManager.default.destinationOfSymbolicLink(
        atPath: "/proc/self/exe")) ?? CommandLine.arguments[0])
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0,
      let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any]
    else {
      throw Failure(
        message: "lemma \(arguments.joined(separator: " ")) failed",
        code: max(2, process.terminationStatus))
    }
    return object
  }
}
