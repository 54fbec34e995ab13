"""Inputs of different length and what PyTorch makes of them in float32."""

import json
import random
from pathlib import Path

import torch
from transformers.models.t5.modeling_t5 import T5Attention

from .shapes import pooling


def inputs(model: torch.nn.Module, limit: int, seed: int) -> list[dict]:
    """A long and a short one and one of a single token; pairs of texts where the model tells them apart."""
    chance = random.Random(seed)
    configuration = model.config
    context = min(getattr(configuration, "max_position_embeddings", 24), limit)

    def tokens(count):
        return [chance.randrange(configuration.vocab_size) for _ in range(count)]

    found = []
    for prompt, reply in ((context - 2, 5), (context // 2, context // 2 + 1), (1, 1)):
        entry = {"prompt": tokens(prompt), "reply": [], "secondSegment": prompt, "positions": []}
        if configuration.is_encoder_decoder:
            entry["reply"] = tokens(reply)
        elif configuration.model_type != "bert":
            entry["reply"] = tokens(min(reply, context + 1 - prompt))
        elif configuration.type_vocab_size == 2 and prompt > 1:
            entry["secondSegment"] = prompt * 2 // 3
        found.append(entry)
    if configuration.model_type == "bert" and configuration.type_vocab_size == 2:
        found.append(found[1] | {"secondSegment": len(found[1]["prompt"])})
    return found


@torch.no_grad()
def output(model: torch.nn.Module, name: str, entry: dict) -> torch.Tensor:
    prompt = torch.tensor([entry["prompt"]])
    if model.config.is_encoder_decoder:
        rows = [model.config.pad_token_id] + entry["reply"][:-1]
        return model(input_ids=prompt, decoder_input_ids=torch.tensor([rows])).logits[0]
    if model.config.model_type != "bert":
        return model(input_ids=torch.tensor([entry["prompt"] + entry["reply"][:-1]])).logits[0]
    segments = torch.tensor([[int(row >= entry["secondSegment"]) for row in range(len(entry["prompt"]))]])
    result = model(input_ids=prompt, token_type_ids=segments)
    if pooling(name):
        rows = result.last_hidden_state
        vector = rows.mean(1) if pooling(name) == "mean_tokens" else rows[:, 0]
        return torch.nn.functional.normalize(vector, dim=1)
    logits = result.prediction_logits if name == "bert-pretraining" else result.logits
    return logits[0][entry["positions"]] if entry["positions"] else logits


def write_expected(model: torch.nn.Module, name: str, path: Path, limit: int, seed: int) -> float:
    """Writes inputs with outputs; returns the deviation of the first output."""
    entries = inputs(model, limit, seed)
    lines = []
    for entry in entries:
        if name in ("bert-masked", "bert-pretraining"):
            count = len(entry["prompt"])
            entry["positions"] = sorted({0, count // 3, count - 1})
        found = output(model, name, entry)
        numbers = ",".join(f"{float(value):.7g}" for value in found.flatten())
        head = json.dumps(entry | {"shape": list(found.shape)}, separators=(",", ":"))
        lines.append(f'{head[:-1]},"output":[{numbers}]}}')
    text = '{"runs":[\n' + ",\n".join(lines) + "\n]"
    if model.config.model_type == "t5":
        text += f',\n"buckets":{json.dumps(buckets(model.config), separators=(",", ":"))}'
    path.write_text(text + "}\n")
    return float(output(model, name, entries[0]).std())


def buckets(configuration) -> list[dict]:
    """The bucket of every distance from -300 to 300 after a query, for these settings and the library's usual ones."""
    distances = torch.arange(-300, 301)
    found = []
    for count, farthest in (
        (configuration.relative_attention_num_buckets, configuration.relative_attention_max_distance),
        (32, 128),
        (7, 20),
    ):
        both = {
            direction: T5Attention._relative_position_bucket(distances, way, count, farthest).tolist()
            for direction, way in (("bothWays", True), ("backwards", False))
        }
        found.append({"buckets": count, "farthest": farthest} | both)
    return found
