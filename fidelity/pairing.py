"""Quotation to passage, in any order: part of a sentence, or several sentences, or nothing.

Two steps, both on vectors of one forward pass per sentence. First every quotation is compared with
every sentence of the body (cosine of sentence vectors, shared rare words, the words around the
quotation as a second query) and keeps a few anchors. Then the words around each anchor are compared
with the quotation's words, one cosine each, and the run of words that says most of the quotation and
least else is cut out: the greedy matching of BERTScore (Zhang et al., ICLR 2020), its recall and
precision taken over every run between two boundaries. Cost is linear in the length of the body.
Nothing here assumes that both sides are in one language.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from fidelity.settings import PairingSettings
from fidelity.types import Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from fidelity.embedding import Encoding

    Matrix = NDArray[np.float32]

FEATURES = ("similarity", "recall", "precision", "run_cosine", "carrier", "lexical", "length", "near")
"""What a placement is judged by, in the order of the calibration's weights. All but ``length`` grow
with the evidence; ``near`` is 1 where a sure placement of the same paragraph is close by."""

_CLAUSE_STARTERS = frozenset(
    "and but or while whereas which that because although though since so if when where who whose than then however"
    " y pero que porque aunque mientras et mais car donc und aber weil dass während obwohl и но что потому если".split()
)
"""Words before which a clause may begin. The project's own short list; a missing language costs only tightness."""

_SENTENCE_ENDS = frozenset(".!?。！？…")
_CLAUSE_ENDS = frozenset(',;:，；：、—–-()（）"“”„«»「」')


@dataclass(frozen=True, slots=True, eq=False)
class Query:
    """A quotation ready to be placed.

    ``encoding`` is that of ``text``, the quoted words alone. ``carrier`` is that of ``carrier_text``,
    the article's own words around them with the quoted words in place; ``inside`` gives the quoted
    words' spans there. ``paragraph`` tells the article's paragraphs apart: quotations that share one
    tend to come from one place.
    """

    text: str
    encoding: Encoding
    carrier_text: str
    carrier: Encoding
    inside: tuple[Span, ...]
    paragraph: int


class Body:
    """The sentences of the body, ready to be searched.

    ``sentences`` are spans in ``text``, in order; ``encodings`` belong to their texts.
    """

    def __init__(self, text: str, sentences: Sequence[Span], encodings: Sequence[Encoding]) -> None:
        import numpy as np

        self.text = text
        self.sentences = tuple(sentences)
        self.vectors: Matrix = np.stack([encoding.vector for encoding in encodings])
        self.words: list[Span] = []
        self.forms: list[str] = []
        self.first_word = [0]
        for span, encoding in zip(sentences, encodings, strict=True):
            for word in encoding.words:
                placed = Span(span.start + word.start, span.start + word.end)
                self.words.append(placed)
                self.forms.append(placed.of(text).casefold())
            self.first_word.append(len(self.words))
        self.word_vectors: Matrix = np.concatenate([encoding.word_vectors for encoding in encodings])
        self.means: Matrix = _unit(np.stack([_mean(encoding.word_vectors) for encoding in encodings]))
        self._postings: dict[str, list[int]] = defaultdict(list)
        for i in range(len(self.sentences)):
            for form in set(self.forms[self.first_word[i] : self.first_word[i + 1]]):
                self._postings[form].append(i)

    def sentence_of(self, word: int) -> int:
        """Which sentence a word stands in."""
        return bisect_right(self.first_word, word) - 1

    def weight(self, form: str) -> float:
        """How much a word tells: 0 for punctuation, near 0 for a word of most sentences, 1 for one seen nowhere."""
        if not _has_word(form):
            return 0.0
        n = len(self.sentences)
        return max(0.02, math.log((n + 1) / (len(self._postings.get(form, ())) + 0.5)) / math.log((n + 1) / 0.5))

    def weights(self, forms: Sequence[str]) -> Matrix:
        """The weight of each form, (len(forms),)."""
        import numpy as np

        return np.array([self.weight(form) for form in forms], dtype=np.float32)

    def shared(self, forms: Sequence[str]) -> Matrix:
        """For each sentence, the share of the forms' weight that it has, (n,)."""
        import numpy as np

        weights = {form: self.weight(form) for form in sorted(set(forms))}
        total = sum(weights.values()) or 1.0
        share = np.zeros(len(self.sentences), dtype=np.float32)
        for form, weight in weights.items():
            share[self._postings.get(form, [])] += weight / total
        return share


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a quotation may stand in the body: words ``first`` to ``last`` (exclusive), and its features."""

    first: int
    last: int
    features: tuple[float, ...]


Ranking = Callable[[Placement], float]
"""A placement's log-odds of being right."""


