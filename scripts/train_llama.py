#!/usr/bin/env python3
"""Trains a small Llama that answers questions about animals and months: a part of the demo model's world.

    python3 scripts/train_llama.py [--out out/llama]

Nothing is downloaded. Six query heads share two of keys and values; the tokenizer is a byte-level BPE with Llama 3's words. Writes the
folder with calibration text and `heldout.json` (questions in wordings that training never saw, with their answers, as tokens).
Needs torch, transformers, tokenizers and numpy; takes about five minutes on one core.
"""

import argparse
import json
import os
import random
import shutil
import time
from pathlib import Path

# Waiting threads sleep instead of spinning, so that a shared machine stays usable. Must precede torch.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import torch
from transformers import LlamaConfig, LlamaForCausalLM
from transformers.utils import logging

from demo_model.measuring import measure
from demo_model.training import train
from demo_model.turns import Sampler, split
from demo_model.vectors import write_turns
from demo_model.world import world
from family_folders.tokens import LLAMA3_SPLIT, byte_pairs

TOPICS = {
    "animal sounds",
    "young animals",
    "animal homes",
    "animal food",
    "animal kinds",
    "animal legs",
    "month after",
    "month before",
    "season of a month",
}
SPECIAL = ["<|pad|>", "<|begin_of_text|>", "<|end_of_text|>"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parent.parent / "out/llama")
    parser.add_argument("--steps", type=int, default=1000)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--decay", type=float, default=0.1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=12)
    options = parser.parse_args()
    options.float32 = True
    logging.disable_progress_bar()
    logging.set_verbosity_error()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)

    facts = [fact for fact in world() if fact.topic in TOPICS]
    training, held = split(facts, options.seed)
    corpus = Sampler(training, options.seed + 1)
    lines = [line for _ in range(5000) for turn in (corpus.turn(),) for line in (turn.question, turn.answer)]
    tokenizer = byte_pairs(640, lines, LLAMA3_SPLIT, SPECIAL, begins=False)
    model = LlamaForCausalLM(
        LlamaConfig(
            vocab_size=len(tokenizer),
            hidden_size=96,
            num_hidden_layers=3,
            num_attention_heads=6,
            num_key_value_heads=2,
            intermediate_size=256,
            max_position_embeddings=128,
            tie_word_embeddings=True,
            pad_token_id=0,
            bos_token_id=1,
            eos_token_id=tokenizer.eos_token_id,
        )
    )
    start = time.process_time()
    seen = train(model, Sampler(training, options.seed), tokenizer, options)
    minutes = (time.process_time() - start) / 60

    chance = random.Random(options.seed + 2)
    heldout = chance.sample([turn for turns in held.values() for turn in turns], 60)
    calibration = list({turn.question: turn for turn in (corpus.turn(plain=True) for _ in range(300))}.values())[:96]
    report = {name: measure(model, tokenizer, turns) for name, turns in (("seen", calibration), ("held out", heldout))}

    shutil.rmtree(options.out, ignore_errors=True)
    model.save_pretrained(options.out)
    (options.out / "model.safetensors").chmod(0o644)
    tokenizer.save_pretrained(options.out)
    write_turns(calibration, options.out / "calibration.txt")
    end = tokenizer.eos_token_id
    rows = [
        {
            "question": turn.question,
            "prompt": tokenizer(turn.question)["input_ids"] + [end],
            "reply": tokenizer(turn.answer)["input_ids"] + [end],
        }
        for turn in heldout
    ]
    (options.out / "heldout.json").write_text("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n")
    print(json.dumps(report, indent=1))
    print(f"{model.num_parameters()} parameters, {seen} training tokens, {minutes:.1f} minutes of one core; written to {options.out}")


if __name__ == "__main__":
    main()
