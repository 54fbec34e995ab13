import Foundation

/// Tests/Vectors/conformance, which every client runs: its README has the format.
struct ConformanceSuite: Decodable {
  let cases: [Case]

  struct Case: Decodable {
    let name: String
    let key: Source
    let proof: Source
    /// 0 for a valid pair.
    let rejection: UInt32
    let statement: Said?
    let sections: [Int]?
    let securityMillibits: Int?

    enum CodingKeys: String, CodingKey {
      case name, key, proof, rejection, statement, sections
      case securityMillibits = "security_millibits"
    }
  }

  /// A file of the suite's folder with edits: at, removed, inserted as hexadecimal digits, and how often that is inserted.
  struct Source: Decodable {
    let file: String
    let edits: [Edit]

    var bytes: [UInt8] {
      var bytes = ConformanceSuite.file(file)
      for edit in edits {
        let inserted = Array(repeatElement(edit.inserted, count: edit.times).joined())
        bytes.replaceSubrange(edit.at..<edit.at + edit.removed, with: inserted)
      }
      return bytes
    }
  }

  struct Edit: Decodable {
    let at: Int
    let removed: Int
    let inserted: [UInt8]
    let times: Int

    init(from decoder: any Decoder) throws {
      var list = try decoder.unkeyedContainer()
      at = try list.decode(Int.self)
      removed = try list.decode(Int.self)
      inserted = hexadecimal(try list.decode(String.self))
      times = try list.decode(Int.self)
    }
  }

  struct Said: Decodable {
    let model: String
    let prompt: [Int]
    let reply: [Int]
    let ending: Int
    let context: String
    let tokenizer: String
    let settings: String
    let checkpoint: String
    // Absent of a decoder's reply without values.
    let form: Int?
    let kind: Int?
    let secondSegment: Int?
    let positions: [Int]?
    let values: [Int]?
    let fractionBits: Int?
    let valueName: String?

    enum CodingKeys: String, CodingKey {
      case model, prompt, reply, ending, context, tokenizer, settings, checkpoint, form, kind
      case positions, values
      case secondSegment = "second_segment"
      case fractionBits = "fraction_bits"
      case valueName = "value_name"
    }
  }

  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Vectors/conformance")

  static func file(_ name: String) -> [UInt8] {
    [UInt8](try! Data(contentsOf: folder.appendingPathComponent(name)))
  }

  static let shared = try! JSONDecoder().decode(
    ConformanceSuite.self, from: Data(file("cases.json")))
}

func hexadecimal(_ digits: String) -> [UInt8] {
  let values = digits.utf8.map { UInt8($0 < 58 ? $0 - 48 : $0 - 87) }
  return stride(from: 0, to: values.count, by: 2).map { values[$0] << 4 | values[$0 + 1] }
}
