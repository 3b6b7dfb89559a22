"""A second search for a few quoted words, together with the clause around them, since they say too little alone.

``seen as "the heroes"`` is hardly like ``viewing us as the principled side`` by what is quoted; the clauses are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from fidelity.pairing.body import SENTENCE_ENDS, Body, Query
from fidelity.pairing.edges import CLAUSE_ENDS, CLAUSE_STARTERS, Edges
from fidelity.pairing.search import Placement
from fidelity.pairing.vectors import cosine, has_word, mean_row, unit_rows
from fidelity.settings import PairingSettings
from fidelity.types import Span


@dataclass(frozen=True, slots=True)
class Framed:
    """The clause of an article around a few quoted words, and candidates for it in the body.

    ``statement`` is the clause of the article, without quotation marks. ``clauses`` are runs of the body's words
    (first, last, exclusive), the likest of a sentence first; ``own`` tells which take in the ``first`` placement.
    """

    statement: str
    clauses: tuple[tuple[int, int], ...]
    own: tuple[bool, ...]
    first: Placement

    def passage(self, number: int) -> tuple[int, int]:
        """The words of the passage for a clause: the most similar in it, or those of the first placement."""
        low, high = self.clauses[number]
        if not self.own[number]:
            return next((first, last) for first, last in self.clauses if low <= first and last <= high)
        held = self.first.first, self.first.last
        around = [run for run in self.clauses if run[0] <= held[0] and held[1] <= run[1]]
        return min(around, key=lambda run: run[1] - run[0], default=held)


def frame(query: Query, body: Body, first: Placement, settings: PairingSettings) -> Framed | None:
    """The clause that carries a quotation, and the clauses of the body most like it.

    ``None`` if the quotation is no fragment, or nothing of its clause is left beside it.
    """
    words = _clause_around(query, settings)
    if words is None:
        return None
    vector = mean_row(query.carrier.word_vectors[words])
    near = (body.means @ unit_rows(vector[None]).T)[:, 0].round(4)
    order = (-near).argsort(kind="stable").tolist()[: settings.framed_sentences]
    own = range(body.sentence_of(first.first), body.sentence_of(first.last - 1) + 1)

    def takes_in(run: tuple[int, int]) -> bool:
        return run[0] < first.last and first.first < run[1]

    def likeness(run: tuple[int, int]) -> tuple[float, tuple[int, int]]:
        return -round(cosine(mean_row(body.word_vectors(*run)), vector), 4), run

    kept: list[tuple[int, int]] = []
    for sentence in sorted({*order, *own}):
        runs = sorted(_clauses(body, sentence, settings), key=likeness)
        for held in (True, False):
            kept += [run for run in runs if takes_in(run) is held][: settings.framed_clauses]
    return Framed(" ".join(_stretches(query, words)), tuple(kept), tuple(map(takes_in, kept)), first)


def _clause_around(query: Query, settings: PairingSettings) -> list[int] | None:
    """The carrier's words from one edge of the clause to the other; ``None`` without a clause around a fragment."""
    quoted = next((span for span in query.skipped if span.of(query.carrier_text) == query.text), None)
    if quoted is None:
        return None
    words, forms = query.carrier.words, [word.of(query.carrier_text).casefold() for word in query.carrier.words]
    inside = [i for i, word in enumerate(words) if quoted.overlap(word)]
    if not inside or sum(has_word(forms[i]) for i in inside) > settings.framed_words:
        return None
    others = [span for span in query.skipped if span != quoted]

    def goes_on(i: int) -> bool:
        bound = forms[i] in CLAUSE_ENDS or forms[i] in SENTENCE_ENDS or forms[i] in CLAUSE_STARTERS
        return not bound and not any(span.overlap(words[i]) for span in others)

    before, behind = range(inside[0] - 1, -1, -1), range(inside[-1] + 1, len(words))
    left = list(takewhile(goes_on, _without_marks(before, forms)))[::-1]
    ended = forms[inside[-1]] in SENTENCE_ENDS or forms[inside[-1]] in CLAUSE_ENDS
    right = [] if ended else list(takewhile(goes_on, _without_marks(behind, forms)))
    around = [i for i in (*left, *right) if has_word(forms[i])]
    return [*left, *inside, *right] if len(around) >= settings.framing_words else None


def _without_marks(numbers: range, forms: Sequence[str]) -> range:
    """Goes outwards from a quotation, without the mark that encloses it."""
    return numbers[1:] if numbers and forms[numbers[0]] in _MARKS else numbers


_MARKS = frozenset("\"“”„«»「」'‘’")


def _stretches(query: Query, words: Sequence[int]) -> list[str]:
    """The text of the words, in stretches of those that follow one another."""
    found: list[Span] = []
    for before, i in zip([-2, *words], words, strict=False):
        word = query.carrier.words[i]
        found.append(Span(found.pop().start, word.end) if i == before + 1 else word)
    return [span.of(query.carrier_text) for span in found]


def _clauses(body: Body, sentence: int, settings: PairingSettings) -> list[tuple[int, int]]:
    """Runs of a sentence from one edge of a clause to the next, or to the end."""
    low, high = body.first_word[sentence], body.first_word[sentence + 1]
    if low == high:
        return []
    edges = Edges(body, low, high, anywhere=False, stretch=settings.surplus_words)
    starts, ends = (edges.starts + low).tolist(), (edges.ends + low).tolist()
    runs: dict[tuple[int, int], tuple[int, int]] = {}
    for start in starts:
        if body.forms[start] in CLAUSE_STARTERS and start + 1 in starts:
            continue  # "while viewing us" says no more than "viewing us"
        behind = [end for end in ends if end > start]
        for end in (*behind[:1], *behind[-1:]):
            said = sum(body.wordy[start:end])
            if said >= settings.framing_words:
                runs.setdefault((start, said), (start, end))
    return list(runs.values())
