import Circuits
import Foundation

/// Inputs that ranges are measured on, made of text in the shape that a model reads.
public struct CalibrationInputs {
  public let inputs: [ModelInput]

  /// Inputs at most, and tokens of each beside a decoder's windows.
  private static let most = 96
  private static let longest = 128
  /// Every so many rows one is asked for.
  private static let stride = 7

  /// - Parameter text: for a decoder as in ``CalibrationText``; else a text a line, its second text or its translation after a tab. A line
  ///   without a tab stands for its sentences too, since what an encoder reads is often one.
  public init(
    _ text: String, _ tokenizer: Tokenizer, _ model: TransformerModel
  ) throws(ModelError) {
    let architecture = model.architecture
    guard architecture.encoder != nil else {
      let windows = CalibrationText(
        text, tokenizer, endToken: architecture.stops.first, context: architecture.context
      ).windows
      inputs = windows.map { CalibrationInputs.window($0, architecture) }
      return
    }
    let lines = text.split(separator: "\n").flatMap { CalibrationInputs.withSentences(String($0)) }
      .filter { !$0.allSatisfy { $0.isWhitespace } }
    let step = max(1, lines.count / Self.most)
    var inputs: [ModelInput] = []
    for i in Swift.stride(from: 0, to: lines.count, by: step).prefix(Self.most) {
      let parts = lines[i].split(separator: "\t").map { String($0) }
      let isPair = architecture.decoder == nil && parts.count > 1
      let encoded = tokenizer.encode(parts[0], pairedWith: isPair ? parts[1] : nil)
      let prompt = Array(encoded.tokens.prefix(min(architecture.context, Self.longest)))
      var input = ModelInput(
        prompt: prompt, secondSegment: min(prompt.count, encoded.secondSegment))
      if architecture.decoder != nil {
        if parts.count > 1 {
          let reply = tokenizer.encode(parts[1], pairedWith: nil).tokens
          input.reply = Array(reply.prefix(architecture.context))
        } else {
          input.reply = try model.reply(to: prompt)
        }
      }
      inputs.append(CalibrationInputs.asking(input, architecture, mask: tokenizer.maskToken))
    }
    self.inputs = inputs
  }

  private static func withSentences(_ line: String) -> [String] {
    if line.contains("\t") { return [line] }
    var sentences: [String] = [""]
    for word in line.split(separator: " ") {
      if let last = sentences.last?.last, ".?!".contains(last) { sentences.append("") }
      sentences[sentences.count - 1] += (sentences.last!.isEmpty ? "" : " ") + word
    }
    return sentences.count > 1 ? sentences + [line] : [line]
  }

  /// Random tokens, for a model that comes without a tokenizer: the same each time.
  public init(randomFor model: TransformerModel) throws(ModelError) {
    let architecture = model.architecture
    var generator = SyntheticNumbers(seed: 1, stream: 0)
    func tokens(_ count: Int) -> [Int] {
      (0..<count).map { _ in generator.below(architecture.vocabulary) }
    }
    var inputs: [ModelInput] = []
    for length in [1, 3, 8, 15, 24, 32, 48] {
      let prompt = tokens(min(length, architecture.context))
      if architecture.encoder == nil {
        inputs.append(CalibrationInputs.window(prompt, architecture))
        continue
      }
      var input = ModelInput(prompt: prompt, secondSegment: prompt.count * 2 / 3)
      if architecture.encoder?.segments != .two { input.secondSegment = prompt.count }
      if architecture.decoder != nil { input.reply = try model.reply(to: prompt) }
      inputs.append(CalibrationInputs.asking(input, architecture, mask: nil))
    }
    self.inputs = inputs
  }

  /// A decoder's rows are prompt and reply but for the last token, which is never read.
  private static func window(_ tokens: [Int], _ architecture: Architecture) -> ModelInput {
    ModelInput(prompt: [tokens[0]], reply: Array(tokens.dropFirst()) + [architecture.pad])
  }

  /// Asks for the tokens of some rows, which are hidden behind the mask token if there is one.
  private static func asking(_ input: ModelInput, _ architecture: Architecture, mask: Int?)
    -> ModelInput
  {
    guard case .masked = architecture.output else { return input }
    var input = input
    input.positions = Array(
      Swift.stride(from: input.prompt.count / 2 % stride, to: input.prompt.count, by: stride))
    if let mask { for position in input.positions { input.prompt[position] = mask } }
    return input
  }
}

extension TransformerModel {
  /// The float model's own greedy reply to a prompt, which ends as a proven one does.
  fileprivate func reply(to prompt: [Int], limit: Int = 24) throws(ModelError) -> [Int] {
    var reply: [Int] = []
    while reply.count < min(limit, architecture.context) {
      // The last token of a reply is not read.
      let logits = try run(ModelInput(prompt: prompt, reply: reply + [architecture.pad]))
      let row = logits.row(reply.count)
      let best = row.indices.max { row[$0] < row[$1] || (row[$0] == row[$1] && $0 > $1) }!
      reply.append(best - row.startIndex)
      if architecture.stops.contains(best - row.startIndex) { break }
    }
    return reply
  }
}
