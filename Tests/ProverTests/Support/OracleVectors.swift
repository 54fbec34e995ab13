import Circuits
import Foundation
import Verifier

@testable import Prover

/// What `scripts/oracle.py` computed: a second implementation of the arithmetic, in another language.
enum OracleVectors {
  struct Forward: Decodable {
    struct Case: Decodable, Sendable {
      let name: String
      let settings: GPT2Settings
      let parameters: [String: [Int64]]
      let prompt: [Int]
      let limit: Int
      let reply: [Int]
      let ending: String
      let tensors: [String: [Int64]]
    }
    let cases: [Case]
  }

  struct Operations: Decodable, Sendable {
    struct Rounding: Decodable, Sendable {
      let shift: Int
      let a: [Int64]
      let q: [Int64]
    }
    struct Quotient: Decodable, Sendable {
      let divisor: Int64
      let a: [Int64]
      let q: [Int64]
    }
    struct Range: Decodable, Sendable {
      let bits: Int
      let offset: Int64
      let bound: Int64
      let x: [Int64]
      let limbs: [[Int64]]
      let outside: [Int64]
    }
    struct Norm: Decodable, Sendable {
      struct Row: Decodable, Sendable {
        let mean: Int64
        let V: Int64
        let R: Int64
        let low: Int64
        let high: Int64
        let n: [Int64]
      }
      let settings: NormalizationSettings
      let x: [[Int64]]
      let rows: [Row]
    }
    struct Softmax: Decodable, Sendable {
      struct Row: Decodable, Sendable {
        let maximum: Int64
        let exponentials: [Int64]
        let sum: Int64
        let quotient: Int64
        let reciprocal: Int64
        let context: [Int64]
      }
      let context: Int
      let step: Int
      let bits: Int
      let rowBits: Int
      let table: [Int64]
      let scores: [[Int64]]
      let values: [[Int64]]
      let shift: Int
      let rows: [Row]
    }
    struct Activation: Decodable, Sendable {
      let rowBits: Int
      let indexBits: Int
      let outputBits: Int
      let shift: Int
      let table: [Int64]
      let x: [Int64]
      let index: [Int64]
      let y: [Int64]
      let outside: [Int64]
    }
    struct Affine: Decodable, Sendable {
      let x: [[Int64]]
      let weight: [[Int64]]
      let scale: [Int64]
      let bias: [Int64]
      let y: [[Int64]]
    }
    let rounding: [Rounding]
    let quotient: [Quotient]
    let range: [Range]
    let norm: [Norm]
    let softmax: [Softmax]
    let activation: [Activation]
    let affine: [Affine]
  }

  private static func load<Document: Decodable>(_ name: String, as type: Document.Type) -> Document
  {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Vectors/\(name)")
    return try! JSONDecoder().decode(type, from: Data(contentsOf: file))
  }

  static let forward = load("forward.json", as: Forward.self).cases
  static let operations = load("operations.json", as: Operations.self)
}

/// Both columns of the table of roots, by its formula: the oracle has no such table.
func rootColumns(features: Int, _ settings: NormalizationSettings) -> (low: [Int64], high: [Int64])
{
  func high(_ root: Int) -> Int64 {
    let odd = Int128(2 * root - 1)
    return Int64((Int128(4 * features) << Int128(2 * settings.exponent)) / (odd * odd))
  }
  let roots = settings.first..<settings.first + settings.rows
  return (roots.map { high($0 + 1) + 1 }, roots.map { high($0) })
}

extension OracleVectors.Forward.Case {
  /// The stored parameters on the nodes of the graph that these settings make.
  func tensors(of graph: Graph) -> [Int: TensorValues] {
    let roots = rootColumns(features: settings.features, settings.normalization)
    var result: [Int: TensorValues] = [:]
    for (i, node) in graph.nodes.enumerated() {
      guard case .parameter(let encoding) = node.kind else { continue }
      let shape = node.axes.map { graph.largestSize($0) }
      let values: [Int64]
      switch node.name.description {
      case "root low": values = roots.low
      case "root high": values = roots.high
      case let name: values = parameters[name]!
      }
      result[i] =
        encoding == .bytes
        ? TensorValues(shape: shape, bytes: SharedMemory(values.map { Int8($0) }))
        : TensorValues(shape: shape, values)
    }
    return result
  }
}
