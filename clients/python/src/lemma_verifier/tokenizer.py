"""Tokens as text, from the files that a key's tokenizer digest covers: byte-level byte-pair encoding, as GPT-2 has it, or BERT's word pieces."""
from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional, Union

from .library import keccak256
from .statement import Provenance

FILES = ("tokenizer.json", "vocab.json", "merges.txt", "tokenizer_config.json", "vocab.txt", "special_tokens_map.json")
"""In the order of the digest. A package has those that its model came with."""

END_OF_TEXT = "<|endoftext|>"


BERTS_SPECIAL = frozenset(("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"))


class UnknownTokenizer(ValueError):
    """The files describe a tokenizer of a kind that is not known here."""


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


class ByteLevel:
    """Pieces are bytes; those that are not UTF-8 become U+FFFD."""

    def piece(self, text: str) -> bytes:
        return _bytes_of(text)

    def join(self, pieces: Iterable[bytes]) -> str:
        return b"".join(pieces).decode(errors="replace")


@dataclass(frozen=True)
class WordPieces:
    """A space before each piece but the first, unless it has the prefix of a continuation."""

    prefix: str = "##"
    cleaned: bool = True

    def piece(self, text: str) -> str:
        return text

    def join(self, pieces: Iterable[str]) -> str:
        return "".join(self._cleaned(self._spaced(piece, i)) for i, piece in enumerate(pieces))

    def _spaced(self, piece: str, i: int) -> str:
        if i == 0:
            return piece
        return piece[len(self.prefix):] if piece.startswith(self.prefix) else " " + piece

    def _cleaned(self, text: str) -> str:
        for found, meant in _ARTIFACTS if self.cleaned else ():
            text = text.replace(found, meant)
        return text


_ARTIFACTS = (
    (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"), (" 'm", "'m"), (" do not", " don't"),
    (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"))
"""What the library that trained the tokenizer takes for marks of tokenization, in this order."""


def _decoder_of(description: Optional[dict[str, Any]]) -> Union[ByteLevel, WordPieces]:
    kind = (description or {}).get("type")
    if kind == "ByteLevel":
        return ByteLevel()
    if kind == "WordPiece":
        return WordPieces(description.get("prefix", "##"), description.get("cleanup", True))
    raise UnknownTokenizer(f"a decoder of type {kind} is not known here")


class Tokenizer:
    """The tokenizer that files, by name, describe."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        present = {name: files[name] for name in FILES if name in files}
        self.digest = keccak256(b"".join(name.encode() + b"\0" + keccak256(data) for name, data in present.items()))
        description = json.loads(present["tokenizer.json"]) if "tokenizer.json" in present else {}
        self._decoder: Union[ByteLevel, WordPieces] = ByteLevel()
        special = {END_OF_TEXT}
        if description:
            self._decoder, vocabulary = _decoder_of(description.get("decoder")), description["model"]["vocab"]
        elif "vocab.json" in present:
            vocabulary = json.loads(present["vocab.json"])
        else:
            self._decoder, special = WordPieces(), special | BERTS_SPECIAL
            lines = (line.removesuffix("\r") for line in present["vocab.txt"].decode().split("\n"))
            vocabulary = {line: token for token, line in enumerate(lines) if line}
        settings = json.loads(present.get("tokenizer_config.json", b"{}"))
        self._pieces: dict[int, Any] = {token: self._decoder.piece(text) for text, token in vocabulary.items()}
        self._special = {vocabulary[name] for name in special if name in vocabulary}
        added = [(entry["id"], entry) for entry in description.get("added_tokens", [])]
        added += [(int(token), entry) for token, entry in settings.get("added_tokens_decoder", {}).items()]
        for token, entry in added:
            self._pieces[token] = self._decoder.piece(entry["content"])
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
        return self._decoder.join(self._pieces[token] for token in kept if token in self._pieces)
