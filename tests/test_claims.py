"""Scope, direction, intensity and consistency: what changes a claim without a number, a name or a negation."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fidelity.judgement import find_inconsistent_terms
from fidelity.settings import Settings
from tests.encoders import hashed_reading
from tests.judged import found, judged

RULES = Settings().judgement


@pytest.mark.parametrize(
    ("quotation", "passage", "severity"),
    [
        ("All members signed the letter.", "Some members signed the letter.", "major"),
        ("The plan needs at least twenty votes.", "The plan needs at most twenty votes.", "critical"),
        ("Most residents support the plan.", "Few residents support the plan.", "critical"),
        ("He always pays his debts.", "He sometimes pays his debts.", "major"),
    ],
)
def test_another_extent(quotation: str, passage: str, severity: str) -> None:
    assert found(quotation, passage, "scope") == [("accuracy/mistranslation", severity)]


@pytest.mark.parametrize(
    ("quotation", "passage"),
    [
        ("All members signed the letter.", "Every member signed the letter."),
        ("All members signed the letter.", "The members all signed it, and some wept."),
        ("It takes no more than ten days.", "It takes at most ten days."),
        ("Not all members signed.", "Some members did not sign."),
        ("Many people came.", "A lot of people came."),
    ],
)
def test_the_same_extent_in_other_words(quotation: str, passage: str) -> None:
    assert found(quotation, passage, "scope") == []


@pytest.mark.parametrize(
    ("quotation", "passage"),
    [
        ("Exports were higher than in the previous year.", "Exports were lower than in the previous year."),
        ("They signed before the election.", "They signed after the election."),
    ],
)
def test_another_direction(quotation: str, passage: str) -> None:
    assert ("accuracy/mistranslation", "critical") in [
        *found(quotation, passage, "direction"),
        *found(quotation, passage, "negation"),
    ]


@pytest.mark.parametrize(
    ("quotation", "passage"),
    [
        ("Exports were higher than in the previous year.", "Exports exceeded those of the previous year."),
        ("It is no less important.", "It is just as important, if not more."),
        ("Prices rose and wages fell.", "Wages fell while prices rose."),
        ("They signed before the election.", "Prior to the election they signed."),
    ],
)
def test_the_same_direction_in_other_words(quotation: str, passage: str) -> None:
    assert found(quotation, passage, "direction") == []


def test_a_stronger_word_is_shown() -> None:
    assert found("The members criticised the plan.", "The members condemned the plan.", "intensity") == [
        ("accuracy/over-translation", "neutral")
    ]
    assert found("The members criticised the plan.", "The members questioned the plan.", "intensity") == []


PAIRS = [
    ("The council met.", "The council met."),
    ("The council won.", "The council won."),
    ("The council lost.", "The board lost."),
]


def read(pairs: list[tuple[str, str]]) -> list[tuple[str, str, object]]:
    return [(q, p, hashed_reading(q, p)) for q, p in pairs]


def test_terms_of_one_document() -> None:
    rules = replace(RULES, term_match=0.0)
    issues = find_inconsistent_terms(read(PAIRS), rules)  # type: ignore[arg-type]
    assert [len(some) for some in issues[:2]] == [0, 0]
    for issue in issues[2]:
        assert (issue.category, issue.severity) == ("terminology", "neutral")
        assert issue.quotation_spans[0].of(PAIRS[2][0]) == "council"
    assert find_inconsistent_terms(read(PAIRS), replace(rules, skipped_checks=("consistency",))) == [(), (), ()]  # type: ignore[arg-type]


def test_what_one_check_says_of_more_words_no_other_says_of_fewer() -> None:
    quotation, passage = "The plan needs at least twenty votes.", "The plan needs at most twenty votes."
    issues = [issue for issue in judged(quotation, passage).issues if issue.check != "model"]
    assert [(issue.check, issue.quotation_spans[0].of(quotation)) for issue in issues] == [("scope", "at least")]
