import Foundation
import Testing

@testable import Models

@Suite struct CheckpointTests {
  private static let first = "model-00001-of-00002.safetensors"
  private static let second = "model-00002-of-00002.safetensors"

  /// Two shards of two tensors each, and the index that a test wants to try.
  private func open(
    map: [String: String] = ["a": first, "b": first, "c": second, "d": second],
    _ change: (URL) throws -> Void = { _ in }
  ) throws -> Checkpoint {
    try withFolder { folder in
      for (shard, names) in [(Self.first, ["a", "b"]), (Self.second, ["c", "d"])] {
        var builder = SafetensorsBuilder()
        for name in names { builder.add(name, shape: [1], values: [Float(name.utf8.first ?? 0)]) }
        try folder.write(shard, builder.file)
      }
      try folder.write(
        "model.safetensors.index.json", json: ["metadata": ["total_size": 16], "weight_map": map])
      try change(folder)
      return try Checkpoint(folder: folder)
    }
  }

  private func message(_ body: () throws -> Void) -> String {
    do {
      try body()
      return ""
    } catch {
      return "\(error)"
    }
  }

  @Test func shardsReadAsOneCheckpoint() throws {
    let checkpoint = try open()
    #expect(checkpoint.names == ["a", "b", "c", "d"])
    #expect(checkpoint.shape(of: "c") == [1])
    #expect(try checkpoint.tensor(named: "a").values == [97])
    #expect(try checkpoint.tensor(named: "d").values == [100])
    #expect(throws: ModelError.self) { try checkpoint.tensor(named: "e") }
  }

  @Test func aSingleFileComesBeforeAnIndex() throws {
    let checkpoint = try open { folder in
      var builder = SafetensorsBuilder()
      builder.add("whole", shape: [1], values: [1])
      try folder.write("model.safetensors", builder.file)
    }
    #expect(checkpoint.names == ["whole"])
  }

  @Test func indexAndShardsMustAgree() {
    let (first, second) = (Self.first, Self.second)
    for map in [
      ["a": first, "b": first, "c": second],
      ["a": first, "b": first, "c": second, "d": second, "e": second],
      ["a": first, "b": second, "c": second, "d": second],
    ] {
      #expect(message { _ = try open(map: map) }.contains("disagrees"))
    }
  }

  @Test func oneNameInTwoShardsIsRefused() {
    let text = message {
      _ = try withFolder { folder in
        var builder = SafetensorsBuilder()
        builder.add("a", shape: [1], values: [1])
        try folder.write(Self.first, builder.file)
        try folder.write(Self.second, builder.file)
        try folder.write(
          "model.safetensors.index.json",
          #"{"weight_map":{"a":"\#(Self.first)","a":"\#(Self.second)"}}"#)
        return try Checkpoint(folder: folder)
      }
    }
    #expect(text.contains("occurs twice"))
  }

  @Test(arguments: [
    "../model.safetensors", "/etc/model.safetensors", "sub/model.safetensors", "model.bin", "",
    ".safetensors", "..safetensors", "a\u{0}.safetensors", "a\\b.safetensors",
  ])
  func anIndexCannotLeadOutOfTheFolder(_ shard: String) {
    #expect(message { _ = try open(map: ["a": shard]) }.contains("not mapped"))
  }

  @Test func aMissingShardIsNamed() {
    let text = message {
      _ = try open {
        try FileManager.default.removeItem(at: $0.appendingPathComponent(Self.second))
      }
    }
    #expect(text.contains("there is no \(Self.second)"))
  }

  @Test(arguments: ["{}", "[]", #"{"weight_map":{}}"#, #"{"weight_map":{"a":1}}"#, "{"])
  func anIndexWithoutAMapIsRefused(_ text: String) {
    #expect(throws: ModelError.self) {
      try open { try $0.write("model.safetensors.index.json", text) }
    }
  }

  @Test(arguments: ["pytorch_model.bin", "pytorch_model.bin.index.json", "tf_model.h5"])
  func weightsInAnotherFormatComeWithAdvice(_ name: String) throws {
    let text = try withFolder { folder in
      try folder.write(name, "x")
      return message { _ = try Checkpoint(folder: folder) }
    }
    #expect(text.contains(name) && text.contains("safe_serialization=True"))
  }

  @Test func anEmptyFolderAndNoFolderAreRefused() throws {
    try withFolder { folder in
      #expect(
        message { _ = try Checkpoint(folder: folder) }.contains("there is no model.safetensors"))
      let nowhere = folder.appendingPathComponent("nowhere")
      #expect(throws: ModelError.self) { try Checkpoint(folder: nowhere) }
    }
  }

  @Test func aFolderInPlaceOfAFileIsRefused() throws {
    try withFolder { folder in
      try FileManager.default.createDirectory(
        at: folder.appendingPathComponent("model.safetensors"), withIntermediateDirectories: true)
      #expect(message { _ = try Checkpoint(folder: folder) }.contains("not a regular file"))
    }
  }
}
