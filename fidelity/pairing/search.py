"""Searches one body for the placements of one quotation.

Two steps, both on vectors of one forward pass per sentence. First the quotation is compared with
every sentence of the body (cosine of sentence vectors, shared rare words, the words around the
quotation as a second query) and keeps a few anchors. Then the words around each anchor are compared
with the quotation's words, one cosine each, and the run of words that says most of the quotation and
least else is cut out: the greedy matching of BERTScore (Zhang et al., ICLR 2020), its recall and
precision taken over every run between two boundaries. Nothing here assumes that both sides are in one language.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from fidelity.pairing.body import SENTENCE_ENDS, Body, Query
from fidelity.pairing.edges import Edges
from fidelity.pairing.marks import count_shared, find_marks, stem
from fidelity.pairing.vectors import cosine, has_word, mean_row, running_sums, unit_rows
from fidelity.settings import PairingSettings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

FEATURES = (
    *("similarity", "recall", "precision", "run_cosine", "context", "lexical", "unseen", "weakest"),
    *("found", "lost", "strange", "length", "near"),
)
"""What a placement is judged by, in the order of the calibration's weights.

``similarity``: highest cosine of its sentences. ``recall``, ``precision``: how much of the quotation's words it
says, and of its words the quotation's. ``run_cosine``: cosine of the mean word vectors. ``context``: how much of
what surrounds the quotation its sentences say. ``lexical``: share of the quotation's words, by weight, that it has;
``unseen``: of those that the body has nowhere. ``weakest``: the least recall of a sentence of the quotation.
``found``, ``lost``: names and numbers of the quotation that its sentences have and have not; ``strange``: its own
that neither the quotation nor the words around that have; each at most 3. ``length``: log of the ratio of words,
unsigned. ``near``: probability, 0..1, that another quotation of the same paragraph stands close by.
"""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a quotation of ``quoted_words`` words may stand in the body: words ``first`` to ``last`` (exclusive).

    ``runs`` are the runs of words (first, last, exclusive) that its passage has, in order; none where its extent was
    not looked for.
    """

    first: int
    last: int
    quoted_words: int
    features: tuple[float, ...]
    runs: tuple[tuple[int, int], ...] = ()

    @property
    def near(self) -> float:
        """The piece of evidence with this name."""
        return self.features[-1]

    def beside(self, near: float) -> Placement:
        """The same where another quotation of the paragraph stands close by with the probability ``near``."""
        return replace(self, features=(*self.features[:-1], near))


