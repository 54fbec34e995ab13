import Foundation
import Testing

@testable import Models

@Suite struct GPT2WeightsTests {
  private func load(
    _ variant: String = "plain", prefix: String = "transformer.",
    change: (inout SafetensorsBuilder) -> Void = { _ in }
  ) throws -> GPT2Weights {
    try withFolder { folder in
      try GPT2Vectors.load().write(variant, to: folder, prefix: prefix, change: change)
      return try GPT2Weights(
        from: Checkpoint(folder: folder), configuration: GPT2Configuration(folder: folder))
    }
  }

  private func refusal(
    _ variant: String = "plain", change: (inout SafetensorsBuilder) -> Void
  ) -> ModelError? {
    do {
      _ = try load(variant, change: change)
      return nil
    } catch {
      return error as? ModelError
    }
  }

  @Test(arguments: ["", "transformer."])
  func tensorsAreFoundWithAndWithoutPrefix(_ prefix: String) throws {
    let weights = try load(prefix: prefix)
    #expect(weights.tokenEmbedding.shape == [23, 8])
    #expect(weights.positionEmbedding.shape == [12, 8])
    #expect(weights.layers.count == 2)
    #expect(weights.layers[1].queryKeyValue.weight.shape == [8, 24])
    #expect(weights.layers[1].feedForwardOutput.weight.shape == [20, 8])
    #expect(weights.head == weights.tokenEmbedding)
    let expected = try GPT2Vectors.load().tensors["transformer.h.1.mlp.c_fc.bias"]?.values
    #expect(weights.layers[1].feedForwardInput.bias == expected?.map { Float($0) / 64 })
  }

  @Test func maskBuffersAreIgnored() throws {
    _ = try load {
      $0.add("transformer.h.0.attn.bias", type: "BOOL", shape: [1, 1, 2, 2], bytes: [1, 0, 1, 1])
      $0.add("transformer.h.1.attn.masked_bias", shape: [], values: [-.infinity])
    }
  }

  @Test func missingTensorsAreAllNamed() throws {
    let error = try #require(
      refusal { $0.entries.removeAll { $0.name.contains("h.1.attn.c_proj") } })
    #expect(error.description.contains("2 tensors are missing"))
    #expect(error.description.contains("\"transformer.h.1.attn.c_proj.bias\""))
    #expect(error.description.contains("\"transformer.h.1.attn.c_proj.weight\""))
  }

  @Test func anEmptyCheckpointMissesEverything() throws {
    let error = try #require(refusal { $0.entries = [] })
    #expect(error.description.contains("28 tensors are missing"))
  }

  @Test(arguments: [
    "score.weight", "transformer.h.2.ln_1.weight", "transformer.h.0.attn.lora_A", "x",
  ])
  func tensorsOfAnotherModelAreNamed(_ name: String) {
    let error = refusal { $0.add(name, shape: [1], values: [0]) }
    guard case .unexpectedTensors(let names, _)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(names == [name])
  }

  @Test func everyShapeIsChecked() throws {
    for name in try GPT2Vectors.load().tensors.keys {
      let error = refusal("untied") { $0.entries[$0.index(of: name)].shape.append(1) }
      guard case .shapeMismatch(name, _, _, _)? = error else {
        Issue.record("\(name): \(String(describing: error))")
        continue
      }
    }
  }

  @Test func aTransposedMatrixIsRefused() {
    let name = "transformer.h.0.mlp.c_fc.weight"
    let error = refusal { $0.entries[$0.index(of: name)].shape.reverse() }
    #expect(error?.description.contains("has shape [20, 8], and [8, 20] is expected") == true)
  }

  @Test func aWeightThatIsNotFiniteIsNamed() {
    let error = refusal {
      $0.entries[$0.index(of: "transformer.h.0.ln_1.bias")].bytes.replaceSubrange(
        4..<8, with: [0, 0, 0x80, 0x7F])
    }
    #expect(error?.description.contains("value 1 of \"transformer.h.0.ln_1.bias\"") == true)
  }

  @Test func anUntiedModelNeedsItsHead() throws {
    #expect(try load("untied").head.values != load("untied").tokenEmbedding.values)
    let error = refusal("untied") { $0.entries.removeAll { $0.name == "lm_head.weight" } }
    #expect(error?.description.contains("\"lm_head.weight\"") == true)
  }

  @Test func aTiedHeadThatIsStoredMustBeTheEmbedding() throws {
    let name = "lm_head.weight"
    let weights = try load { builder in
      var head = builder.entries[builder.index(of: "transformer.wte.weight")]
      head.name = name
      builder.entries.append(head)
    }
    #expect(weights.head == weights.tokenEmbedding)
    let error = refusal { builder in
      var head = builder.entries[builder.index(of: "transformer.wte.weight")]
      head.name = name
      head.bytes[0] ^= 1
      builder.entries.append(head)
    }
    #expect(error?.description.contains("\(name) differs") == true)
  }
}
