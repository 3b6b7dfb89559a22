"""The runs of words that may be a passage, and how well their edges fit the quotation.

A run that says most of the quotation and little else is found by the search. Where exactly it should begin and end
is a matter of small things: whether its outer words say anything of the quotation, whether the words just outside say
more, whether clauses and sentences stay whole. People marked passages by hand, and the weights are learned from those.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fidelity.calibration import Calibration
from fidelity.pairing.body import SENTENCE_ENDS, Body
from fidelity.pairing.edges import CLAUSE_STARTERS, LEADING, Edges
from fidelity.pairing.vectors import has_word
from fidelity.settings import PairingSettings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]
    Floats = NDArray[np.float64]
    Numbers = NDArray[np.int64]

_PLAIN = (
    *("recall", "precision", "words_recall", "words_precision", "both", "longer", "shorter", "ragged"),
    *("opens", "closes", "crosses", "first_words", "last_words", "quoted_first", "quoted_last"),
    *("left_outside", "right_outside", "weakest_clause", "common_end"),
)
RUN_FEATURES = (*_PLAIN, *(f"{name} short" for name in _PLAIN))
"""What a run is chosen by, in the order of the calibration "extent".

``recall``, ``precision``: by the words' weights; ``words_…``: the same with each word alike, ``both`` their harmonic
mean. ``longer``, ``shorter``: log of the ratio of words. ``ragged``: ends that are no edge of a clause, 0 to 2.
``opens``, ``closes``: whether it begins and ends with a sentence. ``crosses``: sentences beyond the quotation's.
``first_words``, ``last_words``: precision of its outer three words; ``quoted_…``: recall of the quotation's.
``left_outside``, ``right_outside``: how much more recall the words beside it would give; ``weakest_clause``: the lower
precision of its outer clauses; ``common_end``: how common its last word is. ``… short``: times 3 over the quoted
words, at most 1.
"""

_OUTER = 3
"""Number of words at an edge that are examined together."""
_BESIDE = 7
"""Number of words beside a run that may add to the quotation's recall."""


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """Runs of a body's words: ``first`` and ``last`` (exclusive), (n,), and :data:`RUN_FEATURES`, (n, features)."""

    first: Numbers
    last: Numbers
    features: Floats

    def best(self, extent: Calibration) -> Run | None:
        """The run with the highest score, the earliest of equal ones; ``None`` where there are none."""
        import numpy as np

        if not len(self.first):
            return None
        i = int(np.argmax((self.features @ np.array(extent.weights)).round(4)))
        recall, precision = self.features[i, _PLAIN.index("words_recall")], self.features[i, _WORDS_PRECISION]
        return Run(int(self.first[i]), int(self.last[i]), float(recall), float(precision))


_WORDS_PRECISION = _PLAIN.index("words_precision")


@dataclass(frozen=True, slots=True)
class Run:
    """Words ``first`` to ``last`` (exclusive) of a body, and how much they say of the quotation and of else, 0..1."""

    first: int
    last: int
    recall: float
    precision: float

    @property
    def both(self) -> float:
        """The harmonic mean of the two."""
        return harmonic_mean(self.recall, self.precision)


@dataclass(frozen=True, slots=True, eq=False)
class Quoted:
    """The words of a quotation, or of a part of it, that a run should say: their forms and weights."""

    forms: Sequence[str]
    weights: Matrix

    @property
    def words(self) -> int:
        """The number of quoted words."""
        return max(1, sum(map(has_word, self.forms)))

    @property
    def sentences(self) -> int:
        """The number of quoted sentences."""
        return 1 + sum(form in SENTENCE_ENDS for form in self.forms[:-1])

    def is_fragment(self, settings: PairingSettings) -> bool:
        """Whether a run may begin or end in the middle of a clause."""
        return int((self.weights > 0).sum()) <= settings.fragment_words


