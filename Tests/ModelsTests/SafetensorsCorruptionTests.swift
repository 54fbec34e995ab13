import Foundation
import Testing

@testable import Models

/// No damage to a file may end in anything but an error or a well-formed tensor.
@Suite struct SafetensorsCorruptionTests {
  private var original: [UInt8] {
    var builder = SafetensorsBuilder()
    builder.add("a.weight", shape: [2, 3], values: [1, 2, 3, 4, 5, 6])
    builder.add("a.bias", type: "F16", shape: [2], bytes: [0, 60, 0, 192])
    builder.add("mask", type: "BOOL", shape: [1, 3], bytes: [1, 0, 1])
    builder.add("b", type: "BF16", shape: [1], bytes: [128, 63])
    return builder.file
  }

  /// Opens the file and reads all of it; true if nothing was wrong.
  private func isReadable(_ bytes: [UInt8], at file: URL) throws -> Bool {
    try Data(bytes).write(to: file)
    do {
      let safetensors = try Safetensors(file: file)
      for name in safetensors.names {
        let tensor = try safetensors.tensor(named: name)
        let isFinite = tensor.values.allSatisfy { $0.isFinite }
        #expect(isFinite)
      }
      return true
    } catch {
      #expect(!error.description.isEmpty)
      return false
    }
  }

  @Test func everyPrefixIsRefused() throws {
    try withFolder { folder in
      let file = folder.appendingPathComponent("model.safetensors")
      for length in original.indices {
        let isReadable = try isReadable(Array(original[..<length]), at: file)
        #expect(!isReadable, "\(length) bytes")
      }
    }
  }

  @Test func everyChangedByteEndsInAnErrorOrATensor() throws {
    try withFolder { folder in
      let file = folder.appendingPathComponent("model.safetensors")
      let headerEnd = 8 + Int(original[0]) + Int(original[1]) << 8
      for position in 0..<headerEnd {
        for change: UInt8 in [0x01, 0x02, 0x10, 0x20, 0x80, 0xFF] {
          var bytes = original
          bytes[position] ^= change
          _ = try isReadable(bytes, at: file)
        }
        // The length of the header is never free to change.
        guard position < 8 else { continue }
        var longer = original
        longer[position] &+= 1
        let isReadable = try isReadable(longer, at: file)
        #expect(!isReadable)
      }
    }
  }

  @Test func randomDamageEndsInAnErrorOrATensor() throws {
    var generator = SeededGenerator(seed: 11)
    let alphabet = Array(#"{}[]",:0123456789-eE.\ unlaFtBI"#.utf8)
    try withFolder { folder in
      let file = folder.appendingPathComponent("model.safetensors")
      for _ in 0..<3000 {
        var bytes = original
        for _ in 0...Int.random(in: 0..<4, using: &generator) {
          let position = Int.random(in: 8..<bytes.count, using: &generator)
          switch Int.random(in: 0..<4, using: &generator) {
          case 0: bytes[position] = UInt8.random(in: 0...255, using: &generator)
          case 1: bytes[position] = alphabet.randomElement(using: &generator) ?? 0
          case 2: bytes.remove(at: position)
          default: bytes.insert(alphabet.randomElement(using: &generator) ?? 0, at: position)
          }
        }
        _ = try isReadable(bytes, at: file)
      }
    }
  }
}
