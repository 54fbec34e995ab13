"""How the texts of tokens become one text: steps, each of which makes another list of texts of one, as tokenizer.json names them."""
from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Callable, Optional

Step = Callable[[Sequence[str]], list[str]]


class UnknownTokenizer(ValueError):
    """The files describe a tokenizer of a kind that is not known here, whose texts would be wrong."""


def steps_of(description: Optional[dict[str, Any]]) -> list[Step]:
    """The steps of a description, in order."""
    description = description or {}
    kind = description.get("type")
    if kind == "Sequence":
        return [step for part in description["decoders"] for step in steps_of(part)]
    if kind == "ByteLevel":
        return [byte_level]
    if kind == "WordPiece":
        return [word_pieces(description.get("prefix", "##"), cleaned=description.get("cleanup", True))]
    if kind == "Metaspace":
        return [_metaspace(description.get("replacement", "▁"), description.get("prepend_scheme", "always"))]
    if kind == "Replace" and "String" in description["pattern"]:
        found, content = description["pattern"]["String"], description["content"]
        return [lambda texts: [text.replace(found, content) for text in texts]]
    if kind == "ByteFallback":
        return [_with_bytes]
    if kind == "Fuse":
        return [lambda texts: ["".join(texts)]]
    if kind == "Strip":
        content, start, stop = description["content"], description["start"], description["stop"]
        return [lambda texts: [_stripped(text, content, start, stop) for text in texts]]
    raise UnknownTokenizer(f"a decoder of type {kind} is not known here")


def byte_level(texts: Sequence[str]) -> list[str]:
    """Tokens are bytes; those that are not UTF-8 become U+FFFD."""
    return [b"".join(map(_bytes_of, texts)).decode(errors="replace")]


def word_pieces(prefix: str, *, cleaned: bool) -> Step:
    """A space before each token but the first, unless it has the prefix of a continuation."""

    def spaced(text: str, i: int) -> str:
        if i == 0:
            return text
        return text[len(prefix):] if text.startswith(prefix) else " " + text

    def cleanup(text: str) -> str:
        for found, meant in _ARTIFACTS if cleaned else ():
            text = text.replace(found, meant)
        return text

    return lambda texts: [cleanup(spaced(text, i)) for i, text in enumerate(texts)]


_ARTIFACTS = (
    (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"), (" 'm", "'m"), (" do not", " don't"),
    (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"))
"""What the library that trained a tokenizer takes for marks of tokenization, in this order."""


def _metaspace(mark: str, prefix: str) -> Step:
    """Spaces are a visible character, of which the first token's are dropped."""
    return lambda texts: [text.replace(mark, "" if i == 0 and prefix != "never" else " ") for i, text in enumerate(texts)]


def _with_bytes(texts: Sequence[str]) -> list[str]:
    """Runs of tokens such as <0x0A> as their text, or as one U+FFFD for each byte if they are not UTF-8."""
    result: list[str] = []
    run = bytearray()

    def end_run() -> None:
        try:
            result.append(run.decode())
        except UnicodeDecodeError:
            result.extend("\ufffd" for _ in run)
        run.clear()

    for text in texts:
        byte = re.fullmatch("<0x([0-9A-Fa-f]{2})>", text)
        if byte:
            run.append(int(byte[1], 16))
        else:
            end_run()
            result.append(text)
    end_run()
    return result


def _stripped(text: str, content: str, start: int, stop: int) -> str:
    """Without a character at the beginning and the end, at most so many times."""
    for _ in range(start):
        text = text.removeprefix(content)
    for _ in range(stop):
        text = text.removesuffix(content)
    return text


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
