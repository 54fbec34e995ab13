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

  @Option(
    help:
      "Longest statement in tokens. Default: the model's own, at most 2048 with rotary and 512 with relative positions."
  )
  var context: Int?

  @Option(help: "Whether replies name their tokens' probabilities. Classes always do.")
  var probabilities = Probabilities.unstated

  @Option(help: "Fail unless the model digest is this one.")
  var expect: HexDigest?

  @Flag(help: "Print the report as JSON.")
  var json = false

  @OptionGroup var threads: ThreadOptions

  func run() throws {
    let report = try importModel(parallel: threads.parallel)
    if json { Console.printJSON(report.object) } else { report.print() }
  }

  func importModel(parallel: Parallel) throws -> any ImportReport {
    try checkTarget(URL(fileURLWithPath: output))
    return try ModelFamily.isGPT2(URL(fileURLWithPath: folder))
      ? importGPT2(parallel: parallel) : importTransformer(parallel: parallel)
  }

  private func importGPT2(parallel: Parallel) throws -> GPT2ImportReport {
    guard context == nil, probabilities == .unstated else {
      throw Failure.badInput("--context and --probabilities are not for GPT-2 models")
    }
    let start = Date()
    let source = URL(fileURLWithPath: folder)
    let target = URL(fileURLWithPath: output)
    let importer = try Importer(source, parallel: parallel)
    let windows = try calibrationWindows(importer, source)

    let calibration: Calibration
    let bits: FractionBits
    if let settings {
      guard case .gpt2(let old) = try decode(settings) else {
        throw Failure.badInput("\(settings): of another family of models")
      }
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
    let packageSettings = PackageSettings.gpt2(
      GPT2PackageSettings(calibration: calibration, bits: bits, circuit: quantized.settings))
    let provingKey = try commit { try importer.commit(quantized, packageSettings) }
    let measuring = ProgressBar("measuring accuracy", total: windows.count)
    let accuracy = try Accuracy(
      importer.model, quantized, bits, windows: windows, parallel: parallel
    ) { measuring.update($0) }
    measuring.finish()
    Interruption.removing(ModelPackage.draft(of: target))
    try ModelPackage.write(
      provingKey, settings: packageSettings, tokenizerFrom: source, to: target)
    return GPT2ImportReport(
      digest: provingKey.digest, accuracy: accuracy, bits: bits,
      keyBytes: provingKey.key.bytes.count,
      path: output, seconds: Date().timeIntervalSince(start))
  }

  private func importTransformer(parallel: Parallel) throws -> TransformerImportReport {
    let start = Date()
    let source = URL(fileURLWithPath: folder)
    let target = URL(fileURLWithPath: output)
    let importer = try TransformerImporter(source, context: context, parallel: parallel)
    let inputs = try calibrationInputs(importer, source)

    let calibration: TransformerCalibration
    let bits: TransformerBits
    if let settings {
      guard case .transformer(let old) = try decode(settings) else {
        throw Failure.badInput("\(settings): of another family of models")
      }
      (calibration, bits) = (old.calibration, old.bits)
    } else {
      let bar = ProgressBar("calibrating", total: inputs.count)
      calibration = try importer.calibrate(inputs) { bar.update($0) }
      bar.finish()
      bits = TransformerBits(calibration, importer.model.architecture)
    }
    let measuring = ProgressBar("quantizing and measuring accuracy", total: inputs.count)
    // Bits that were given are not chosen again.
    let quantization =
      try settings == nil
      ? importer.quantize(
        choosing: bits, probabilities: probabilities, inputs: inputs
      ) { measuring.update($0) } : measured(bits, importer, inputs)
    measuring.finish()
    let packageSettings = PackageSettings.transformer(
      TransformerPackageSettings(
        calibration: calibration, bits: quantization.bits, circuit: quantization.model.settings,
        labels: importer.model.labels))
    let provingKey = try commit { try importer.commit(quantization.model, packageSettings) }
    Interruption.removing(ModelPackage.draft(of: target))
    try ModelPackage.write(
      provingKey, settings: packageSettings, tokenizerFrom: source, to: target)
    return TransformerImportReport(
      digest: provingKey.digest, accuracy: quantization.accuracy, wide: quantization.bits.wide,
      keyBytes: provingKey.key.bytes.count, path: output, seconds: Date().timeIntervalSince(start))
  }

  private func measured(
    _ bits: TransformerBits, _ importer: TransformerImporter, _ inputs: [ModelInput]
  ) throws -> TransformerImporter.Quantization {
    let quantized = try importer.quantize(bits, probabilities: probabilities)
    return .init(
      model: quantized, bits: bits,
      accuracy: try TransformerAccuracy(
        importer.model, quantized, bits, inputs: inputs, parallel: threads.parallel))
  }

  private func commit(_ body: () throws -> ProvingKey) throws -> ProvingKey {
    let committing = ProgressBar("committing", total: 1)
    let provingKey = try body()
    committing.finish()
    if let expect, expect.digest != provingKey.digest {
      throw Failure.badInput(
        "the model digest is \(Console.hex(provingKey.digest.bytes)), not the expected one. "
          + "Check the checkpoint and --settings; nothing was written.")
    }
    return provingKey
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

  /// Text that was asked for or lies in the folder; nothing if there is none.
  private func calibrationText(_ source: URL) throws -> String? {
    if let calibration { return String(decoding: try Files.read(calibration), as: UTF8.self) }
    let beside = source.appendingPathComponent(CalibrationText.fileName)
    guard FileManager.default.fileExists(atPath: beside.path) else { return nil }
    return String(decoding: try Files.read(beside.path), as: UTF8.self)
  }

  private func builtInText() -> String {
    Console.error("no calibration text given: using a built-in one; --calibration takes your own")
    return CalibrationText.standIn
  }

  private func calibrationWindows(_ importer: Importer, _ source: URL) throws -> [[Int]] {
    let text = try calibrationText(source) ?? builtInText()
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

  private func calibrationInputs(_ importer: TransformerImporter, _ source: URL) throws
    -> [ModelInput]
  {
    guard let tokenizer = importer.tokenizer else {
      guard calibration == nil else {
        throw Failure.badInput("\(folder): has no tokenizer, so --calibration cannot be read")
      }
      Console.error("\(folder): has no tokenizer: ranges are measured on random tokens")
      return try CalibrationInputs(randomFor: importer.model).inputs
    }
    let inputs = try CalibrationInputs(
      try calibrationText(source) ?? builtInText(), tokenizer, importer.model
    ).inputs
    guard !inputs.isEmpty else { throw Failure.badInput("the calibration text has no tokens") }
    return inputs
  }
}

extension Probabilities: ExpressibleByArgument {}
