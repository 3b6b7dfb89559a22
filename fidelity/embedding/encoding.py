"""The result of an encoder, and the steps that all encoders share: chunks, batches, progress."""

from __future__ import annotations

import math
import re
from collections import deque
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from fidelity.embedding.model_files import usable_cpus
from fidelity.types import Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

Progress = Callable[[int, int], None]
"""It is called with the number of texts that are done and the number of all texts."""

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True, eq=False)
class Encoding:
    """The vectors of one text.

    ``vector``: float32, shape (d,), of unit length; zeros for a text without words.
    ``words``: spans of the words and punctuation marks in the text, in order, not overlapping. Characters that
    the tokenizer drops (white space, controls, lone combining marks) are in no span.
    ``word_vectors``: float32, shape (len(words), w), the mean over each word's wordpieces, not normalised.
    ``w`` equals ``d`` for the built-in encoders.
    ``pieces``: how many wordpieces each word has, where the encoder can compose vectors of runs of words; else empty.
    """

    vector: Floats
    words: tuple[Span, ...]
    word_vectors: Floats
    pieces: tuple[int, ...] = ()


class Encoder(Protocol):
    """Turns texts into :class:`Encoding` values. The same texts always give the same values."""

    @property
    def name(self) -> str:
        """The name for the report's signature.

        It differs if the vectors could differ. It may read the model's files.
        """

    @property
    def languages(self) -> frozenset[str] | None:
        """Primary BCP 47 subtags of the languages that it serves. ``None`` means any language, or unknown."""

    @property
    def calibrated(self) -> bool:
        """Whether the calibration that ships with the package was fitted with this encoder."""

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> list[Encoding]:
        """One :class:`Encoding` for each text, in order.

        Raises:
            ModelError: if the model cannot be loaded.
            MissingExtraError: if it needs a package that is not installed.
        """


def clean(text: str) -> str:
    """A copy of the same length that tokenizers accept: lone surrogates become U+FFFD."""
    return _SURROGATES.sub("\ufffd", text)


def split_words(owners: Sequence[int | None]) -> list[tuple[int, int]]:
    """The first and last piece of each word in its text. ``owners`` gives the word of each piece."""
    firsts = [i for i, owner in enumerate(owners) if i == 0 or owner != owners[i - 1]]
    return list(pairwise([*firsts, len(owners)]))


def cut(owners: Sequence[int | None], limit: int, better: Container[int] = frozenset()) -> Iterator[tuple[int, int]]:
    """Ranges of at most ``limit`` pieces that end where a word ends, or at ``limit`` inside a longer word.

    ``owners`` gives the word of each piece. ``better`` are preferred ends, used if one is in a range's second half.
    """
    start = 0
    while len(owners) - start > limit:
        last = start + limit
        end = next((place for place in range(last, start + limit // 2, -1) if place in better), last)
        while end > start and owners[end] == owners[end - 1]:
            end -= 1
        end = end if end > start else last
        yield start, end
        start = end
    if start < len(owners):
        yield start, len(owners)


def batches(lengths: Sequence[int], budget: int, spread: float = math.inf) -> Iterator[list[int]]:
    """Indices in batches of similar length, shortest first, of at most ``budget`` padded tokens each (or one item).

    The longest of a batch is at most ``spread`` times as long as the shortest.
    """
    batch: list[int] = []
    for index in sorted(range(len(lengths)), key=lambda i: (lengths[i], i)):
        is_full = (len(batch) + 1) * lengths[index] > budget
        if batch and (is_full or lengths[index] > spread * lengths[batch[0]]):
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


def run_in_threads(run: Callable[[_Item], _Result], items: Iterable[_Item], threads: int | None) -> Iterator[_Result]:
    """``run`` of each item, in order, by several ``threads`` (default: the CPUs that this process may use).

    Each thread computes whole batches. It costs less than threads that share one product after another, and gives the
    same numbers. At most two results for each thread wait for the caller, which bounds memory.
    """
    count = threads or usable_cpus()
    if count == 1:
        yield from map(run, items)
        return
    with ThreadPoolExecutor(count) as pool:
        waiting: deque[Future[_Result]] = deque()
        for item in items:
            waiting.append(pool.submit(run, item))
            if len(waiting) > 2 * count:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def unit(vector: NDArray[np.floating[Any]]) -> Floats:
    """The vector scaled to length 1 in float32. A zero vector stays zero."""
    import numpy as np

    length = np.linalg.norm(vector)
    return (vector / length if length > 0 else vector).astype(np.float32)


class Count:
    """Counts the texts whose chunks are all done."""

    def __init__(self, owners: Sequence[int], total: int, report: Progress | None) -> None:
        self.left = [0] * total
        for owner in owners:
            self.left[owner] += 1
        self.done, self.total, self.report = self.left.count(0), total, report

    def add(self, owners: Sequence[int]) -> None:
        for owner in owners:
            self.left[owner] -= 1
            self.done += self.left[owner] == 0
        if self.report is not None:
            self.report(self.done, self.total)
