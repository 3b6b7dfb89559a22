"""Passages across languages: each run of clauses has a vector of its own, which is compared with the quotation's.

Word by word, two languages are hard to compare; whole statements are not. An encoder whose vector of a text is made of
what its words contribute (:meth:`fidelity.embedding.MultilingualEncoder.compose`) gives the vector of any run of words
without reading the text again. So the runs between the boundaries of clauses are all compared with the quotation, and
the nearest is taken; its words are then weighed by the same evidence as a placement within one language.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from fidelity.pairing.body import Body, Query
from fidelity.pairing.edges import Edges
from fidelity.pairing.search import FEATURES, Placement, View
from fidelity.pairing.vectors import has_word, running_sums
from fidelity.settings import PairingSettings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]
    Compose = Callable[[Matrix, NDArray[np.int64]], Matrix]

_TOGETHER = 512
"""Sentences whose words are compared with a quotation's at once. It changes only speed and memory."""

_COSINE, _RECALL = FEATURES.index("run_cosine"), FEATURES.index("recall")

COMPOSED_FEATURES = (*FEATURES[:-1], "telling", "told", "missed", "margin", "nearer", FEATURES[-1])
"""What a placement across languages is judged by: :data:`~fidelity.pairing.search.FEATURES`, in which the matcher's
vectors and weights of words stand for those of one language, and five more.

``telling``: log of 1 plus the summed weights of the quotation's words; ``told``: that times ``recall``; ``missed``: the
greatest weight of a word that nothing in the placement matches, less as far as something does; ``margin``: how much
more of the quotation's words its sentences say than any other sentence of the body, -1..1; ``nearer``: how much higher
the cosine of its sentences is than that of any other, -1..1.
"""


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """The runs of words ``firsts[i]`` to ``lasts[i]`` (exclusive) of a body, and their vectors, (n, d).

    ``sentences`` says how many sentences, or parts set off by a space, each takes in; ``pieces`` how many wordpieces;
    ``inner`` how many of its two edges lie inside a sentence.
    """

    firsts: NDArray[np.int64]
    lasts: NDArray[np.int64]
    vectors: Matrix
    sentences: NDArray[np.int64]
    pieces: NDArray[np.int64]
    inner: NDArray[np.int64]


class ComposedRuns:
    """The runs of clauses of one body. Those that begin in a sentence are composed when they are first asked for."""

    def __init__(self, body: Body, compose: Compose, settings: PairingSettings) -> None:
        self._body, self._compose, self._settings = body, compose, settings
        self._known: dict[int, _Found] = {}

    def starting_in(self, sentence: int) -> _Found:
        """Those that begin in a sentence: to every boundary in it and in the next, then to the ends of sentences."""
        if sentence not in self._known:
            self._known[sentence] = self._find(sentence)
        return self._known[sentence]

    def vector(self, first: int, last: int) -> Matrix:
        """The vector of the words ``first`` to ``last`` (exclusive), (d,)."""
        import numpy as np

        pieces = np.array(self._body.pieces[first:last], np.int64)
        total = (self._body.word_vectors(first, last) * pieces[:, None]).sum(axis=0, keepdims=True, dtype=np.float32)
        made: Matrix = self._compose(total, pieces.sum(keepdims=True))[0]
        return made

    def _find(self, sentence: int) -> _Found:
        import numpy as np

        body, count = self._body, len(self._body.sentences)
        reach = min(count, sentence + 2 * self._settings.max_reach + 1)
        low, high = body.first_word[sentence], body.first_word[reach]
        edges = Edges(body, low, high, anywhere=False, stretch=self._settings.surplus_words)
        limit = body.first_word[sentence + 1] - low
        near = body.first_word[min(count, sentence + 2)] - low
        breaks = {body.first_word[i] - low for i in range(sentence + 1, reach + 1)}
        breaks |= {word - low for word in body.starts[bisect_left(body.starts, low) : bisect_right(body.starts, high)]}
        clean_starts, clean_ends = edges.starts[edges.ragged_starts == 0], edges.ends[edges.ragged_ends == 0]
        starts = sorted(start for start in breaks.union(clean_starts.tolist()) if start < limit)
        ends = sorted(end for end in breaks.union(clean_ends.tolist()) if end <= near or end in breaks)
        pairs = np.array([(a, b) for a in starts for b in ends if a < b], np.int64).reshape(-1, 2)
        pieces = np.array(body.pieces[low:high], np.int64)
        words = body.word_vectors(low, high) * pieces[:, None] if low < high else np.zeros((0, 1), np.float32)
        sums = np.concatenate([np.zeros((1, words.shape[1])), np.cumsum(words, axis=0, dtype=np.float64)])
        counts = np.concatenate([[0], np.cumsum(pieces)])
        firsts, lasts = pairs[:, 0], pairs[:, 1]
        sizes = counts[lasts] - counts[firsts]
        vectors = self._compose((sums[lasts] - sums[firsts]).astype(np.float32), sizes)
        parted = np.searchsorted(body.starts, low + lasts, side="left") - np.searchsorted(
            body.starts, low + firsts, side="right"
        )
        edges_of_sentences = np.array(sorted({0, high - low, *breaks}), np.int64)
        inner = 2 - np.isin(firsts, edges_of_sentences).astype(np.int64) - np.isin(lasts, edges_of_sentences)
        return _Found(low + firsts, low + lasts, vectors, 1 + parted, sizes, inner)


