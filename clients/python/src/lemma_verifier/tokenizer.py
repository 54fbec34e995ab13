"""Tokens as text: byte-level byte-pair encoding, as GPT-2 has it, from the files that a key's tokenizer digest covers."""
from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Optional, Union

from .library import keccak256
from .statement import Provenance

FILES = ("tokenizer.json", "vocab.json", "merges.txt", "tokenizer_config.json")
"""In the order of the digest. A package has those that its model came with."""

END_OF_TEXT = "<|endoftext|>"


class TokenizerMismatch(ValueError):
    """The files are not those that the key names: what they make of the tokens means nothing."""


def _alphabet() -> dict[str, int]:
    """Printable Latin-1 characters stand for themselves; the other bytes, in order, are U+0100 onwards."""
    result, other = {}, 0x100
    for byte in range(256):
        printable = 0x21 <= byte <= 0x7E or 0xA1 <= byte <= 0xAC or byte >= 0xAE
        result[chr(byte if printable else other)] = byte
        other += not printable
    return result


_BYTES = _alphabet()


def _bytes_of(text: str) -> bytes:
    """An added token with a character outside the alphabet stands for its own UTF-8."""
    if all(character in _BYTES for character in text):
        return bytes(_BYTES[character] for character in text)
    return text.encode()


class Tokenizer:
    """The tokenizer that files, by name, describe."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        present = {name: files[name] for name in FILES if name in files}
        self.digest = keccak256(b"".join(name.encode() + b"\0" + keccak256(data) for name, data in present.items()))
        description = json.loads(present["tokenizer.json"]) if "tokenizer.json" in present else {}
        vocabulary = description["model"]["vocab"] if description else json.loads(present["vocab.json"])
        settings = json.loads(present.get("tokenizer_config.json", b"{}"))
        self._pieces: dict[int, bytes] = {token: _bytes_of(text) for text, token in vocabulary.items()}
        self._special = {vocabulary[END_OF_TEXT]} if END_OF_TEXT in vocabulary else set()
        added = [(entry["id"], entry) for entry in description.get("added_tokens", [])]
        added += [(int(token), entry) for token, entry in settings.get("added_tokens_decoder", {}).items()]
        for token, entry in added:
            self._pieces[token] = _bytes_of(entry["content"])
            if entry.get("special"):
                self._special.add(token)

    @classmethod
    def of_folder(cls, folder: Union[str, Path], provenance: Optional[Provenance] = None) -> Tokenizer:
        """The tokenizer of a package's folder; with a key's provenance, only if it is the key's."""
        paths = {name: Path(folder) / name for name in FILES}
        files = {name: path.read_bytes() for name, path in paths.items() if path.exists()}
        if "tokenizer.json" not in files and "vocab.json" not in files:
            raise FileNotFoundError(f"{folder} has neither tokenizer.json nor vocab.json")
        tokenizer = cls(files)
        if provenance is not None and tokenizer.digest != provenance.tokenizer:
            raise TokenizerMismatch(f"the tokenizer files of {folder} are not those that the key names")
        return tokenizer

    def decode(self, tokens: Iterable[int], *, keep_special: bool = False) -> str:
        """The text of tokens. Bytes that are not UTF-8 become U+FFFD, unknown tokens nothing."""
        kept = (token for token in tokens if keep_special or token not in self._special)
        return b"".join(self._pieces.get(token, b"") for token in kept).decode(errors="replace")
