import Foundation
import Models
import Prover
import Verifier

/// Everything that is measured of one model at one length.
struct BenchRun {
  let model: BenchModel
  let threads: Int
  let kernels: KernelLevel
  let load: Load
  let generateSeconds: Double
  let statement: Statement
  let keyBytes: [UInt8]
  /// Every run makes the same one.
  let proofFile: [UInt8]
  /// The fastest of the runs.
  let best: Proven
  let proveSeconds: [Double]
  let verifySeconds: Double
  let soundnessBits: Double
  let peakBytes: Int
  var floatSeconds: Double?
  let table: CostTable

  /// Opening the package.
  struct Load {
    let seconds: Double
    let residentBytes: Int
    let minorFaults: Int
    let majorFaults: Int
  }

  /// One proof.
  struct Proven {
    let seconds: Double
    let sections: [ProvingSection: Double]
    let messageBytes: [ProvingSection: Int]
    let headerBytes: Int
    let proofBytes: Int
    let nodeSeconds: [[Double]]
  }

  init(_ model: BenchModel, tokens: Int, runs: Int, parallel: Parallel) throws {
    self.model = model
    threads = parallel.threads
    kernels = KernelLevel.current
    let clock = ContinuousClock()

    let before = BenchRun.faults
    let start = clock.now
    let package = try ModelPackage(model.package, parallel: parallel)
    let loaded = clock.now
    let after = BenchRun.faults
    load = Load(
      seconds: (loaded - start).seconds, residentBytes: Console.residentMemory,
      minorFaults: after.minor - before.minor, majorFaults: after.major - before.major)

    let key = package.provingKey
    keyBytes = key.key.bytes
    let graph = key.key.graph
    guard tokens <= graph.context else {
      throw Failure.badInput("--tokens \(tokens): the model's context is \(graph.context)")
    }
    let bar = ProgressBar("generating", total: tokens)
    var count = 0
    statement = try key.generate(
      prompt: [BenchRun.prompt(graph)], limit: tokens, parallel: parallel
    ) { _ in
      count += 1
      bar.update(count)
    }.statement
    bar.finish()
    generateSeconds = (clock.now - loaded).seconds

    var all: [Proven] = []
    var verified: [Double] = []
    var bits = 0.0
    var kept: [UInt8] = []
    let proving = ProgressBar("proving", total: runs * ProvingSection.allCases.count)
    for run in 0..<runs {
      var section = run * ProvingSection.allCases.count
      let measurement = ProvingMeasurement { _ in
        proving.update(section)
        section += 1
      }
      let (proven, file) = try BenchRun.prove(
        key, statement, measurement, parallel: parallel)
      let start = clock.now
      let (statement, proof) = try Proof.read(file: file)
      bits =
        SoundnessTerm.sum(try verify(key: key.key, statement: statement, proof: proof))
        .securityBits
      verified.append((clock.now - start).seconds)
      kept = file
      all.append(proven)
    }
    proving.finish()
    proofFile = kept
    peakBytes = Console.peakMemory
    proveSeconds = all.map { $0.seconds }
    best = all.min { $0.seconds < $1.seconds }!
    verifySeconds = verified.min()!
    soundnessBits = bits
    let circuit = Circuit(graph, statement.lengths(in: graph))
    table = CostTable(
      circuit, CostChannel.measure(circuit).channel, seconds: best.sections,
      bytes: best.messageBytes, headerBytes: best.headerBytes, nodeSeconds: best.nodeSeconds)
  }

  /// Leaves what a verifier reads.
  func keep(in folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Files.write(keyBytes, to: folder.appendingPathComponent("verifying.key").path)
    try Files.write(proofFile, to: folder.appendingPathComponent("reply.proof").path)
  }

  /// From token ids to the bytes of a proof file.
  private static func prove(
    _ key: ProvingKey, _ statement: Statement, _ measurement: ProvingMeasurement,
    parallel: Parallel
  ) throws -> (Proven, [UInt8]) {
    let clock = ContinuousClock()
    let start = clock.now
    let generation = try key.execute(
      statement, parallel: parallel, progress: measurement.progress)
    let proof = try key.prove(generation, parallel: parallel, progress: measurement.progress)
    let file = Proof.file(statement, proof)
    let seconds = (clock.now - start).seconds
    return (
      Proven(
        seconds: seconds, sections: measurement.seconds, messageBytes: measurement.messageBytes,
        headerBytes: file.count - proof.messages.count, proofBytes: file.count,
        nodeSeconds: generation.execution.seconds), file
    )
  }

  /// The float model over the same rows in one pass, logits at every row: the best of three.
  mutating func measureFloat() throws {
    guard let folder = model.floatFolder else { return }
    let float = try FloatModel(folder: folder)
    FloatModel.useThreads(threads)
    let rows = statement.prompt + statement.reply.dropLast()
    let clock = ContinuousClock()
    for _ in 0..<3 {
      let start = clock.now
      _ = try float.logits(for: rows)
      floatSeconds = min(floatSeconds ?? .infinity, (clock.now - start).seconds)
    }
  }

  /// The one prompt token: any that does not end a text.
  private static func prompt(_ graph: Graph) -> Int {
    var token = min(464, graph.vocabulary - 1)
    while graph.stops.contains(token), token > 0 { token -= 1 }
    return token
  }

  private static var faults: (minor: Int, major: Int) {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return (usage.ru_minflt, usage.ru_majflt)
  }
}
