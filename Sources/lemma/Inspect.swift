import ArgumentParser
import Circuits
import Foundation
import Prover
import Verifier

struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show what a package, key or proof holds: sizes, statement, every soundness term.",
    discussion: """
      Soundness terms depend on the lengths of a statement: a proof brings its own, for a key or package they are those of --prompt and \
      --reply.
      """)

  @Argument(help: "A package, a verifying key, or a proof.")
  var file: String

  @Option(
    help:
      "For a key: prompt tokens of the statement to budget. Default: 8, if the context has room.")
  var prompt: Int?

  @Option(
    help:
      "For a key: reply tokens of the statement to budget. Default: 32, if the context has room.")
  var reply: Int?

  @Option(help: "For a proof: its verifying key, to show the reduction's soundness terms too.")
  var key: String?

  @Flag(help: "Print digests, sizes and soundness terms as JSON.")
  var json = false

  func run() throws {
    var path = file
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: file, isDirectory: &isFolder), isFolder.boolValue {
      path = URL(fileURLWithPath: file).appendingPathComponent("verifying.key").path
    }
    let bytes = try Files.read(path)
    if bytes.starts(with: Proof.magic) {
      if json { Console.printJSON(try proofObject(bytes)) } else { try showProof(bytes) }
    } else {
      let key = try Files.key(path)
      if json {
        Console.printJSON(try keyObject(key, bytes.count))
      } else {
        try showKey(key, bytes.count)
      }
    }
  }

  private func proofObject(_ bytes: [UInt8]) throws -> [String: Any] {
    let (statement, proof) = try Proof.read(file: bytes)
    var terms = try proof.schedule.soundnessTerms()
    if let key {
      terms = try Verifier.verify(key: try Files.key(key), statement: statement, proof: proof)
    }
    return [
      "kind": "proof", "bytes": bytes.count,
      "witness_root": Console.hex(proof.witness.root.bytes), "verified": key != nil,
      "soundness": object(terms),
    ].merging(statement.object) { $1 }
  }

  /// The lengths asked for, or defaults that fit the context.
  private func lengths(_ key: VerifyingKey) -> (prompt: Int, reply: Int) {
    let context = key.graph.context
    let prompt = prompt ?? min(8, context)
    switch key.graph.form {
    case .decoder: return (prompt, reply ?? max(1, min(32, context - prompt + 1)))
    case .encoderDecoder: return (prompt, reply ?? min(32, context))
    case .encoder: return (prompt, reply ?? 1)
    }
  }

  private func keyObject(_ key: VerifyingKey, _ size: Int) throws -> [String: Any] {
    let (prompt, reply) = lengths(key)
    let budget = try Budget(key, prompt: prompt, reply: reply)
    return [
      "kind": "key", "bytes": size, "model": Console.hex(key.digest.bytes),
      "profile": "\(key.profile)", "nodes": key.graph.nodes.count,
      "lookups": key.graph.lookups.count, "vocabulary": key.graph.vocabulary,
      "context": key.graph.context,
      "committed_parameters": CommittedLayout.parameters(of: key.graph).length,
      "prompt": prompt, "reply": reply, "committed_witness": budget.witnesses.length,
      "leaves": budget.trees.map { $0.leaves.end }, "claims": budget.claims,
      "sumcheck_points": budget.cost.sumcheckPoints,
      "soundness": object(budget.terms),
    ]
  }

  private func object(_ terms: [SoundnessTerm]) -> [String: Any] {
    [
      "bits": SoundnessTerm.sum(terms).securityBits,
      "terms": terms.map { term in
        [
          "step": "\(term.step)", "place": "\(term.place)", "round": term.round,
          "log2": -term.error.securityBits, "formula": "\(term.formula)",
        ] as [String: Any]
      },
    ]
  }

  private func showKey(_ key: VerifyingKey, _ size: Int) throws {
    let (prompt, reply) = lengths(key)
    let budget = try Budget(key, prompt: prompt, reply: reply)
    let graph = key.graph
    Console.print(
      "verifying key, \(Console.bytes(size)), profile \(key.profile), version \(VerifyingKey.version)"
    )
    Console.print("model digest  \(Console.hex(key.digest.bytes))")
    Console.print("tokenizer     \(Console.hex(key.provenance.tokenizer.bytes))")
    Console.print("settings      \(Console.hex(key.provenance.settings.bytes))")
    Console.print("checkpoint    \(Console.hex(key.provenance.checkpoint.bytes))")
    Console.print(
      "graph         \(graph.nodes.count) nodes, \(graph.lookups.count) lookups in \(graph.tables.count) tables, "
        + "\(graph.zeros.count) zero assertions; vocabulary \(graph.vocabulary), context \(graph.context)"
    )
    let parameters = CommittedLayout.parameters(of: graph)
    Console.print(
      "parameters    \(parameters.length) committed values in \(parameters.places.count) blocks, "
        + "root \(Console.hex(key.parameters.root.bytes))")
    Console.print()
    Console.print(
      "a statement of \(prompt) + \(reply) tokens (\(budget.circuit.lengths.tokens) rows):")
    Console.print(
      "witness       \(budget.witnesses.length) committed values in "
        + "\(budget.witnesses.places.count) blocks")
    Console.print("lookups       \(budget.trees.map { $0.leaves.end }) leaves")
    Console.print(
      "claims        \(budget.claims[0]) on parameters, \(budget.claims[1]) on the witness")
    Console.print("sumchecks     \(budget.cost.sumcheckPoints) points")
    for part in ReductionPart.allCases {
      Console.print("messages      \(part): \(Console.bytes(budget.cost.bytes[part] ?? 0))")
    }
    showSchedule(budget.schedule)
    showTerms(budget.terms, key.profile)
  }

  private func showProof(_ bytes: [UInt8]) throws {
    let (statement, proof) = try Proof.read(file: bytes)
    Console.print("proof, \(Console.bytes(bytes.count)), version \(VerifyingKey.version)")
    Console.print("model digest  \(Console.hex(statement.model.bytes))")
    Console.print("prompt        \(statement.prompt.map(String.init).joined(separator: " "))")
    Console.print("reply         \(statement.reply.map(String.init).joined(separator: " "))")
    if !statement.positions.isEmpty {
      Console.print("positions     \(statement.positions.map(String.init).joined(separator: " "))")
    }
    if statement.secondSegment != statement.prompt.count {
      Console.print("second text   from row \(statement.secondSegment)")
    }
    if !statement.values.isEmpty {
      Console.print("values        \(statement.values.map(String.init).joined(separator: " "))")
    }
    Console.print("ending        \(statement.ending)")
    Console.print("context       \(Console.hex(statement.context.bytes))")
    Console.print("witness root  \(Console.hex(proof.witness.root.bytes))")
    showSchedule(proof.schedule)
    guard let key else {
      Console.print()
      Console.print(
        "not checked: pass --key to verify the proof and to see the reduction's soundness terms")
      Console.print("opening's soundness terms:")
      showTerms(try proof.schedule.soundnessTerms(), nil)
      return
    }
    let loaded = try Files.key(key)
    let terms = try Verifier.verify(key: loaded, statement: statement, proof: proof)
    Console.print("valid for this key")
    showTerms(terms, loaded.profile)
  }

  private func showSchedule(_ schedule: Schedule) {
    Console.print()
    Console.print("opening schedule: columns x rows -> codeword, queries, multiplicity, work bits")
    for (i, level) in schedule.oracles.enumerated() {
      showLevel(i == 0 ? "parameters" : "witness", level, schedule.queryGrind[0])
    }
    for (i, level) in schedule.tail.enumerated() {
      showLevel("level \(i + 1)", level, schedule.queryGrind[i + 1])
    }
    Console.print("  final message \(schedule.lengths.last ?? 0) elements")
  }

  private func showLevel(_ name: String, _ level: Level, _ grind: Int) {
    Console.print(
      "  \(name.padding(toLength: 12, withPad: " ", startingAt: 0)) \(level.shape.columns) x "
        + "\(level.shape.rows) -> 2^\(level.shape.logLength), \(level.plan.queries) queries, "
        + "multiplicity \(level.plan.multiplicity), \(level.plan.foldGrind) and \(grind) bits")
  }

  private func showTerms(_ terms: [SoundnessTerm], _ profile: Profile?) {
    Console.print()
    Console.print("soundness, log2 of each error:")
    for term in terms {
      let place: String
      switch term.place {
      case .oracle(let o): place = o == 0 ? "parameters " : "witness "
      case .level(let i): place = "level \(i) "
      case .whole: place = ""
      }
      let name = "\(place)\(term.step)" + (term.round > 0 ? " \(term.round)" : "")
      Console.print(
        "  \(name.padding(toLength: 34, withPad: " ", startingAt: 0))"
          + String(format: "%8.1f   ", -term.error.securityBits) + "\(term.formula)")
    }
    let sum = SoundnessTerm.sum(terms)
    Console.print(
      String(format: "  sum %.2f bits", sum.securityBits)
        + (profile.map { ", profile \($0) asks for \($0.bits)" } ?? ""))
  }
}

/// What a statement of given lengths would cost and risk.
private struct Budget {
  let circuit: Circuit
  let cost: CostChannel
  let claims: [Int]
  let witnesses: CommittedLayout
  let trees: [FractionTree]
  let schedule: Schedule
  let terms: [SoundnessTerm]

  init(_ key: VerifyingKey, prompt: Int, reply: Int) throws {
    guard prompt >= 1, reply >= 1, prompt <= key.graph.context,
      reply <= key.graph.context - prompt + 1
    else {
      throw Failure.badInput(
        "--prompt and --reply must be at least 1 and fit the context of \(key.graph.context)")
    }
    circuit = Circuit(
      key.graph,
      Lengths(
        prompt: prompt, reply: reply, context: key.graph.context, form: key.graph.form))
    (cost, claims) = CostChannel.measure(circuit)
    witnesses = CommittedLayout.witnesses(of: circuit)
    trees = FractionTree.trees(of: circuit)
    schedule = try Planning.ordinary.schedule(
      parameters: key.parameters.shape, witnessLength: witnesses.length, claims: claims,
      profile: key.profile)
    terms = try schedule.soundnessTerms() + cost.tally.terms
  }
}
