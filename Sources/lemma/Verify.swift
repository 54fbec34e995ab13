import ArgumentParser
import Foundation
import Models
import Verifier

struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check a proof with a verifying key: nothing else is read.",
    discussion:
      "Exit code 0 if the proof is valid, 1 if it is rejected, 2 if a file cannot be read.")

  @Argument(help: "Proof written by `lemma prove`.")
  var proof: String

  @Option(help: "The model's verifying key.")
  var key: String

  @Option(
    help:
      "Reject unless the key's digest is this one: how a client that knows a digest trusts a key file."
  )
  var digest: HexDigest?

  @Option(help: "Reject unless the proof is bound to this context.")
  var context: HexDigest?

  @Option(help: "Package or Hugging Face folder whose tokenizer turns the tokens into text.")
  var tokenizer: String?

  @Flag(help: "Print the result as JSON.")
  var json = false

  func run() throws {
    let key = try Files.key(key)
    if let digest, digest.digest != key.digest {
      try reject(
        "anotherKey",
        "the key's digest is \(Console.hex(key.digest.bytes)), not the one asked for")
    }
    let bytes = try Files.read(proof)
    let clock = ContinuousClock()
    let start = clock.now
    do {
      let (statement, proof) = try Proof.read(file: bytes)
      if let context, context.digest != statement.context {
        try reject(
          "anotherContext",
          "the proof is bound to the context \(Console.hex(statement.context.bytes)), "
            + "not to the one asked for")
      }
      let terms = try Verifier.verify(key: key, statement: statement, proof: proof)
      let seconds = (clock.now - start).seconds
      try report(statement, key.graph, terms, seconds, bytes.count)
    } catch let rejection as Rejection {
      if json {
        Console.printJSON([
          "valid": false, "rejection": "\(rejection)", "code": Int(rejection.rawValue),
        ])
        Failure.terminate(1)
      }
      throw rejection
    }
  }

  /// Declines for what the caller asked, which the proof itself does not know.
  private func reject(_ reason: String, _ message: String) throws -> Never {
    if json { Console.printJSON(["valid": false, "rejection": reason]) }
    throw Failure(message: "rejected: \(message)", code: 1)
  }

  private func report(
    _ statement: Statement, _ graph: Graph, _ terms: [SoundnessTerm], _ seconds: Double,
    _ size: Int
  ) throws {
    let words = try tokenizer.map { try Tokenizer(folder: URL(fileURLWithPath: $0)) }
    let bits = SoundnessTerm.sum(terms).securityBits
    let said = Said(statement, graph, words: words)
    if json {
      let figures: [String: Any] = [
        "valid": true, "verify_seconds": seconds, "proof_bytes": size, "soundness_bits": bits,
      ]
      Console.printJSON(
        statement.object.merging(said.object) { $1 }.merging(figures) { $1 })
      return
    }
    switch statement.ending {
    case .stop, .length:
      Console.print(
        "valid: \(statement.reply.count) reply tokens to a prompt of \(statement.prompt.count), "
          + statement.ending.explanation)
    case .whole: Console.print("valid: \(statement.summary)")
    }
    Console.print("model     \(Console.hex(statement.model.bytes))")
    Console.print("prompt    \(statement.prompt.map(String.init).joined(separator: " "))")
    if statement.ending == .whole { said.print() }
    if statement.ending != .whole {
      Console.print("reply     \(statement.reply.map(String.init).joined(separator: " "))")
    }
    if let words, statement.ending != .whole {
      Console.print("question  \(words.decode(statement.prompt, specialTokens: .skipped))")
      Console.print("answer    \(words.decode(statement.reply, specialTokens: .skipped))")
    }
    Console.print("context   \(Console.hex(statement.context.bytes))")
    Console.print(
      String(format: "security  %.1f bits, proven bounds", bits)
        + "; checked \(Console.bytes(size)) in \(Console.seconds(seconds))")
  }
}