def place_all(
    queries: Sequence[Query], body: Body, rank: Ranking, settings: PairingSettings
) -> list[tuple[Placement, ...]]:
    """The placements of every quotation, best first, without overlap between them.

    Two rounds: the second looks again near the sure placements of the same paragraph's other
    quotations, and takes being near one as evidence.
    """
    views = [_View(query, body, settings) for query in queries]
    found = [view.search(view.windows()) for view in views]
    sure: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for i, (query, placements) in enumerate(zip(queries, found, strict=True)):
        best = max(placements, key=lambda p: round(rank(p), 4), default=None)
        if best is not None and rank(best) >= settings.sure_log_odds:
            sure[query.paragraph].append((i, body.sentence_of(best.first)))
    result: list[tuple[Placement, ...]] = []
    for i, (query, view, placements) in enumerate(zip(queries, views, found, strict=True)):
        guides = [sentence for j, sentence in sure[query.paragraph] if j != i]
        again = view.search([view.window(sentence, settings.near_sentences) for sentence in guides])
        unique = {(p.first, p.last): p for p in (*placements, *again)}
        marked = [_mark_near(p, body, guides, settings.near_sentences) for p in unique.values()]
        marked.sort(key=lambda p: (-round(rank(p), 4), p.first, p.last))
        result.append(_without_overlap(marked))
    return result


def _mark_near(placement: Placement, body: Body, guides: Sequence[int], reach: int) -> Placement:
    here = body.sentence_of(placement.first)
    near = any(abs(here - sentence) <= reach for sentence in guides)
    return replace(placement, features=(*placement.features[:-1], float(near)))


def _without_overlap(placements: Sequence[Placement]) -> tuple[Placement, ...]:
    kept: list[Placement] = []
    for placement in placements:
        if all(placement.last <= other.first or other.last <= placement.first for other in kept):
            kept.append(placement)
    return tuple(kept)


