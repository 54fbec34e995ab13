import ArgumentParser
import Foundation
import Models
import Prover
import Verifier

struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure what a proof costs: by section, by layer, by operation.",
    discussion: """
      MODEL is a built-in shape with synthetic weights, gpt2-small, gpt2-medium, gpt2-mini or tiny, or a package. Built-in shapes are made and \
      imported once and kept in $LEMMA_CACHE, else $XDG_CACHE_HOME/lemma, else ~/.cache/lemma.

      32 tokens are one prompt token and 32 reply tokens, each proven down to its argmax. The reply is generated first; then each run \
      goes from token ids to proof bytes: witness (the integer forward pass), commit, lookups, sumchecks, opening. All layers are proven \
      together, so --layers deals each section's measured time by that section's counts: the witness by the measured time of each \
      node, commit by committed values, lookups by leaves, sumchecks by points and bound entries, the opening by entries of \
      parameters and witness.

      --predict estimates from shapes alone, with rates fitted to calibrating runs: --calibrate proves replies of tiny, gpt2-mini and MODEL \
      at some lengths and keeps what they took.
      """)

  @Argument(help: "Built-in shape, or package made by `lemma import`.")
  var model = "gpt2-small"

  @Option(help: "Reply tokens.")
  var tokens = 32

  @Option(help: "Proofs to make; the fastest counts.")
  var runs = 3

  @Flag(help: "Show the cost of each layer and operation.")
  var layers = false

  @Flag(help: "Print figures as JSON.")
  var json = false

  @Option(help: "File to write the cost of each layer and operation to, as CSV.")
  var csv: String?

  @Option(help: "File to draw the cost of each layer and operation in, as SVG.")
  var plot: String?

  @Option(help: "Folder to leave verifying.key and reply.proof in, for other verifiers to read.")
  var keep: String?

  @Option(help: "For a package: the Hugging Face folder it was made of, to time the float model.")
  var float: String?

  @Option(help: "Use at most these kernels: scalar, avx2 or avx512.")
  var kernels: KernelLevel = .avx512

  @Flag(help: "Estimate time, memory and bytes without proving.")
  var predict = false

  @Flag(
    help: "Prove MODEL and small shapes at some lengths, and keep what they took for --predict.")
  var calibrate = false

  @Flag(help: "For a built-in shape: check that the weights behave like real ones, on 100 prompts.")
  var checkWeights = false

  @Flag(help: "Make and import a built-in shape again, to measure that.")
  var fresh = false

  @OptionGroup var threads: ThreadOptions

  func validate() throws {
    guard tokens >= 1, tokens <= 1 << 22 else {
      throw ValidationError("--tokens must be between 1 and \(1 << 22)")
    }
    guard runs >= 1, runs <= 1000 else {
      throw ValidationError("--runs must be between 1 and 1000")
    }
  }

  func run() throws {
    for path in [csv, plot].compactMap({ $0 }) { try Files.checkWritable(path) }
    kernels.limit()
    let parallel = threads.parallel
    let target = try BenchModel(
      model, float: float, threads: parallel.threads, reuse: fresh ? .never : .cached)
    if checkWeights {
      try BenchWeights(target, parallel: parallel).report()
      return
    }
    let prediction = BenchPrediction(
      model: target, threads: parallel.threads, kernels: KernelLevel.current)
    if calibrate {
      try prediction.calibrate(runs: runs)
      if !predict { return }
    }
    if predict {
      if json {
        Console.printJSON(try prediction.object(tokens: tokens))
      } else {
        try prediction.print(tokens: tokens)
      }
      return
    }
    try measure(target, parallel)
  }

  private func measure(_ target: BenchModel, _ parallel: Parallel) throws {
    var result = try BenchRun(target, tokens: tokens, runs: runs, parallel: parallel)
    try result.measureFloat()
    if let keep { try result.keep(in: URL(fileURLWithPath: keep)) }
    if let csv { try Files.write(Array(result.table.csv.utf8), to: csv) }
    if let plot {
      let title =
        "\(target.name), \(result.statement.reply.count) tokens: prove "
        + "\(Console.seconds(result.best.seconds)), \(result.threads) threads, "
        + result.kernels.rawValue
      try Files.write(Array(CostChart(result.table, title: title).svg.utf8), to: plot)
    }
    if json {
      Console.printJSON(result.object)
    } else {
      result.print()
      if layers { result.printLayers() }
    }
  }
}

extension KernelLevel: ExpressibleByArgument {}
