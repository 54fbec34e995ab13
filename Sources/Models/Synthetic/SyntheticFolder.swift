import Foundation

/// A synthetic model as a Hugging Face folder: config.json, model.safetensors in F32, tokenizer and calibration text.
public struct SyntheticFolder {
  public let shape: SyntheticShape
  public let seed: UInt64

  public init(_ shape: SyntheticShape, seed: UInt64 = 1) {
    self.shape = shape
    self.seed = seed
  }

  /// Writes into an existing folder.
  ///
  /// - Parameter onBytes: called with the bytes of weights written so far and in all.
  public func write(to folder: URL, onBytes: (Int, Int) -> Void = { _, _ in }) throws {
    let weights = SyntheticWeights(shape, seed: seed)
    let tokenizer = SyntheticTokenizer(shape: shape)
    try Data(configuration.utf8).write(to: folder.appendingPathComponent("config.json"))
    try tokenizer.write(to: folder)
    let windows = weights.language.windows(
      count: 8, length: min(32, shape.context - 1), seed: seed)
    try Data(tokenizer.text(windows).utf8)
      .write(to: folder.appendingPathComponent(CalibrationText.fileName))
    try writeWeights(
      weights.tensors, to: folder.appendingPathComponent("model.safetensors"), onBytes)
  }

  private var configuration: String {
    """
    {
      "activation_function": "gelu_new",
      "architectures": ["GPT2LMHeadModel"],
      "bos_token_id": \(shape.endToken),
      "eos_token_id": \(shape.endToken),
      "layer_norm_epsilon": 1e-05,
      "model_type": "gpt2",
      "n_ctx": \(shape.context),
      "n_embd": \(shape.width),
      "n_head": \(shape.heads),
      "n_inner": \(shape.hidden),
      "n_layer": \(shape.layers),
      "n_positions": \(shape.context),
      "tie_word_embeddings": true,
      "vocab_size": \(shape.vocabulary)
    }

    """
  }

  /// Streamed: a checkpoint of any size takes some megabytes of memory.
  private func writeWeights(
    _ tensors: [SyntheticWeights.Tensor], to file: URL, _ onBytes: (Int, Int) -> Void
  ) throws {
    var offset = 0
    let entries = tensors.map { tensor in
      let size = 4 * tensor.shape.reduce(1, *)
      defer { offset += size }
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      return "\"\(tensor.name)\":{\"dtype\":\"F32\",\"shape\":[\(shape)],"
        + "\"data_offsets\":[\(offset),\(offset + size)]}"
    }
    var header = "{" + entries.joined(separator: ",") + "}"
    header += String(repeating: " ", count: (8 - header.utf8.count % 8) % 8)
    guard FileManager.default.createFile(atPath: file.path, contents: nil) else {
      throw ModelError.unwritable(path: file.path, reason: "the file cannot be created")
    }
    let handle = try FileHandle(forWritingTo: file)
    defer { try? handle.close() }
    var length = UInt64(header.utf8.count).littleEndian
    try handle.write(contentsOf: Data(bytes: &length, count: 8) + Data(header.utf8))

    var done = 0
    for (index, tensor) in tensors.enumerated() {
      var numbers = SyntheticNumbers(seed: seed, stream: index)
      let width = tensor.shape.last!
      let rows = tensor.shape.dropLast().reduce(1, *)
      let most = max(1, (1 << 20) / width)
      for start in stride(from: 0, to: rows, by: most) {
        let count = min(most, rows - start)
        let values = [Float](unsafeUninitializedCapacity: count * width) { memory, used in
          for i in 0..<count {
            tensor.row(
              start + i, UnsafeMutableBufferPointer(rebasing: memory[i * width..<(i + 1) * width]),
              &numbers)
          }
          used = count * width
        }
        let bytes = values.withUnsafeBytes { Data($0) }
        try handle.write(contentsOf: bytes)
        done += bytes.count
        onBytes(done, offset)
      }
    }
  }
}
