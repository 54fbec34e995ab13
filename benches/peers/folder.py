"""A Hugging Face folder around the block, for `lemma import`: embeddings, the block, final norm and tied head.

The tokenizer knows the 256 bytes and the end of text, so no merges are needed.
"""

import json
from pathlib import Path

import numpy as np

from block import CONTEXT, EPSILON, HEADS, INNER, VOCABULARY, WIDTH

END = VOCABULARY - 1


def byte_names() -> list[str]:
    """GPT-2's printable character of each byte, as vocab.json has them."""
    printable = {*range(33, 127), *range(161, 173), *range(174, 256)}
    others = iter(range(256, 512))
    return [chr(byte) if byte in printable else chr(next(others)) for byte in range(256)]


def write_safetensors(path: Path, tensors: dict[str, np.ndarray]) -> None:
    header, offset = {}, 0
    for name, tensor in tensors.items():
        assert tensor.dtype == np.float32
        header[name] = {"dtype": "F32", "shape": tensor.shape, "data_offsets": [offset, offset + tensor.nbytes]}
        offset += tensor.nbytes
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    data = b"".join(np.ascontiguousarray(tensor).tobytes() for tensor in tensors.values())
    path.write_bytes(len(text).to_bytes(8, "little") + text + data)


def write(folder: Path, weights: dict[str, np.ndarray]) -> None:
    folder.mkdir(parents=True, exist_ok=True)

    def save(name, value):
        (folder / name).write_text(json.dumps(value, indent=2) + "\n")

    save(
        "config.json",
        {
            "model_type": "gpt2",
            "architectures": ["GPT2LMHeadModel"],
            "activation_function": "gelu_new",
            "bos_token_id": END,
            "eos_token_id": END,
            "layer_norm_epsilon": EPSILON,
            "n_embd": WIDTH,
            "n_head": HEADS,
            "n_inner": INNER,
            "n_layer": 1,
            "n_positions": CONTEXT,
            "tie_word_embeddings": True,
            "vocab_size": VOCABULARY,
        },
    )
    end = "<|endoftext|>"
    save("tokenizer_config.json", {"tokenizer_class": "GPT2Tokenizer", "bos_token": end, "eos_token": end, "unk_token": end})
    save("vocab.json", {name: i for i, name in enumerate(byte_names())} | {end: END})
    (folder / "merges.txt").write_text("#version: 0.2\n")
    random = np.random.default_rng(2)
    lines = ["".join(chr(c) for c in random.integers(33, 127, CONTEXT - 1)) + "\t" for _ in range(64)]
    (folder / "calibration.txt").write_text("\n".join(lines) + "\n")
    write_safetensors(folder / "model.safetensors", weights)
