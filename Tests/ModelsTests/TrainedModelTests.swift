import Foundation
import Prover
import Testing
import Verifier

@testable import Models

/// Integers against floats on models that were trained: all-MiniLM-L6-v2, which LEMMA_SENTENCE_FOLDER names, and the small BERT of
/// scripts/train_bert.py, whose folders LEMMA_BERT_FOLDERS names. scripts/check-trained brings both.
struct TrainedModelTests {
  @Test(.enabled(if: Trained.sentences != nil, "LEMMA_SENTENCE_FOLDER names a folder"))
  func sentencesLieWhereFloatsPutThem() throws {
    let importer = try TransformerImporter(
      try #require(Trained.sentences), context: nil, parallel: .all)
    let tokenizer = try #require(importer.tokenizer)
    // Calibrated on other text than is measured.
    let inputs = try CalibrationInputs(CalibrationText.standIn, tokenizer, importer.model).inputs
    let quantization = try importer.quantize(
      choosing: TransformerBits(try importer.calibrate(inputs), importer.model.architecture),
      probabilities: .unstated, inputs: inputs)
    let runner = IntegerRunner(quantization.model, quantization.bits, .all)
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Vectors/sentences.txt")
    let sentences = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    var floats: [[Float]] = []
    var integers: [[Float]] = []
    for sentence in sentences {
      let encoded = tokenizer.encode(String(sentence), pairedWith: nil)
      let input = ModelInput(prompt: encoded.tokens)
      floats.append(try importer.model.run(input).values)
      integers.append(try runner.run(input).1.values)
    }
    let cosines = zip(floats, integers).map { Trained.cosine($0, $1) }
    let mean = cosines.reduce(0, +) / Double(cosines.count)
    let neighbours = zip(Trained.neighbours(floats), Trained.neighbours(integers)).count {
      $0 == $1
    }
    print(
      "  \(sentences.count) sentences: cosine to float \(mean) on average, \(cosines.min()!) at worst; "
        + "\(neighbours) nearest neighbours agree; 16-bit weights: \(quantization.bits.wide)")
    #expect(mean >= 0.999)
    #expect(cosines.min()! >= 0.996)
    #expect(neighbours * 100 >= 97 * sentences.count)
  }

  @Test(arguments: Trained.berts)
  func integersPredictWhatFloatsPredict(_ folder: URL) throws {
    let importer = try TransformerImporter(folder, context: nil, parallel: .all)
    let tokenizer = try #require(importer.tokenizer)
    let text = try String(
      contentsOf: folder.appendingPathComponent(CalibrationText.fileName), encoding: .utf8)
    let calibration = try CalibrationInputs(text, tokenizer, importer.model).inputs
    let bits = TransformerBits(
      try importer.calibrate(calibration), importer.model.architecture)
    let quantized = try importer.quantize(bits, probabilities: .stated)
    let questions = try JSONDecoder().decode(
      [Trained.Question].self,
      from: Data(contentsOf: folder.appendingPathComponent("heldout.json")))
    let isMasked = importer.model.architecture.output == .masked(.geluErf)
    let mask = try #require(tokenizer.maskToken)
    let inputs = questions.map { $0.input(masking: isMasked ? mask : nil) }
    let accuracy = try TransformerAccuracy(
      importer.model, quantized, bits, inputs: inputs, parallel: .all)
    print(
      "  \(folder.lastPathComponent): \(accuracy.agreement) of \(accuracy.choices) predictions agree"
    )
    #expect(accuracy.agreement >= 0.97)

    // The first of them, proven.
    let settings = PackageSettings.transformer(
      TransformerPackageSettings(
        calibration: try importer.calibrate([inputs[0]]), bits: bits, circuit: quantized.settings,
        labels: importer.model.labels))
    let provingKey = try importer.commit(quantized, settings)
    var right = 0
    for (question, input) in zip(questions, inputs).prefix(10) {
      let generation = try provingKey.read(
        prompt: input.prompt, secondSegment: input.secondSegment, positions: input.positions,
        parallel: .all)
      let proof = try provingKey.prove(generation, parallel: .all)
      try verify(key: provingKey.key, statement: generation.statement, proof: proof)
      right += generation.statement.reply == [isMasked ? question.token : question.class] ? 1 : 0
    }
    print("  \(right) of 10 proven predictions are the true answer")
    #expect(right >= 8)
  }
}

private enum Trained {
  struct Question: Decodable {
    let prompt: [Int]
    let secondSegment: Int
    let position: Int
    let token: Int
    let `class`: Int

    func input(masking mask: Int?) -> ModelInput {
      guard let mask else { return ModelInput(prompt: prompt, secondSegment: secondSegment) }
      var hidden = prompt
      hidden[position] = mask
      return ModelInput(prompt: hidden, secondSegment: secondSegment, positions: [position])
    }
  }

  private static func folders(_ name: String) -> [URL] {
    (ProcessInfo.processInfo.environment[name] ?? "").split(separator: ":").map {
      URL(fileURLWithPath: String($0))
    }
  }

  static var sentences: URL? { folders("LEMMA_SENTENCE_FOLDER").first }
  static var berts: [URL] { folders("LEMMA_BERT_FOLDERS") }

  static func cosine(_ a: [Float], _ b: [Float]) -> Double {
    func dot(_ x: [Float], _ y: [Float]) -> Double {
      zip(x, y).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
    }
    return dot(a, b) / (dot(a, a) * dot(b, b)).squareRoot()
  }

  /// For each vector the other that is nearest.
  static func neighbours(_ vectors: [[Float]]) -> [Int] {
    vectors.indices.map { i in
      vectors.indices.filter { $0 != i }
        .max { cosine(vectors[i], vectors[$0]) < cosine(vectors[i], vectors[$1]) }!
    }
  }
}
