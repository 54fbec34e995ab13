import Foundation

/// Access to the files of a model folder, with errors that name the file.
enum ModelFile {
  /// The most a JSON or text file may hold: 256 MiB, ten times the largest tokenizer in use.
  static let largestTextFile = 256 << 20

  static func exists(_ name: String, in folder: URL) -> Bool {
    FileManager.default.fileExists(atPath: folder.appendingPathComponent(name).path)
  }

  /// Maps a file into memory; pages are read when they are touched.
  ///
  /// The file must not shrink while the mapping lives: no system lets a process survive reading
  /// a mapped page that is gone. Replace a checkpoint by renaming, as download tools do.
  static func mapped(_ url: URL) throws(ModelError) -> Data {
    _ = try size(of: url)
    do {
      return try Data(contentsOf: url, options: .alwaysMapped)
    } catch {
      throw .unreadableFile(path: url.path, reason: error.localizedDescription)
    }
  }

  /// The whole content of a text file.
  static func bytes(of url: URL) throws(ModelError) -> [UInt8] {
    let size = try size(of: url)
    guard size <= largestTextFile else {
      throw .malformedFile(
        path: url.path, reason: "\(size) bytes, more than the \(largestTextFile) allowed")
    }
    do {
      return Array(try Data(contentsOf: url))
    } catch {
      throw .unreadableFile(path: url.path, reason: error.localizedDescription)
    }
  }

  static func json(_ url: URL) throws(ModelError) -> JSON {
    try JSON(parsing: bytes(of: url), path: url.path)
  }

  /// The parsed file, or nil if there is none of that name.
  static func jsonIfPresent(_ name: String, in folder: URL) throws(ModelError) -> JSON? {
    guard exists(name, in: folder) else { return nil }
    return try json(folder.appendingPathComponent(name))
  }

  /// Bytes in a regular file. Anything else (a folder, a pipe) is refused, since it may never end.
  private static func size(of url: URL) throws(ModelError) -> Int {
    let attributes: [FileAttributeKey: Any]
    do {
      let target = url.resolvingSymlinksInPath().path
      attributes = try FileManager.default.attributesOfItem(atPath: target)
    } catch {
      throw .unreadableFile(path: url.path, reason: error.localizedDescription)
    }
    guard attributes[.type] as? FileAttributeType == .typeRegular,
      let size = attributes[.size] as? NSNumber
    else { throw .unreadableFile(path: url.path, reason: "it is not a regular file") }
    return size.intValue
  }
}
