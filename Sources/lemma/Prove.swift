import ArgumentParser
import Foundation
import Models
import Prover
import Verifier

struct Prove: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a model and prove what it says.",
    discussion: """
      A language model replies greedily until an end-of-text token or --tokens, and one proof covers all of it. An encoder reads the \
      prompt at once: the proof states the tokens behind each mask token (or at --positions), a class with all probabilities, or an \
      embedding. Every proof states the model digest, the prompt's tokens, what was said, and the context.
      """)

  @Argument(help: "Package made by `lemma import`.")
  var model: String

  @Option(help: "The prompt's text. For dialogue models the end-of-text token is appended.")
  var prompt: String?

  @Option(help: "A second text, for encoders that read pairs.")
  var pair: String?

  @Option(help: "File with the prompt's token ids, separated by spaces or newlines.")
  var tokensIn: String?

  @Option(help: "With --tokens-in, for encoders: the first row of the second text.")
  var secondSegment: Int?

  @Option(
    help: "For encoders that predict tokens: rows to predict, such as 3,7. Default: mask tokens.")
  var positions: String?

  @Option(help: "Most tokens to generate.")
  var tokens = 32

  @Option(
    help: "32 bytes, as hexadecimal digits, that bind the proof to a request, payee or chain.")
  var context: HexDigest?

  @Option(name: .shortAndLong, help: "File to write the proof to.")
  var output: String

  @Option(
    help: "Where the proof is checked: anywhere, or by a contract (evm: smaller, slower to make).")
  var profile = ProofProfile.ordinary

  @Flag(help: "Print figures as JSON.")
  var json = false

  @Flag(help: "Do not append the end-of-text token to the prompt.")
  var raw = false

  @OptionGroup var threads: ThreadOptions

  func validate() throws {
    guard (prompt == nil) != (tokensIn == nil) else {
      throw ValidationError("give either --prompt or --tokens-in")
    }
    guard tokens >= 1, tokens <= 1 << 22 else {
      throw ValidationError("--tokens must be between 1 and \(1 << 22)")
    }
    guard pair == nil || prompt != nil else {
      throw ValidationError("--pair is the second text after --prompt")
    }
    guard secondSegment == nil || tokensIn != nil else {
      throw ValidationError("--second-segment belongs to --tokens-in")
    }
  }

  func run() throws {
    try Files.checkWritable(output)
    let package = try ModelPackage(URL(fileURLWithPath: model), parallel: threads.parallel)
    let reply = try ProvenReply(
      package, try question(package), context: context?.digest ?? .zero,
      planning: profile.planning, parallel: threads.parallel)
    try Files.write(reply.file, to: output)
    if json {
      Console.printJSON(reply.object(path: output))
    } else {
      reply.print(path: output)
    }
  }

  private func question(_ package: ModelPackage) throws -> Question {
    let graph = package.provingKey.key.graph
    guard graph.form == .encoder else {
      guard pair == nil, positions == nil, secondSegment == nil else {
        throw Failure.badInput(
          "--pair, --second-segment and --positions are for encoders; this model generates replies")
      }
      return .reply(prompt: try promptTokens(package), limit: tokens)
    }
    var prompt: [Int]
    var second: Int
    if let tokensIn {
      prompt = try Question.numbers(tokensIn, try Files.read(tokensIn))
      second = secondSegment ?? prompt.count
    } else {
      let encoded = try package.readingTokenizer().encode(self.prompt ?? "", pairedWith: pair)
      (prompt, second) = (encoded.tokens, encoded.secondSegment)
    }
    let hasSegments = graph.nodes.contains { $0.kind == .statement(.segmentOneHot) }
    guard hasSegments || (pair == nil && secondSegment == nil) else {
      throw Failure.badInput("this model does not tell two texts apart: leave out the second")
    }
    if !hasSegments { second = prompt.count }
    return .reading(prompt: prompt, second: second, positions: try rows(package, prompt))
  }

  /// The rows whose tokens are predicted.
  private func rows(_ package: ModelPackage, _ prompt: [Int]) throws -> [Int] {
    let predicts = package.provingKey.key.graph.nodes.contains {
      $0.kind == .statement(.positionOneHot)
    }
    guard predicts else {
      guard positions == nil else {
        throw Failure.badInput("this model predicts no tokens of its prompt: leave out --positions")
      }
      return []
    }
    if let positions {
      let rows = try Question.numbers("--positions", Array(positions.utf8))
      guard !rows.isEmpty, rows.allSatisfy({ (0..<prompt.count).contains($0) }) else {
        throw Failure.badInput(
          "--positions \(positions): give rows of the prompt, 0 to \(prompt.count - 1)")
      }
      return rows
    }
    let mask = package.tokenizer?.maskToken
    let rows = prompt.indices.filter { prompt[$0] == mask }
    guard !rows.isEmpty else {
      throw Failure.badInput(
        "nothing to predict: the prompt has no mask token; write one into it, or name --positions")
    }
    return rows
  }

  private func promptTokens(_ package: ModelPackage) throws -> [Int] {
    if let tokensIn { return try Question.numbers(tokensIn, try Files.read(tokensIn)) }
    return try package.promptTokens(prompt ?? "", ending: raw ? .asWritten : .endOfText)
  }
}

/// What a proof's opening is chosen for. Either is accepted by every verifier, under the same key and the same bound.
enum ProofProfile: String, ExpressibleByArgument, CaseIterable {
  case ordinary
  case evm

  var planning: Planning {
    switch self {
    case .ordinary: .ordinary
    case .evm: .onChain
    }
  }
}

enum PromptEnding {
  case endOfText
  case asWritten
}

extension ModelPackage {
  /// The tokenizer, which text needs.
  func readingTokenizer() throws -> Tokenizer {
    guard let tokenizer else {
      throw Failure.badInput(
        "the model came without a tokenizer: give the prompt's token ids with --tokens-in")
    }
    return tokenizer
  }

  func promptTokens(_ text: String, ending: PromptEnding) throws -> [Int] {
    let tokens = try readingTokenizer().encode(text, pairedWith: nil).tokens
    // Models of dialogue, of GPT-2's family here, end each turn so. An encoder's prompt ends as its tokenizer says.
    guard case .gpt2 = settings, ending == .endOfText, !tokens.isEmpty,
      let stop = provingKey.key.graph.stops.first
    else { return tokens }
    return tokens + [stop]
  }
}
