#!/usr/bin/env python3
"""Writes a Hugging Face GPT-2 folder with random weights of a trained model's scale, for tests.

    python3 scripts/make_gpt2_folder.py OUT [--layers 5] [--width 96] [--heads 3] [--inner 384] [--vocabulary 1000]
        [--context 64] [--activation gelu_new] [--untied] [--dtype float32] [--shards 1] [--seed 1]

The folder is written by `transformers` itself. Beside the model lie `reference.json` (token sequences with PyTorch's
float32 logits) and `tokenizer_cases.json` (strings with their ids), so that another loader can be held against it.
"""

import argparse
import random
import sys
from pathlib import Path

import torch
from huggingface_hub import split_torch_state_dict_into_shards
from transformers import GPT2Config, GPT2LMHeadModel
from transformers.utils import logging

from demo_model.tokenizer import save_tokenizer, train_tokenizer
from demo_model.turns import END, Sampler, text
from demo_model.vectors import write_reference, write_tokenizer_cases
from demo_model.world import world


def fill(model: GPT2LMHeadModel, generator: torch.Generator) -> None:
    """Weights, gains and biases with the spread of trained ones, each channel a little different."""

    def normal(shape, deviation, mean=0.0):
        return torch.randn(shape, generator=generator) * deviation + mean

    def between(low, high):
        return low + (high - low) * float(torch.rand((), generator=generator))

    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if name.endswith(("wte.weight", "lm_head.weight")):
                parameter.copy_(normal(parameter.shape, 0.14))
            elif name.endswith("wpe.weight"):
                parameter.copy_(normal(parameter.shape, 0.05))
            elif ".ln_" in name and name.endswith("weight"):
                parameter.copy_(normal(parameter.shape, 0.2, 1.5 if "ln_f" in name else 1.0))
            elif name.endswith("bias"):
                parameter.copy_(normal(parameter.shape, between(0.05, 0.15)))
            else:
                channels = torch.exp(normal(parameter.shape[-1:], 0.2))
                parameter.copy_(normal(parameter.shape, between(0.05, 0.13)) * channels)


def shard_size(model: GPT2LMHeadModel, shards: int) -> int:
    """A shard size in bytes at which the weights fall into exactly so many files."""
    state = model.state_dict()
    total = sum(tensor.numel() * tensor.element_size() for tensor in state.values())
    for percent in range(100, 30, -1):
        for size in (total * 100 // (shards * percent), total * percent // (shards * 100)):
            plan = split_torch_state_dict_into_shards(state, max_shard_size=size)
            if len(plan.filename_to_tensors) == shards:
                return size
    sys.exit(f"the weights can not be split into {shards} files")


def lines(vocabulary: int, seed: int) -> list[str]:
    """The demo model's text; made-up words on top, as many as a large vocabulary needs."""
    sampler, chance = Sampler(world(), seed), random.Random(seed)
    found = [line for _ in range(20000) for turn in (sampler.turn(),) for line in (turn.question, turn.answer)]
    for _ in range(max(0, vocabulary - 1500) // 2):
        letters = ["".join(chance.choices("etaoinshrdlcum", k=chance.randint(4, 9))) for _ in range(4)]
        found.append(" ".join(letters))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--layers", type=int, default=5)
    parser.add_argument("--width", type=int, default=96)
    parser.add_argument("--heads", type=int, default=3)
    parser.add_argument("--inner", type=int, help="width inside the MLP; without it 4 times the width, as null")
    parser.add_argument("--vocabulary", type=int, default=1000)
    parser.add_argument("--context", type=int, default=64)
    parser.add_argument("--activation", default="gelu_new")
    parser.add_argument("--untied", action="store_true", help="an output matrix of its own")
    parser.add_argument("--dtype", choices=("float32", "float16", "bfloat16"), default="float32")
    parser.add_argument("--shards", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.width % options.heads:
        parser.error("the width must be a multiple of the number of heads")
    if options.vocabulary < 300:
        parser.error("the vocabulary must be at least 300: 256 bytes, some merges, the end of text")
    logging.disable_progress_bar()
    logging.set_verbosity_error()
    torch.manual_seed(options.seed)

    tokenizer = train_tokenizer(lines(options.vocabulary, options.seed), options.vocabulary, options.context)
    end = tokenizer.eos_token_id
    model = GPT2LMHeadModel(
        GPT2Config(
            vocab_size=options.vocabulary,
            n_positions=options.context,
            n_embd=options.width,
            n_layer=options.layers,
            n_head=options.heads,
            n_inner=options.inner,
            activation_function=options.activation,
            tie_word_embeddings=not options.untied,
            bos_token_id=end,
            eos_token_id=end,
        )
    )
    fill(model, torch.Generator().manual_seed(options.seed))
    model.to(getattr(torch, options.dtype))

    options.out.mkdir(parents=True, exist_ok=True)
    for old in options.out.glob("model*.safetensors*"):
        old.unlink()
    size = {} if options.shards == 1 else {"max_shard_size": shard_size(model, options.shards)}
    model.save_pretrained(options.out, **size)
    for path in options.out.glob("model*.safetensors"):
        path.chmod(0o644)
    save_tokenizer(tokenizer, options.out)
    write_tokenizer_cases(tokenizer, options.out / "tokenizer_cases.json")

    reloaded = GPT2LMHeadModel.from_pretrained(options.out, dtype=torch.float32).eval()
    assert all(
        torch.equal(a.float(), b) for a, b in zip(model.parameters(), reloaded.parameters(), strict=True)
    ), "the folder does not read back as written"
    sampler, chance = Sampler(world(), options.seed), random.Random(options.seed)
    longest = min(24, options.context)
    sequences = [
        tokenizer(text([sampler.turn(), sampler.turn()]))["input_ids"][:longest],
        [chance.randrange(options.vocabulary) for _ in range(min(17, longest))],
        tokenizer("A")["input_ids"][:1],
    ]
    write_reference(reloaded, sequences, options.out / "reference.json")

    files = sorted(options.out.glob("model*.safetensors"))
    bytes_in_all = sum(path.stat().st_size for path in files)
    print(f"{options.out}: {reloaded.num_parameters()} parameters, {len(files)} weight files, {bytes_in_all / 1e6:.2f} MB")
    with torch.no_grad():
        logits = reloaded(input_ids=torch.tensor([sequences[0]])).logits
    print(f"logits: deviation {float(logits.std()):.2f}, largest {float(logits.abs().max()):.2f}; {END} is {end}")


if __name__ == "__main__":
    main()
