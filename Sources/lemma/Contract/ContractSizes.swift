import ArgumentParser
import Verifier

/// The statements that a model is registered for: another number, another id.
struct ContractSizes: ParsableArguments {
  @Option(
    help:
      "The most token rows that the contract should accept, or an encoder's prompt rows; at most 256."
  )
  var rows = 64

  @Option(
    help: """
      The most entries of a reply, for encoders that predict tokens and for models of encoder and decoder; a decoder's reply has as many \
      as its rows allow.
      """)
  var replies = 16
}

extension ContractModel {
  /// Every size that statements within these bounds can have, rows first.
  func sizes(_ bounds: ContractSizes) throws -> [Size] {
    guard 1...ContractModel.mostRows ~= bounds.rows else {
      throw Failure.badInput("--rows \(bounds.rows): must be 1 to \(ContractModel.mostRows)")
    }
    guard 1...ContractModel.mostRows ~= bounds.replies else {
      throw Failure.badInput("--replies \(bounds.replies): must be 1 to \(ContractModel.mostRows)")
    }
    let rows = min(bounds.rows, key.graph.context)
    let replies = min(bounds.replies, key.graph.context)
    return switch key.graph.form {
    case .decoder: decoderSizes(rows: rows)
    // Without positions there is one thing to say.
    case .encoder: exactSizes(rows: rows, replies: Array(1...(output.hasPositions ? replies : 1)))
    case .encoderDecoder: exactSizes(rows: rows, replies: buckets(upTo: replies))
    }
  }

  private func decoderSizes(rows: Int) -> [Size] {
    var sizes: [Size] = []
    for count in 1...rows {
      for reply in 1...count {
        let lengths = Lengths(prompt: count + 1 - reply, reply: reply, context: key.graph.context)
        let size = Size(rows: lengths.tokens, replies: lengths.replies)
        if size.rows <= rows, !sizes.contains(size) { sizes.append(size) }
      }
    }
    return sizes
  }

  /// An encoder's rows are not rounded up.
  private func exactSizes(rows: Int, replies: [Int]) -> [Size] {
    (1...rows).flatMap { rows in replies.map { Size(rows: rows, replies: $0) } }
  }

  private func buckets(upTo most: Int) -> [Int] {
    var found: [Int] = []
    for reply in 1...most {
      let lengths = Lengths(
        prompt: 1, reply: reply, context: key.graph.context, form: .encoderDecoder)
      if lengths.replies <= most, !found.contains(lengths.replies) { found.append(lengths.replies) }
    }
    return found
  }

  func size(of statement: Statement) -> Size {
    let lengths = statement.lengths(in: key.graph)
    let rows = key.graph.form == .decoder ? lengths.tokens : lengths.prompt
    return Size(rows: rows, replies: lengths.replies)
  }
}