def find_runs(body: Body, low: int, high: int, match: Matrix, quoted: Quoted, settings: PairingSettings) -> Runs:
    """The runs in the words ``low`` to ``high`` (exclusive) that keep names whole and end on no leading word.

    ``match`` says how far each quoted word matches each of these, 0..1, (quoted, high - low).
    """
    import numpy as np

    anywhere = quoted.is_fragment(settings)
    edges = Edges(body, low, high, anywhere=anywhere, stretch=settings.surplus_words)
    i, j = np.meshgrid(np.arange(len(edges.starts)), np.arange(len(edges.ends)), indexing="ij")
    longest = settings.longest_share * len(quoted.forms) + settings.longest_extra
    length = edges.ends[j] - edges.starts[i]
    kept = (length > 0) & (length <= longest) & _may_start(body, low, edges)[i] & _may_end(body, low, edges)[j]
    i, j = i[kept], j[kept]
    plain = _Measure(body, low, high, match, quoted, edges, i, j).features()
    short = _OUTER / max(_OUTER, quoted.words)
    return Runs(edges.starts[i] + low, edges.ends[j] + low, np.concatenate([plain, plain * short], axis=1))


def _may_start(body: Body, low: int, edges: Edges) -> NDArray[np.bool_]:
    """The starts that are not inside a name."""
    import numpy as np

    starts = zip(edges.starts.tolist(), edges.ragged_starts.tolist(), strict=True)
    return np.array([not (ragged and _in_name(body, low + start)) for start, ragged in starts], dtype=bool)


def _may_end(body: Body, low: int, edges: Edges) -> NDArray[np.bool_]:
    """The ends that are not inside a name and not after a word that needs the next word."""
    import numpy as np

    may = []
    for end, ragged in zip(edges.ends.tolist(), edges.ragged_ends.tolist(), strict=True):
        last = body.forms[low + end - 1]
        leads = last in CLAUSE_STARTERS or (ragged and last in LEADING)
        may.append(not leads and not (ragged and _in_name(body, low + end)))
    return np.array(may, dtype=bool)


def _in_name(body: Body, word: int) -> bool:
    """Whether a word with a capital follows one with a capital in its sentence."""
    if not 0 < word < len(body.words) or body.sentence_of(word - 1) != body.sentence_of(word):
        return False
    return all(body.text[body.words[each].start].isupper() for each in (word - 1, word))


