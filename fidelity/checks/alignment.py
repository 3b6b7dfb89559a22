"""The words of both sides, and for each word its best counterpart on the other side.

Words are compared by the cosine of their vectors, each word taking its best match (the greedy
matching of BERTScore, Zhang et al., ICLR 2020); a content word that the other side has too, in
any inflection, matches fully.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fidelity.settings import JudgementSettings
from fidelity.text.words import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from fidelity.scorer import PairReading, SideReading, Thresholds

    Floats = NDArray[np.float32]
    Edges = NDArray[np.int64]

_BLOCK = 256


def _vectors(reading: SideReading, edges: Edges) -> Floats:
    """Unit vectors, (len, w): the mean over the scorer's words that a word overlaps, zeros where none does."""
    import numpy as np

    sums = np.zeros((len(reading.words) + 1, reading.vectors.shape[1]))
    np.cumsum(reading.vectors, axis=0, dtype=np.float64, out=sums[1:])
    result = sums[edges[1]] - sums[edges[0]]
    length = np.linalg.norm(result, axis=1, keepdims=True)
    return np.asarray(result / np.maximum(length, 1e-9), np.float32)


def _overlaps(words: Words, reading: SideReading) -> Edges:
    """First and last (exclusive) of the scorer's words that each word overlaps, (2, len)."""
    import numpy as np

    edges = np.zeros((2, len(words)), np.int64)
    first = 0
    for i, span in enumerate(words.spans):
        while first < len(reading.words) and reading.words[first].end <= span.start:
            first += 1
        last = first
        while last < len(reading.words) and reading.words[last].start < span.end:
            last += 1
        edges[:, i] = first, last
    return edges


def _highest(log_odds: Floats, edges: Edges) -> Floats:
    """Of each word, (len,), the highest log-odds of the scorer's words that it overlaps."""
    import numpy as np

    return np.array([max(log_odds[a:b].tolist(), default=UNREAD) for a, b in edges.T.tolist()], np.float32)


UNREAD = -8.0
"""Log-odds of a word that the scorer did not read, such as a lone control character."""


@dataclass(frozen=True, slots=True, eq=False)
class Alignment:
    """Both sides' words and their best counterparts.

    ``there[i]``: index of the passage word that quotation word ``i`` matches best, -1 if there is none;
    ``cosine[i]``: how well, 0..1. ``back`` and ``back_cosine``: the same from the passage's side.
    ``suspicion`` and ``back_suspicion``: the scorer's log-odds that a word carries an error; ``gaps`` and
    ``back_gaps``: that words were left out before it. ``inner``: the passage's words from the first counterpart of a
    content word to the last; what is beyond is surplus. ``thresholds``: what the scorer's numbers mean.
    """

    quotation: Words
    passage: Words
    there: NDArray[np.int64]
    cosine: Floats
    back: NDArray[np.int64]
    back_cosine: Floats
    suspicion: Floats
    back_suspicion: Floats
    gaps: Floats
    back_gaps: Floats
    inner: range
    thresholds: Thresholds

    @property
    def mutual(self) -> tuple[int, ...]:
        """Quotation words that are their counterpart's best match in turn."""
        return tuple(i for i, j in enumerate(self.there) if j >= 0 and self.back[j] == i)

    @property
    def shared(self) -> float:
        """The share of content words that the two sides have in common, 0..1, of the side that has more of them."""
        left, right = self.quotation, self.passage
        mine = Counter(left.stems[i] for i in left.content)
        theirs = Counter(right.stems[j] for j in right.content if j in self.inner)
        return (mine & theirs).total() / max(mine.total(), theirs.total(), 1)


def align(left: Words, right: Words, reading: PairReading, settings: JudgementSettings) -> Alignment:
    """Compare every word with every word of the other side; of very long texts, with those around its place."""
    import numpy as np

    n, m = len(left), len(right)
    there, cosine = np.full(n, -1, np.int64), np.zeros(n, np.float32)
    back, back_cosine = np.full(m, -1, np.int64), np.zeros(m, np.float32)
    mine, theirs = reading.quotation, reading.passage
    edges, back_edges = _overlaps(left, mine), _overlaps(right, theirs)
    suspicion, back_suspicion = _highest(mine.changed, edges), _highest(theirs.changed, back_edges)
    gaps, back_gaps = _highest(mine.gaps, edges), _highest(theirs.gaps, back_edges)
    if not n or not m:
        inner = range(0)
        return Alignment(
            left, right, there, cosine, back, back_cosine, suspicion, back_suspicion, gaps, back_gaps, inner,
            reading.thresholds,
        )  # fmt: skip
    a, b = _vectors(mine, edges), _vectors(theirs, back_edges)
    places: dict[str, list[int]] = defaultdict(list)
    for j, form in enumerate(right.stems):
        places[form].append(j)
    for start in range(0, n, _BLOCK):
        stop = min(start + _BLOCK, n)
        low = max(0, start * m // n - settings.reach)
        high = min(m, -(-stop * m // n) + settings.reach)
        match = np.clip(a[start:stop] @ b[low:high].T, 0.0, 1.0)
        for i in range(start, stop):
            alike = places.get(left.stems[i], [])
            columns = [j - low for j in alike[bisect_left(alike, low) : bisect_left(alike, high)]]
            # Above 1, so that of several equal words the one in the like context is chosen.
            match[i - start, columns] = (
                match[i - start, columns] + 1 if i in left.content_set else (match[i - start, columns] + 1) / 2
            )
        # Of equally good words the one at the like place: that tips less than the rounding.
        away = np.abs(np.arange(start, stop)[:, None] / n - np.arange(low, high) / m)
        match = match.round(4) - 4e-5 * away
        there[start:stop] = match.argmax(axis=1) + low
        cosine[start:stop] = match.max(axis=1)
        better = match.max(axis=0) > back_cosine[low:high]
        back[low:high][better] = (match.argmax(axis=0) + start)[better]
        back_cosine[low:high][better] = match.max(axis=0)[better]
    cosine, back_cosine = cosine.clip(0, 1).round(4), back_cosine.clip(0, 1).round(4)
    inner = _inner(left, there.tolist())
    return Alignment(
        left, right, there, cosine, back, back_cosine, suspicion, back_suspicion, gaps, back_gaps, inner,
        reading.thresholds,
    )  # fmt: skip


def suspect(alignment: Alignment, reading: PairReading) -> Alignment:
    """The alignment with what another scorer says of the same words: which are in error, and what was left out."""
    left, right = alignment.quotation, alignment.passage
    edges, back_edges = _overlaps(left, reading.quotation), _overlaps(right, reading.passage)
    return replace(
        alignment,
        suspicion=_highest(reading.quotation.changed, edges),
        back_suspicion=_highest(reading.passage.changed, back_edges),
        gaps=_highest(reading.quotation.gaps, edges),
        back_gaps=_highest(reading.passage.gaps, back_edges),
        thresholds=reading.thresholds,
    )


def _inner(quotation: Words, there: list[int]) -> range:
    places = [there[i] for i in quotation.content or range(len(quotation)) if there[i] >= 0]
    return range(min(places), max(places) + 1) if places else range(0)