class ComposedView(View):
    """One quotation before one body whose runs have vectors, and whose words a matcher compares."""

    def __init__(self, query: Query, body: Body, settings: PairingSettings, runs: ComposedRuns) -> None:
        super().__init__(query, body, settings)
        self._runs, self._pieces = runs, max(1, sum(query.encoding.pieces))

    @property
    def floor(self) -> float:
        """Cosine of two words that have nothing in common."""
        return self.settings.composed_match_floor

    def place(self, low: int, high: int) -> Matrix:
        """The body's words ``low`` to ``high`` (exclusive) as the matcher compares them, unit vectors."""
        return self.body.compared.places[low:high]

    def tell(self, low: int, high: int) -> Matrix:
        """How much each of the body's words ``low`` to ``high`` (exclusive) tells, (high - low,)."""
        import numpy as np

        return self.body.compared.weights[low:high] * np.array(self.body.wordy[low:high], np.float32)

    def reached(self) -> NDArray[Any]:
        """How much each sentence of the body says of the quotation's words, weighted as an anchor, (n,)."""
        return self.settings.composed_anchor_weight * self._reached

    @cached_property
    def _reached(self) -> NDArray[Any]:
        """How much of the quotation's first words each sentence of the body says, 0..1, (n,)."""
        import numpy as np

        starts, count = np.array(self.body.first_word), min(len(self.forms), self.settings.composed_anchor_words)
        found = np.zeros(len(starts) - 1, np.float32)
        weights = self.weights[:count] / max(float(self.weights[:count].sum()), 1e-6)
        held = np.flatnonzero(np.diff(starts))
        for some in (held[i : i + _TOGETHER] for i in range(0, len(held), _TOGETHER)):
            low, high = starts[some[0]], starts[some[-1] + 1]
            match = np.maximum.reduceat(self.vectors[:count] @ self.place(low, high).T, starts[some] - low, axis=1)
            found[some] = weights @ (np.clip(match, self.floor, 1.0) - self.floor) / (1 - self.floor)
        return found

    def _words_in_context(self, own: Matrix) -> tuple[list[str], Matrix, Matrix]:
        """The words to match as in one language, with the matcher's vectors and weights."""
        import numpy as np

        assert self.body.matcher is not None
        forms, _, _ = super()._words_in_context(own)
        carrier, skipped = self.query.carrier, self.query.skipped
        outside = [i for i, word in enumerate(carrier.words) if not any(span.overlap(word) for span in skipped)]
        vectors = np.concatenate([self.query.encoding.word_vectors, carrier.word_vectors[outside]])
        compared = self.body.matcher.compare(vectors)
        wordy = np.array([has_word(form) for form in forms], np.float32)
        weights: Matrix = compared.weights * (wordy if wordy[: len(own)].any() else np.ones_like(wordy))
        return forms, compared.places, weights

    def _best_run(self, first: int, last: int) -> Placement | None:
        """The run of clauses in sentences [first, last) whose vector is nearest to the quotation's, and whose words
        match it best."""
        best: tuple[float, int, int] | None = None
        matched = _Matched(self, self.body.first_word[first], self.body.first_word[last])
        for sentence in range(first, last):
            found = self._runs.starting_in(sentence)
            if not len(found.firsts):
                continue
            score = self._score(found, self.body.first_word[last]) + matched.gain(found)
            i = int(score.argmax())
            if best is None or score[i] > best[0]:
                best = float(score[i]), int(found.firsts[i]), int(found.lasts[i])
        if best is None or not self.forms:
            return None
        return self.cut(best[1], best[2])

    def _score(self, found: _Found, limit: int) -> NDArray[Any]:
        """Cosine of each run with the quotation; less for sentences too many, for edges inside one, for being short."""
        import numpy as np

        settings = self.settings
        surplus = np.maximum(found.sentences - self.sentence_count, 0)
        shorter = np.maximum(np.log(self._pieces * settings.short_share / np.maximum(found.pieces, 1)), 0)
        cosine = found.vectors @ self.query.encoding.vector
        score: NDArray[Any] = (
            cosine
            - settings.composed_crossing_cost * surplus
            - settings.composed_short_cost * shorter
            - settings.composed_inner_cost * found.inner
        )
        return np.where(found.lasts <= limit, score, -np.inf).round(4)

    def _placement(self, match: Matrix, low: int, first: int, last: int, precision: float) -> Placement:
        """The evidence of one language, with the cosine of the run's own vector for that of the words' mean."""
        found = super()._placement(match, low, first, last, precision)
        features = list(found.features)
        features[_COSINE] = round(float(self._runs.vector(first, last) @ self.query.encoding.vector), 5)
        own = self.weights[: len(self.forms)]
        telling = math.log1p(float(own.sum()))
        missed = float((own * (1 - match[: len(own), first - low : last - low].max(axis=1))).max())
        opening, closing = self.body.sentence_of(first), self.body.sentence_of(last - 1) + 1
        margins = (_margin(values, opening, closing) for values in (self._reached, self.similarity))
        more = (telling, telling * features[_RECALL], missed, *margins)
        features[-1:] = [*(round(value, 5) for value in more), features[-1]]
        return Placement(found.first, found.last, found.quoted_words, tuple(features))


