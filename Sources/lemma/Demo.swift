import ArgumentParser
import Foundation
import Models
import Prover
import Verifier

struct Demo: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Import the bundled model, let it reply, prove the reply, and verify it in a separate process."
  )

  @Option(help: "Folder to leave demo.lemma, its verifying key and reply.proof in.")
  var keep: String?

  @Option(help: "What to ask the bundled model.")
  var prompt = "What is Lemma?"

  @Option(help: "The bundled model's folder.")
  var model = "models/demo"

  @OptionGroup var threads: ThreadOptions

  func run() throws {
    guard FileManager.default.fileExists(atPath: model) else {
      throw Failure.badInput(
        "\(model): the bundled model is not here. Run from the repository's root, or pass --model.")
    }
    let folder = try workFolder()
    defer { if keep == nil { try? FileManager.default.removeItem(at: folder) } }
    let package = folder.appendingPathComponent("demo.lemma").path
    let proof = folder.appendingPathComponent("reply.proof").path

    var importer = try Import.parse([model, "--output", package])
    importer.threads = threads
    try importer.importModel(parallel: threads.parallel).print()

    let loaded = try ModelPackage(URL(fileURLWithPath: package), parallel: threads.parallel)
    Console.print()
    Console.print("prompt    \(prompt)")
    let reply = try ProvenReply(
      loaded,
      .reply(prompt: try loaded.promptTokens(prompt, ending: .endOfText), limit: 48),
      context: .zero, parallel: threads.parallel)
    try Files.write(reply.file, to: proof)
    reply.print(path: keep == nil ? "(temporary; --keep DIR leaves package and proof)" : proof)

    let key = package + "/verifying.key"
    Console.print()
    Console.print(
      "a separate process reads only \(Console.bytes(loaded.provingKey.key.bytes.count)) of key and the proof:"
    )
    Console.print("$ lemma verify reply.proof --key demo.lemma/verifying.key")
    fflush(nil)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: executablePath)
    process.arguments = ["verify", proof, "--key", key]
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(message: "the separate verification failed", code: process.terminationStatus)
    }
    if keep != nil { Console.print("kept      \(folder.path)") }
  }

  private var executablePath: String {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      ?? CommandLine.arguments[0]
  }

  private func workFolder() throws -> URL {
    let folder =
      keep.map { URL(fileURLWithPath: $0) }
      ?? FileManager.default.temporaryDirectory.appendingPathComponent(
        "lemma-demo-\(ProcessInfo.processInfo.processIdentifier)")
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw Failure.badInput("\(folder.path): cannot be created: \(error.localizedDescription)")
    }
    return folder
  }
}
