"""Consistency: one term, several renderings across one document."""

from __future__ import annotations

from dataclasses import replace

from fidelity.checks.alignment import Alignment, align
from fidelity.checks.consistency import find_inconsistent_terms
from fidelity.text.words import Words
from tests.encoders import hashed_reading
from tests.judged import RULES

PAIRS = [
    ("The council met.", "The council met."),
    ("The council won.", "The council won."),
    ("The council lost.", "The board lost."),
]


def aligned(pairs: list[tuple[str, str]]) -> list[Alignment]:
    return [align(Words(q), Words(p), hashed_reading(q, p), RULES) for q, p in pairs]


def test_terms_of_one_document() -> None:
    rules = replace(RULES, term_match=0.0)
    issues = find_inconsistent_terms(aligned(PAIRS), rules)
    assert [len(some) for some in issues[:2]] == [0, 0]
    for issue in issues[2]:
        assert (issue.category, issue.severity) == ("terminology", "neutral")
        assert issue.quotation_spans[0].of(PAIRS[2][0]) == "council"
    assert find_inconsistent_terms(aligned(PAIRS), replace(rules, skipped_checks=("consistency",))) == [(), (), ()]
