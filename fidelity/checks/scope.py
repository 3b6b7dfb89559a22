"""Quantifiers and scope: ``all`` that became ``some``, ``at least`` that became ``at most``, an ``only`` that went."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from fidelity.checks.alignment import Alignment
from fidelity.checks.negation.negators import bounds_number, is_negator, says_no, stands_before_number
from fidelity.checks.negation.opposites import are_opposites
from fidelity.settings import JudgementSettings
from fidelity.text.wordlists import lines
from fidelity.text.words import Words, near
from fidelity.types import Category, Issue, Severity, Span

CHECK = "scope"

_CLASHES: dict[frozenset[str], tuple[Category, Severity]] = {
    frozenset(("all", "some")): ("accuracy/mistranslation", "major"),
    frozenset(("all", "few")): ("accuracy/mistranslation", "critical"),
    frozenset(("all", "none")): ("accuracy/mistranslation", "critical"),
    frozenset(("most", "few")): ("accuracy/mistranslation", "critical"),
    frozenset(("many", "few")): ("accuracy/mistranslation", "critical"),
    frozenset(("most", "none")): ("accuracy/mistranslation", "critical"),
    frozenset(("at least", "at most")): ("accuracy/mistranslation", "critical"),
    frozenset(("at most", "above")): ("accuracy/mistranslation", "critical"),
    frozenset(("at least", "below")): ("accuracy/mistranslation", "critical"),
    frozenset(("always", "sometimes")): ("accuracy/mistranslation", "major"),
    frozenset(("always", "rarely")): ("accuracy/mistranslation", "critical"),
    frozenset(("often", "rarely")): ("accuracy/mistranslation", "critical"),
    frozenset(("whole", "part")): ("accuracy/mistranslation", "major"),
}
"""Classes of which one in the other's place says something else, and how bad that is."""


_BOUNDS = {"above": "at most", "below": "at least", "at most": "above", "at least": "below"}
"""Classes that bound a number, and what a negation makes of each."""
_DENIED = 5
"""Words before a bound in which what denies it stands."""


@dataclass(frozen=True, slots=True)
class Quantifier:
    """Words ``first`` to ``last`` (exclusive) of one class."""

    first: int
    last: int
    kind: str


def find_scope_drift(alignment: Alignment, settings: JudgementSettings) -> tuple[Issue, ...]:
    """Quantifiers of the quotation in whose place the passage has only one that says another extent."""
    left, right = alignment.quotation, alignment.passage
    mine, theirs = list(read_quantifiers(left)), list(read_quantifiers(right))
    kinds = {quantifier.kind for quantifier in theirs}
    left_denials, right_denials = _Denials(left), _Denials(right)
    issues = []
    for quantifier in mine:
        if quantifier.kind in kinds:
            continue
        places = set(_places(alignment, quantifier, settings))
        for other in theirs:
            clash = _CLASHES.get(frozenset((quantifier.kind, other.kind)))
            if clash is None or places.isdisjoint(range(other.first, other.last)):
                continue
            if left_denials.reach(quantifier) or right_denials.reach(other):
                continue
            if _are_turned(alignment, quantifier, other, settings):
                continue
            if other.kind in {each.kind for each in mine} or _goes_with_others(alignment, quantifier, other, settings):
                continue
            said, found = _written(left, quantifier), _written(right, other)
            note = f"another extent: “{said}” became “{found}”"
            issues.append(Issue(clash[0], CHECK, clash[1], (_span(left, quantifier),), (_span(right, other),), note))
            break
    return tuple(issues)


