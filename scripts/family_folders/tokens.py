"""Small tokenizers of the kind that each family has, trained on the demo model's text."""

import json
import random
from pathlib import Path

from demo_model.turns import Sampler
from demo_model.vectors import CASES
from demo_model.world import world
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import PreTrainedTokenizerFast

LLAMA3_SPLIT = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*"
    r"|\s*[\r\n]+|\s+(?!\S)|\s+"
)
QWEN2_SPLIT = LLAMA3_SPLIT.replace(r"\p{N}{1,3}", r"\p{N}")
MASK = "[MASK]"


def lines(seed: int) -> list[str]:
    """The demo model's text and, so that rarer letters are seen, made-up words."""
    sampler, chance = Sampler(world(), seed), random.Random(seed)
    found = [line for _ in range(3000) for turn in (sampler.turn(),) for line in (turn.question, turn.answer)]
    return found + ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=7)) for _ in range(300)]


def wordpiece(vocabulary: int, seed: int) -> PreTrainedTokenizerFast:
    """BERT's: cleaned, lower case, accents stripped, words split at punctuation, then pieces."""
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", MASK]
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    trainer = trainers.WordPieceTrainer(vocab_size=vocabulary, special_tokens=special, show_progress=False)
    tokenizer.train_from_iterator(lines(seed), trainer)
    begin, end = (tokenizer.token_to_id(token) for token in ("[CLS]", "[SEP]"))
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", begin), ("[SEP]", end)],
    )
    names = dict(pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]", mask_token=MASK)
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, **names)


def byte_pairs(vocabulary: int, text: list[str], split: str, special: list[str], begins: bool) -> PreTrainedTokenizerFast:
    """Llama 3's or Qwen2's: words by a regular expression, then merges of bytes."""
    tokenizer = Tokenizer(models.BPE(ignore_merges=begins))
    if not begins:
        tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(split), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary,
        special_tokens=special,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(text, trainer)
    names = dict(eos_token=special[2], pad_token=special[0])
    if begins:
        tokenizer.post_processor = processors.TemplateProcessing(
            single=f"{special[1]} $A",
            pair=f"{special[1]} $A {special[1]} $B:1",
            special_tokens=[(special[1], tokenizer.token_to_id(special[1]))],
        )
        names["bos_token"] = special[1]
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, **names)


def byte_pairs_of_gpt2(vocabulary: int, seed: int) -> PreTrainedTokenizerFast:
    """OPT's: GPT-2's words and merges of bytes, with a token before every text."""
    special = ["<s>", "<pad>", "</s>", "<unk>"]
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary,
        special_tokens=special,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(lines(seed), trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="</s> $A", pair="</s> $A </s>:1 $B:1", special_tokens=[("</s>", 2)]
    )
    names = dict(bos_token="</s>", eos_token="</s>", unk_token="</s>", pad_token="<pad>")
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, **names)


def unigram(vocabulary: int, seed: int) -> PreTrainedTokenizerFast:
    """T5's: words that begin with a mark, then the likeliest pieces."""
    special = ["<pad>", "</s>", "<unk>"]
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Replace(Regex(" {2,}"), " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    trainer = trainers.UnigramTrainer(
        vocab_size=vocabulary, special_tokens=special, unk_token="<unk>", show_progress=False
    )
    tokenizer.train_from_iterator(lines(seed), trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="$A </s>", pair="$A </s> $B </s>", special_tokens=[("</s>", 1)]
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="<pad>", eos_token="</s>", unk_token="<unk>"
    )


def tokenizer(family: str, vocabulary: int, seed: int) -> PreTrainedTokenizerFast | None:
    """A tokenizer whose ids all lie in the vocabulary; none for families that have several files of their own."""
    if family == "bert":
        return wordpiece(vocabulary, seed)
    if family in ("llama", "mistral"):
        special = ["<|finetune_right_pad_id|>", "<|begin_of_text|>", "<|end_of_text|>"]
        return byte_pairs(vocabulary, lines(seed), LLAMA3_SPLIT, special, begins=True)
    if family == "qwen2":
        special = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
        return byte_pairs(vocabulary, lines(seed), QWEN2_SPLIT, special, begins=False)
    if family == "opt":
        return byte_pairs_of_gpt2(vocabulary, seed)
    return unigram(vocabulary, seed) if family == "t5" else None


def save(family: str, vocabulary: int, out: Path, seed: int) -> None:
    """Writes the tokenizer's files and, beside them, strings with the ids that it gives them."""
    found = tokenizer(family, vocabulary, seed)
    if found is None:
        return
    assert len(found) <= vocabulary, "the vocabulary is too small for the alphabet"
    found.save_pretrained(out)
    cases = [{"text": text, "ids": found(text)["input_ids"]} for text in CASES]
    rows = ",\n".join(json.dumps(case) for case in cases)
    (out / "tokenizer_cases.json").write_text(f"[\n{rows}\n]\n")
