import Foundation

/// The folder for what can be made again: synthetic models, their packages, calibrating runs.
public enum Cache {
  /// $LEMMA_CACHE, else $XDG_CACHE_HOME/lemma, else ~/.cache/lemma.
  public static var folder: URL {
    let environment = ProcessInfo.processInfo.environment
    if let path = environment["LEMMA_CACHE"], !path.isEmpty { return URL(fileURLWithPath: path) }
    if let path = environment["XDG_CACHE_HOME"], !path.isEmpty {
      return URL(fileURLWithPath: path).appendingPathComponent("lemma")
    }
    return FileManager.default.homeDirectoryForCurrentUser
      .appendingPathComponent(".cache/lemma")
  }

  /// The folder of this name; made if it is not there, under a temporary name first, so that it is whole.
  public static func folder(_ name: String, make: (URL) throws -> Void) throws -> URL {
    let manager = FileManager.default
    let target = folder.appendingPathComponent(name)
    if manager.fileExists(atPath: target.path) { return target }
    let draft = folder.appendingPathComponent(
      ".\(name).\(ProcessInfo.processInfo.processIdentifier)")
    do {
      try manager.createDirectory(at: draft, withIntermediateDirectories: true)
    } catch {
      throw ModelError.unwritable(path: draft.path, reason: error.localizedDescription)
    }
    defer { try? manager.removeItem(at: draft) }
    try make(draft)
    do {
      try manager.moveItem(at: draft, to: target)
    } catch {
      // Another process may have been quicker; what it made is as good.
      guard manager.fileExists(atPath: target.path) else {
        throw ModelError.unwritable(path: target.path, reason: error.localizedDescription)
      }
    }
    return target
  }
}