class _Denials:
    """What may turn a bound round in its sentence (refused to pay more than 300), or what is nothing (nothing that I do
    not love)."""

    def __init__(self, words: Words) -> None:
        self._words = words

    @cached_property
    def _denials(self) -> list[int]:
        words = self._words
        said = (j for j, form in enumerate(words.forms) if form not in _BOUND_WORDS and says_no(words, j))
        return [j for j in said if not bounds_number(words, j)]

    def reach(self, quantifier: Quantifier) -> bool:
        """Whether one stands in the sentence of a bound or a "nothing", outside its own words."""
        if quantifier.kind not in _BOUNDS and quantifier.kind != "none":
            return False
        sentence = self._words.sentence_of(quantifier.first)
        return self._count(sentence) > self._count(range(quantifier.first, quantifier.last))

    def _count(self, within: range) -> int:
        return bisect_left(self._denials, within.stop) - bisect_left(self._denials, within.start)


_BOUND_WORDS = frozenset(("less", "fewer", "only"))


def read_quantifiers(words: Words) -> Iterator[Quantifier]:
    """All quantifiers and bounds of a text, the longest first where two overlap; those of a class that nothing negates.

    A bound goes with a number; a negation makes another of it: not more than 300 is at most 300.
    """
    table, i = _table(), 0
    while i < len(words):
        for size in (3, 2, 1):
            kind = table.get(words.forms[i : i + size])
            if kind is not None:
                before = i > 0 and is_negator(words, i - 1)
                if kind in _BOUNDS:
                    kind = _read_bound(words, i, i + size, kind)
                yield Quantifier(i, i + size, "" if before else kind)
                i += size
                break
        else:
            i += 1


def _read_bound(words: Words, first: int, last: int, kind: str) -> str:
    """What a bound comes to with the negator before it; nothing where it bounds no number."""
    if not stands_before_number(words, last) and not stands_before_number(words, max(0, first - _DENIED)):
        return ""
    return _BOUNDS[kind] if any(bounds_number(words, j) for j in range(max(0, first - _DENIED), first)) else kind


def _places(alignment: Alignment, quantifier: Quantifier, settings: JudgementSettings) -> Iterator[int]:
    """Words of the passage around what matches the words that the quantifier goes with."""
    left, right = alignment.quotation, alignment.passage
    behind = range(quantifier.last, min(len(left), quantifier.last + settings.negation_scope))
    for i in behind:
        if i in left.content_set and alignment.there[i] >= 0 and alignment.cosine[i] >= settings.predicate_match:
            yield from near(right, int(alignment.there[i]), settings.scope_reach)
            return


def _goes_with_others(
    alignment: Alignment, quantifier: Quantifier, other: Quantifier, settings: JudgementSettings
) -> bool:
    """Whether the passage's quantifier goes with words that stand before the quotation's."""
    right = alignment.passage
    behind = range(other.last, min(len(right), other.last + settings.negation_scope))
    head = next((j for j in behind if j in right.content_set), None)
    if head is None or alignment.back_cosine[head] < settings.predicate_match:
        return False
    return int(alignment.back[head]) < quantifier.first


def _are_turned(alignment: Alignment, quantifier: Quantifier, other: Quantifier, settings: JudgementSettings) -> bool:
    """Whether what either goes with is the opposite of the other: nothing went right, everything went wrong."""
    left, right = alignment.quotation, alignment.passage
    reach = settings.scope_reach
    mine = set(near(left, quantifier.last - 1, reach)) - set(range(quantifier.first, quantifier.last))
    theirs = set(near(right, other.last - 1, reach)) - set(range(other.first, other.last))
    return any(are_opposites(left.forms[i], right.forms[j]) for i in mine for j in theirs)


def _span(words: Words, quantifier: Quantifier) -> Span:
    return Span(words.spans[quantifier.first].start, words.spans[quantifier.last - 1].end)


def _written(words: Words, quantifier: Quantifier) -> str:
    return re.sub(r"\s+", " ", _span(words, quantifier).of(words.text))


@cache
def _table() -> dict[tuple[str, ...], str]:
    found = {}
    for line in lines("quantifiers"):
        kind, listed = line.split(": ")
        for phrase in listed.split(", "):
            found[tuple(phrase.split())] = kind
    return found
