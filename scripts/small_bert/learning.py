"""Masking, training and measuring."""

import math
import random
import time

import torch
from torch.nn.functional import cross_entropy
from transformers import BertForPreTraining

from .stories import Pair, Stories

SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
PAD, UNKNOWN, BEGIN, END, MASK = range(5)
LONGEST = 26
# Whether a sentence follows is learned from one bit a pair, so it counts more.
ORDER_WEIGHT = 2.0


class Reader:
    """Words to tokens: each word is one."""

    def __init__(self, vocabulary: dict[str, int]):
        self.vocabulary = vocabulary

    def tokens(self, pair: Pair) -> tuple[list[int], int]:
        """The tokens of a pair, and the first row of its second text."""
        first, second = ([self.vocabulary[word] for word in part] for part in (pair.first, pair.second))
        return [BEGIN, *first, END, *second, END], len(first) + 2

    def row(self, pair: Pair, part: int, place: int) -> int:
        return 1 + place + (len(pair.first) + 1 if part else 0)


def hidden(pair: Pair, reader: Reader, chance: random.Random, count: int) -> list[int]:
    """Rows of some words that the rest of the pair tells."""
    places = sorted(chance.sample(pair.told, count))
    return [reader.row(pair, part, place) for part, place in places]


def batch(pairs: list[Pair], reader: Reader, chance: random.Random):
    """Token rows with some words masked, segments, attention, what was masked, and which pairs do not follow."""
    width = LONGEST
    tokens, segments, seen = (torch.zeros(len(pairs), width, dtype=torch.long) for _ in range(3))
    labels = torch.full((len(pairs), width), -100)
    for index, pair in enumerate(pairs):
        ids, start = reader.tokens(pair)
        tokens[index, : len(ids)] = torch.tensor(ids)
        segments[index, start : len(ids)] = 1
        seen[index, : len(ids)] = 1
        for row in hidden(pair, reader, chance, chance.choice((0, 1, 1, 2))):
            labels[index, row] = ids[row]
            # As in BERT, a masked word is sometimes left or exchanged, so that all rows mean something.
            draw = chance.random()
            tokens[index, row] = MASK if draw < 0.85 else ids[row] if draw < 0.93 else chance.randrange(5, len(reader.vocabulary))
    return tokens, segments, seen, labels, torch.tensor([int(not pair.follows) for pair in pairs])


def train(model: BertForPreTraining, stories: Stories, reader: Reader, steps: int, rate: float) -> None:
    decayed = [p for p in model.parameters() if p.dim() > 1]
    plain = [p for p in model.parameters() if p.dim() <= 1]
    optimizer = torch.optim.AdamW(
        [{"params": decayed, "weight_decay": 0.05}, {"params": plain, "weight_decay": 0.0}], lr=rate, fused=True
    )
    start, smooth = time.time(), None
    model.train()
    for step in range(steps):
        warm = min(1.0, (step + 1) / 100)
        for group in optimizer.param_groups:
            group["lr"] = rate * warm * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * step / steps)))
        tokens, segments, seen, labels, order = batch(
            [stories.pair() for _ in range(64)], reader, stories.chance
        )
        result = model(input_ids=tokens, token_type_ids=segments, attention_mask=seen)
        masked = cross_entropy(result.prediction_logits.flatten(0, 1), labels.flatten())
        follows = cross_entropy(result.seq_relationship_logits, order)
        loss = masked + ORDER_WEIGHT * follows
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        losses = torch.tensor([masked.item(), follows.item()])
        smooth = losses if smooth is None else 0.98 * smooth + 0.02 * losses
        if (step + 1) % 200 == 0:
            print(
                f"step {step + 1:5d}/{steps}  masked {smooth[0]:.3f}  next {smooth[1]:.3f}  {time.time() - start:.0f} s",
                flush=True,
            )
    model.eval()


@torch.no_grad()
def measure(model: BertForPreTraining, pairs: list[Pair], reader: Reader, seed: int) -> tuple[dict, list[dict]]:
    """Accuracy with one word hidden, and of whether the second sentence follows; and each question with its true answers."""
    chance = random.Random(seed)
    right = {"masked word": 0, "next sentence": 0}
    questions = []
    for pair in pairs:
        ids, start = reader.tokens(pair)
        (row,) = hidden(pair, reader, chance, 1)
        masked = ids[:row] + [MASK] + ids[row + 1 :]
        segments = torch.tensor([[int(index >= start) for index in range(len(ids))]])
        order = model(input_ids=torch.tensor([ids]), token_type_ids=segments).seq_relationship_logits[0]
        words = model(input_ids=torch.tensor([masked]), token_type_ids=segments).prediction_logits[0]
        right["next sentence"] += int(order.argmax()) == int(not pair.follows)
        right["masked word"] += int(words[row].argmax()) == ids[row]
        questions.append(
            {
                "first": " ".join(pair.first),
                "second": " ".join(pair.second),
                "prompt": ids,
                "secondSegment": start,
                "position": row,
                "token": ids[row],
                "class": int(not pair.follows),
            }
        )
    return {name: count / len(pairs) for name, count in right.items()}, questions
