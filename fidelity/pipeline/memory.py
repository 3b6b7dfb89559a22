"""The encodings of the texts of one job."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from fidelity.cache import CachedEncodings
from fidelity.embedding import Encoder, Encoding

Progress = Callable[[str, int, int], None]
"""It is called with a stage's name, the number of items that are done, and the number of all items."""

_AT_ONCE = 2048
"""Number of texts that are encoded before their word vectors are packed. It changes no printed digit, only memory."""


class Memory:
    """Encodings of texts; each text is encoded once. Word vectors, the largest part, are kept in half precision.

    What is in ``cached`` is not encoded, and what is encoded is put there.
    """

    def __init__(self, encoder: Encoder, progress: Progress | None, cached: CachedEncodings | None = None) -> None:
        self.encoder, self._progress, self._cached = encoder, progress, cached
        self._known: dict[str, Encoding] = {}

    def encode(self, texts: Sequence[str], stage: str) -> list[Encoding]:
        """The encodings of ``texts``, with float16 word vectors. New texts are encoded together."""
        if self._cached is not None:
            self._known |= self._cached.find(sorted(set(texts) - self._known.keys()))
        new = sorted(set(texts) - self._known.keys(), key=lambda text: (len(text), text))
        for start in range(0, len(new), _AT_ONCE):
            some = new[start : start + _AT_ONCE]
            encodings = self.encoder.encode(some, self._told(stage, start, len(new)))
            found = dict(zip(some, map(_packed, encodings), strict=True))
            if self._cached is not None:
                self._cached.keep(found)
            self._known |= found
        return [self._known[text] for text in texts]

    def _told(self, stage: str, before: int, total: int) -> Callable[[int, int], None] | None:
        progress = self._progress
        return None if progress is None else lambda done, _: progress(stage, before + done, total)


def _packed(encoding: Encoding) -> Encoding:
    import numpy as np

    return replace(encoding, word_vectors=encoding.word_vectors.astype(np.float16))
