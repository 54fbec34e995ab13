import Foundation

/// The weights of a Hugging Face folder, in one safetensors file or in several.
public struct Checkpoint: Sendable {
  /// Where the folder is, for messages.
  public let path: String

  private let files: [Safetensors]
  private let fileOfTensor: [String: Int]

  /// Opens `model.safetensors`, or the shards that `model.safetensors.index.json` names.
  /// - Throws: `missingFile` if there is neither; `malformedFile` if a shard and the index
  ///   disagree; and whatever opening a file throws.
  public init(folder: URL) throws(ModelError) {
    path = folder.path
    if ModelFile.exists("model.safetensors", in: folder) {
      files = [try Safetensors(file: folder.appendingPathComponent("model.safetensors"))]
    } else if ModelFile.exists(SafetensorsIndex.fileName, in: folder) {
      files = try Self.shards(of: folder)
    } else {
      throw Self.noWeights(in: folder)
    }

    var fileOfTensor: [String: Int] = [:]
    for (index, file) in files.enumerated() {
      for name in file.names {
        guard fileOfTensor.updateValue(index, forKey: name) == nil else {
          throw .malformedFile(path: file.path, reason: "another shard also holds \"\(name)\"")
        }
      }
    }
    self.fileOfTensor = fileOfTensor
  }

  /// Names of all tensors, sorted.
  public var names: [String] {
    fileOfTensor.keys.sorted()
  }

  /// The extents of a tensor, outermost first, or nil if there is none of that name.
  public func shape(of name: String) -> [Int]? {
    fileOfTensor[name].flatMap { files[$0].shape(of: name) }
  }

  /// Reads a tensor stored as F32, F16 or BF16; each widens to `Float` exactly.
  /// - Throws: `missingTensors`, `unsupportedElementType`, or `nonFiniteValue` for the first NaN
  ///   or infinity.
  public func tensor(named name: String) throws(ModelError) -> FloatTensor {
    guard let file = fileOfTensor[name] else {
      throw .missingTensors(names: [name], path: path)
    }
    return try files[file].tensor(named: name)
  }

  /// Reads a tensor whose values may be infinite or not a number.
  func unboundedTensor(named name: String) throws(ModelError) -> FloatTensor {
    guard let file = fileOfTensor[name] else {
      throw .missingTensors(names: [name], path: path)
    }
    return try files[file].unboundedTensor(named: name)
  }

  /// Shards that hold exactly the tensors that the index says they hold.
  private static func shards(of folder: URL) throws(ModelError) -> [Safetensors] {
    let index = try SafetensorsIndex(folder: folder)
    var files: [Safetensors] = []
    for shard in index.shards {
      guard ModelFile.exists(shard, in: folder) else {
        throw .missingFile(
          name: shard, folder: folder.path,
          advice: "\(SafetensorsIndex.fileName) needs it. Download the folder again.")
      }
      let file = try Safetensors(file: folder.appendingPathComponent(shard))
      let expected = index.shardOfTensor.filter { $0.value == shard }.keys.sorted()
      guard file.names == expected else {
        let difference = Set(expected).symmetricDifference(file.names).sorted()
        throw .malformedFile(
          path: file.path,
          reason: "\(SafetensorsIndex.fileName) disagrees with it about \(difference.prefix(4))")
      }
      files.append(file)
    }
    return files
  }

  /// Says what to do when the weights are there in a format that runs code when it is opened.
  private static func noWeights(in folder: URL) -> ModelError {
    let others = [
      "pytorch_model.bin", "pytorch_model.bin.index.json", "tf_model.h5", "flax_model.msgpack",
    ]
    let found = others.first { ModelFile.exists($0, in: folder) }
    let advice =
      found.map {
        "\($0) is not read; save the weights as safetensors: in Python, "
          + "model.save_pretrained(folder, safe_serialization=True)."
      } ?? "Give a Hugging Face folder that holds config.json and safetensors weights."
    return .missingFile(
      name: "model.safetensors or \(SafetensorsIndex.fileName)", folder: folder.path,
      advice: advice)
  }
}
