#!/usr/bin/env python3
"""Writes a Llama-style Hugging Face folder of a known model's shape with random weights, for measuring what its proofs cost.

    python3 benches/scaling/make_llama.py smollm2-135m|qwen2.5-0.5b OUT [--layers N] [--seed 1]

Needs numpy alone. Weights are BF16 and spread so that norms, scores and logits stay in the ranges of trained models; there is no
tokenizer, so import measures ranges on random tokens.
"""

import argparse
import json
import math
import struct
from pathlib import Path

import numpy

SHAPES = {
    "smollm2-135m": dict(
        model_type="llama", architectures=["LlamaForCausalLM"], hidden_size=576, num_hidden_layers=30, num_attention_heads=9,
        num_key_value_heads=3, intermediate_size=1536, vocab_size=49152, max_position_embeddings=8192, rope_theta=100000.0,
        rms_norm_eps=1e-5, hidden_act="silu", tie_word_embeddings=True, bos_token_id=1, eos_token_id=2,
    ),
    "qwen2.5-0.5b": dict(
        model_type="qwen2", architectures=["Qwen2ForCausalLM"], hidden_size=896, num_hidden_layers=24, num_attention_heads=14,
        num_key_value_heads=2, intermediate_size=4864, vocab_size=151936, max_position_embeddings=32768, rope_theta=1000000.0,
        rms_norm_eps=1e-6, hidden_act="silu", tie_word_embeddings=True, use_sliding_window=False, bos_token_id=151643,
        eos_token_id=151643,
    ),
}  # fmt: skip


def tensors(config):
    """Name, shape and standard deviation of every tensor; a deviation of None is a norm's gain."""
    d, hidden = config["hidden_size"], config["intermediate_size"]
    width = d // config["num_attention_heads"]
    groups = config["num_key_value_heads"] * width
    yield "model.embed_tokens.weight", (config["vocab_size"], d), 0.05
    for layer in range(config["num_hidden_layers"]):
        name = f"model.layers.{layer}"
        yield f"{name}.input_layernorm.weight", (d,), None
        for part, rows in (("q", d), ("k", groups), ("v", groups)):
            yield f"{name}.self_attn.{part}_proj.weight", (rows, d), 1 / math.sqrt(d)
            if config["model_type"] == "qwen2":
                yield f"{name}.self_attn.{part}_proj.bias", (rows,), 0.5
        yield f"{name}.self_attn.o_proj.weight", (d, d), 0.3 / math.sqrt(d)
        yield f"{name}.post_attention_layernorm.weight", (d,), None
        yield f"{name}.mlp.gate_proj.weight", (hidden, d), 1 / math.sqrt(d)
        yield f"{name}.mlp.up_proj.weight", (hidden, d), 1 / math.sqrt(d)
        yield f"{name}.mlp.down_proj.weight", (d, hidden), 0.3 / math.sqrt(hidden)
    yield "model.norm.weight", (d,), None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shape", choices=SHAPES)
    parser.add_argument("out", type=Path)
    parser.add_argument("--layers", type=int)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    config = dict(SHAPES[arguments.shape])
    if arguments.layers:
        config["num_hidden_layers"] = arguments.layers
    arguments.out.mkdir(parents=True, exist_ok=True)
    (arguments.out / "config.json").write_text(json.dumps(config, indent=2) + "\n")

    header, offset = {}, 0
    for name, shape, _ in tensors(config):
        size = 2 * math.prod(shape)
        header[name] = dict(dtype="BF16", shape=shape, data_offsets=[offset, offset + size])
        offset += size
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    generator = numpy.random.default_rng(arguments.seed)
    with open(arguments.out / "model.safetensors", "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for _, shape, deviation in tensors(config):
            values = generator.standard_normal(shape, dtype=numpy.float32)
            values = 1 + 0.1 * values if deviation is None else deviation * values
            # The upper half of a float is a BF16 number.
            file.write((values.view(numpy.uint32) >> 16).astype(numpy.uint16).tobytes())


if __name__ == "__main__":
    main()
