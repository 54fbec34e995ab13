"""liblemma_verifier, loaded once: clients/c/lemma_verifier.h says what its functions do."""
from __future__ import annotations

import ctypes
import os
from pathlib import Path
from typing import Optional


VERSION = 2
"""Of the library's functions and its report."""

HEAD = 252
"""Bytes of a report before its lists."""


class MissingLibrary(ImportError):
    """liblemma_verifier.so is neither in the package nor where LEMMA_VERIFIER_LIBRARY says."""


class OutOfMemory(MemoryError):
    """There was no memory to check the proof: nothing is known about it."""


def load(path: Optional[str] = None) -> ctypes.CDLL:
    place = path or os.environ.get("LEMMA_VERIFIER_LIBRARY") or str(Path(__file__).with_name("liblemma_verifier.so"))
    try:
        library = ctypes.CDLL(place)
    except OSError as error:
        raise MissingLibrary(f"{place} cannot be loaded: {error}") from error
    library.lemma_version.argtypes = []
    library.lemma_version.restype = ctypes.c_uint32
    library.lemma_keccak256.argtypes = [ctypes.c_char_p, ctypes.c_size_t, ctypes.c_char_p]
    library.lemma_keccak256.restype = None
    library.lemma_verify.argtypes = [ctypes.c_char_p, ctypes.c_size_t, ctypes.c_char_p, ctypes.c_size_t]
    library.lemma_verify.restype = ctypes.c_void_p
    library.lemma_release.argtypes = [ctypes.c_void_p]
    library.lemma_release.restype = None
    if library.lemma_version() != VERSION:
        raise MissingLibrary(f"{place} speaks version {library.lemma_version()}, this package version {VERSION}")
    return library


_library = load()


def keccak256(data: bytes) -> bytes:
    """Keccak-256 as in Ethereum; of a verifying key it is the model digest."""
    digest = ctypes.create_string_buffer(32)
    _library.lemma_keccak256(data, len(data), digest)
    return digest.raw


def report(key: bytes, proof: bytes) -> bytes:
    """The report of a verification, as the C header lays it out. Other threads run meanwhile."""
    block = _library.lemma_verify(key, len(key), proof, len(proof))
    if not block:
        raise OutOfMemory("no memory to check the proof in")
    try:
        head = ctypes.string_at(block, HEAD)
        prompt, reply, positions, values, name = (int.from_bytes(head[at:at + 4], "little") for at in (8, 12, 236, 240, 248))
        return ctypes.string_at(block, HEAD + 4 * (prompt + reply + positions + values) + name)
    finally:
        _library.lemma_release(block)
