"""The passage in the quotation's spelling, so that the pair scorer has to judge only real differences.

Rules know some forms to mean the same: a name in full and in short, a number in words and in figures. Where the passage
has such a form, the quotation's form takes its place, and the scorer reads the result. The scorer's results for the
words are then mapped back to the passage's own words.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fidelity.checks.names.matching import pair_names
from fidelity.checks.numbers.nearness import Nearness
from fidelity.checks.numbers.quantities import Quantity, same_value
from fidelity.checks.numbers.quantity_reader import read_quantities
from fidelity.settings import JudgementSettings
from fidelity.text.words import Words
from fidelity.types import Span

if TYPE_CHECKING:
    from fidelity.scorer import PairReading, Progress, Scorer, SideReading


@dataclass(frozen=True, slots=True)
class Likened:
    """A passage with ``text`` in place of its own; ``edits``: spans of the passage and of ``text``, in order."""

    text: str
    edits: tuple[tuple[Span, Span], ...]

    def place(self, span: Span) -> Span:
        """The place in the passage of a span of ``text``; if the span touches a replaced form, all of that form."""
        done = bisect_right(self.edits, span.start, key=lambda edit: edit[1].end)
        if done < len(self.edits) and self.edits[done][1].start < span.end:
            return self.edits[done][0]
        shift = self.edits[done - 1][0].end - self.edits[done - 1][1].end if done else 0
        return Span(span.start + shift, span.end + shift)


def read_pairs(
    scorer: Scorer, pairs: Sequence[tuple[Words, Words]], settings: JudgementSettings, progress: Progress | None = None
) -> list[PairReading]:
    """One reading for each pair of a quotation and a passage that was likened to it."""
    likened = [liken(quotation, passage, settings) for quotation, passage in pairs]
    texts = [(quotation.text, each.text) for (quotation, _), each in zip(pairs, likened, strict=True)]
    readings = scorer.read(texts, progress)
    return [
        replace(reading, passage=_placed(reading.passage, each)) if each.edits else reading
        for reading, each in zip(readings, likened, strict=True)
    ]


def _placed(side: SideReading, likened: Likened) -> SideReading:
    return replace(side, words=tuple(map(likened.place, side.words)))


def liken(left: Words, right: Words, settings: JudgementSettings) -> Likened:
    """The passage ``right``, in which forms that mean the same are written as the quotation ``left`` writes them."""
    quotation, passage = left.text, right.text
    taken = [False] * len(right)
    edits = []
    for mine, theirs in pair_same(left, right, settings):
        if any(taken[theirs.start : theirs.stop]):
            continue
        taken[theirs.start : theirs.stop] = [True] * len(theirs)
        span = Span(right.spans[theirs.start].start, right.spans[theirs.stop - 1].end)
        said = quotation[left.spans[mine.start].start : left.spans[mine.stop - 1].end]
        edits.append((span, _fitted(said, span.of(passage))))
    text, done, placed = "", 0, []
    for span, said in sorted(edits):
        text += passage[done : span.start]
        placed.append((span, Span(len(text), len(text) + len(said))))
        text, done = text + said, span.end
    return Likened(text + passage[done:], tuple(placed))


def pair_same(left: Words, right: Words, settings: JudgementSettings) -> Iterator[tuple[range, range]]:
    """Words of the quotation, and words of the passage that mean the same but are written differently."""
    yield from pair_names(left, right, settings)
    yield from _pair_numbers(left, right)


def _pair_numbers(left: Words, right: Words) -> Iterator[tuple[range, range]]:
    """Equal numbers that the two sides write in different forms."""
    theirs = [each for each in read_quantities(right) if each.demanded]
    mine = {_value(each): each for each in reversed(read_quantities(left)) if each.demanded} if theirs else {}
    near, said = Nearness(list(mine.values()), 0.0), _Phrases(left)
    for quantity in theirs:
        if tuple(right.forms[i] for i in quantity.indices) in said:
            continue
        alike = (each for value in quantity.values for each in near.same(value) if same_value(each, quantity))
        other = min(alike, key=lambda each: each.first, default=None)
        if other is not None:
            yield _with_article(left, other.indices), _with_article(right, quantity.indices)


def _value(quantity: Quantity) -> tuple[object, ...]:
    """Everything of a quantity that :func:`same_value` uses."""
    return quantity.kind, quantity.values, quantity.ordinal, quantity.share, quantity.order


class _Phrases:
    """The phrases of a text. Those of a few words are in a set: to search a long text for each takes quadratic time."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._of: dict[int, set[tuple[str, ...]]] = {}

    def __contains__(self, phrase: tuple[str, ...]) -> bool:
        size, forms = len(phrase), self._words.forms
        if size > _FEW:
            return f" {' '.join(phrase)} " in self._words.line
        if size not in self._of:
            self._of[size] = set(zip(*(forms[start:] for start in range(size)), strict=False))
        return phrase in self._of[size]


_FEW = 8
"""Greatest number of words of a phrase that is kept in a set. It changes no result."""


def _with_article(words: Words, indices: range) -> range:
    """The words of a number, including an article that means the number 1: a fifth, a hundred."""
    kind = words.pack.numbers.get(words.forms[indices.start], (0.0, ""))[1]
    article = kind in _COUNTED and indices.start > 0 and words.forms[indices.start - 1] == "a"
    return range(indices.start - article, indices.stop)


_COUNTED = ("part", "ordinal", "scale")
_POSSESSIVE = ("'s", "’s")


def _fitted(said: str, instead_of: str) -> str:
    """The quotation's words, made possessive and capitalised like the words that they replace."""
    for ending in _POSSESSIVE:
        said = said.removesuffix(ending)
    ending = next((each for each in _POSSESSIVE if instead_of.endswith(each)), "")
    if instead_of[0].isupper() and said[0].islower():
        said = said[0].upper() + said[1:]
    return said + ending
