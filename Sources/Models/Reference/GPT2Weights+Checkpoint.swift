extension GPT2Weights {
  /// Reads the weights of the configured model from a checkpoint.
  ///
  /// Tensors may carry the prefix `transformer.`, as the language model saves them, or none, as
  /// the bare model does. The causal-mask buffers `attn.bias` and `attn.masked_bias` are ignored.
  /// - Throws: `missingTensors`, `unexpectedTensors` or `shapeMismatch`, before any value is read;
  ///   then what reading a tensor throws.
  public init(
    from checkpoint: Checkpoint, configuration: GPT2Configuration
  ) throws(ModelError) {
    let layout = GPT2Layout(configuration: configuration, checkpoint: checkpoint)
    try layout.check(checkpoint)
    func tensor(_ name: String) throws(ModelError) -> FloatTensor {
      try checkpoint.tensor(named: layout.prefix + name)
    }
    func linear(_ name: String) throws(ModelError) -> Linear {
      Linear(weight: try tensor(name + ".weight"), bias: try tensor(name + ".bias").values)
    }
    func normalization(_ name: String) throws(ModelError) -> Normalization {
      Normalization(
        gain: try tensor(name + ".weight").values, bias: try tensor(name + ".bias").values)
    }

    tokenEmbedding = try tensor("wte.weight")
    positionEmbedding = try tensor("wpe.weight")
    var layers: [Layer] = []
    for index in 0..<configuration.layerCount {
      layers.append(
        Layer(
          attentionNormalization: try normalization("h.\(index).ln_1"),
          queryKeyValue: try linear("h.\(index).attn.c_attn"),
          attentionOutput: try linear("h.\(index).attn.c_proj"),
          feedForwardNormalization: try normalization("h.\(index).ln_2"),
          feedForwardInput: try linear("h.\(index).mlp.c_fc"),
          feedForwardOutput: try linear("h.\(index).mlp.c_proj")))
    }
    self.layers = layers
    finalNormalization = try normalization("ln_f")
    head = try Self.head(checkpoint, configuration, tokenEmbedding: tokenEmbedding)
  }

  /// A tied head that is stored all the same must be the embedding, or the file has two readings.
  private static func head(
    _ checkpoint: Checkpoint, _ configuration: GPT2Configuration, tokenEmbedding: FloatTensor
  ) throws(ModelError) -> FloatTensor {
    guard checkpoint.shape(of: GPT2Layout.head) != nil else { return tokenEmbedding }
    let head = try checkpoint.tensor(named: GPT2Layout.head)
    guard configuration.tiesEmbeddings else { return head }
    guard head == tokenEmbedding else {
      throw .malformedFile(
        path: checkpoint.path,
        reason: "config.json ties the head to the embedding, but \(GPT2Layout.head) differs")
    }
    return tokenEmbedding
  }
}
