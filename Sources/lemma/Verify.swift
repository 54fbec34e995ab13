import ArgumentParser
import Foundation
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

  @Flag(help: "Print the result as JSON.")
  var json = false

  func run() throws {
    let key = try Files.key(key)
    if let digest, digest.digest != key.digest { throw Failure(Rejection.anotherModel) }
    let bytes = try Files.read(proof)
    let clock = ContinuousClock()
    let start = clock.now
    do {
      let (statement, proof) = try Proof.read(file: bytes)
      if let context, context.digest != statement.context {
        throw Failure(
          message: "rejected: the proof is bound to another context", code: 1)
      }
      let terms = try Verifier.verify(key: key, statement: statement, proof: proof)
      let seconds = (clock.now - start).seconds
      report(statement, terms, seconds, bytes.count)
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

  private func report(
    _ statement: Statement, _ terms: [SoundnessTerm], _ seconds: Double, _ size: Int
  ) {
    let bits = SoundnessTerm.sum(terms).securityBits
    if json {
      Console.printJSON([
        "valid": true, "model": Console.hex(statement.model.bytes),
        "prompt_tokens": statement.prompt, "reply_tokens": statement.reply,
        "ending": "\(statement.ending)", "context": Console.hex(statement.context.bytes),
        "verify_seconds": seconds, "proof_bytes": size, "soundness_bits": bits,
      ])
      return
    }
    Console.print(
      "valid: \(statement.reply.count) reply tokens to a prompt of \(statement.prompt.count), "
        + "ended by \(statement.ending)")
    Console.print("model     \(Console.hex(statement.model.bytes))")
    Console.print("prompt    \(statement.prompt.map(String.init).joined(separator: " "))")
    Console.print("reply     \(statement.reply.map(String.init).joined(separator: " "))")
    Console.print("context   \(Console.hex(statement.context.bytes))")
    Console.print(
      String(format: "security  %.1f bits, proven bounds", bits)
        + "; checked \(Console.bytes(size)) in \(Console.seconds(seconds))")
  }
}
