"""The words of the passage that a quotation's ellipsis left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from fidelity.types import Passage, Quotation, Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from fidelity.embedding import Encoding

    Floats = NDArray[np.float32]

_NEGATIONS = frozenset(
    "no not never nobody nothing none neither nor without cannot can't won't don't doesn't didn't isn't aren't wasn't "
    "weren't hasn't haven't hadn't wouldn't couldn't shouldn't hardly unless except but however although though".split()
)
_SHOWN = 300
"""Greatest number of characters of the left-out words that a note shows."""


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of one text and their vectors, of unit length."""

    spans: tuple[Span, ...]
    vectors: Floats


def say_dropped(quotation: Quotation, passage: Passage, encodings: Sequence[Encoding], slack: float) -> tuple[str, ...]:
    """One plain sentence for each ellipsis inside ``quotation``, with the words of ``passage`` that it replaces.

    ``encodings`` are those of the quotation and of the passage. The passage is cut where
    the words before the ellipsis and the words after it match best; ``slack``, in cosine, is how much of that match
    the left-out words may add. There is no sentence for an ellipsis without words of the passage in its place, or in
    whose place two parts of the passage adjoin, because the passage left out the words between them, too.
    """
    text, joins = passage.text, _joins(passage)
    said, has = (_read(encoding) for encoding in encodings)
    notes = []
    for place in _places(quotation):
        before = [at for at, span in enumerate(said.spans) if span.end <= place.start]
        behind = [at for at, span in enumerate(said.spans) if span.start >= place.end]
        if not before or not behind or not has.spans:
            continue
        first, last = _cut(said.vectors[before] @ has.vectors.T, said.vectors[behind] @ has.vectors.T, slack)
        words = has.spans[first:last]
        before_gap, behind_gap = has.spans[first - 1].end, has.spans[last].start if last < len(has.spans) else len(text)
        if any(before_gap <= join <= behind_gap for join in joins):
            continue
        dropped = text[words[0].start : words[-1].end].strip(" ,;:.") if words else ""
        if any(map(str.isalnum, dropped)):
            notes.append(_note(dropped))
    return tuple(notes)


def _joins(passage: Passage) -> list[int]:
    """Where two of the passage's spans adjoin in its text, in which one space joins them."""
    ends = list(accumulate(len(span) + 1 for span in passage.spans))
    return [end - 1 for end in ends[:-1]]


def _note(dropped: str) -> str:
    negation = next((word for word in dropped.lower().split() if word.strip(",.;:") in _NEGATIONS), None)
    shown = dropped if len(dropped) <= _SHOWN else f"{dropped[:_SHOWN]} …"
    review = f"; it holds “{negation.strip(',.;:')}”, so see whether the sense is kept" if negation else ""
    return f"the article's ellipsis leaves out “{shown}”{review}"


def _places(quotation: Quotation) -> list[Span]:
    """The quotation's ellipses as places in its own text, in which one space joins the spans."""
    places, offset = [], 0
    for span in quotation.spans:
        places += [
            Span(offset + each.start - span.start, offset + each.end - span.start)
            for each in quotation.ellipses
            if span.covers(each)
        ]
        offset += len(span) + 1
    return places


def _read(encoding: Encoding) -> _Words:
    import numpy as np

    kept = [at for at, span in enumerate(encoding.words) if len(span)]
    vectors = encoding.word_vectors[kept].astype(np.float32)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return _Words(tuple(encoding.words[at] for at in kept), vectors / np.maximum(lengths, 1e-9))


def _cut(before: Floats, behind: Floats, slack: float) -> tuple[int, int]:
    """Words ``[first, last)`` of the passage between what matches the left part and what matches the right part.

    ``before`` and ``behind`` are cosines, shape (words of the part, words of the passage).
    """
    import numpy as np

    left = np.maximum.accumulate(before, axis=1).mean(axis=0)
    right = np.maximum.accumulate(behind[:, ::-1], axis=1)[:, ::-1].mean(axis=0)
    size = len(left)
    cut = int(np.argmax(left[:-1] + right[1:])) + 1 if size > 1 else size
    first = int(np.argmax(left[:cut] >= left[cut - 1] - slack)) + 1
    enough = np.flatnonzero(right[cut:] >= right[cut] - slack) if cut < size else np.array([0])
    return first, cut + int(enough[-1])
