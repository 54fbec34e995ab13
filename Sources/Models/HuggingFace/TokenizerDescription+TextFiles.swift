import Foundation

extension TokenizerDescription {
  /// Reads the older pair of files, which say nothing of added tokens or a leading space.
  init(vocabularyFile: URL, mergesFile: URL) throws(ModelError) {
    try enter(vocabulary: ModelFile.json(vocabularyFile), path: vocabularyFile.path)
    try appendMerges(mergesFile)
  }

  /// One merge a line, by rank, after an optional `#version` line.
  private mutating func appendMerges(_ file: URL) throws(ModelError) {
    for var line in try ModelFile.bytes(of: file).split(separator: UInt8(ascii: "\n")) {
      if line.last == UInt8(ascii: "\r") { line.removeLast() }
      if line.isEmpty || line.starts(with: "#version".utf8) { continue }
      try appendMerge(line: line, path: file.path)
    }
  }
}
