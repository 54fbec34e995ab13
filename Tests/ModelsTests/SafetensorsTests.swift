import Foundation
import Testing

@testable import Models

@Suite struct SafetensorsTests {
  private func open(_ bytes: [UInt8]) throws -> Safetensors {
    try withFolder { try Safetensors(file: $0.write("model.safetensors", bytes)) }
  }

  /// A file of one F32 tensor with the header that a test wants to try.
  private func open(entry: String, data: Int) throws -> Safetensors {
    try open(
      SafetensorsBuilder.file(
        header: "{\(entry)}".utf8, data: [UInt8](repeating: 0, count: data)))
  }

  @Test func tensorsAreReadBackAsWritten() throws {
    var builder = SafetensorsBuilder()
    builder.add("matrix", shape: [2, 3], values: [1, -2, 0.5, 1e-40, 3e38, -0.0])
    builder.add("scalar", shape: [], values: [7])
    builder.add("empty", shape: [0, 4], values: [])
    let file = try open(builder.file)
    #expect(file.names == ["empty", "matrix", "scalar"])
    #expect(file.shape(of: "matrix") == [2, 3])
    #expect(
      try file.tensor(named: "matrix")
        == FloatTensor(shape: [2, 3], values: [1, -2, 0.5, 1e-40, 3e38, -0.0]))
    #expect(try file.tensor(named: "scalar").values == [7])
    #expect(try file.tensor(named: "empty").values.isEmpty)
  }

  @Test func tensorsNeedNoAlignment() throws {
    var builder = SafetensorsBuilder()
    builder.add("mask", type: "BOOL", shape: [3], bytes: [1, 0, 1])
    builder.add("weight", shape: [2], values: [1.5, -2.5])
    #expect(try open(builder.file).tensor(named: "weight").values == [1.5, -2.5])
  }

  @Test func theHeaderMayBePaddedWithSpaces() throws {
    var builder = SafetensorsBuilder()
    builder.add("weight", shape: [1], values: [2])
    let padded = SafetensorsBuilder.file(
      header: (builder.header + "     ").utf8, data: builder.entries[0].bytes)
    #expect(try open(padded).tensor(named: "weight").values == [2])
  }

  @Test func otherElementTypesAreNamedWhenRead() throws {
    var builder = SafetensorsBuilder()
    builder.add("steps", type: "I64", shape: [1], bytes: [UInt8](repeating: 0, count: 8))
    builder.add("packed", type: "F4", shape: [3], bytes: [1, 2])
    let file = try open(builder.file)
    for (name, type) in [("steps", "I64"), ("packed", "F4")] {
      #expect {
        try file.tensor(named: name)
      } throws: {
        $0 as? ModelError
          == .unsupportedElementType(tensor: name, found: type, path: file.path)
      }
    }
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity])
  func valuesThatAreNotFiniteAreRefused(_ value: Float) throws {
    var builder = SafetensorsBuilder()
    builder.add("weight", shape: [4], values: [0, 1, value, 3])
    let file = try open(builder.file)
    #expect {
      try file.tensor(named: "weight")
    } throws: {
      $0 as? ModelError == .nonFiniteValue(tensor: "weight", index: 2, origin: file.path)
    }
  }

  @Test func aTensorThatIsNotThereIsNamed() throws {
    let file = try open(SafetensorsBuilder().file)
    #expect {
      try file.tensor(named: "wte.weight")
    } throws: {
      "\($0)".contains("\"wte.weight\"")
    }
  }

  @Test(arguments: [
    // Byte ranges: outside the data, backwards, overlapping, with a gap, with a tail.
    (#""a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}"#, 4, "outside"),
    (#""a":{"dtype":"F32","shape":[1],"data_offsets":[8,4]}"#, 8, "outside"),
    (#""a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}"#, 4, "outside"),
    (#""a":{"dtype":"F32","shape":[1],"data_offsets":[0,9223372036854775807]}"#, 4, "outside"),
    (#""a":{"dtype":"F32","shape":[1],"data_offsets":[0,18446744073709551615]}"#, 4, "no pair"),
    (#""a":{"dtype":"F32","shape":[1],"data_offsets":[0]}"#, 4, "no pair"),
    (
      #""a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"#
        + #""b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}"#, 8, "overlaps"
    ),
    (
      #""a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"#
        + #""b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}"#, 4, "overlaps"
    ),
    (#""a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}"#, 8, "gap"),
    (#""a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}"#, 5, "belong to none"),
    // Shapes: negative, not whole, too large, not the size of the range.
    (#""a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}"#, 4, "no shape"),
    (#""a":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}"#, 4, "no shape"),
    (#""a":{"dtype":"F32","shape":"1","data_offsets":[0,4]}"#, 4, "no shape"),
    (#""a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,4]}"#, 4, "beyond"),
    (#""a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}"#, 4, "8 bytes, in 4"),
    (#""a":{"dtype":"F16","shape":[1],"data_offsets":[0,4]}"#, 4, "2 bytes, in 4"),
    // Members.
    (#""a":{"shape":[1],"data_offsets":[0,4]}"#, 4, "no dtype"),
    (#""a":7"#, 0, "no dtype"),
    (
      #""a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"#
        + #""a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}"#, 8, "occurs twice"
    ),
    (
      #""caf\u00e9":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"#
        + #""cafe\u0301":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}"#, 8, "occurs twice"
    ),
  ])
  func aWrongHeaderIsRefusedWithItsReason(_ entry: String, _ data: Int, _ reason: String) {
    #expect {
      try open(entry: entry, data: data)
    } throws: {
      "\($0)".contains(reason) && "\($0)".contains("model.safetensors")
    }
  }

  @Test(arguments: [UInt64.max, 1 << 63, 100_000_001, 100_000_000, 17, 0])
  func anAbsurdHeaderLengthIsRefused(_ length: UInt64) {
    let bytes = SafetensorsBuilder.littleEndian(length) + Array("{}".utf8)
    #expect(throws: ModelError.self) { try open(bytes) }
  }
}
