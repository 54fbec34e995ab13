import Foundation
import Models
import Prover
import Verifier

/// What a model is asked.
enum Question {
  /// For a reply of at most so many tokens.
  case reply(prompt: [Int], limit: Int)
  /// About a prompt that is read at once; `second` is the first row of its second text.
  case reading(prompt: [Int], second: Int, positions: [Int])

  var prompt: [Int] {
    switch self {
    case .reply(let prompt, _), .reading(let prompt, _, _): prompt
    }
  }

  /// Numbers separated by white space or commas.
  static func numbers(_ name: String, _ bytes: [UInt8]) throws -> [Int] {
    let text = String(decoding: bytes, as: UTF8.self)
    return try text.split(whereSeparator: { $0.isWhitespace || $0 == "," }).map { word in
      guard let number = Int(word) else {
        throw Failure.badInput("\(name): \"\(word)\" is not a number")
      }
      return number
    }
  }
}

/// One answer, proven, with its figures.
struct ProvenReply {
  let statement: Statement
  let proof: Proof
  let file: [UInt8]
  let said: Said
  let forwardSeconds: Double
  let proveSeconds: Double
  let verifySeconds: Double
  let securityBits: Double
  /// Seconds of proving by section. The witness was made while generating.
  let sections: [String: Double]
  /// Bytes of the file by section; the header is statement, schedule and commitment.
  let sectionBytes: [String: Int]

  /// Runs the model, proves, and checks the proof before anyone sees it.
  init(
    _ package: ModelPackage, _ question: Question, context: Digest,
    planning: Planning = .ordinary, parallel: Parallel
  ) throws {
    try ProvenReply.check(question, package.provingKey.key.graph)
    let clock = ContinuousClock()
    let start = clock.now
    let generation = try ProvenReply.run(
      question, package.provingKey, context: context, parallel: parallel)
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
    said = Said(statement, package)
  }

  private static func check(_ question: Question, _ graph: Graph) throws {
    let prompt = question.prompt
    guard !prompt.isEmpty else {
      throw Failure.badInput("the prompt is empty: give some text, or token ids with --tokens-in")
    }
    for token in prompt where !(0..<graph.vocabulary).contains(token) {
      throw Failure.badInput(
        "token \(token) is outside the vocabulary: ids are 0 to \(graph.vocabulary - 1)")
    }
    guard prompt.count <= graph.context else {
      throw Failure.badInput(
        "the prompt has \(prompt.count) tokens, more than the model's context of "
          + "\(graph.context); shorten it")
    }
    if case .reading(_, let second, _) = question, !(0...prompt.count).contains(second) {
      throw Failure.badInput("the second text begins at \(second), outside the prompt")
    }
  }

  private static func run(
    _ question: Question, _ provingKey: ProvingKey, context: Digest, parallel: Parallel
  ) throws -> Generation {
    let graph = provingKey.key.graph
    switch question {
    case .reply(let prompt, let limit):
      let room = graph.form == .decoder ? graph.context - prompt.count + 1 : graph.context
      let limit = min(limit, room)
      let bar = ProgressBar("generating", total: limit)
      var count = 0
      let generation = try provingKey.generate(
        prompt: prompt, limit: limit, context: context, parallel: parallel
      ) { _ in
        count += 1
        bar.update(count)
      }
      bar.finish()
      return generation
    case .reading(let prompt, let second, let positions):
      let bar = ProgressBar("reading", total: 1)
      let generation = try provingKey.read(
        prompt: prompt, secondSegment: second, positions: positions, context: context,
        parallel: parallel)
      bar.finish()
      return generation
    }
  }

  func print(path: String) {
    said.print()
    Console.print("tokens    \(statement.summary)")
    Console.print(
      "time      run \(Console.seconds(forwardSeconds)), prove \(Console.seconds(proveSeconds)), "
        + "verify \(Console.seconds(verifySeconds))")
    let parts = ProvingSection.allCases.compactMap { section in
      sections[section.rawValue].map { "\(section) \(Console.seconds($0))" }
    }
    Console.print("          " + parts.joined(separator: ", "))
    Console.print("proof     \(Console.bytes(file.count))  \(path)")
    Console.print(String(format: "security  %.1f bits, proven bounds", securityBits))
  }

  func object(path: String) -> [String: Any] {
    statement.object.merging(said.object) { $1 }.merging([
      "proof": path, "proof_bytes": file.count,
      "forward_seconds": forwardSeconds, "prove_seconds": proveSeconds,
      "verify_seconds": verifySeconds, "soundness_bits": securityBits, "sections": sections,
      "section_bytes": sectionBytes,
      "peak_bytes": Console.peakMemory,
    ]) { $1 }
  }
}

extension Ending {
  var explanation: String {
    switch self {
    case .stop: "ended by an end-of-text token"
    case .length: "cut off at the length asked for"
    case .whole: "read at once"
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
