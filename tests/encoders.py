"""Encoders for tests: real values of the ``Encoder`` protocol that need no model."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence

import numpy as np

from fidelity.embedding import Encoding
from fidelity.scorer import HEADS, PairReading, SideReading
from fidelity.types import Span

_WORD = re.compile(r"\w+|[^\w\s]")
_WIDTH = 48


class HashingEncoder:
    """Words hash to directions, texts are the mean of their words; ``dictionary`` gives words one meaning.

    With a small bilingual dictionary it is a multilingual model that knows those words.
    """

    name = "hashing@test"
    languages: frozenset[str] | None = None
    calibrated = False

    def __init__(self, dictionary: dict[str, str] | None = None) -> None:
        self._dictionary = dictionary or {}

    def encode(self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None) -> list[Encoding]:
        if progress is not None:
            progress(len(texts), len(texts))
        return [self._encode(text) for text in texts]

    def _encode(self, text: str) -> Encoding:
        found = list(_WORD.finditer(text))
        vectors = np.array([self._word(m.group()) for m in found], dtype=np.float32).reshape(-1, _WIDTH)
        total = vectors.sum(axis=0)
        length = float(np.linalg.norm(total))
        return Encoding(
            vector=(total / length if length else total).astype(np.float32),
            words=tuple(Span(m.start(), m.end()) for m in found),
            word_vectors=vectors,
        )

    def _word(self, word: str) -> np.ndarray:
        meaning = self._dictionary.get(word.casefold(), word.casefold())
        seed = int.from_bytes(hashlib.sha256(meaning.encode("utf-8", "replace")).digest()[:8], "big")
        return np.random.default_rng(seed).standard_normal(_WIDTH)


def hashed_reading(quotation: str, passage: str) -> PairReading:
    """What a scorer that knows nothing makes of a pair: hashed words, and even odds for everything."""
    sides = []
    for encoding in HashingEncoder().encode([quotation, passage]):
        even = np.zeros(len(encoding.words), np.float32)
        sides.append(SideReading(encoding.words, encoding.word_vectors, even, even, even))
    return PairReading((0.0,) * len(HEADS), sides[0], sides[1])
