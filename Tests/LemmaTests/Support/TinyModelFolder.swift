import Foundation

/// A Hugging Face folder of a GPT-2 with a few hundred parameters, written by hand.
struct TinyModelFolder {
  var layers = 1
  var width = 4
  var heads = 2
  var vocabulary = 8
  var context = 8
  var seed: UInt64 = 1
  /// Changes made before writing.
  var config: [String: Any] = [:]
  var tokenizer: [String: Any] = [:]
  /// Shapes to change, by tensor.
  var shapes: [String: [Int]] = [:]
  /// Tensors to leave out.
  var missing: Set<String> = []
  /// Factors for rows of the token embedding.
  var rowScale: [Int: Float] = [:]
  /// Factors for all entries of some tensors, by the end of their name.
  var factors: [String: Float] = [:]
  var tied = true
  var calibration = "abc ade\tbad cab\nb a d\tc ab\ndab bad\tcad a\n"

  private func tensors() -> [(name: String, shape: [Int])] {
    let d = width
    var result: [(String, [Int])] = [
      ("transformer.wte.weight", [vocabulary, d]), ("transformer.wpe.weight", [context, d]),
      ("transformer.ln_f.weight", [d]), ("transformer.ln_f.bias", [d]),
    ]
    for l in 0..<layers {
      let h = "transformer.h.\(l)."
      result += [
        (h + "ln_1.weight", [d]), (h + "ln_1.bias", [d]),
        (h + "attn.c_attn.weight", [d, 3 * d]), (h + "attn.c_attn.bias", [3 * d]),
        (h + "attn.c_proj.weight", [d, d]), (h + "attn.c_proj.bias", [d]),
        (h + "ln_2.weight", [d]), (h + "ln_2.bias", [d]),
        (h + "mlp.c_fc.weight", [d, 4 * d]), (h + "mlp.c_fc.bias", [4 * d]),
        (h + "mlp.c_proj.weight", [4 * d, d]), (h + "mlp.c_proj.bias", [d]),
      ]
    }
    if !tied { result.append(("lm_head.weight", [vocabulary, d])) }
    return result
  }

  /// The bytes of model.safetensors.
  var safetensors: [UInt8] {
    var state = seed
    func random() -> Float {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Float(Int64(bitPattern: state) >> 40) / Float(1 << 23)
    }
    var header: [String: Any] = [:]
    var data: [UInt8] = []
    for (name, regular) in tensors() where !missing.contains(name) {
      let shape = shapes[name] ?? regular
      let start = data.count
      let isGain =
        name.hasSuffix("ln_1.weight") || name.hasSuffix("ln_2.weight")
        || name.hasSuffix("ln_f.weight")
      for i in 0..<shape.reduce(1, *) {
        var value = random()
        if isGain { value = 1 + value / 4 }
        if name.hasSuffix("wte.weight") { value *= rowScale[i / width] ?? 1 }
        for (end, factor) in factors where name.hasSuffix(end) { value *= factor }
        withUnsafeBytes(of: value.bitPattern.littleEndian) { data += Array($0) }
      }
      header[name] = ["dtype": "F32", "shape": shape, "data_offsets": [start, data.count]]
    }
    let json = [UInt8](try! JSONSerialization.data(withJSONObject: header, options: .sortedKeys))
    var file: [UInt8] = []
    withUnsafeBytes(of: UInt64(json.count).littleEndian) { file += Array($0) }
    return file + json + data
  }

  func write(to folder: URL, weights: [UInt8]? = nil) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    func json(_ object: [String: Any], _ name: String) throws {
      try JSONSerialization.data(withJSONObject: object, options: .sortedKeys)
        .write(to: folder.appendingPathComponent(name))
    }
    var settings: [String: Any] = [
      "model_type": "gpt2", "vocab_size": vocabulary, "n_positions": context, "n_embd": width,
      "n_layer": layers, "n_head": heads, "eos_token_id": 6, "activation_function": "gelu_new",
      "tie_word_embeddings": tied,
    ]
    for (name, value) in config { settings[name] = value }
    try json(settings, "config.json")
    var words: [String: Any] = [
      "model": [
        "type": "BPE", "merges": [String](),
        "vocab": ["a": 0, "b": 1, "c": 2, "d": 3, "e": 4, "Ġ": 5, "<|endoftext|>": 6],
      ] as [String: Any],
      "pre_tokenizer": ["type": "ByteLevel", "add_prefix_space": false] as [String: Any],
      "decoder": ["type": "ByteLevel"],
      "added_tokens": [
        [
          "id": 6, "content": "<|endoftext|>", "special": true, "single_word": false,
          "lstrip": false, "rstrip": false, "normalized": false,
        ] as [String: Any]
      ],
    ]
    for (name, value) in tokenizer { words[name] = value }
    try json(words, "tokenizer.json")
    try Data(weights ?? safetensors).write(to: folder.appendingPathComponent("model.safetensors"))
    try Data(calibration.utf8).write(to: folder.appendingPathComponent("calibration.txt"))
  }
}
