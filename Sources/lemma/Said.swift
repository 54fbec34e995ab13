import Circuits
import Foundation
import Models
import Verifier

/// What a statement says, for people: with a package's words and labels if there is one, else in numbers.
struct Said {
  private let statement: Statement
  /// What the stated values are: their name in the graph, and their fraction bits.
  private let values: (name: String, fractionBits: Int)?
  private let words: Tokenizer?
  private let labels: [String]
  private let isClass: Bool

  init(_ statement: Statement, _ package: ModelPackage) {
    self.init(
      statement, package.provingKey.key.graph, words: package.tokenizer,
      labels: package.settings.labels)
  }

  init(_ statement: Statement, _ graph: Graph, words: Tokenizer?, labels: [String] = []) {
    self.statement = statement
    self.words = words
    self.labels = labels
    isClass =
      graph.form == .encoder
      && !graph.nodes.contains {
        $0.kind == .statement(.positionOneHot)
      }
    values = graph.values.flatMap { node in
      guard case .statement(.values(let bits)) = graph.nodes[node].kind else { return nil }
      return (graph.nodes[node].name.description, Int(bits))
    }
  }

  private func label(_ number: Int) -> String {
    number < labels.count ? labels[number] : "class \(number)"
  }

  /// Stated values as the numbers they stand for.
  private var numbers: [Double] {
    let unit = exp2(Double(values?.fractionBits ?? 0))
    return statement.values.map { Double($0) / unit }
  }

  private var text: String? { words?.decode(statement.reply, specialTokens: .skipped) }

  func print() {
    if !statement.positions.isEmpty {
      for (i, position) in statement.positions.enumerated() {
        let token = statement.reply[i]
        let word = words.map { " \($0.decode([token]))" } ?? ""
        let chance =
          statement.values.isEmpty ? "" : String(format: ", probability %.4f", numbers[i])
        Console.print(
          "row \(position)\(String(repeating: " ", count: max(1, 6 - "\(position)".count)))token \(token)\(word)\(chance)"
        )
      }
    } else if isClass, let choice = statement.reply.first {
      Console.print("class     \(choice), \(label(choice))")
      for (i, number) in numbers.enumerated() {
        Console.print(String(format: "          %.4f  ", number) + label(i))
      }
    } else if statement.reply.isEmpty {
      let shown = numbers.prefix(6).map { String(format: "%.4f", $0) }.joined(separator: ", ")
      Console.print(
        "\(values?.name ?? "values")  \(numbers.count) numbers: \(shown)\(numbers.count > 6 ? ", ..." : "")"
      )
    } else {
      Console.print("reply     \(text ?? statement.reply.map(String.init).joined(separator: " "))")
      if !numbers.isEmpty {
        let shown = numbers.map { String(format: "%.4f", $0) }.joined(separator: " ")
        Console.print("probability of each token  \(shown)")
      }
    }
  }

  var object: [String: Any] {
    var result: [String: Any] = [:]
    if isClass {
      if let choice = statement.reply.first {
        result["class"] = choice
        result["label"] = label(choice)
      }
    } else if let text {
      result["reply"] = text
    }
    if let values {
      result[values.name] = numbers
      result["value_fraction_bits"] = values.fractionBits
    }
    return result
  }
}

extension Statement {
  /// How much went in and came out.
  var summary: String {
    switch ending {
    case .stop, .length: "\(prompt.count) in, \(reply.count) out, \(ending.explanation)"
    case .whole:
      reply.isEmpty
        ? "\(prompt.count) in, \(values.count) values out"
        : "\(prompt.count) in, \(reply.count) out"
    }
  }

  /// All of it, for a program.
  var object: [String: Any] {
    var result: [String: Any] = [
      "model": Console.hex(model.bytes), "prompt_tokens": prompt, "reply_tokens": reply,
      "ending": "\(ending)", "context": Console.hex(context.bytes),
    ]
    if ending == .whole {
      result["second_segment"] = secondSegment
      result["positions"] = positions
    }
    if !values.isEmpty { result["values"] = values.map { Int($0) } }
    return result
  }
}
