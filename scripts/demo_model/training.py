"""Training."""
import math
import time

import torch
from transformers import GPT2LMHeadModel, GPT2Tokenizer

from .turns import Sampler


def batches(sampler: Sampler, tokenizer: GPT2Tokenizer, size: int, context: int):
    """Rows of one to three turns. The reply counts in full, the question a little: nobody can guess it."""
    end = tokenizer.eos_token_id
    cache: dict[str, list[int]] = {}

    def ids(string: str) -> list[int]:
        if string not in cache:
            cache[string] = tokenizer(string)["input_ids"] + [end]
        return cache[string]

    while True:
        rows = []
        while len(rows) < size * 16:
            tokens, weights = [], []
            for _ in range(sampler.chance.choices((1, 2, 3), (70, 20, 10))[0]):
                turn = sampler.turn()
                question, answer = ids(turn.question), ids(turn.answer)
                if len(tokens) + len(question) + len(answer) > context:
                    break
                tokens += question + answer
                weights += [0.1] * len(question) + [1.0] * len(answer)
            rows.append((tokens, weights))
        rows.sort(key=lambda row: len(row[0]))
        pool = [rows[i : i + size] for i in range(0, len(rows), size)]
        sampler.chance.shuffle(pool)
        for batch in pool:
            width = min(context, -(-max(len(tokens) for tokens, _ in batch) // 8) * 8)  # few distinct shapes
            inputs = torch.full((size, width), end)
            weights = torch.zeros(size, width)
            for row, (tokens, weight) in enumerate(batch):
                inputs[row, : len(tokens)] = torch.tensor(tokens)
                weights[row, : len(tokens)] = torch.tensor(weight)
            yield inputs, weights


def train(model: GPT2LMHeadModel, sampler: Sampler, tokenizer: GPT2Tokenizer, options) -> int:
    decayed = [p for p in model.parameters() if p.dim() > 1]
    plain = [p for p in model.parameters() if p.dim() <= 1]
    optimizer = torch.optim.AdamW(
        [{"params": decayed, "weight_decay": options.decay}, {"params": plain, "weight_decay": 0.0}],
        lr=options.rate,
        betas=(0.9, 0.98),
        fused=True,
    )
    start, seen, smooth = time.time(), 0, None
    model.train()
    stream = batches(sampler, tokenizer, options.batch, model.config.max_position_embeddings)
    for step in range(options.steps):
        warm = min(1.0, (step + 1) / 200)
        progress = step / options.steps
        for group in optimizer.param_groups:
            group["lr"] = options.rate * warm * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * progress)))
        inputs, weights = next(stream)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=not options.float32):
            logits = model(input_ids=inputs).logits
        losses = torch.nn.functional.cross_entropy(
            logits[:, :-1].float().flatten(0, 1), inputs[:, 1:].flatten(), reduction="none"
        )
        weight = weights[:, 1:].flatten()
        loss = (losses * weight).sum() / weight.sum()
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        seen += int((weight > 0).sum())
        smooth = loss.item() if smooth is None else 0.98 * smooth + 0.02 * loss.item()
        if (step + 1) % 100 == 0 or step + 1 == options.steps:
            spent = time.time() - start
            left = spent / (step + 1) * (options.steps - step - 1)
            print(
                f"step {step + 1:5d}/{options.steps}  loss {smooth:.4f}  {seen / 1e6:5.1f} M tokens  "
                f"{spent / 60:4.1f} min, {left / 60:4.1f} min left",
                flush=True,
            )
    model.eval()
    return seen
