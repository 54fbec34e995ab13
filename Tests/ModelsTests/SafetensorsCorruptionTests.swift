import Foundation
import Testing

@testable import Models

/// No damage to a file may end in anything but an error or a well-formed tensor.
@Suite struct SafetensorsCorruptionTests {
  private let original: [UInt8] = {
    var builder = SafetensorsBuilder()
    builder.add("a.weight", shape: [2, 3], values: [1, 2, 3, 4, 5, 6])
    builder.add("a.bias", type: "F16", shape: [2], bytes: [0, 60, 0, 192])
    builder.add("mask", type: "BOOL", shape: [1, 3], bytes: [1, 0, 1])
    builder.add("b", type: "BF16", shape: [1], bytes: [128, 63])
    return builder.file
  }()

  /// Opens the file and reads all of it; true if nothing was wrong.
  private func isReadable(_ bytes: [UInt8]) -> Bool {
    do {
      let safetensors = try Safetensors(content: Data(bytes), path: "model.safetensors")
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

  @Test func everyPrefixIsRefused() {
    for length in original.indices {
      #expect(!isReadable(Array(original[..<length])), "\(length) bytes")
    }
  }

  @Test func everyChangedByteEndsInAnErrorOrATensor() {
    let headerEnd = 8 + Int(original[0]) + Int(original[1]) << 8
    for position in 0..<headerEnd {
      for change in UInt8(1)...255 {
        var bytes = original
        bytes[position] ^= change
        let isReadable = isReadable(bytes)
        // The length of the header is never free to change.
        if position < 8 { #expect(!isReadable) }
      }
    }
  }

  @Test func randomDamageEndsInAnErrorOrATensor() {
    var generator = SeededGenerator(seed: 11)
    let alphabet = Array(#"{}[]",:0123456789-eE.\ unlaFtBI"#.utf8)
    for _ in 0..<10_000 {
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
      _ = isReadable(bytes)
    }
  }
}