class _View:
    """One quotation before one body: what stays the same over all windows."""

    def __init__(self, query: Query, body: Body, settings: PairingSettings) -> None:
        import numpy as np

        self.body, self.settings, self.query = body, settings, query
        self.forms = [word.of(query.text).casefold() for word in query.encoding.words]
        own = body.weights(self.forms)
        if not own.any():
            own = np.ones(len(self.forms), dtype=np.float32)
        self.is_fragment = int((own > 0).sum()) <= settings.fragment_words
        self.all_forms, self.vectors, self.weights = self._words_in_context(own)
        self.mean, self.carrier_mean = _mean(query.encoding.word_vectors), _mean(query.carrier.word_vectors)
        ends = [i for i, form in enumerate(self.forms[:-1]) if form in _SENTENCE_ENDS]
        self.sentence_count = 1 + len(ends)
        self.similarity = self._similarity()

    def _words_in_context(self, own: Matrix) -> tuple[list[str], Matrix, Matrix]:
        """The words to match: the quoted ones and, at a discount that grows with their number, those around them."""
        import numpy as np

        vectors = _unit(self.query.encoding.word_vectors)
        carrier, inside = self.query.carrier, self.query.inside
        outside = [i for i, word in enumerate(carrier.words) if not any(span.overlap(word) for span in inside)]
        forms = [carrier.words[i].of(self.query.carrier_text).casefold() for i in outside]
        weights = self.body.weights(forms)
        share = self.settings.context_share * min(1.0, self.settings.fragment_words / max(int((own > 0).sum()), 1))
        discount = min(1.0, share * float(own.sum()) / max(float(weights.sum()), 1e-6))
        return (
            self.forms + forms,
            np.concatenate([vectors, _unit(carrier.word_vectors[outside])]),
            np.concatenate([own, weights * discount]).astype(np.float32),
        )

    def windows(self) -> list[tuple[int, int]]:
        """Ranges of sentences [first, last) around the most promising ones."""
        import numpy as np

        share = self.settings.carrier_share * (1.0 if self.is_fragment else 0.5)
        carried = self.body.vectors @ self.query.carrier.vector
        score = (1 - share) * self.similarity + share * carried
        score += self.settings.shared_weight * self.body.shared(self.forms)
        anchors = np.argsort(-score.round(4), kind="stable")[: self.settings.anchors]
        return [self.window(int(a), min(self.sentence_count, self.settings.max_reach)) for a in anchors]

    def window(self, sentence: int, reach: int) -> tuple[int, int]:
        """The range of sentences up to ``reach`` away from one."""
        return max(0, sentence - reach), min(len(self.body.sentences), sentence + reach + 1)

    def _similarity(self) -> Matrix:
        """Of each sentence of the body to the quotation or, if that is more, to one of its sentences, (n,)."""
        import numpy as np

        whole: Matrix = self.body.vectors @ self.query.encoding.vector
        if self.sentence_count == 1:
            return whole
        parts: list[Matrix] = []
        start = 0
        for i, form in enumerate(self.forms):
            if form in _SENTENCE_ENDS or i == len(self.forms) - 1:
                if i + 1 - start >= self.settings.min_part_words:
                    parts.append(_mean(self.query.encoding.word_vectors[start : i + 1]))
                start = i + 1
        return np.maximum(whole, (self.body.means @ _unit(np.stack(parts)).T).max(axis=1)) if parts else whole

    def search(self, windows: Sequence[tuple[int, int]]) -> list[Placement]:
        """The best run of each window that has words."""
        runs = [self._best_run(first, last) for first, last in sorted(set(windows))]
        return [run for run in runs if run is not None]

    def _best_run(self, first: int, last: int) -> Placement | None:
        """The run of words in sentences [first, last) that says most of the quotation and least else."""
        import numpy as np

        low, high = self.body.first_word[first], self.body.first_word[last]
        if low == high or not self.forms:
            return None
        match = self._match(low, high)
        told = self.body.weights(self.body.forms[low:high])
        # What is found may also match the words around the quotation; what is kept has to match its own.
        gained, spent = _sums(match[: len(self.forms)].max(axis=0) * told), _sums(told)
        edges = _Edges(self.body, low, high, anywhere=self.is_fragment)
        weights = self.weights / self.weights.sum()
        best = (-1.0, 0, 0, 0.0, 0.0)
        for start in edges.starts:
            after = edges.ends > start
            ends = edges.ends[after]
            if not len(ends):
                continue
            recall = weights @ np.maximum.accumulate(match[:, start:], axis=1)[:, ends - start - 1]
            precision = (gained[ends] - gained[start]) / np.maximum(spent[ends] - spent[start], 1e-6)
            beta = self.settings.recall_weight
            score = recall * precision * (1 + beta) / np.maximum(beta * precision + recall, 1e-6)
            surplus = np.maximum(edges.sentences[after] - edges.sentence(start) - self.sentence_count, 0)
            cost = self.settings.crossing_cost * surplus
            cost = cost + self.settings.ragged_cost * (edges.ragged[after] + edges.is_ragged(start))
            short = np.log(len(self.forms) * self.settings.short_share / (ends - start))
            cost = cost + self.settings.short_cost * np.maximum(short, 0)
            score = (score * np.maximum(1 - cost, 0)).round(4)
            k = int(score.argmax())
            best = max(best, (float(score[k]), -start, -int(ends[k]), float(recall[k]), float(precision[k])))
        if best[0] < 0:
            return None
        return self._placement(low - best[1], low - best[2], best[3], best[4])

    def _match(self, low: int, high: int) -> Matrix:
        """Rescaled cosine of each word of the quotation with each of the window, 0..1; 1 for the same content word."""
        import numpy as np

        floor = self.settings.match_floor
        cosine = self.vectors @ _unit(self.body.word_vectors[low:high]).T
        match = np.clip((cosine - floor) / (1 - floor), 0.0, 1.0).astype(np.float32)
        where = defaultdict(list)
        for j, form in enumerate(self.body.forms[low:high]):
            where[form].append(j)
        for i, form in enumerate(self.all_forms):
            if form in where and self.body.weight(form) >= self.settings.content_weight:
                match[i, where[form]] = 1.0
        return match

    def _placement(self, first: int, last: int, recall: float, precision: float) -> Placement:
        body = self.body
        run = _mean(body.word_vectors[first:last])
        until = bisect_left(body.first_word, last)
        told = {form: body.weight(form) for form in self.forms}
        present = set(body.forms[first:last])
        features = (
            float(self.similarity[body.sentence_of(first) : until].max()),
            recall,
            precision,
            _cosine(run, self.mean),
            _cosine(run, self.carrier_mean),
            sum(w for form, w in told.items() if form in present) / (sum(told.values()) or 1.0),
            abs(math.log((last - first + 1) / (len(self.forms) + 1))),
            0.0,
        )
        return Placement(first, last, tuple(round(f, 5) for f in features))


