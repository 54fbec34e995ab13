import ArgumentParser
import Foundation
import Models
import Prover
import Verifier

struct Import: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Calibrate, quantize and commit a model saved by Hugging Face's save_pretrained.",
    discussion: """
      Reads config.json, *.safetensors and the tokenizer; writes a folder that `lemma prove` reads, with the verifying key that anyone \
      needs to check replies. Prints, for each layer, the range seen on the calibration text, the range proven, the fraction bits \
      chosen and the error against float, then perplexity and greedy agreement.
      """)

  @Argument(help: "Folder with config.json, model.safetensors and tokenizer.json.")
  var folder: String

  @Option(name: .shortAndLong, help: "Folder to write, usually NAME.lemma.")
  var output: String

  @Option(
    help: "Text to measure ranges on. Default: calibration.txt in the folder, else a built-in text."
  )
  var calibration: String?

  @Option(
    help: "settings.json of an earlier import: quantize with its bits instead of calibrating.")
  var settings: String?

  @Option(help: "Fail unless the model digest is this one.")
  var expect: HexDigest?

  @Flag(help: "Print the report as JSON.")
  var json = false

  @OptionGroup var threads: ThreadOptions

  func run() throws {
    let report = try importModel(parallel: threads.parallel)
    if json { Console.printJSON(report.object) } else { report.print() }
  }

  func importModel(parallel: Parallel) throws -> ImportReport {
    let start = Date()
    let source = URL(fileURLWithPath: folder)
    let target = URL(fileURLWithPath: output)
    try checkTarget(target)
    let importer = try Importer(source, parallel: parallel)
    let windows = try calibrationWindows(importer, source)

    let calibration: Calibration
    let bits: FractionBits
    if let settings {
      let old = try decode(settings)
      (calibration, bits) = (old.calibration, old.bits)
    } else {
      let bar = ProgressBar("calibrating", total: windows.count)
      calibration = try importer.calibrate(windows) { bar.update($0) }
      bar.finish()
      bits = FractionBits(
        calibration, width: importer.model.configuration.width,
        context: importer.model.configuration.contextLength,
        scoreScale: importer.model.configuration.scoreScale(layer: 0))
    }
    let quantizing = ProgressBar("quantizing", total: 1)
    let quantized = try importer.quantize(bits)
    quantizing.finish()
    let packageSettings = PackageSettings(
      calibration: calibration, bits: bits, circuit: quantized.settings)
    let committing = ProgressBar("committing", total: 1)
    let provingKey = try importer.commit(quantized, packageSettings)
    committing.finish()
    if let expect, expect.digest != provingKey.digest {
      throw Failure.badInput(
        "the model digest is \(Console.hex(provingKey.digest.bytes)), not the expected one. "
          + "Check the checkpoint and --settings; nothing was written.")
    }
    let measuring = ProgressBar("measuring accuracy", total: windows.count)
    let accuracy = try Accuracy(
      importer.model, quantized, bits, windows: windows, parallel: parallel
    ) { measuring.update($0) }
    measuring.finish()
    Interruption.removing(ModelPackage.draft(of: target))
    try ModelPackage.write(
      provingKey, settings: packageSettings, tokenizerFrom: source, to: target)
    return ImportReport(
      digest: provingKey.digest, accuracy: accuracy, bits: bits,
      keyBytes: provingKey.key.bytes.count,
      path: output, seconds: Date().timeIntervalSince(start))
  }

  /// A package may replace a package, nothing else.
  private func checkTarget(_ target: URL) throws {
    let manager = FileManager.default
    let parent = target.deletingLastPathComponent().path
    var isFolder: ObjCBool = false
    guard manager.fileExists(atPath: parent, isDirectory: &isFolder), isFolder.boolValue,
      manager.isWritableFile(atPath: parent)
    else {
      throw Failure.badInput("\(output): the folder \(parent) is not there or not writable.")
    }
    if manager.fileExists(atPath: target.path, isDirectory: &isFolder) {
      let names = (try? manager.contentsOfDirectory(atPath: target.path)) ?? []
      guard isFolder.boolValue, names.contains("verifying.key"),
        names.allSatisfy({ ModelPackage.fileNames.contains($0) })
      else {
        throw Failure.badInput(
          "\(output): exists and is no package, or holds other files too; choose another name.")
      }
    }
  }

  private func decode(_ path: String) throws -> PackageSettings {
    do {
      return try JSONDecoder().decode(PackageSettings.self, from: Data(try Files.read(path)))
    } catch let error as DecodingError {
      throw Failure.badInput("\(path): not a settings.json: \(error)")
    }
  }

  private func calibrationWindows(_ importer: Importer, _ source: URL) throws -> [[Int]] {
    let beside = source.appendingPathComponent(CalibrationText.fileName)
    let text: String
    if let calibration {
      text = String(decoding: try Files.read(calibration), as: UTF8.self)
    } else if FileManager.default.fileExists(atPath: beside.path) {
      text = String(decoding: try Files.read(beside.path), as: UTF8.self)
    } else {
      Console.error("no calibration text given: using a built-in one; --calibration takes your own")
      text = CalibrationText.standIn
    }
    let configuration = importer.model.configuration
    let windows = CalibrationText(
      text, importer.tokenizer, endToken: configuration.endTokens.first,
      context: configuration.contextLength
    ).windows
    guard !windows.isEmpty else {
      throw Failure.badInput("the calibration text has fewer than two tokens")
    }
    return windows
  }
}
