"""The encoder for pairs of which at least one side is not English."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fidelity.embedding.encoding import Encoding, Progress, clean, unit
from fidelity.embedding.model_files import CHECKSUMS, MULTILINGUAL, checksums, read_trusted
from fidelity.errors import ModelError
from fidelity.resources import find_resource
from fidelity.settings import EncodingSettings
from fidelity.types import Span
from fidelity.wording import is_unspaced

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

LANGUAGES = frozenset("ar de en es fr it ja ko nl pl pt ru th tr zh".split())
"""The languages that the model was trained on."""

_WIDTH = 512

_FIRST, _LAST, _UNKNOWN = 1, 2, 0
"""The ids of the pieces before and after a text, and of a character that the vocabulary lacks."""

_COMMON = range(6, 70)
"""Some of the most frequent pieces. The vocabulary is in the order of frequency."""

_GRAMS = ((2, 0), (3, 1), (5, 2))
"""Length of the three kinds of n-gram, and how many of its pieces come before the one that it describes."""

_REACH = 4
"""Number of pieces on either side that influence a piece: two layers of two pieces each."""


class MultilingualEncoder:
    """Google's universal-sentence-encoder-multilingual v3 (Yang et al., ACL 2020), 16 languages, on numpy alone.

    A text's vector is computed from the sum of its pieces' contributions, so that the vector of any run of words can be
    computed from the words' vectors: see :meth:`compose`. Cheap to construct; loads on first use, about 0.5 s.

    Raises:
        ModelError: on first use, if the file is missing or differs from its checksum.
    """

    languages: frozenset[str] | None = LANGUAGES
    calibrated = True

    def __init__(self, settings: EncodingSettings | None = None, *, folder: Path | None = None) -> None:
        self._settings = settings or EncodingSettings()
        self._folder = folder or find_resource(f"models/{MULTILINGUAL}")

    @property
    def name(self) -> str:
        """``multilingual-encoder@`` and the first 8 hex digits of the file's SHA-256."""
        try:
            return f"{MULTILINGUAL}@{checksums(self._folder)['weights.npz'][:8]}"
        except KeyError as error:
            raise ModelError(f"{self._folder / CHECKSUMS} does not list weights.npz; reinstall fidelity") from error

    def load(self) -> None:
        """Load now what :meth:`encode` would load on first use, so that the caller can do other work meanwhile."""
        _ = self._network, self._tokenizer

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> list[Encoding]:
        """One :class:`Encoding` for each text, in order. Shapes (512,) and (words, 512).

        A word's vector is the mean of its pieces' contributions to the text's vector. ``pieces`` is their number, so
        that :meth:`compose` can add them up.
        """
        from threadpoolctl import threadpool_limits

        tokenized = self._tokenizer.encode_batch([clean(text) for text in texts], add_special_tokens=False)
        found: list[Encoding] = []
        # One thread: the number of threads could change last digits, and the products are small.
        with threadpool_limits(limits=1, user_api="blas"):
            for text, pieces in zip(texts, tokenized, strict=True):
                found.append(self._encode(text, pieces.ids, pieces.offsets))
                if progress is not None:
                    progress(len(found), len(texts))
        return found

    def compose(self, sums: Floats, counts: NDArray[np.int64]) -> Floats:
        """The vectors of runs of words, (n, 512), of unit length.

        ``sums`` (n, 512) are the sums of the contributions of each run's pieces, and ``counts`` (n,) the numbers of
        these pieces. The contributions of the marks before and after a text, nearly the same in every text, are added:
        without them the cosine with the vector of the same words as a separate text is .6 to .9, with them .99.
        """
        from threadpoolctl import threadpool_limits

        with threadpool_limits(limits=1, user_api="blas"):
            return self._network.head(sums + self._edges, counts + 2)

    def _encode(self, text: str, ids: list[int], offsets: list[tuple[int, int]]) -> Encoding:
        import numpy as np

        if not ids:
            return Encoding(np.zeros(_WIDTH, np.float32), (), np.zeros((0, _WIDTH), np.float32))
        told = self._network.contributions([_FIRST, *ids, _LAST], self._settings.block_pieces)
        vector = self._network.head(told.sum(axis=0, keepdims=True), np.array([len(told)]))[0]
        words = _group(text, offsets)
        starts = [first for _, first, _ in words]
        counts = np.array([count for _, _, count in words], np.int64)
        inner = told[1:-1]
        sums = np.add.reduceat(inner, starts, axis=0) if words else inner[:0]
        return Encoding(
            unit(vector),
            tuple(span for span, _, _ in words),
            (sums / np.maximum(counts, 1)[:, None]).astype(np.float32),
            tuple(counts.tolist()),
        )

    @cached_property
    def _network(self) -> _Network:
        return _Network.read(self._values)

    @cached_property
    def _edges(self) -> Floats:
        """The contribution of the marks before and after a text, (512,): the mean over texts of one frequent piece."""
        import numpy as np

        told = [self._network.contributions([_FIRST, piece, _LAST], 3) for piece in _COMMON]
        edges: Floats = np.mean([each[0] + each[-1] for each in told], axis=0, dtype=np.float32)
        return edges

    @cached_property
    def _values(self) -> dict[str, Any]:
        import numpy as np

        with np.load(io.BytesIO(read_trusted(self._folder, "weights.npz")), allow_pickle=False) as values:
            return {name: values[name] for name in values.files}

    @cached_property
    def _tokenizer(self) -> Any:
        """The model's SentencePiece vocabulary (Kudo, ACL 2018) in the tokenizers library."""
        from tokenizers import Regex, Tokenizer
        from tokenizers.models import Unigram
        from tokenizers.normalizers import Precompiled, Replace, Sequence, Strip
        from tokenizers.pre_tokenizers import Metaspace

        pieces = self._values["pieces"].tobytes().decode().split("\n")
        tokenizer = Tokenizer(Unigram(list(zip(pieces, self._values["scores"].tolist(), strict=True)), unk_id=_UNKNOWN))
        normal = Precompiled(self._values["normalizer"].tobytes())
        tokenizer.normalizer = Sequence([normal, Replace(Regex(" {2,}"), " "), Strip()])
        tokenizer.pre_tokenizer = Metaspace(replacement="▁", prepend_scheme="always", split=False)
        return tokenizer


