"""Encodings, readings and placements as bytes: the necessary lengths, then the numbers in a row, little-endian.

Nothing in the bytes is run, and bytes without exactly the expected length are refused.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

from fidelity.embedding import Encoding
from fidelity.pairing import Placement
from fidelity.scorer import Entailment, PairReading, SideReading, Thresholds
from fidelity.types import Span

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LENGTHS = struct.Struct("<4I")
_SPANS, _PIECES, _VECTOR, _STATES, _HEADS = "<u4", "<u4", "<f4", "<f2", "<f8"


def pack_encoding(encoding: Encoding) -> bytes:
    """An encoding whose word vectors are float16."""
    count, width = encoding.word_vectors.shape
    lengths = _LENGTHS.pack(len(encoding.vector), count, width, len(encoding.pieces))
    return b"".join(
        [
            lengths,
            _bytes(encoding.vector, _VECTOR),
            _bytes(_places(encoding.words), _SPANS),
            _bytes(encoding.pieces, _PIECES),
            _bytes(encoding.word_vectors, _STATES),
        ]
    )


def unpack_encoding(data: bytes) -> Encoding:
    """The encoding.

    Raises:
        ValueError: if the bytes are not those of an encoding.
    """
    reader = _Reader(data)
    dimensions, count, width, pieces = reader.lengths()
    vector = reader.array(_VECTOR, dimensions)
    words = _spans(reader.array(_SPANS, 2 * count))
    lengths = tuple(reader.array(_PIECES, pieces).tolist())
    vectors = reader.array(_STATES, count * width).reshape(count, width)
    reader.end()
    return Encoding(vector, words, vectors, lengths)


def pack_reading(reading: PairReading) -> bytes:
    """A reading without its thresholds, which are the scorer's."""
    shares = [
        value for each in (reading.forward, reading.backward) for value in (each.entailed, each.open, each.contradicted)
    ]
    lengths = _LENGTHS.pack(len(reading.heads), len(shares), len(reading.quotation.words), len(reading.passage.words))
    width = struct.pack("<I", reading.quotation.vectors.shape[1])
    parts = [lengths, width, _bytes(reading.heads, _HEADS), _bytes(shares, _HEADS)]
    for side in (reading.quotation, reading.passage):
        parts.append(_bytes(_places(side.words), _SPANS))
        parts += [_bytes(values, _VECTOR) for values in (side.vectors, side.changed, side.rated, side.gaps)]
    return b"".join(parts)


def unpack_reading(data: bytes, thresholds: Thresholds) -> PairReading:
    """The reading.

    Raises:
        ValueError: if the bytes are not those of a reading.
    """
    reader = _Reader(data)
    heads, shares, *counts = reader.lengths()
    [width] = reader.array("<u4", 1).tolist()
    said = tuple(reader.array(_HEADS, heads).tolist())
    directions = reader.array(_HEADS, shares).reshape(-1, 3).tolist()
    sides = []
    for count in counts:
        words = _spans(reader.array(_SPANS, 2 * count))
        vectors = reader.array(_VECTOR, count * width).reshape(count, width)
        sides.append(SideReading(words, vectors, *(reader.array(_VECTOR, count) for _ in range(3))))
    reader.end()
    if len(directions) != 2:
        raise ValueError("a direction is missing")
    forward, backward = (Entailment(*each) for each in directions)
    return PairReading(said, sides[0], sides[1], thresholds, forward, backward)


def pack_placements(placed: Sequence[Sequence[Placement]]) -> bytes:
    """The placements of several quotations."""
    all_placements = [each for some in placed for each in some]
    runs = [run for each in all_placements for run in each.runs]
    width = len(all_placements[0].features) if all_placements else 0
    places = [(each.first, each.last, each.quoted_words, len(each.runs)) for each in all_placements]
    return b"".join(
        [
            _LENGTHS.pack(len(placed), len(all_placements), width, len(runs)),
            _bytes([len(some) for some in placed], _SPANS),
            _bytes(places, _SPANS),
            _bytes(runs, _SPANS),
            _bytes([each.features for each in all_placements], _HEADS),
        ]
    )


def unpack_placements(data: bytes) -> list[tuple[Placement, ...]]:
    """The placements of each quotation.

    Raises:
        ValueError: if the bytes are not those of placements.
    """
    reader = _Reader(data)
    quotations, count, width, runs = reader.lengths()
    counts = reader.array(_SPANS, quotations).tolist()
    places = reader.array(_SPANS, 4 * count).reshape(count, 4).tolist()
    stretches = [(first, last) for first, last in reader.array(_SPANS, 2 * runs).reshape(runs, 2).tolist()]
    features = reader.array(_HEADS, width * count).reshape(count, width).tolist()
    reader.end()
    if sum(counts) != count or sum(place[3] for place in places) != runs:
        raise ValueError("the numbers of placements or of runs do not fit")
    found, at = [], 0
    for (first, last, words, some), values in zip(places, features, strict=True):
        found.append(Placement(first, last, words, tuple(values), tuple(stretches[at : at + some])))
        at += some
    ends = list(accumulate(counts, initial=0))
    return [tuple(found[start:end]) for start, end in pairwise(ends)]


def _bytes(values: Any, kind: str) -> bytes:
    import numpy as np

    return np.ascontiguousarray(values, kind).tobytes()


def _places(spans: Sequence[Span]) -> list[int]:
    return [place for span in spans for place in (span.start, span.end)]


def _spans(places: NDArray[Any]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in places.reshape(-1, 2).tolist())


class _Reader:
    """Takes one array after another from bytes."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def lengths(self) -> tuple[int, ...]:
        if len(self._data) < _LENGTHS.size:
            raise ValueError("too short")
        self._at = _LENGTHS.size
        return _LENGTHS.unpack_from(self._data)

    def array(self, kind: str, count: int) -> NDArray[Any]:
        import numpy as np

        size = np.dtype(kind).itemsize * count
        if self._at + size > len(self._data):
            raise ValueError("too short")
        found = np.frombuffer(self._data, kind, count, self._at)
        self._at += size
        return found

    def end(self) -> None:
        if self._at != len(self._data):
            raise ValueError("too long")