def _margin(values: NDArray[Any], opening: int, closing: int) -> float:
    """How much the greatest of the values from ``opening`` to ``closing`` (exclusive) exceeds all others."""
    others = [float(some.max()) for some in (values[:opening], values[closing:]) if len(some)]
    return float(values[opening:closing].max()) - max(others, default=0.0)


class _Matched:
    """How the words of one window, ``low`` to ``high`` (exclusive), match the quotation's."""

    def __init__(self, view: ComposedView, low: int, high: int) -> None:
        self._view, self._low, self._high = view, low, high
        self._match = view.match_own(low, high)
        told = view.tell(low, high)
        best = self._match.max(axis=0) if len(self._match) else told * 0
        self._gained, self._spent = running_sums(best * told), running_sums(told)

    def gain(self, found: _Found) -> NDArray[Any]:
        """What the recall of the quotation's words and the precision of its own add to the score of each run, (n,)."""
        import numpy as np

        settings, own = self._view.settings, len(self._view.forms)
        weights = self._view.weights[:own] / max(float(self._view.weights[:own].sum()), 1e-6)
        firsts, lasts = found.firsts - self._low, np.minimum(found.lasts, self._high) - self._low
        recall = np.zeros(len(firsts), np.float32)
        for first in np.unique(firsts).tolist():
            runs = np.flatnonzero(firsts == first)
            held = np.maximum.accumulate(self._match[:, first : int(lasts[runs].max())], axis=1)
            recall[runs] = (weights @ held)[lasts[runs] - first - 1]
        precision = (self._gained[lasts] - self._gained[firsts]) / np.maximum(
            self._spent[lasts] - self._spent[firsts], 1e-6
        )
        gained: NDArray[Any] = settings.composed_recall * recall + settings.composed_precision * precision
        return gained.round(4)