@dataclass(frozen=True, eq=False)
class _Network:
    """The model's layers: n-grams of pieces, their sum, and a small dense network over it.

    ``table`` (128,000, 512) holds the pieces' vectors in eight bits; row ``i`` has the scale and the lowest value of
    part ``i % 17``.
    """

    table: NDArray[np.uint8]
    scale: Floats
    low: Floats
    eps: float
    weights: dict[str, Floats]

    @classmethod
    def read(cls, values: dict[str, Any]) -> _Network:
        import numpy as np

        layers = {name: value.astype(np.float32) for name, value in values.items() if value.dtype == np.float16}
        return cls(values["table"], values["scale"], values["low"], float(values["eps"]), layers)

    def contributions(self, ids: Sequence[int], block: int) -> Floats:
        """The contribution of each piece of one text, (len(ids), 512), computed for ``block`` pieces at a time."""
        import numpy as np

        parts = []
        for start in range(0, len(ids), block):
            first, last = max(0, start - _REACH), min(len(ids), start + block + _REACH)
            features = self._features(np.array(ids[first:last], np.int64))
            parts.append(features[start - first : min(start + block, len(ids)) - first])
        return np.concatenate(parts) @ self.weights["cnn_W"] + self.weights["cnn_b"]

    def head(self, sums: Floats, counts: NDArray[np.int64]) -> Floats:
        """Vectors of unit length of texts whose pieces contribute ``sums`` (n, 512), of ``counts`` (n,) pieces."""
        import numpy as np

        weights = self.weights
        scaled = (sums / np.sqrt(np.maximum(counts, 1))[:, None]).astype(np.float32)
        first = np.maximum(scaled @ weights["d0"], 0)
        second = np.maximum(scaled @ weights["p1"] + first @ weights["d1"], 0)
        third = np.maximum(second @ weights["d2"], 0)
        raw = np.tanh(second @ weights["p3"] + third @ weights["d3"])
        made: Floats = raw / np.maximum(np.linalg.norm(raw, axis=1, keepdims=True), np.float32(1e-9))
        return made

    def _features(self, ids: NDArray[np.int64]) -> Floats:
        """Each piece's own vector and those of the n-grams about it, normalised together, (n, 1280)."""
        import numpy as np

        weights, part = self.weights, ids % len(self.scale)
        own: Floats = self.table[ids].astype(np.float32) * self.scale[part, None] + self.low[part, None]
        found = [own]
        for size, before in _GRAMS:
            projected: Floats = own @ weights[f"proj{size}"] + weights[f"proj_b{size}"]
            state = self._normalise(projected, weights[f"ln_g{size}"], weights[f"ln_b{size}"])
            for layer in ("1", "2"):
                window = _windows(state, size, before) @ weights[f"w{layer}_{size}"] + weights[f"b{layer}_{size}"]
                state = np.maximum(window, 0) + state
            found.append(state)
        return self._normalise(np.concatenate(found, axis=1), weights["ln_g"], weights["ln_b"])

    def _normalise(self, values: Floats, gain: Floats, bias: Floats) -> Floats:
        """Layer normalisation of each row."""
        import numpy as np

        centred = values - values.mean(axis=1, keepdims=True)
        spread = np.sqrt((centred * centred).mean(axis=1, keepdims=True) + np.float32(self.eps))
        scaled: Floats = centred / spread * gain + bias
        return scaled


