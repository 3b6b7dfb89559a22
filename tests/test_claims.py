"""Consistency: one term, several renderings across one document."""

from __future__ import annotations

from dataclasses import replace

from fidelity.checks.alignment import Alignment, align
from fidelity.checks.consistency import find_inconsistent_terms
from fidelity.text.words import Words
from tests.judged import RULES
from tests.scorers import reading_of

PAIRS = [
    ("The council met.", "The council met."),
    ("The council won.", "The council won."),
    ("The council lost.", "The board lost."),
]


def aligned(pairs: list[tuple[str, str]]) -> list[Alignment]:
    return [align(Words(q), Words(p), reading_of(q, p, dictionary={"board": "council"}), RULES) for q, p in pairs]


def test_terms_of_one_document() -> None:
    issues = find_inconsistent_terms(aligned(PAIRS), RULES)
    assert [len(some) for some in issues[:2]] == [0, 0]
    (issue,) = issues[2]
    assert (issue.category, issue.severity) == ("terminology", "neutral")
    assert issue.quotation_spans[0].of(PAIRS[2][0]) == "council"
    assert issue.passage_spans[0].of(PAIRS[2][1]) == "board"
    assert find_inconsistent_terms(aligned(PAIRS), replace(RULES, skipped_checks=("consistency",))) == [(), (), ()]
