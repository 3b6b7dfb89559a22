"""A cache of encodings."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version

from fidelity.cache.packing import pack_encoding, unpack_encoding
from fidelity.cache.store import Cache
from fidelity.embedding import BuiltInEncoder, Encoder, Encoding, MultilingualEncoder
from fidelity.settings import EncodingSettings

_LAYOUT = "encoding/1"
"""This number is raised when :mod:`fidelity.cache.packing` changes the bytes of an encoding."""


class CachedEncodings:
    """The encodings of one encoder in a cache, with float16 word vectors."""

    def __init__(self, cache: Cache, encoder: Encoder, settings: EncodingSettings) -> None:
        self._cache = cache
        self._space = "|".join([_LAYOUT, encoder.name, repr(settings), *runtime(runs_on(encoder))])

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


def runtime(more: Sequence[str] = ()) -> list[str]:
    """Everything besides the model that can change the last digit of its numbers. ``more`` are further packages."""
    packages = ("fidelity", "onnxruntime", "tokenizers", "numpy", *more)
    return [platform.machine(), *(f"{package}:{_version(package)}" for package in packages)]


def runs_on(encoder: Encoder) -> Sequence[str]:
    """The further packages that run an encoder, if it is not one of those that ship."""
    if isinstance(encoder, BuiltInEncoder | MultilingualEncoder):
        return ()
    return ("torch", "transformers", "sentence-transformers")


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"