class View:
    """One quotation and one body: the values that are the same for all windows."""

    def __init__(self, query: Query, body: Body, settings: PairingSettings) -> None:
        import numpy as np

        self.body, self.settings, self.query = body, settings, query
        self.forms = [word.of(query.text).casefold() for word in query.encoding.words]
        own = body.weights(self.forms)
        if not own.any():
            own = np.ones(len(self.forms), dtype=np.float32)
        self.is_fragment = int((own > 0).sum()) <= settings.fragment_words
        self.all_forms, self.vectors, self.weights = self._words_in_context(own)
        self.mean = mean_row(query.encoding.word_vectors)
        self.word_count = sum(map(has_word, self.forms))
        self.told = {form: body.weight(form) for form in self.forms}
        later = [i + 1 for i, form in enumerate(self.forms[:-1]) if form in SENTENCE_ENDS]
        self.sentence_count = 1 + len(later)
        self.parts = self._parts(later)
        self.similarity = self._similarity()
        written = [word.of(query.text) for word in query.encoding.words]
        self.names = find_marks(written, {0, *later})
        self.stems = {stem(word) for word in (*written, *(w.of(query.carrier_text) for w in query.carrier.words))}

    def _words_in_context(self, own: Matrix) -> tuple[list[str], Matrix, Matrix]:
        """The words to match: the quoted ones and, at a discount that grows with their number, those around them."""
        import numpy as np

        vectors = unit_rows(self.query.encoding.word_vectors)
        carrier, skipped = self.query.carrier, self.query.skipped
        outside = [i for i, word in enumerate(carrier.words) if not any(span.overlap(word) for span in skipped)]
        forms = [carrier.words[i].of(self.query.carrier_text).casefold() for i in outside]
        weights = self.body.weights(forms)
        share = self.settings.context_share * min(1.0, self.settings.fragment_words / max(int((own > 0).sum()), 1))
        discount = min(1.0, share * float(own.sum()) / max(float(weights.sum()), 1e-6))
        return (
            self.forms + forms,
            np.concatenate([vectors, unit_rows(carrier.word_vectors[outside])]),
            np.concatenate([own, weights * discount]).astype(np.float32),
        )

    def windows(self) -> list[tuple[int, int]]:
        """Ranges of sentences [first, last) around the most promising ones."""
        import numpy as np

        share = self.settings.carrier_share * (1.0 if self.is_fragment else 0.5)
        carried = self.body.vectors @ self.query.carrier.vector
        score = (1 - share) * self.similarity + share * carried
        score += self.settings.shared_weight * self.body.shared(self.forms) + self.reached()
        anchors = np.argsort(-score.round(4), kind="stable")[: self.settings.anchors]
        return [self.window(int(a), min(self.sentence_count, self.settings.max_reach)) for a in anchors]

    def reached(self) -> NDArray[Any] | float:
        """What else speaks for a sentence of the body as an anchor, (n,); 0 where nothing does."""
        return 0.0

    def window(self, sentence: int, reach: int) -> tuple[int, int]:
        """The range of sentences up to ``reach`` away from one, fewer where they have too many words."""
        place, most = self.body.first_word, self.settings.window_words
        while True:
            first, last = max(0, sentence - reach), min(len(self.body.sentences), sentence + reach + 1)
            if reach == 0 or place[last] - place[first] <= most:
                return first, last
            reach -= 1

    def _similarity(self) -> NDArray[Any]:
        """Of each sentence of the body to the quotation or, if that is more, to one of its sentences, (n,)."""
        import numpy as np

        whole = self.body.vectors @ self.query.encoding.vector
        if self.sentence_count == 1:
            return whole
        parts = np.stack([mean_row(self.query.encoding.word_vectors[a:b]) for a, b in self.parts])
        best: NDArray[Any] = np.maximum(whole, (self.body.means @ unit_rows(parts).T).max(axis=1))
        return best

    def _parts(self, later: list[int]) -> list[tuple[int, int]]:
        """The sentences of the quotation of some length, as ranges of its words; all of it where there is one.

        ``later``: where each begins but the first.
        """
        parts = [(a, b) for a, b in pairwise([0, *later, len(self.forms)]) if b - a >= self.settings.min_part_words]
        return parts or [(0, len(self.forms))]

    def search(self, windows: Sequence[tuple[int, int]]) -> list[Placement]:
        """The best run of each window that has words."""
        runs = [self._best_run(first, last) for first, last in sorted(set(windows))]
        return [run for run in runs if run is not None]

    def cut(self, first: int, last: int) -> Placement:
        """The placement on the words ``first`` to ``last`` (exclusive)."""
        low, high = self.body.whole_sentences(first, last)
        match = self._match(low, high)
        told = self.tell(first, last)
        gained = match[: len(self.forms), first - low : last - low].max(axis=0) @ told
        return self._placement(match, low, first, last, float(gained) / max(float(told.sum()), 1e-6))

    def _best_run(self, first: int, last: int) -> Placement | None:
        """The run of words in sentences [first, last) that says most of the quotation and least else."""
        import numpy as np

        low, high = self.body.first_word[first], self.body.first_word[last]
        if low == high or not self.forms:
            return None
        match = self._match(low, high)
        told = self.tell(low, high)
        # What is found may also match the words around the quotation; what is kept has to match its own.
        gained, spent = running_sums(match[: len(self.forms)].max(axis=0) * told), running_sums(told)
        edges = Edges(self.body, low, high, anywhere=self.is_fragment, stretch=self.settings.surplus_words)
        starts, ends = edges.starts[:, None], edges.ends[None, :]
        longest = self.settings.longest_share * len(self.forms) + self.settings.longest_extra
        recall = self._recall(match, edges, longest)
        precision = (gained[ends] - gained[starts]) / np.maximum(spent[ends] - spent[starts], 1e-6)
        beta = self.settings.recall_weight
        score = recall * precision * (1 + beta) / np.maximum(beta * precision + recall, 1e-6)
        score = (score * np.maximum(1 - self._cost(edges), 0)).round(4)
        score = np.where((ends > starts) & (ends <= starts + longest), score, -1.0)
        best = int(score.argmax())
        if score.flat[best] < 0:
            return None
        i, j = self._without_surplus(recall, spent, edges, *divmod(best, score.shape[1]))
        start, end = int(edges.starts[i]), int(edges.ends[j])
        return self._placement(match, low, low + start, low + end, float(precision[i, j]))

    def _without_surplus(self, recall: NDArray[Any], spent: Matrix, edges: Edges, i: int, j: int) -> tuple[int, int]:
        """The run from start ``i`` to end ``j`` without outer stretches that say hardly anything more of the quotation.

        A headline often says what its story's first sentence does. ``spent``: running sums of the words' weights.
        """
        while True:
            shorter = [
                (a, j) for a in range(i + 1, len(edges.starts)) if edges.opens[a] and edges.starts[a] < edges.ends[j]
            ]
            shorter += [(i, b) for b in range(j) if edges.closes[b] and edges.starts[i] < edges.ends[b]]
            room = [(self._room(recall, spent, edges, (i, j), run), run) for run in shorter]
            spare, run = max(room, default=(-1.0, (i, j)))
            if spare < 0:
                return i, j
            i, j = run

    def _room(
        self, recall: NDArray[Any], spent: Matrix, edges: Edges, whole: tuple[int, int], run: tuple[int, int]
    ) -> float:
        """How much more a shorter ``run`` might lose of what the ``whole`` says, 0..1; -1 if it is no such run."""
        (i, j), (a, b) = whole, run
        starts, ends = edges.starts, edges.ends
        dropped = (starts[a] - starts[i]) + (ends[j] - ends[b])
        crosses = (
            edges.start_sentences[a] != edges.start_sentences[i] or edges.end_sentences[b] != edges.end_sentences[j]
        )
        too_few = edges.end_sentences[b] - edges.start_sentences[a] < self.sentence_count
        if dropped < self.settings.surplus_words or (crosses and too_few):
            return -1.0
        weight = float(spent[starts[a]] - spent[starts[i]] + spent[ends[j]] - spent[ends[b]])
        least = min(
            self.settings.surplus_share * weight / float(self.weights.sum()),
            self.settings.surplus_recall * float(recall[i, j]),
        )
        return least - float(recall[i, j] - recall[a, b])

    def _recall(self, match: Matrix, edges: Edges, longest: float) -> NDArray[Any]:
        """Of every run from a start to an end, how much of the words to match it says, (starts, ends).

        It is 0 for runs of more than ``longest`` words, which are not chosen.
        """
        import numpy as np

        blocks = np.maximum.reduceat(match, edges.bounds[:-1], axis=1)
        first, last = edges.bounds.searchsorted(edges.starts), edges.bounds.searchsorted(edges.ends)
        share, count = self.weights / self.weights.sum(), blocks.shape[1]
        reached, told = np.zeros((len(first), len(share))), np.zeros((len(first), count))
        over = edges.starts.searchsorted(edges.bounds[1:] - longest).tolist()
        begun = first.searchsorted(np.arange(count), side="right").tolist()
        for block, (low, high) in enumerate(zip(over, begun, strict=True)):
            np.maximum(reached[low:high], blocks[:, block], out=reached[low:high])
            told[low:high, block] = reached[low:high] @ share
        recall: NDArray[Any] = told[:, last - 1]
        return recall

    def _cost(self, edges: Edges) -> NDArray[Any]:
        """The penalty of every run for surplus sentences, for ragged ends and for a short length, (starts, ends)."""
        import numpy as np

        surplus = np.maximum(edges.end_sentences[None] - edges.start_sentences[:, None] - self.sentence_count, 0)
        ragged = edges.ragged_ends[None] + edges.ragged_starts[:, None]
        words = np.maximum(edges.ends[None, :] - edges.starts[:, None], 1)
        short = np.maximum(np.log(len(self.forms) * self.settings.short_share / words), 0)
        cost: NDArray[Any] = (
            self.settings.crossing_cost * surplus
            + self.settings.ragged_cost * ragged
            + self.settings.short_cost * short
        )
        return cost

    @property
    def floor(self) -> float:
        """Cosine of two words that have nothing in common."""
        return self.settings.match_floor

    def place(self, low: int, high: int) -> Matrix:
        """The body's words ``low`` to ``high`` (exclusive) as they are compared with the quotation's, unit vectors."""
        return self.body.unit_vectors(low, high)

    def tell(self, low: int, high: int) -> Matrix:
        """How much each of the body's words ``low`` to ``high`` (exclusive) tells, (high - low,)."""
        return self.body.weights(self.body.forms[low:high])

    def match_own(self, low: int, high: int) -> Matrix:
        """How far each quoted word matches each of the body's words ``low`` to ``high`` (exclusive), 0..1."""
        return self._match(low, high)[: len(self.forms)]

    def _match(self, low: int, high: int) -> Matrix:
        """Rescaled cosine of each word of the quotation with each of the window, 0..1; 1 for the same content word."""
        import numpy as np

        floor = self.floor
        cosine = self.vectors @ self.place(low, high).T
        match: Matrix = np.clip((cosine - floor) / (1 - floor), 0.0, 1.0).astype(np.float32)
        where = defaultdict(list)
        for j, form in enumerate(self.body.forms[low:high]):
            where[form].append(j)
        for i, form in enumerate(self.all_forms):
            if form in where and self.body.weight(form) >= self.settings.content_weight:
                match[i, where[form]] = 1.0
        return match

    def _placement(self, match: Matrix, low: int, first: int, last: int, precision: float) -> Placement:
        """``match`` is that of a window beginning at word ``low``."""
        body, own = self.body, len(self.forms)
        opening, closing = body.sentence_of(first), body.sentence_of(last - 1) + 1
        sentences = match[own:, body.first_word[opening] - low : body.first_word[closing] - low]
        total = sum(self.told.values()) or 1.0
        present = set(body.forms[first:last])
        held = match[:own, first - low : last - low]
        said = body.written(first, last)
        opens = {start - first for start in body.first_word[opening:closing]}
        told = {stem(word) for word in body.written(body.first_word[opening], body.first_word[closing])}
        features = (
            float(self.similarity[opening:closing].max()),
            _share(self.weights[:own], held),
            precision,
            cosine(mean_row(body.word_vectors(first, last)), self.mean),
            _share(self.weights[own:], sentences),
            sum(weight for form, weight in self.told.items() if form in present) / total,
            sum(weight for form, weight in self.told.items() if not body.has(form)) / total,
            min(_share(self.weights[a:b], held[a:b]) for a, b in self.parts),
            *map(float, count_shared(self.names, told)),
            float(count_shared(find_marks(said, opens), self.stems)[1]),
            abs(math.log((last - first + 1) / (len(self.forms) + 1))),
            0.0,
        )
        return Placement(first, last, self.word_count, tuple(round(f, 5) for f in features))


def _share(weights: Matrix, match: Matrix) -> float:
    """How much of the weight of some words the best matches carry, 0..1; 0 where nothing has weight."""
    total = float(weights.sum())
    return float(weights @ match.max(axis=1)) / total if total else 0.0
