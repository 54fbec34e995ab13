import ArgumentParser
import Foundation
import Circuits
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

  @Option(help: "For a key: prompt tokens of the statement to budget. Default: 8, if the context has room.")
  var prompt: Int?

  @Option(help: "For a key: reply tokens of the statement to budget. Default: 32, if the context has room.")
  var reply: Int?

  @Option(help: "For a proof: its verifying key, to show the reduction's soundness terms too.")
  var key: String?

  func run() throws {
    var path = file
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: file, isDirectory: &isFolder), isFolder.boolValue {
      path = URL(fileURLWithPath: file).appendingPathComponent("verifying.key").path
    }
    let bytes = try Files.read(path)
    if bytes.starts(with: Proof.magic) {
      try showProof(bytes)
    } else {
      try showKey(try Files.key(path), bytes.count)
    }
  }

  private func showKey(_ key: VerifyingKey, _ size: Int) throws {
    let graph = key.graph
    Console.print("verifying key, \(Console.bytes(size)), profile \(key.profile), version \(VerifyingKey.version)")
    Console.print("model digest  \(Console.hex(key.digest.bytes))")
    Console.print("tokenizer     \(Console.hex(key.provenance.tokenizer.bytes))")
    Console.print("settings      \(Console.hex(key.provenance.settings.bytes))")
    Console.print("checkpoint    \(Console.hex(key.provenance.checkpoint.bytes))")
    Console.print(
      "graph         \(graph.nodes.count) nodes, \(graph.lookups.count) lookups in \(graph.tables.count) tables, "
        + "\(graph.zeros.count) zero assertions; vocabulary \(graph.vocabulary), context \(graph.context)")
    let parameters = CommittedLayout.parameters(of: graph)
    Console.print(
      "parameters    \(parameters.length) committed values in \(parameters.places.count) blocks, "
        + "root \(Console.hex(key.parameters.root.bytes))")
    let prompt = prompt ?? min(8, graph.context)
    let reply = reply ?? max(1, min(32, graph.context - prompt + 1))
    guard prompt >= 1, reply >= 1, prompt <= graph.context,
      reply <= graph.context - prompt + 1
    else {
      throw Failure.badInput("--prompt and --reply must fit the context of \(graph.context)")
    }
    let circuit = Circuit(
      graph, Lengths(prompt: prompt, reply: reply, context: graph.context))
    let (cost, claims) = CostChannel.measure(circuit)
    let witnesses = CommittedLayout.witnesses(of: circuit)
    let trees = FractionTree.trees(of: circuit)
    Console.print()
    Console.print("a statement of \(prompt) + \(reply) tokens (\(circuit.lengths.tokens) rows):")
    Console.print("witness       \(witnesses.length) committed values in \(witnesses.places.count) blocks")
    Console.print("lookups       \(trees.map { $0.leaves.end }) leaves")
    Console.print("claims        \(claims[0]) on parameters, \(claims[1]) on the witness")
    Console.print("sumchecks     \(cost.sumcheckPoints) points")
    for section in CostChannel.Section.allCases {
      Console.print("messages      \(section): \(Console.bytes(16 * (cost.elements[section] ?? 0)))")
    }
    let schedule = try Planning().schedule(
      parameters: key.parameters.shape, witnessLength: witnesses.length, claims: claims,
      profile: key.profile)
    showSchedule(schedule)
    showTerms(try schedule.soundnessTerms() + cost.tally.terms, key.profile)
  }

  private func showProof(_ bytes: [UInt8]) throws {
    let (statement, proof) = try Proof.read(file: bytes)
    Console.print("proof, \(Console.bytes(bytes.count)), version \(VerifyingKey.version)")
    Console.print("model digest  \(Console.hex(statement.model.bytes))")
    Console.print("prompt        \(statement.prompt.map(String.init).joined(separator: " "))")
    Console.print("reply         \(statement.reply.map(String.init).joined(separator: " "))")
    Console.print("ending        \(statement.ending)")
    Console.print("context       \(Console.hex(statement.context.bytes))")
    Console.print("witness root  \(Console.hex(proof.witness.root.bytes))")
    showSchedule(proof.schedule)
    guard let key else {
      Console.print()
      Console.print("opening's soundness terms (pass --key for those of the reduction):")
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