def _windows(rows: Floats, size: int, before: int) -> Floats:
    """Each row with its neighbours, ``before`` of them before it, ``size`` in all; zeros beyond the edges."""
    import numpy as np

    padded = np.pad(rows, ((before, size - 1 - before), (0, 0)))
    return np.concatenate([padded[i : i + len(rows)] for i in range(size)], axis=1)


def _group(text: str, offsets: Sequence[tuple[int, int]]) -> list[tuple[Span, int, int]]:
    """The words of a text: span, number of the first piece, count of pieces.

    In scripts that separate words by spaces, adjacent pieces belong to one word if letters or digits meet. A piece
    without characters belongs to the word before it.
    """
    words: list[tuple[Span, int, int]] = []
    for number, own in enumerate(_trimmed(text, offsets)):
        if words and (not own or own.start < words[-1][0].end or _continues(text, words[-1][0].end, own.start)):
            span, first, count = words[-1]
            words[-1] = (Span(span.start, max(span.end, own.end)) if own else span), first, count + 1
        elif own or not words:
            words.append((own, number, 1))
    if words and not words[0][0]:
        words = _without_empty_first(words)
    return words


def _without_empty_first(words: list[tuple[Span, int, int]]) -> list[tuple[Span, int, int]]:
    """The words, after the pieces of a first word without characters were given to the second word."""
    (_, first, count), *others = words
    if not others:
        return []
    span, _, more = others[0]
    return [(span, first, count + more), *others[1:]]


def _trimmed(text: str, offsets: Sequence[tuple[int, int]]) -> Iterator[Span]:
    """The pieces' spans without the white space with which some begin."""
    for offset in offsets:
        yield Span(*offset).trim(text)


def _continues(text: str, end: int, start: int) -> bool:
    """Whether the piece at ``start`` continues the word that ends at ``end``."""
    sides = text[end - 1], text[start]
    return end == start and all(side.isalnum() and not is_unspaced(side) for side in sides)
