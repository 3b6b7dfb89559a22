"""The checks: their names, purposes, languages and functions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fidelity.checks.glossary import find_glossary_drift
from fidelity.checks.names.check import find_name_drift
from fidelity.checks.negation import find_negation_drift
from fidelity.checks.numbers.check import find_number_drift
from fidelity.checks.pair import Pair
from fidelity.checks.untranslated import find_untranslated
from fidelity.settings import JudgementSettings
from fidelity.types import Issue, Span, severity_rank

Find = Callable[[Pair, JudgementSettings], tuple[Issue, ...]]


@dataclass(frozen=True, slots=True)
class Check:
    """One check.

    ``about``: what it looks for, in plain words. ``languages``: primary BCP 47 subtags that both sides have to be in,
    ``None`` for any. ``find``: the function; ``None`` for a check of whole documents. ``evidence``: whether what it
    finds counts as evidence for fidelity. The glossary, and what a whole document shows, only make issues.
    """

    name: str
    about: str
    languages: frozenset[str] | None
    find: Find | None
    evidence: bool


CHECKS = (
    Check("numbers", "numbers, dates, quantities and units, by value", None, find_number_drift, True),
    Check("names", "people, places and organisations, including variants of their names", None, find_name_drift, True),
    Check("negation", "a negation on one side only, all other words being the same", None, find_negation_drift, True),
    Check("untranslated", "words left in another script", None, find_untranslated, True),
    Check("glossary", "terms whose translation --glossary fixes", None, find_glossary_drift, False),
    Check("consistency", "a term that one document translates in several ways", None, None, False),
)
"""All checks, in the order in which they run. ``consistency`` needs a whole document and runs after them."""

NAMES = tuple(check.name for check in CHECKS)


def run_checks(pair: Pair, settings: JudgementSettings) -> tuple[Issue, ...]:
    """The issues that the chosen checks find in one pair, without issues whose words another issue covers."""
    found = [
        issue
        for check in CHECKS
        if check.find is not None and check.name not in settings.skipped_checks and _serves(check, pair)
        for issue in check.find(pair, settings)
    ]
    said = _find_said(found)
    return tuple(issue for place, issue in enumerate(found) if place not in said)


def _serves(check: Check, pair: Pair) -> bool:
    return check.languages is None or all(tag.partition("-")[0] in check.languages for tag in pair.languages)


def _find_said(found: list[Issue]) -> set[int]:
    """The issues of which a more severe issue covers all words, or an earlier issue that is equally severe."""
    rank = [(-severity_rank(issue.severity), place) for place, issue in enumerate(found)]
    spans = [issue.quotation_spans for issue in found], [issue.passage_spans for issue in found]
    covering = [_find_covering(side) for side in spans]
    said = set()
    for place in range(len(found)):
        sides = [covers[place] for covers, side in zip(covering, spans, strict=True) if side[place]]
        others = set.intersection(*sides) if sides else set()
        if any(rank[other] < rank[place] for other in others):
            said.add(place)
    return said


def _find_covering(sides: list[tuple[Span, ...]]) -> list[set[int]]:
    """For each issue, the issues whose spans on this side cover all of its spans.

    One sweep over all spans in order: only a span that has not ended can cover the next one.
    """
    owners: dict[Span, set[int]] = {}
    for place, side in enumerate(sides):
        for span in side:
            owners.setdefault(span, set()).add(place)
    covering: dict[Span, set[int]] = {}
    active: list[Span] = []
    for span in sorted(owners, key=lambda each: (each.start, -each.end)):
        active = [wide for wide in active if wide.end > span.start]
        active.append(span)
        covering[span] = {place for wide in active if wide.covers(span) for place in owners[wide]}
    return [set.intersection(*(covering[span] for span in side)) if side else set() for side in sides]
