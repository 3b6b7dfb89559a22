"""Negation between two languages, place by place: a negator that has no counterpart, in a clause that has one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from statistics import median

from fidelity.checks.negation_across import CHECK, denies_nothing, note_lost
from fidelity.checks.negators import find_negators
from fidelity.scorer.across import AcrossReading, AcrossSide
from fidelity.settings import JudgementSettings
from fidelity.text.words import Words
from fidelity.types import Issue, Span
from fidelity.wording import is_unspaced

_EDGE = re.compile(r"[.;:!?,…](?=\s|$)|[。；！？，：…]|\s[–—-]\s")
"""Marks between clauses."""

Side = tuple[AcrossSide, Words]


def find_negation_placed(
    reading: AcrossReading, quotation: Words, passage: Words, settings: JudgementSettings
) -> tuple[Issue, ...]:
    """A negator that is like no word of the other side, if the clause that its neighbours correspond to has none.

    :func:`~fidelity.checks.negation_across.find_negation_across` sees nothing if any word of the other side may deny,
    so that it misses a negation that is lost in one of several clauses. The packs need the lists of negation.
    """
    if not (quotation.pack.negators and passage.pack.negators):
        return ()
    sides = (reading.quotation, quotation), (reading.passage, passage)
    lost = next(_find_lost(*sides, settings), None)
    if lost is not None:
        note = note_lost("quotation", lost.of(quotation.text))
        return (Issue("accuracy/mistranslation", CHECK, "critical", (lost,), (), note),)
    added = next(_find_lost(sides[1], sides[0], settings), None)
    if added is not None:
        note = note_lost("passage", added.of(passage.text))
        return (Issue("accuracy/mistranslation", CHECK, "critical", (), (added,), note),)
    return ()


def _find_lost(own: Side, other: Side, settings: JudgementSettings) -> Iterator[Span]:
    """Negators of one side without a counterpart, where the other side's clause has no negator."""
    (side, words), (there, others) = own, other
    for negator in find_negators(words.text, words.pack):
        itself = [i for i, word in enumerate(side.words) if word.end > negator.start and word.start < negator.end]
        if not itself or max(float(side.likeness[i]) for i in itself) >= settings.negation_likeness:
            continue
        places = _counterparts(side, words, negator, settings)
        if denies_nothing(words.text, negator, words.pack) or len(set(places)) < settings.negation_counterparts:
            continue
        first, last = there.words[min(places)], there.words[max(places)]
        clause = _clause(others.text, Span(first.start, last.end))
        if next(find_negators(clause.of(others.text), others.pack), None) is None:
            yield negator


def _counterparts(side: AcrossSide, words: Words, negator: Span, settings: JudgementSettings) -> Sequence[int]:
    """The words of the other side that surely correspond to content words next to a negator, in its clause, without
    those that are far from the others."""
    clause, small = _clause(words.text, negator), words.pack.function_words
    reach = settings.negation_reach * (2 if is_unspaced(next(iter(words.pack.negators))[0]) else 1)
    before = [i for i, word in enumerate(side.words) if clause.start <= word.start and word.end <= negator.start]
    behind = [i for i, word in enumerate(side.words) if negator.end <= word.start and word.end <= clause.end]
    found = [
        int(side.there[i])
        for i in (*before[-reach:], *behind[:reach])
        if side.likeness[i] >= settings.negation_neighbour and _carries(side.words[i].of(words.text), small)
    ]
    middle = median(found) if found else 0.0
    return [place for place in found if abs(place - middle) <= settings.negation_spread]


def _carries(word: str, small: frozenset[str]) -> bool:
    return any(map(str.isalnum, word)) and word.casefold() not in small


def _clause(text: str, within: Span) -> Span:
    """``within`` and what is around it up to the nearest marks."""
    start, end = 0, len(text)
    for mark in _EDGE.finditer(text):
        if mark.end() <= within.start:
            start = mark.end()
        elif mark.start() >= within.end:
            end = mark.start()
            break
    return Span(start, end)
