import ArgumentParser
import Foundation
import Models
import Prover
import Verifier

/// Options that several commands share.
struct ThreadOptions: ParsableArguments {
  @Option(help: "Threads to use; the result does not depend on it.")
  var threads: Int?

  func validate() throws {
    if let threads, threads < 1 || threads > 1024 {
      throw ValidationError("--threads must be between 1 and 1024")
    }
  }

  var parallel: Parallel { threads.map { Parallel(threads: $0) } ?? .all }
}

/// Files, read and written with errors that say what to do.
enum Files {
  static func read(_ path: String) throws -> [UInt8] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw Failure.badInput("\(path): there is no such file. Check the path.")
    }
    guard !isFolder.boolValue else {
      let key = URL(fileURLWithPath: path).appendingPathComponent("verifying.key").path
      let hint =
        FileManager.default.fileExists(atPath: key) ? " It is a package: its key is \(key)." : ""
      throw Failure.badInput("\(path): is a folder; name a file.\(hint)")
    }
    do {
      return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw Failure.badInput("\(path): cannot be read: \(error.localizedDescription)")
    }
  }

  /// Writes whole or not at all.
  static func write(_ bytes: [UInt8], to path: String) throws {
    do {
      try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw Failure.badInput(
        "\(path): cannot be written: \(error.localizedDescription). Nothing was left behind.")
    }
  }

  /// Fails early when a result could not be written at the end.
  static func checkWritable(_ path: String) throws {
    guard !path.isEmpty else { throw Failure.badInput("the output's name is empty; name a file.") }
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue
    else {
      throw Failure.badInput("\(path): the folder \(folder) does not exist. Create it first.")
    }
    guard FileManager.default.isWritableFile(atPath: folder) else {
      throw Failure.badInput("\(path): the folder \(folder) is not writable.")
    }
    // Writing replaces what is there: only an ordinary file may be, no folder, device or link.
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    if let type = attributes?[.type] as? FileAttributeType, type != .typeRegular {
      throw Failure.badInput("\(path): exists and is no ordinary file; name another.")
    }
  }

  static func key(_ path: String) throws -> VerifyingKey {
    let bytes = try read(path)
    do { return try VerifyingKey(bytes) } catch {
      throw Failure.badInput("\(path): not a verifying key: \(error.explanation) (\(error))")
    }
  }
}

/// A 32-byte digest given as hexadecimal digits.
struct HexDigest: ExpressibleByArgument {
  let digest: Digest

  init?(argument: String) {
    let text = argument.hasPrefix("0x") ? argument.dropFirst(2) : argument[...]
    guard text.count == 64, text.allSatisfy({ $0.isHexDigit }) else { return nil }
    var bytes: [UInt8] = []
    var rest = text
    while !rest.isEmpty {
      guard let byte = UInt8(rest.prefix(2), radix: 16) else { return nil }
      bytes.append(byte)
      rest = rest.dropFirst(2)
    }
    guard let digest = Digest(bytes) else { return nil }
    self.digest = digest
  }
}
