"""Writes the files beside it: small tokenizers of each family, and what Hugging Face's library makes of texts.

    python3 Tests/Vectors/tokenizers/generate.py        needs tokenizers 0.23

Each file holds a `tokenizer.json` and cases: a text, perhaps a second one, their tokens without and with
special tokens, the row at which token types become 1, and what the tokens are decoded to.

A vocabulary once trained is kept; delete a file to train it anew.
"""

import json
from pathlib import Path

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

from texts import CASES, CORPUS, PAIRS, random_texts

HERE = Path(__file__).parent


def write(name, train, texts=(), change=lambda definition: None):
    """Writes a family's file; the pieces of its random texts are its own tokens."""
    file = HERE / f"{name}.json"
    if file.exists():
        definition = json.loads(file.read_text())["definition"]
    else:
        definition = json.loads(train().to_str())
        change(definition)
    tokenizer = Tokenizer.from_str(json.dumps(definition))
    pieces = sorted(tokenizer.get_vocab()) + [token["content"] for token in definition["added_tokens"]] * 20
    inputs = [(text, None) for text in [*CASES, *texts, *random_texts(150, 1, pieces)]] + PAIRS
    inputs += list(zip(random_texts(20, 2, pieces), random_texts(20, 3, pieces)))
    cases = []
    for text, second in inputs:
        encoding = tokenizer.encode(text, second)
        case = {"text": text, "tokens": tokenizer.encode(text, add_special_tokens=False).ids, "encoded": encoding.ids,
                "kept": tokenizer.decode(encoding.ids, skip_special_tokens=False), "skipped": tokenizer.decode(encoding.ids)}
        if second is not None:
            types = encoding.type_ids
            case |= {"second": second, "secondSegment": types.index(1) if 1 in types else len(types)}
        cases.append(case)
    lines = ",\n".join(json.dumps(case, ensure_ascii=True) for case in cases)
    file.write_text(f'{{"definition": {json.dumps(definition)},\n"cases": [\n{lines}\n]}}\n')


def added(tokenizer, content, **settings):
    """An added token as `tokenizer.json` writes it; its number is that of the vocabulary, or the next."""
    numbers = tokenizer.get_vocab()
    number = numbers.get(content, max(numbers.values()) + 1)
    entry = {"id": number, "content": content, "single_word": False, "lstrip": False, "rstrip": False,
             "normalized": True, "special": False}
    return entry | settings


def bert(lowercase):
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=lowercase)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    tokenizer.train_from_iterator(CORPUS, trainers.WordPieceTrainer(
        vocab_size=700, special_tokens=special, limit_alphabet=300, show_progress=False))
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[(name, tokenizer.token_to_id(name)) for name in ("[CLS]", "[SEP]")])
    return tokenizer


BERT_TEXTS = ["a [MASK] b", "[MASK][MASK]", "[CLS] x [SEP]", "[mask]", "x[MASK]y", "[UNK]", "do not won ' t n't 'm", "a ' b"]
write("bert", lambda: bert(True), BERT_TEXTS)


def change_cased(definition):
    """A cased relative whose settings all differ from BERT's, with added tokens of every kind."""
    definition["normalizer"] |= {"strip_accents": True, "handle_chinese_chars": False, "clean_text": False}
    definition["model"] |= {"max_input_chars_per_word": 12}
    definition["decoder"] |= {"cleanup": False}
    tokenizer = Tokenizer.from_str(json.dumps(definition))
    for content, settings in (("Île", {}), ("[L]", {"normalized": False, "lstrip": True}),
                              ("[R]", {"normalized": False, "rstrip": True, "special": True}),
                              ("fox", {"single_word": True}), ("日本", {})):
        definition["added_tokens"].append(added(tokenizer, content, **settings))
        tokenizer = Tokenizer.from_str(json.dumps(definition))


write("bert-cased", lambda: bert(False), [*BERT_TEXTS, "a [L] b", "a [R] b", "[R] [L]", "fox foxes a fox.", "Île île", "日本語"], change_cased)

CONTRACTIONS = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|"
REST = r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"


def byte_pairs(before, special, normalizer=None, use_regex=False, words=()):
    """Byte-level pairs, trained on text that is split by a step and then by ByteLevel.

    The words are tokens that no merges make, and are taken all the same.
    """
    tokenizer = Tokenizer(models.BPE(ignore_merges=bool(words)))
    if normalizer is not None:
        tokenizer.normalizer = normalizer
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [before, pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=use_regex)])
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.train_from_iterator(CORPUS, trainers.BpeTrainer(
        vocab_size=600, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False))
    definition = json.loads(tokenizer.to_str())
    vocabulary = definition["model"]["vocab"]
    for word in words:
        assert word not in vocabulary
        vocabulary[word] = len(vocabulary)
    tokenizer = Tokenizer.from_str(json.dumps(definition))
    tokenizer.add_special_tokens(special)
    return tokenizer


def llama3():
    tokenizer = byte_pairs(pre_tokenizers.Split(Regex(CONTRACTIONS + r"\p{N}{1,3}" + REST), "isolated"),
                           ["<|begin_of_text|>", "<|end_of_text|>", "<|eot_id|>"],
                           words=["Ġwonderful", "wonderful", "ĠÃ©tÃ©", "æĹ¥æľ¬", "123", "ĊĊĊ", "qzx", "'LL"])
    begin = "<|begin_of_text|>"
    tokenizer.post_processor = processors.Sequence([
        processors.ByteLevel(trim_offsets=True),
        processors.TemplateProcessing(single=f"{begin} $A", pair=f"{begin} $A {begin}:1 $B:1",
                                      special_tokens=[(begin, tokenizer.token_to_id(begin))])])
    return tokenizer


LLAMA_TEXTS = ["<|begin_of_text|>x<|eot_id|> y", " wonderful wonderfully Wonderful wonderful", "été été", "日本 日本語", "123 1234",
               "qzx qzxq", "you'LL 'LL", "a\n\n\nb", "<|begin_of_text|>"]
write("llama3", llama3, LLAMA_TEXTS)


def qwen2():
    tokenizer = byte_pairs(pre_tokenizers.Split(Regex(CONTRACTIONS + r"\p{N}" + REST), "isolated"),
                           ["<|endoftext|>", "<|im_start|>", "<|im_end|>"], normalizer=normalizers.NFC())
    tokenizer.post_processor = processors.ByteLevel(add_prefix_space=False, trim_offsets=False, use_regex=False)
    return tokenizer


def change_qwen2(definition):
    """Added tokens that are found before normalization, and after it."""
    for content, settings in (("<tool\u0301>", {}), ("<e\u0301>", {"normalized": False})):
        definition["added_tokens"].append(added(Tokenizer.from_str(json.dumps(definition)), content, **settings))


QWEN_TEXTS = ["<|im_start|>user\nHi<|im_end|>\n", "<tool\u0301> <tooĺ>", "<e\u0301> <é>", "cafe\u0301<|endoftext|>\u0301e"]
write("qwen2", qwen2, QWEN_TEXTS, change_qwen2)

SMOLLM_TEXTS = ["<|im_start|>user\nHi<|im_end|>\n", "1 22 333 4444", "a1 b 2 ３ ½"]
write("smollm2", lambda: byte_pairs(pre_tokenizers.Digits(individual_digits=True),
                                    ["<|endoftext|>", "<|im_start|>", "<|im_end|>"], use_regex=True), SMOLLM_TEXTS)
