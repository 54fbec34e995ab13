#!/usr/bin/env python3
"""Trains the bundled demo model: a very small GPT-2 that answers questions about a very small world.

    python3 scripts/train_demo_model.py [--out models/demo]

Nothing is downloaded. The script writes the world down, splits it, trains a byte-level BPE tokenizer
on it, trains the model, measures it and writes a Hugging Face folder with calibration text and test
vectors beside it; each of these is a module of demo_model/.
Needs torch, transformers, tokenizers, safetensors and numpy; takes minutes on two cores.
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
from transformers import GPT2Config, GPT2LMHeadModel
from transformers.utils import logging

from demo_model.measuring import activations, greedy, measure
from demo_model.page import SHOWN, readme
from demo_model.tokenizer import save_tokenizer, train_tokenizer
from demo_model.training import train
from demo_model.turns import END, Sampler, split, text
from demo_model.vectors import write_reference, write_tokenizer_cases, write_turns
from demo_model.world import world


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parent.parent / "models/demo")
    parser.add_argument("--steps", type=int, default=3000)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--decay", type=float, default=0.1)
    parser.add_argument("--dropout", type=float, default=0.05)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--float32", action="store_true", help="train in float32 where bfloat16 is slow")
    options = parser.parse_args()
    logging.disable_progress_bar()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)

    facts = world()
    training, held = split(facts, options.seed)
    sampler = Sampler(training, options.seed)
    questions = sum(len(fact.questions) for fact in training)
    print(f"{len(facts)} facts, {questions} training questions; held out:", {k: len(v) for k, v in held.items()})

    corpus = Sampler(training, options.seed + 1)
    lines = [line for _ in range(60000) for turn in (corpus.turn(),) for line in (turn.question, turn.answer)]
    tokenizer = train_tokenizer(lines, 1024, 128)
    end = tokenizer.eos_token_id
    lengths = sorted(len(tokenizer(fact.answer)["input_ids"]) + 1 for fact in facts)
    print(f"answers: {lengths[0]} to {lengths[-1]} tokens with the end of text, median {lengths[len(lengths) // 2]}")

    model = GPT2LMHeadModel(
        GPT2Config(
            vocab_size=1024,
            n_positions=128,
            n_embd=128,
            n_layer=4,
            n_head=4,
            activation_function="gelu_new",
            embd_pdrop=options.dropout,
            attn_pdrop=options.dropout,
            resid_pdrop=options.dropout,
            bos_token_id=end,
            eos_token_id=end,
            attn_implementation="eager",
        )
    )
    parameters = model.num_parameters()
    start = time.time()
    seen = train(model, sampler, tokenizer, options)
    minutes = (time.time() - start) / 60

    chance = random.Random(options.seed + 2)
    sizes = {"paraphrase": 60, "wording": 20, "fact": 20}
    heldout = [turn for kind, size in sizes.items() for turn in chance.sample(held[kind], size)]
    calibration, asked = [], set()
    while len(calibration) < 150:
        turn = corpus.turn(plain=True)
        if turn.question not in asked:
            asked.add(turn.question)
            calibration.append(turn)

    report = {kind: measure(model, tokenizer, turns) for kind, turns in held.items()}
    report["heldout.txt"] = measure(model, tokenizer, heldout)
    report["calibration.txt"] = measure(model, tokenizer, calibration)
    largest = activations(model, tokenizer, calibration)
    shown = list(zip(SHOWN, greedy(model, tokenizer, list(SHOWN)), strict=True))

    out: Path = options.out
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    model.save_pretrained(out)
    (out / "model.safetensors").chmod(0o644)
    save_tokenizer(tokenizer, out)
    write_turns(calibration, out / "calibration.txt")
    write_turns(heldout, out / "heldout.txt")
    write_tokenizer_cases(tokenizer, out / "tokenizer_cases.json")
    reloaded = GPT2LMHeadModel.from_pretrained(out).eval()
    sequences = [tokenizer(text([turn]))["input_ids"][:24] for turn in (heldout[0], heldout[60], calibration[0])]
    replies = [
        {"question": question, "prompt": tokenizer(question + END)["input_ids"], "reply": reply}
        for question, reply in shown
    ]
    write_reference(reloaded, sequences, out / "reference.json", replies)

    print(json.dumps(report, indent=1))
    print("largest absolute values:", {name: round(value, 2) for name, value in largest.items()})
    print(f"{parameters} parameters, {seen} training tokens, {minutes:.1f} minutes")
    for question, reply in shown:
        print(f"{question}\n  [{len(reply)}] {tokenizer.decode(reply)}")
    (out / "README.md").write_text(
        readme(options, training, questions, parameters, seen, minutes, lengths, report, largest, shown, tokenizer)
    )
    size = sum(path.stat().st_size for path in out.iterdir())
    print(f"{out}: {size / 1e6:.2f} MB")
    assert size <= 6_000_000


if __name__ == "__main__":
    main()
