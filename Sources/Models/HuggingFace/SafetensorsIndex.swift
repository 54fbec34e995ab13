import Foundation

/// `model.safetensors.index.json`: which file of a sharded checkpoint holds which tensor.
struct SafetensorsIndex: Sendable {
  static let fileName = "model.safetensors.index.json"

  /// File name by tensor name.
  let shardOfTensor: [String: String]

  /// Names of all shards, sorted.
  var shards: [String] {
    Set(shardOfTensor.values).sorted()
  }

  init(folder: URL) throws(ModelError) {
    let file = folder.appendingPathComponent(Self.fileName)
    let json = try ModelFile.json(file)
    func malformed(_ reason: String) -> ModelError {
      .malformedFile(path: file.path, reason: reason)
    }

    guard let members = json["weight_map"]?.members, !members.isEmpty else {
      throw malformed("it has no \"weight_map\"")
    }
    var shardOfTensor: [String: String] = [:]
    for member in members {
      guard let shard = member.value.string, Self.isPlainName(shard) else {
        throw malformed("\"\(member.name)\" is not mapped to the name of a .safetensors file")
      }
      guard shardOfTensor.updateValue(shard, forKey: member.name) == nil else {
        throw malformed("the name \"\(member.name)\" occurs twice")
      }
    }
    self.shardOfTensor = shardOfTensor
  }

  /// A name that cannot lead out of the folder.
  private static func isPlainName(_ name: String) -> Bool {
    name.hasSuffix(".safetensors") && !name.hasPrefix(".")
      && name.utf8.allSatisfy { $0 > 0x20 && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "\\") }
  }
}
