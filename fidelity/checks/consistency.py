"""A term that one document translates in several ways."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from fidelity.checks.alignment import Alignment
from fidelity.settings import JudgementSettings
from fidelity.types import Issue

CHECK = "consistency"


@dataclass(frozen=True, slots=True)
class _Rendering:
    """Word ``i`` of the quotation of pair ``pair``, and the word ``j`` of its passage that carries it."""

    pair: int
    i: int
    j: int


def find_inconsistent_terms(aligned: Sequence[Alignment], settings: JudgementSettings) -> list[tuple[Issue, ...]]:
    """For each pair of one document, the words that it translates differently from most other pairs.

    Never worse than neutral. A word counts as a term if the quotations of several pairs have it, and its
    rendering is its match both ways.
    """
    if CHECK in settings.skipped_checks:
        return [()] * len(aligned)
    renderings: dict[str, list[_Rendering]] = defaultdict(list)
    for pair, alignment in enumerate(aligned):
        for i in _terms(alignment, settings):
            renderings[alignment.quotation.stems[i]].append(_Rendering(pair, i, int(alignment.there[i])))
    found: list[list[Issue]] = [[] for _ in aligned]
    for group in renderings.values():
        counted = Counter(_form(aligned, each) for each in group)
        if len({each.pair for each in group}) < 2 or len(counted) < 2:
            continue
        usual, times = max(counted.items(), key=lambda item: (item[1], item[0]))
        if times < settings.consistent_times:
            continue
        for each in group:
            if _form(aligned, each) != usual:
                found[each.pair].append(_issue(aligned, each, usual))
    return [tuple(issues) for issues in found]


def _terms(alignment: Alignment, settings: JudgementSettings) -> list[int]:
    """Content words of the quotation with one counterpart that is theirs alone."""
    content = set(alignment.quotation.content)
    return [
        i
        for i in alignment.mutual
        if i in content
        and len(alignment.quotation.forms[i]) >= settings.term_letters
        and alignment.cosine[i] >= settings.term_match
        and int(alignment.there[i]) in alignment.passage.content
    ]


def _form(aligned: Sequence[Alignment], each: _Rendering) -> str:
    return aligned[each.pair].passage.stems[each.j]


def _issue(aligned: Sequence[Alignment], each: _Rendering, usual: str) -> Issue:
    left, right = aligned[each.pair].quotation, aligned[each.pair].passage
    note = f"“{left.written[each.i]}” is translated differently elsewhere (“{usual}…”)"
    return Issue("terminology", CHECK, "neutral", (left.spans[each.i],), (right.spans[each.j],), note)