class _Measure:
    """The features of many runs of one window, from start ``i`` to end ``j`` of its edges."""

    def __init__(
        self, body: Body, low: int, high: int, match: Matrix, quoted: Quoted, edges: Edges, i: Numbers, j: Numbers
    ) -> None:
        import numpy as np

        self.edges, self.i, self.j, self.quoted = edges, i, j, quoted
        self.starts, self.ends = edges.starts[i], edges.ends[j]
        self.wordy = np.array(body.wordy[low:high])
        self.told = body.weights(body.forms[low:high]).astype(np.float64)
        self.match = match.astype(np.float64)
        self.best = self.match.max(axis=0) if len(match) else np.zeros(high - low)
        self.count, self.said = _sums(self.wordy), _sums(self.best * self.wordy)
        self.opening, self.closing = _sentence_edges(body, low, edges)

    def features(self) -> Floats:
        """The plain ones of :data:`RUN_FEATURES`, (n, features)."""
        import numpy as np

        recall, words_recall, quoted_first, quoted_last, left, right = self._recalls()
        weighed, weights = _sums(self.best * self.told), _sums(self.told)
        precision = _ratio(weighed, weights, self.starts, self.ends, 1e-6)
        words_precision = self._precision(self.starts, self.ends)
        both = 2 * words_recall * words_precision / np.maximum(words_recall + words_precision, 1e-6)
        length = np.log((self.count[self.ends] - self.count[self.starts] + 1) / (self.quoted.words + 1))
        ragged = self.edges.ragged_starts[self.i] + self.edges.ragged_ends[self.j]
        opens, closes = self.opening[self.i], self.closing[self.j]
        sentences = self.edges.end_sentences[self.j] - self.edges.start_sentences[self.i]
        crosses = np.maximum(sentences - self.quoted.sentences, 0)
        first_words, last_words, common = self._outer_words()
        columns = [recall, precision, words_recall, words_precision, both, np.maximum(length, 0)]
        columns += [np.maximum(-length, 0), ragged, opens, closes, crosses, first_words, last_words]
        columns += [quoted_first, quoted_last, left, right, self._weakest_clause(), common]
        return np.stack([np.asarray(column, dtype=np.float64) for column in columns], axis=1)

    def _precision(self, first: Numbers, last: Numbers) -> Floats:
        return _ratio(self.said, self.count, first, last, 1.0)

    def _recalls(self) -> tuple[Floats, ...]:
        """Recall by weight and by words, of the quotation's outer words, and what the words beside a run add to it."""
        import numpy as np

        quoted = self.quoted
        weights = quoted.weights / max(float(quoted.weights.sum()), 1e-9)
        wordy = np.array([has_word(form) for form in quoted.forms], dtype=np.float64)
        each = wordy / max(float(wordy.sum()), 1.0)
        outer = np.flatnonzero(wordy)
        named = np.stack([weights, each, _mean_of(outer[:_OUTER], len(wordy)), _mean_of(outer[-_OUTER:], len(wordy))])
        found = np.zeros((6, len(self.starts)))
        width = self.match.shape[1]
        for start in np.unique(self.starts).tolist():
            runs = np.flatnonzero(self.starts == start)
            ends = self.ends[runs] - start
            reach = min(int(ends.max()) + _BESIDE, width - start)
            held = np.maximum.accumulate(self.match[:, start : start + reach], axis=1)
            shares = named @ held
            found[:4, runs] = shares[:, ends - 1]
            if start:
                beside = self.match[:, max(0, start - _BESIDE) : start].max(axis=1)
                found[4, runs] = each @ np.maximum(beside[:, None] - held[:, ends - 1], 0)
            found[5, runs] = shares[1, np.minimum(ends - 1 + _BESIDE, reach - 1)] - shares[1, ends - 1]
        return tuple(found)

    def _outer_words(self) -> tuple[Floats, Floats, Floats]:
        """The precision of each run's first and last words, and how common the last is."""
        import numpy as np

        words = np.flatnonzero(self.wordy)
        if not len(words):
            return tuple(np.zeros((3, len(self.starts))))  # type: ignore[return-value]  # three rows
        sums, first, last = _sums(self.best[words]), words.searchsorted(self.starts), words.searchsorted(self.ends)
        places = np.arange(len(sums), dtype=np.float64)
        head = _ratio(sums, places, first, np.minimum(first + _OUTER, last), 1.0)
        tail = _ratio(sums, places, np.maximum(last - _OUTER, first), last, 1.0)
        return head, tail, 1 - self.told[words[np.maximum(last - 1, 0)]]

    def _weakest_clause(self) -> Floats:
        """The lower precision of each run's first and last clause."""
        import numpy as np

        edges = self.edges
        clean = [edges.starts[edges.ragged_starts == 0], edges.ends[edges.ragged_ends == 0], [0, len(self.wordy)]]
        bounds = np.unique(np.concatenate(clean)).astype(np.int64)
        behind = bounds[np.minimum(bounds.searchsorted(self.starts, side="right"), len(bounds) - 1)]
        before = bounds[np.maximum(bounds.searchsorted(self.ends) - 1, 0)]
        first = self._precision(self.starts, np.minimum(behind, self.ends))
        return np.minimum(first, self._precision(np.maximum(before, self.starts), self.ends))


def harmonic_mean(recall: float, precision: float) -> float:
    """The F measure of two shares, 0..1."""
    return 2 * recall * precision / max(recall + precision, 1e-6)


def _sentence_edges(body: Body, low: int, edges: Edges) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Whether a sentence begins at each start, and whether no word of its sentence follows each end."""
    import numpy as np

    opening = [body.first_word[body.sentence_of(low + start)] == low + start for start in edges.starts.tolist()]
    closing = []
    for end in edges.ends.tolist():
        until = body.first_word[body.sentence_of(low + end - 1) + 1]
        closing.append(not any(body.wordy[low + end : until]))
    return np.array(opening, dtype=bool), np.array(closing, dtype=bool)


def _sums(values: NDArray[np.generic]) -> Floats:
    import numpy as np

    return np.concatenate([[0.0], np.cumsum(values.astype(np.float64))])


def _ratio(above: Floats, below: Floats, first: Numbers, last: Numbers, least: float) -> Floats:
    """The sum of ``above`` over each run by that of ``below``; both are running sums."""
    import numpy as np

    ratio: Floats = (above[last] - above[first]) / np.maximum(below[last] - below[first], least)
    return ratio


def _mean_of(places: Numbers, size: int) -> Floats:
    """The row that takes the mean of some places."""
    import numpy as np

    row = np.zeros(size)
    row[places] = 1 / max(1, len(places))
    return row
