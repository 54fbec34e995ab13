#!/usr/bin/env python3
"""Writes a Hugging Face folder of every supported class with random weights of a trained model's scale, for tests.

    python3 scripts/make_folders.py OUT [--size small] [--seed 1] [NAME ...]

The folders are written by `transformers` itself: BERT with each of its heads and as sentence-transformers has it, Llama, Qwen2 and
Mistral, OPT, T5 of both versions, Marian. Beside each model lies `expected.json` (inputs with PyTorch's float32 outputs). Folders of the
larger size, `odd`, also have a tokenizer of their family's kind and `tokenizer_cases.json` (strings with their ids).
"""

import argparse
import json
from pathlib import Path

import torch
from transformers.utils import logging

from family_folders.expected import write_expected
from family_folders.shapes import SIZES, folders, pooling
from family_folders.tokens import save
from family_folders.weights import fill


def write_modules(out: Path, mode: str, width: int) -> None:
    """What sentence-transformers has beside an encoder."""
    kinds = [("", "Transformer"), ("1_Pooling", "Pooling")]
    if mode == "mean_tokens":
        kinds.append(("2_Normalize", "Normalize"))
    modules = [
        {"idx": index, "name": str(index), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for index, (path, kind) in enumerate(kinds)
    ]
    (out / "modules.json").write_text(json.dumps(modules, indent=2) + "\n")
    modes = ("cls_token", "mean_tokens", "max_tokens", "mean_sqrt_len_tokens")
    pool = {"word_embedding_dimension": width} | {f"pooling_mode_{name}": name == mode for name in modes}
    (out / "1_Pooling").mkdir(exist_ok=True)
    (out / "1_Pooling" / "config.json").write_text(json.dumps(pool, indent=2) + "\n")


def make(name: str, out: Path, size: str, seed: int) -> None:
    torch.manual_seed(seed)
    model = folders(SIZES[size])[name]()
    fill(model, seed)
    out.mkdir(parents=True, exist_ok=True)
    model.save_pretrained(out)
    (out / "model.safetensors").chmod(0o644)
    if pooling(name):
        write_modules(out, pooling(name), model.config.hidden_size)
    reloaded = type(model).from_pretrained(out, dtype=torch.float32).eval()
    assert all(
        torch.equal(a, b) for a, b in zip(model.parameters(), reloaded.parameters(), strict=True)
    ), "the folder does not read back as written"
    limit = 12 if size == "small" else 40
    deviation = write_expected(reloaded, name, out / "expected.json", limit, seed)
    if size == "odd":
        save(model.config.model_type, model.config.vocab_size, out, seed)
    print(f"{out}: {reloaded.num_parameters()} parameters, outputs spread by {deviation:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("names", nargs="*", metavar="NAME", help="all without any")
    parser.add_argument("--size", choices=SIZES, default="odd")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_intermixed_args()
    logging.disable_progress_bar()
    logging.set_verbosity_error()
    known = list(folders(SIZES[options.size]))
    if unknown := set(options.names) - set(known):
        parser.error(f"no folder is called {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    for name in options.names or known:
        make(name, options.out / name, options.size, options.seed)


if __name__ == "__main__":
    main()