class _Edges:
    """Where a run may start and end in a window of words, as offsets from its first."""

    def __init__(self, body: Body, low: int, high: int, *, anywhere: bool) -> None:
        import numpy as np

        self._body, self._low = body, low
        forms = body.forms[low:high]
        bounds = body.first_word[bisect_left(body.first_word, low) : bisect_right(body.first_word, high)]
        clean_starts = {word - low for word in bounds if word < high}
        clean_ends = {word - low for word in bounds if word > low}
        for i, form in enumerate(forms):
            if not _has_word(form):
                clean_ends.add(i)
                if form in _CLAUSE_ENDS:
                    clean_starts.add(i + 1)
            elif form in _CLAUSE_STARTERS:
                clean_starts.update((i, i + 1))
                clean_ends.add(i)
        wordy = {i for i, form in enumerate(forms) if _has_word(form)}
        self._clean_starts = clean_starts
        self.starts = sorted(wordy if anywhere else clean_starts & wordy)
        after_words = {i + 1 for i in wordy}
        ends = sorted(clean_ends | after_words if anywhere else clean_ends)
        self.ends: NDArray[Any] = np.array(ends, dtype=np.int64)
        self.ragged: NDArray[Any] = np.array([end not in clean_ends for end in ends], dtype=np.float32)
        self.sentences: NDArray[Any] = np.searchsorted(np.array(body.first_word), low + self.ends, side="left")

    def sentence(self, start: int) -> int:
        return self._body.sentence_of(self._low + start)

    def is_ragged(self, start: int) -> float:
        return float(start not in self._clean_starts)


def _has_word(form: str) -> bool:
    return any(character.isalnum() for character in form)


def _unit(matrix: Matrix) -> Matrix:
    import numpy as np

    return (matrix / np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9)).astype(np.float32)


def _mean(vectors: Matrix) -> Matrix:
    """The mean over words, (d,); zeros where there are none."""
    import numpy as np

    return vectors.mean(axis=0) if len(vectors) else np.zeros(vectors.shape[1], dtype=np.float32)


def _cosine(a: Matrix, b: Matrix) -> float:
    import numpy as np

    return float(a @ b / max(float(np.linalg.norm(a) * np.linalg.norm(b)), 1e-9))


def _sums(values: Matrix) -> Matrix:
    import numpy as np

    return np.concatenate([[0.0], np.cumsum(values)]).astype(np.float32)
