"""Measuring: greedy replies, perplexity, and the largest values inside the model."""
import math

import torch
from transformers import GPT2LMHeadModel, GPT2Tokenizer

from .turns import Turn, text


@torch.no_grad()
def greedy(model: GPT2LMHeadModel, tokenizer: GPT2Tokenizer, questions: list[str], limit: int = 48) -> list[list[int]]:
    """Greedy replies as token ids, the end-of-text token included where the model wrote it."""
    end = tokenizer.eos_token_id
    prompts = [tokenizer(question)["input_ids"] + [end] for question in questions]
    replies: list[list[int]] = [[] for _ in questions]
    lengths: dict[int, list[int]] = {}
    for i, prompt in enumerate(prompts):
        lengths.setdefault(len(prompt), []).append(i)
    for group in lengths.values():
        tokens, cache = torch.tensor([prompts[i] for i in group]), None
        for _ in range(limit):
            result = model(input_ids=tokens, past_key_values=cache, use_cache=True)
            cache = result.past_key_values
            tokens = result.logits[:, -1].argmax(-1, keepdim=True)
            for row, i in enumerate(group):
                if not replies[i] or replies[i][-1] != end:
                    replies[i].append(int(tokens[row]))
            if all(replies[i][-1] == end for i in group):
                break
    return replies


@torch.no_grad()
def answer_loss(model: GPT2LMHeadModel, tokenizer: GPT2Tokenizer, turns: list[Turn]) -> float:
    """Mean cross-entropy of the answer's tokens, the end of text included."""
    end, total, count = tokenizer.eos_token_id, 0.0, 0
    for turn in turns:
        question = tokenizer(turn.question)["input_ids"] + [end]
        answer = tokenizer(turn.answer)["input_ids"] + [end]
        logits = model(input_ids=torch.tensor([question + answer])).logits[0]
        predicted = logits[len(question) - 1 : -1]
        total += torch.nn.functional.cross_entropy(predicted, torch.tensor(answer), reduction="sum").item()
        count += len(answer)
    return total / count


def measure(model: GPT2LMHeadModel, tokenizer: GPT2Tokenizer, turns: list[Turn]) -> dict:
    replies = greedy(model, tokenizer, [turn.question for turn in turns])
    end = tokenizer.eos_token_id
    exact = sum(
        reply == tokenizer(turn.answer)["input_ids"] + [end] for reply, turn in zip(replies, turns, strict=True)
    )
    return {
        "turns": len(turns),
        "exact": exact / len(turns),
        "ended": sum(reply[-1] == end for reply in replies) / len(turns),
        "at least 16 tokens": sum(len(reply) >= 16 for reply in replies) / len(turns),
        "perplexity": math.exp(answer_loss(model, tokenizer, turns)),
    }


def activations(model: GPT2LMHeadModel, tokenizer: GPT2Tokenizer, turns: list[Turn]) -> dict[str, float]:
    """The largest absolute values, so that nobody is surprised when the model is quantised."""
    largest: dict[str, float] = {}

    def watch(name):
        def hook(_, __, output):
            value = output[0] if isinstance(output, tuple) else output
            largest[name] = max(largest.get(name, 0.0), float(value.abs().max()))

        return hook

    handles = [model.lm_head.register_forward_hook(watch("logits"))]
    for block in model.transformer.h:
        handles.append(block.register_forward_hook(watch("residual stream")))
        handles.append(block.ln_1.register_forward_hook(watch("normalised")))
        handles.append(block.ln_2.register_forward_hook(watch("normalised")))
        handles.append(block.attn.c_attn.register_forward_hook(watch("queries, keys and values")))
        handles.append(block.mlp.c_fc.register_forward_hook(watch("before the activation")))
        handles.append(block.mlp.act.register_forward_hook(watch("after the activation")))
    with torch.no_grad():
        for turn in turns:
            model(input_ids=torch.tensor([tokenizer(text([turn]))["input_ids"]]))
    for handle in handles:
        handle.remove()
    return largest
