import Foundation
import Models
import Prover
import Verifier

/// One generated and proven reply, with its figures.
struct ProvenReply {
  let statement: Statement
  let proof: Proof
  let file: [UInt8]
  let text: String
  let forwardSeconds: Double
  let proveSeconds: Double
  let verifySeconds: Double
  let securityBits: Double
  /// Seconds of proving by section. The witness was made while generating.
  let sections: [String: Double]
  /// Bytes of the file by section; the header is statement, schedule and commitment.
  let sectionBytes: [String: Int]

  /// Generates, proves, and checks the proof before anyone sees it.
  init(
    _ package: ModelPackage, prompt: [Int], limit: Int, context: Digest,
    planning: Planning = .ordinary, parallel: Parallel
  ) throws {
    let graph = package.provingKey.key.graph
    guard !prompt.isEmpty else {
      throw Failure.badInput("the prompt is empty: give some text, or token ids with --tokens-in")
    }
    for token in prompt where !(0..<graph.vocabulary).contains(token) {
      throw Failure.badInput(
        "token \(token) is outside the vocabulary: ids are 0 to \(graph.vocabulary - 1)")
    }
    let room = graph.context - prompt.count + 1
    guard room >= 1 else {
      throw Failure.badInput(
        "the prompt has \(prompt.count) tokens, more than the model's context of "
          + "\(graph.context); shorten it")
    }
    let limit = min(limit, room)
    let clock = ContinuousClock()

    let start = clock.now
    let bar = ProgressBar("generating", total: limit)
    var count = 0
    let generation = try package.provingKey.generate(
      prompt: prompt, limit: limit, context: context, parallel: parallel
    ) { _ in
      count += 1
      bar.update(count)
    }
    bar.finish()
    let proving = ProgressBar("proving", total: ProvingSection.allCases.count - 1)
    var stage = 0
    let measurement = ProvingMeasurement { _ in
      proving.update(stage)
      stage += 1
    }
    let begin = clock.now
    proof = try package.provingKey.prove(
      generation, planning: planning, parallel: parallel, progress: measurement.progress)
    let end = clock.now
    proving.finish()
    statement = generation.statement
    let terms: [SoundnessTerm]
    do {
      terms = try verify(key: package.provingKey.key, statement: statement, proof: proof)
    } catch {
      // An honest prover's proof fails only if its parameters are not the committed ones.
      throw Failure.badInput(
        "the package is damaged: its parameters are not those its key commits to (\(error)). "
          + "Import the model again; no proof was written.")
    }
    let checked = clock.now
    forwardSeconds = (begin - start).seconds
    proveSeconds = (end - begin).seconds
    verifySeconds = (checked - end).seconds
    securityBits = SoundnessTerm.sum(terms).securityBits
    sections = Dictionary(
      uniqueKeysWithValues: measurement.seconds.map { ($0.rawValue, $1) })
    file = Proof.file(statement, proof)
    var bytes = Dictionary(
      uniqueKeysWithValues: measurement.messageBytes.map { ($0.rawValue, $1) })
    bytes["header"] = file.count - proof.messages.count
    sectionBytes = bytes
    text = package.tokenizer.decode(statement.reply, specialTokens: .skipped)
  }

  func print(path: String) {
    Console.print("reply     \(text)")
    Console.print(
      "tokens    \(statement.prompt.count) in, \(statement.reply.count) out, "
        + statement.ending.explanation
    )
    Console.print(
      "time      generate \(Console.seconds(forwardSeconds)), prove \(Console.seconds(proveSeconds)), "
        + "verify \(Console.seconds(verifySeconds))")
    let parts = ProvingSection.allCases.compactMap { section in
      sections[section.rawValue].map { "\(section) \(Console.seconds($0))" }
    }
    Console.print("          " + parts.joined(separator: ", "))
    Console.print("proof     \(Console.bytes(file.count))  \(path)")
    Console.print(String(format: "security  %.1f bits, proven bounds", securityBits))
  }

  func object(path: String) -> [String: Any] {
    [
      "reply": text, "prompt_tokens": statement.prompt, "reply_tokens": statement.reply,
      "ending": "\(statement.ending)", "model": Console.hex(statement.model.bytes),
      "context": Console.hex(statement.context.bytes), "proof": path, "proof_bytes": file.count,
      "forward_seconds": forwardSeconds, "prove_seconds": proveSeconds,
      "verify_seconds": verifySeconds, "soundness_bits": securityBits, "sections": sections,
      "section_bytes": sectionBytes,
      "peak_bytes": Console.peakMemory,
    ]
  }
}

extension Ending {
  var explanation: String {
    switch self {
    case .stop: "ended by an end-of-text token"
    case .length: "cut off at the length asked for"
    }
  }
}

extension Wide {
  /// -log2 of a number of units of 2^-256.
  var securityBits: Double {
    let (digits, dropped) = leading
    return digits == 0 ? .infinity : 256 - log2(Double(digits)) - Double(dropped)
  }
}
