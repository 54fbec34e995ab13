#!/usr/bin/env python3
"""Trains a small BERT to fill in masked words and to tell whether a sentence follows another.

    python3 scripts/train_bert.py [--out out/bert]

Nothing is downloaded. The stories are two sentences about an animal; each animal has a colour, a food, a home and a voice of its own,
and both sentences name the same time, so that a hidden word can be told from the others, and a second sentence from another story
does not fit. A twelfth of all stories is held out. Writes the folders `masked` (BertForMaskedLM) and `next` (BertForNextSentencePrediction)
with a tokenizer, calibration text (pairs of held-in sentences, separated by a tab, some words masked) and `heldout.json` (held-out pairs
with the row that is masked, its word and whether the second follows).
Needs torch, transformers, tokenizers and numpy; takes about four minutes on one core.
"""

import argparse
import json
import os
import shutil
import time
from pathlib import Path

# Waiting threads sleep instead of spinning, so that a shared machine stays usable. Must precede torch.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import torch
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from transformers import (
    BertConfig,
    BertForMaskedLM,
    BertForNextSentencePrediction,
    BertForPreTraining,
    PreTrainedTokenizerFast,
)
from transformers.utils import logging

from small_bert.learning import BEGIN, END, SPECIAL, Reader, measure, train
from small_bert.stories import Stories, words


def make_tokenizer(vocabulary: dict[str, int]) -> PreTrainedTokenizerFast:
    """BERT's own kind. Every word of the stories is a token; others fall apart into letters."""
    tokenizer = Tokenizer(models.WordPiece(vocab=vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", BEGIN), ("[SEP]", END)],
    )
    names = dict(pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]", mask_token="[MASK]")
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=64, **names)


def calibration(stories: Stories, count: int) -> str:
    lines = []
    for index in range(count):
        pair = stories.pair()
        parts = [list(pair.first), list(pair.second)]
        if index % 2:
            part, place = stories.chance.choice(pair.told)
            parts[part][place] = "[MASK]"
        lines.append("\t".join(" ".join(part) for part in parts) + "\n")
    return "".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parent.parent / "out/bert")
    parser.add_argument("--steps", type=int, default=2000)
    parser.add_argument("--rate", type=float, default=1.5e-3)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=11)
    options = parser.parse_args()
    logging.disable_progress_bar()
    logging.set_verbosity_error()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)

    letters = list("abcdefghijklmnopqrstuvwxyz0123456789.,?!'-")
    pieces = dict.fromkeys(SPECIAL + letters + ["##" + letter for letter in letters[:36]] + words())
    vocabulary = {piece: index for index, piece in enumerate(pieces)}
    tokenizer, reader = make_tokenizer(vocabulary), Reader(vocabulary)
    model = BertForPreTraining(
        BertConfig(
            vocab_size=len(vocabulary),
            hidden_size=96,
            num_hidden_layers=3,
            num_attention_heads=4,
            intermediate_size=384,
            max_position_embeddings=64,
            hidden_dropout_prob=0.05,
            attention_probs_dropout_prob=0.05,
            initializer_range=0.08,
        )
    )
    start = time.process_time()
    train(model, Stories(options.seed, heldout=False), reader, options.steps, options.rate)
    minutes = (time.process_time() - start) / 60

    stories = Stories(options.seed + 1, heldout=True)
    pairs = list(dict.fromkeys(stories.pair() for _ in range(400)))[:200]
    for pair in pairs:
        assert tokenizer(" ".join(pair.first), " ".join(pair.second))["input_ids"] == reader.tokens(pair)[0]
    accuracy, questions = measure(model, pairs, reader, options.seed)

    text = calibration(Stories(options.seed + 2, heldout=False), 96)
    for name, kind in (("masked", BertForMaskedLM), ("next", BertForNextSentencePrediction)):
        out = options.out / name
        shutil.rmtree(out, ignore_errors=True)
        head = kind(model.config)
        missing, _ = head.load_state_dict(model.state_dict(), strict=False)
        assert not missing, missing
        head.save_pretrained(out)
        (out / "model.safetensors").chmod(0o644)
        tokenizer.save_pretrained(out)
        (out / "calibration.txt").write_text(text)
        rows = ",\n".join(json.dumps(question) for question in questions)
        (out / "heldout.json").write_text(f"[\n{rows}\n]\n")
    print(f"{model.num_parameters()} parameters, {len(vocabulary)} tokens, {minutes:.1f} minutes of one core")
    print(f"on {len(pairs)} held-out pairs:", {name: round(share, 3) for name, share in accuracy.items()})
    print(f"written to {options.out}")


if __name__ == "__main__":
    main()
