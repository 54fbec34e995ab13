"""Writes gpt2.json and tokenizer.json: what Hugging Face's libraries make of small inputs.

    python3 Tests/Vectors/gpt2.py        needs torch, transformers, tokenizers

Weights are multiples of 1/64, so the file holds them exactly as integers.
"""

import json
from pathlib import Path

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers
from transformers import GPT2Config, GPT2LMHeadModel

HERE = Path(__file__).parent
WINDOWS = [[3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8], [0], [22, 7]]
VARIANTS = {
    "plain": {},
    "erf": {"activation_function": "gelu"},
    "unscaled": {"scale_attn_weights": False},
    "scaled by layer": {"scale_attn_by_inverse_layer_idx": True, "reorder_and_upcast_attn": True},
    "epsilon": {"layer_norm_epsilon": 0.01, "activation_function": "gelu_fast"},
    "untied": {"tie_word_embeddings": False},
}
SHAPE = dict(vocab_size=23, n_positions=12, n_embd=8, n_layer=2, n_head=2, n_inner=20)


def model(variant):
    config = GPT2Config(**SHAPE, bos_token_id=0, eos_token_id=0, **variant)
    config._attn_implementation = "eager"
    result = GPT2LMHeadModel(config).eval()
    generator = torch.Generator().manual_seed(1)
    for name, value in sorted(result.state_dict().items()):
        if name != "lm_head.weight":
            value.copy_(torch.randint(-90, 91, value.shape, generator=generator) / 64)
    if not config.tie_word_embeddings:
        head = result.lm_head.weight.data
        head.copy_(torch.randint(-90, 91, head.shape, generator=generator) / 64)
    return result


def numbers(tensor):
    return [round(x, 6) for x in tensor.flatten().tolist()]


def observed(gpt2):
    """The first window's intermediate tensors, by stage and layer."""
    stages, hooks = {}, []

    def watch(module, layer, before=None, after=None):
        def hook(_, inputs, output):
            output = output[0] if isinstance(output, tuple) else output
            for stage, tensor in ((before, inputs[0]), (after, output)):
                if stage:
                    stages[f"{stage} {layer}"] = numbers(tensor)

        hooks.append(module.register_forward_hook(hook))

    for layer, block in enumerate(gpt2.transformer.h):
        watch(block.ln_1, layer, "attentionResidual", "attentionNormalized")
        watch(block.attn.c_proj, layer, "context", "attentionOutput")
        watch(block.ln_2, layer, "feedForwardResidual", "feedForwardNormalized")
        watch(block.mlp.c_fc, layer, None, "hidden")
        watch(block.mlp.c_proj, layer, "activation", "feedForwardOutput")
    watch(gpt2.transformer.ln_f, "final", "finalResidual", "finalNormalized")
    output = gpt2(torch.tensor([WINDOWS[0]]), output_attentions=True)
    for layer, weights in enumerate(output.attentions):
        stages[f"softmax {layer}"] = numbers(weights)
    for hook in hooks:
        hook.remove()
    return stages


@torch.no_grad()
def write_model():
    untied = model(VARIANTS["untied"]).state_dict()
    result = {
        "shape": SHAPE,
        "tensors": {
            name: {"shape": list(t.shape), "values": (t * 64).int().flatten().tolist()}
            for name, t in sorted(untied.items())
        },
        "windows": WINDOWS,
        "variants": [],
    }
    for name, settings in VARIANTS.items():
        gpt2 = model(settings)
        logits = [numbers(gpt2(torch.tensor([w])).logits[0]) for w in WINDOWS]
        result["variants"].append({"name": name, "settings": settings, "logits": logits})
    result["stages"] = observed(model({}))
    (HERE / "gpt2.json").write_text(json.dumps(result) + "\n")


TEXT = """The quick brown fox jumps over the lazy dog. It's what we'll say: they're here, aren't they?
I'd rather you've gone; I'm sure of 12 or 123 things in 2024. café naïve façade Привет мир 你好世界
    indented lines\n\n\n\tand tabs, "quotes", (brackets) & symbols: a+b=c, x_1, 100%."""

