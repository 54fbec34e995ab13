import Foundation
import Testing

@testable import Verifier

/// Values that the executable specification of the commitment computed.
struct StoredCommitment: Decodable {
  struct TranscriptSteps: Decodable {
    let nonce: String
    let state: String
    let challenge: [UInt64]
    let positions: [Int]

    private enum CodingKeys: String, CodingKey {
      case nonce = "grind 8"
      case state, challenge
      case positions = "positions 9 of 2^10"
    }
  }

  struct Tree: Decodable {
    let root: String
    let siblings: [String]

    private enum CodingKeys: String, CodingKey {
      case root
      case siblings = "multiproof 1 4 5"
    }
  }

  struct Opening: Decodable {
    let schedule: String
    let lengths: [Int]
    let dimensions: [Int]
    let offsets: [Int]
  }

  struct Soundness: Decodable {
    let schedule: String
    let terms: [[String]]
    let total: String
  }

  struct Integers: Decodable {
    let a, b, quotient, remainder, root: String
    let product: String?
  }

  let transcript: TranscriptSteps
  let tree: Tree
  let domainPoints: [UInt64]
  let openings: [Opening]
  let soundness: [Soundness]
  let integers: [Integers]

  private enum CodingKeys: String, CodingKey {
    case transcript, tree, openings, soundness
    case domainPoints = "domain points 2^4"
    case integers = "integers below 2^1024"
  }

  static let stored: StoredCommitment = {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Vectors/commitment.json")
    return try! JSONDecoder().decode(StoredCommitment.self, from: Data(contentsOf: file))
  }()
}

extension StoredCommitment {
  static func bytes(hex: String) -> [UInt8] {
    let digits = hex.utf8.map { $0 >= 97 ? $0 - 87 : $0 - 48 }
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }
}

extension Wide {
  /// From digits in base 16.
  init(hex: String) {
    self = hex.utf8.reduce(.zero) { $0 << 4 + Wide(UInt64($1 >= 97 ? $1 - 87 : $1 - 48)) }
  }
}

extension Schedule {
  init(hex: String) throws {
    var reader = Reader(StoredCommitment.bytes(hex: hex))
    self = try Schedule.read(from: &reader)
    try reader.finish()
  }
}
