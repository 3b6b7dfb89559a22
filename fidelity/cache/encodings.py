"""A cache of encodings."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib.metadata import version

from fidelity.cache.packing import pack_encoding, unpack_encoding
from fidelity.cache.store import Cache
from fidelity.embedding import Encoder, Encoding
from fidelity.settings import EncodingSettings

_LAYOUT = "encoding/1"
"""This number is raised when :mod:`fidelity.cache.packing` changes the bytes of an encoding."""


class CachedEncodings:
    """The encodings of one encoder in a cache, with float16 word vectors."""

    def __init__(self, cache: Cache, encoder: Encoder, settings: EncodingSettings) -> None:
        self._cache = cache
        self._space = "|".join([_LAYOUT, encoder.name, repr(settings), *runtime()])

    def find(self, texts: Sequence[str]) -> dict[str, Encoding]:
        """The known encodings."""
        found = {}
        for text, data in self._cache.get(self._space, texts).items():
            with suppress(ValueError):
                found[text] = unpack_encoding(data)
        return found

    def keep(self, encodings: Mapping[str, Encoding]) -> None:
        """Save encodings."""
        packed = {text: pack_encoding(encoding) for text, encoding in encodings.items()}
        self._cache.put("vectors of texts", self._space, packed)


def runtime() -> list[str]:
    """Everything besides the model that can change the last digit of its numbers."""
    packages = ("fidelity", "onnxruntime", "tokenizers", "numpy")
    return [platform.machine(), *(f"{package}:{version(package)}" for package in packages)]
