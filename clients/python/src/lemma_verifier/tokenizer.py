"""Tokens as text, from the files that a key's tokenizer digest covers: tokenizer.json, or the older files of GPT-2 and BERT."""
from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Optional, Union

from .decoder import byte_level, steps_of, word_pieces
from .library import keccak256
from .statement import Provenance

FILES = ("tokenizer.json", "vocab.json", "merges.txt", "tokenizer_config.json", "vocab.txt", "special_tokens_map.json")
"""In the order of the digest. A package has those that its model came with."""

END_OF_TEXT = "<|endoftext|>"


BERTS_SPECIAL = frozenset(("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"))


class TokenizerMismatch(ValueError):
    """The files are not those that the key names: what they make of the tokens means nothing."""


class Tokenizer:
    """The tokenizer that files, by name, describe."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        present = {name: files[name] for name in FILES if name in files}
        self.digest = keccak256(b"".join(name.encode() + b"\0" + keccak256(data) for name, data in present.items()))
        description = json.loads(present["tokenizer.json"]) if "tokenizer.json" in present else {}
        special = {END_OF_TEXT}
        self._steps = steps_of(description.get("decoder")) if description else [byte_level]
        if description:
            vocabulary = description["model"]["vocab"]
            if isinstance(vocabulary, list):
                # Texts with their scores.
                vocabulary = {text: token for token, (text, _) in enumerate(vocabulary)}
        elif "vocab.json" in present:
            vocabulary = json.loads(present["vocab.json"])
        else:
            self._steps, special = [word_pieces("##", cleaned=True)], special | BERTS_SPECIAL
            lines = (line.removesuffix("\r") for line in present["vocab.txt"].decode().split("\n"))
            vocabulary = {line: token for token, line in enumerate(lines) if line}
        settings = json.loads(present.get("tokenizer_config.json", b"{}"))
        self._texts: dict[int, str] = {token: text for text, token in vocabulary.items()}
        self._special = {vocabulary[name] for name in special if name in vocabulary}
        added = [(entry["id"], entry) for entry in description.get("added_tokens", [])]
        added += [(int(token), entry) for token, entry in settings.get("added_tokens_decoder", {}).items()]
        for token, entry in added:
            self._texts[token] = entry["content"]
            if entry.get("special"):
                self._special.add(token)

    @classmethod
    def of_folder(cls, folder: Union[str, Path], provenance: Optional[Provenance] = None) -> Tokenizer:
        """The tokenizer of a package's folder; with a key's provenance, only if it is the key's."""
        paths = {name: Path(folder) / name for name in FILES}
        files = {name: path.read_bytes() for name, path in paths.items() if path.exists()}
        if not {"tokenizer.json", "vocab.json", "vocab.txt"} & files.keys():
            raise FileNotFoundError(f"{folder} has neither tokenizer.json nor vocab.json nor vocab.txt")
        tokenizer = cls(files)
        if provenance is not None and tokenizer.digest != provenance.tokenizer:
            raise TokenizerMismatch(f"the tokenizer files of {folder} are not those that the key names")
        return tokenizer

    def decode(self, tokens: Iterable[int], *, keep_special: bool = False) -> str:
        """The text of tokens. Bytes that are not UTF-8 become U+FFFD, unknown tokens nothing."""
        kept = (token for token in tokens if keep_special or token not in self._special)
        texts = [self._texts[token] for token in kept if token in self._texts]
        for step in self._steps:
            texts = step(texts)
        return "".join(texts)
