"""Writes the files beside it: small tokenizers of each family, and what Hugging Face's library makes of texts.

    python3 Tests/Vectors/tokenizers/generate.py        needs tokenizers 0.23

Each file holds a `tokenizer.json` and cases: a text, perhaps a second one, their tokens without and with
special tokens, the row at which token types become 1, and what the tokens are decoded to.
"""

import json
from pathlib import Path

from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

from texts import CASES, CORPUS, PAIRS, random_texts

HERE = Path(__file__).parent


def write(name, tokenizer, texts=(), change=lambda definition: None):
    """Writes a family's file; the pieces of its random texts are its own tokens."""
    definition = json.loads(tokenizer.to_str())
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
    (HERE / f"{name}.json").write_text(f'{{"definition": {json.dumps(definition)},\n"cases": [\n{lines}\n]}}\n')


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
write("bert", bert(True), BERT_TEXTS)


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


write("bert-cased", bert(False), [*BERT_TEXTS, "a [L] b", "a [R] b", "[R] [L]", "fox foxes a fox.", "Île île", "日本語"], change_cased)
