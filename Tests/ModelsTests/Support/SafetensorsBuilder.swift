import Foundation

/// Writes safetensors files, right ones and wrong ones.
struct SafetensorsBuilder {
  struct Entry {
    var name: String
    var type: String
    var shape: [Int]
    var bytes: [UInt8]
  }

  var entries: [Entry] = []

  mutating func add(_ name: String, type: String = "F32", shape: [Int], bytes: [UInt8]) {
    entries.append(Entry(name: name, type: type, shape: shape, bytes: bytes))
  }

  mutating func add(_ name: String, shape: [Int], values: [Float]) {
    add(name, shape: shape, bytes: values.flatMap { Self.littleEndian($0.bitPattern) })
  }

  static func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }

  /// A file with any header and data.
  static func file(header: some Sequence<UInt8>, data: [UInt8]) -> [UInt8] {
    let header = Array(header)
    return littleEndian(UInt64(header.count)) + header + data
  }

  var header: String {
    var offset = 0
    let members = entries.map { entry in
      let range = [offset, offset + entry.bytes.count]
      offset += entry.bytes.count
      return #""\#(entry.name)":{"dtype":"\#(entry.type)","shape":\#(entry.shape),"#
        + #""data_offsets":\#(range)}"#
    }
    return "{" + ([#""__metadata__":{"format":"pt"}"#] + members).joined(separator: ",") + "}"
  }

  var file: [UInt8] {
    Self.file(header: header.utf8, data: entries.flatMap(\.bytes))
  }
}
