import ArgumentParser
import Foundation
import Models
import Prover
import Verifier

struct Prove: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Generate a reply and prove every token of it.",
    discussion: """
      Generates greedily until an end-of-text token or --tokens, and writes one proof for all of it. The proof states the model digest, \
      the prompt's and the reply's tokens, how the reply ended, and the context.
      """)

  @Argument(help: "Package made by `lemma import`.")
  var model: String

  @Option(help: "The prompt's text. For dialogue models the end-of-text token is appended.")
  var prompt: String?

  @Option(help: "File with the prompt's token ids, separated by spaces or newlines.")
  var tokensIn: String?

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
  }

  func run() throws {
    try Files.checkWritable(output)
    let package = try ModelPackage(URL(fileURLWithPath: model), parallel: threads.parallel)
    let reply = try ProvenReply(
      package, prompt: promptTokens(package), limit: tokens, context: context?.digest ?? .zero,
      planning: profile.planning, parallel: threads.parallel)
    try Files.write(reply.file, to: output)
    if json {
      Console.printJSON(reply.object(path: output))
    } else {
      reply.print(path: output)
    }
  }

  private func promptTokens(_ package: ModelPackage) throws -> [Int] {
    if let tokensIn {
      let text = String(decoding: try Files.read(tokensIn), as: UTF8.self)
      return try text.split(whereSeparator: { $0.isWhitespace || $0 == "," }).map { word in
        guard let token = Int(word) else {
          throw Failure.badInput("\(tokensIn): \"\(word)\" is not a token id")
        }
        return token
      }
    }
    return package.promptTokens(prompt ?? "", ending: raw ? .asWritten : .endOfText)
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
  func promptTokens(_ text: String, ending: PromptEnding) -> [Int] {
    let tokens = tokenizer.encode(text)
    guard ending == .endOfText, !tokens.isEmpty, let stop = provingKey.key.graph.stops.first else {
      return tokens
    }
    return tokens + [stop]
  }
}
