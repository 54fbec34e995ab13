"""Writes the files beside it: small tokenizers of each family, and what Hugging Face's library makes of texts.

    python3 Tests/Vectors/tokenizers/generate.py        needs tokenizers 0.23, sentencepiece

Each file holds a `tokenizer.json` and cases: a text, perhaps a second one, their tokens without and with
special tokens, the row at which the second segment begins, and what the tokens are decoded to.

A vocabulary once trained is kept; delete a file to train it anew.
"""

import io
import json
import tempfile
from pathlib import Path

import sentencepiece
from sentencepiece import sentencepiece_model_pb2

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
            # Without types, the second text follows what the first is alone.
            start = types.index(1) if 1 in types else len(tokenizer.encode(text).ids)
            assert 1 in types or 1 not in encoding.sequence_ids or encoding.sequence_ids.index(1) == start
            case |= {"second": second, "secondSegment": start}
        cases.append(case)
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
    file.write_text(f'{{"definition": {json.dumps(definition, separators=(",", ":"))},\n"cases": [\n{lines}\n]}}\n')


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

# What a small table of sentencepiece's maps: code points, and those they become.
CHARACTERS = {
    "\t": " ", "\n": " ", "\r": " ", "\u00a0": " ", "\u2003": " ", "\u3000": " ", "\u2028": " ", "\u0085": " ",
    "\u00ad": "", "\u200b": "", "\u200e": "", "\ufeff": "", "\x07": "", "\x7f": "", "ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff",
    "½": "1⁄2", "Ⅷ": "VIII", "²": "2", "…": "...", "㎏": "kg", "①": "1", "Ａ": "A", "ｂ": "b", "ｃ": "c", "２": "2", "０": "0",
    "e\u0301": "\u00e9", "E\u0301": "\u00c9", "u\u0308": "ü", "u\u0308\u0304": "ǖ", "A\u030a": "Å", "\u212b": "Å", "n\u0303": "ñ",
    "カ\u3099": "ガ", "ｶ": "カ", "ｶﾞ": "ガ", "\u1100\u1161": "가", "\u1100\u1161\u11a8": "각", "\uf900": "\u8c48", "™": "TM", "\u0958": "\u0915\u093c",
}


def unigram(normalizer, splitter):
    """Unigram as T5's, trained by sentencepiece with a small table of characters."""
    with tempfile.TemporaryDirectory() as folder:
        rules = Path(folder, "rules.tsv")
        rules.write_text("".join(
            " ".join(f"{ord(c):X}" for c in old) + "\t" + " ".join(f"{ord(c):X}" for c in new) + "\n"
            for old, new in CHARACTERS.items()))
        model = io.BytesIO()
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(CORPUS), model_writer=model, model_type="unigram", vocab_size=500, hard_vocab_limit=False,
            character_coverage=0.98, normalization_rule_tsv=str(rules), pad_id=0, eos_id=1, unk_id=2, bos_id=-1,
            num_threads=1, minloglevel=2)
    trained = sentencepiece_model_pb2.ModelProto.FromString(model.getvalue())
    pieces = [(piece.piece, piece.score) for piece in trained.pieces]
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=2, byte_fallback=False))
    tokenizer.normalizer = normalizer(normalizers.Precompiled(trained.normalizer_spec.precompiled_charsmap))
    tokenizer.pre_tokenizer = splitter
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="$A </s>", pair="$A </s> $B </s>", special_tokens=[("</s>", 1)])
    tokenizer.add_special_tokens(["<pad>", "</s>", "<unk>", *(f"<extra_id_{i}>" for i in (2, 1, 0))])
    return tokenizer


T5_TEXTS = ["<extra_id_0> a <extra_id_1>", "a</s>b", "<unk>", "▁ ▁a a▁b", "ﬁnance ½ Ⅷ ①", "e\u0301e\u0301 e\u0301\u0323 e\u0323\u0301", "ｶﾞｶ カ\u3099",
            "\u1100\u1161\u11a8\u1100\u1161", "☃☃ ☃a☃", "a☃☃b ☃", "\u200b\u200b", " \u200b x", "\r\n\r\nx\r\n"]
write("t5", lambda: unigram(
    lambda table: normalizers.Sequence([table, normalizers.Strip(left=False, right=True),
                                        normalizers.Replace(Regex(" {2,}"), "▁")]),
    pre_tokenizers.Metaspace()), T5_TEXTS)
write("t5-older", lambda: unigram(lambda table: table, pre_tokenizers.Sequence(
    [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()])), T5_TEXTS)


def llama2(normalizer, splitter):
    """Pairs of characters, with a token for each byte of those that the vocabulary lacks."""
    byte_tokens = [f"<0x{byte:02X}>" for byte in range(256)]
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=True, byte_fallback=True))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.train_from_iterator(CORPUS, trainers.BpeTrainer(
        vocab_size=600, special_tokens=["<unk>", "<s>", "</s>", *byte_tokens], limit_alphabet=120, show_progress=False))
    if normalizer is not None:
        tokenizer.normalizer = normalizer
    definition = json.loads(tokenizer.to_str())
    definition["added_tokens"] = definition["added_tokens"][:3]
    if splitter is None:
        definition["pre_tokenizer"] = None
    tokenizer = Tokenizer.from_str(json.dumps(definition))
    if splitter is not None:
        tokenizer.pre_tokenizer = splitter
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A", pair="<s> $A <s>:1 $B:1", special_tokens=[("<s>", 1)])
    tokenizer.decoder = decoders.Sequence([
        decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)])
    return tokenizer


LLAMA2_TEXTS = ["<s>a</s> b", "☃☃ ☃a", "<0x41>", "▁ ▁a", "  a  b", "\u2603", "<unk>x"]
write("llama2", lambda: llama2(normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")]), None), LLAMA2_TEXTS)
write("llama2-newer", lambda: llama2(None, pre_tokenizers.Metaspace(prepend_scheme="first", split=False)), LLAMA2_TEXTS)