CASES = [
    "", " ", "  ", "\n", "\n\n x", "a", " a", "a ", "a  b", "a   \n  b", "It's", "IT'S", "'s 't", "don't we'll",
    "they're've'd'm", "''s", "x'", "l'llama", "The quick brown fox", "  leading", "trailing  ",
    "12345 67", "a1b2c3", "½ ² Ⅷ ٣٤", "café", "cafe\u0301", "Привет, мир!", "你好世界", "한국어 日本語",
    "👍🏽 👩‍👩‍👧", "\u00a0x\u00a0\u00a0y", "\u3000x", "a\u2003 b", "\u200bx", "\ufeffx", "\u0085x", "a\u001cb",
    "\r\n\r\nx", "\t\tx", "x\u0301\u0302y", "!?!? ...", " !x", "$100.00", "a_b", "<|endoftext|>",
    "x<|endoftext|>y", "<|endoftext|><|endoftext|> z", "<|endoftext|", "  <|endoftext|>  ",
    "\U0001f1e9\U0001f1ea", "\U0002b73a\U00010940", "\u0378", "\ue000", "the " * 20, "zzzzzzzzzzzzzzz",
]


def write_tokenizer():
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    tokenizer.train_from_iterator(
        [TEXT],
        trainers.BpeTrainer(
            vocab_size=360,
            special_tokens=["<|endoftext|>"],
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
            show_progress=False,
        ),
    )
    plain = json.loads(tokenizer.to_str())
    # Added tokens with every option, some inside others.
    options = [
        ("<s>", {}), ("<s>x", {"normalized": True}), ("the", {"single_word": True}),
        ("[L]", {"lstrip": True}), ("[R]", {"rstrip": True}), ("[B]", {"lstrip": True, "rstrip": True}),
        ("é", {}), ("ab c", {"normalized": True, "special": False}),
    ]
    added = json.loads(tokenizer.to_str())
    added["pre_tokenizer"]["add_prefix_space"] = True
    next_token = len(plain["model"]["vocab"])
    for content, changes in options:
        token = plain["model"]["vocab"].get(content)
        if token is None:
            token, next_token = next_token, next_token + 1
        entry = {"id": token, "content": content, "single_word": False, "lstrip": False,
                 "rstrip": False, "normalized": False, "special": True}
        added["added_tokens"].append(entry | changes)
    added["added_tokens"].sort(key=lambda entry: entry["id"])
    added_cases = [
        "<s>", "<s>x", "a<s>b", "the", "other", "in the end", "a the, b", "a [L] b", "a [R] b", "a  [B]  b",
        "[L][R][B]", "[R] [L]", "[R] x", "ab c", "xab cd", "é", "café é", "<s> x", "<s>xthe", "the<s>",
        "thé", "the\u0301", "the_", " the", "", " ", "x",
    ]
    result = []
    for name, definition, texts in (("plain", plain, CASES), ("added", added, CASES + added_cases)):
        tokenizer = Tokenizer.from_str(json.dumps(definition))
        cases = []
        for text in texts:
            ids = tokenizer.encode(text).ids
            cases.append({"text": text, "tokens": ids,
                          "kept": tokenizer.decode(ids, skip_special_tokens=False),
                          "skipped": tokenizer.decode(ids)})
        # Token sequences that are no encoding of any text: broken UTF-8, unknown numbers.
        generator = torch.Generator().manual_seed(2)
        for length in range(1, 25):
            ids = torch.randint(0, 375, (length,), generator=generator).tolist()
            cases.append({"tokens": ids, "kept": tokenizer.decode(ids, skip_special_tokens=False),
                          "skipped": tokenizer.decode(ids)})
        result.append({"name": name, "definition": definition, "cases": cases})
    (HERE / "tokenizer.json").write_text(json.dumps(result) + "\n")


write_model()
write_tokenizer()
