"""Hedges, bounds, direction and the checks that need no language, each with its harmless counterpart."""

from __future__ import annotations

import pytest

from fidelity.judgement import check_language_free
from fidelity.text.sameness import find_clipped, find_negated
from fidelity.text.words import Words
from tests.judged import RULES, found, judged


@pytest.mark.parametrize(
    ("quotation", "passage"),
    [
        ("The move seems unwise.", "The move is not very wise."),
        ("The attempt failed utterly. Perhaps experts know why.", "The attempt failed utterly. Experts know why."),
    ],
)
def test_an_amplifier_counts_in_its_clause_and_undenied(quotation: str, passage: str) -> None:
    assert {severity for _, severity in found(quotation, passage, "hedging")} <= {"minor"}


def test_who_appears_somewhere_is_seen_there() -> None:
    assert found("The actress appeared in four films.", "The actress acted in four films.", "hedging") == []
    assert found("The plan appeared to work.", "The plan worked.", "hedging") == [
        ("accuracy/over-translation", "minor")
    ]


@pytest.mark.parametrize(
    ("one", "other", "clipped", "negated"),
    [
        ("the admin disliked the labour bill", "the administration did not like the labor bill", [1, 4], [(2, 4)]),
        ("It is impossible.", "It is not possible.", [], [(2, 3)]),
        ("It is impossible.", "It is possible.", [], []),
        ("It is not impossible.", "It is not possible.", [], []),
        ("an important memo", "a portant memo, not a portrait", [], []),
        ("We disagree", "We never, in all these years, agree", [], []),
    ],
)
def test_words_that_say_the_same_by_rule(
    one: str, other: str, clipped: list[int], negated: list[tuple[int, int]]
) -> None:
    left, right = Words(one), Words(other)
    assert find_clipped(left, right) == clipped
    assert find_negated(left, right) == negated


def test_more_likely_is_no_hedge() -> None:
    """It says how often, not how surely."""
    assert found("Women are more likely to save money.", "Women are more inclined to save money.", "hedging") == []
    assert found("He will likely save money.", "He will save money.", "hedging") != []


def test_a_lost_hedge_is_minor() -> None:
    assert found("We will have to leave.", "It is possible that we will have to leave.", "hedging") == [
        ("accuracy/under-translation", "minor")
    ]
    assert found("It is possible that he left.", "It may be that he left.", "hedging") == []
    assert found("The plan may succeed.", "The plan will succeed.", "hedging") == [
        ("accuracy/over-translation", "minor")
    ]
    assert found("The plan will succeed.", "The plan may succeed.", "hedging") == [
        ("accuracy/under-translation", "minor")
    ]
    assert found("The plan may succeed.", "The plan could succeed.", "hedging") == []
    assert found("Members may use the garden.", "Members are allowed to use the garden.", "hedging") == []


@pytest.mark.parametrize(
    ("tried", "done"),
    [
        ("They sought to block the merger.", "They blocked the merger."),
        ("We are trying hard to win the contract.", "We won the contract."),
        ("He spoke of an attempted coup.", "He spoke of a coup."),
    ],
)
def test_what_was_tried_is_not_what_was_done(tried: str, done: str) -> None:
    assert found(tried, done, "hedging") == [("accuracy/over-translation", "minor")]
    assert found(done, tried, "hedging") == [("accuracy/under-translation", "minor")]


@pytest.mark.parametrize(
    "other",
    ["They tried to block the merger.", "It was an effort to block the merger.", "They would block the merger."],
)
def test_another_word_for_trying_says_the_same(other: str) -> None:
    assert found("They sought to block the merger.", other, "hedging") == []
    assert found(other, "They sought to block the merger.", "hedging") == []


@pytest.mark.parametrize(
    ("quotation", "converse", "contrary"),
    [
        ("They arrived before the rain.", "It rained after they arrived.", "They arrived after the rain."),
        (
            "Prices in Norvia are higher than in Sorland.",
            "Prices in Sorland are lower than in Norvia.",
            "Prices in Norvia are lower than in Sorland.",
        ),
    ],
)
def test_a_comparison_from_the_other_end_says_the_same(quotation: str, converse: str, contrary: str) -> None:
    assert found(quotation, converse, "direction") == []
    assert judged(quotation, converse).fidelity >= 50
    assert found(quotation, contrary, "direction") == [("accuracy/mistranslation", "critical")]


def test_a_hedge_beside_an_amplifier_is_major() -> None:
    hedged, amplified = "The delay seems costly to us.", "The delay is extremely costly to us."
    assert found(hedged, amplified, "hedging") == [("accuracy/over-translation", "major")]
    assert found(amplified, hedged, "hedging") == [("accuracy/under-translation", "major")]
    both = "The delay seems extremely costly to us."
    assert found(both, amplified, "hedging") == [("accuracy/over-translation", "minor")]
    elsewhere = "The delay is costly to us, and the very day is known."
    assert found(hedged, elsewhere, "hedging") == [("accuracy/over-translation", "minor")]


def test_a_hedge_of_another_sentence_answers_none() -> None:
    assert found("The plan may succeed.", "The plan will succeed. Perhaps we meet again.", "hedging") == [
        ("accuracy/over-translation", "minor")
    ]
    assert found("The plan may succeed.", "The plan will, perhaps, succeed. We meet again.", "hedging") == []


def free(quotation: str, passage: str, languages: tuple[str, str]) -> list[tuple[str, str, str]]:
    return [(i.check, i.category, i.severity) for i in check_language_free(quotation, passage, languages, RULES)]


def test_checks_without_a_language() -> None:
    critical = [("numbers", "accuracy/mistranslation", "critical")]
    assert free("We lost 1,600 jobs.", "Perdimos 1900 empleos.", ("en", "es")) == critical
    assert free("We lost 1,600 jobs.", "Perdimos 1.600.000 empleos.", ("en", "es")) == critical
    assert free("It cost 16,000 yuan.", "花了1.6万元。", ("en", "zh-Hans")) == []
    assert free("It cost thirty yuan.", "花了三十元。", ("en", "zh-Hans")) == []
    assert free("Angela Merkel said no.", "Das sagte nein.", ("en", "de")) == [("names", "accuracy/omission", "minor")]
    assert free("Perdimos todo.", "Wir haben alles verloren.", ("es", "de")) == []
    assert free("We lost 272,000 jobs.", "Wir haben 272.000 Stellen verloren.", ("en", "de")) == []
    assert free("We will keep our word.", "他说 we will keep our word 。", ("en", "zh-Hans")) == [
        ("untranslated", "accuracy/untranslated", "major")
    ]


@pytest.mark.parametrize(
    ("quotation", "passage", "severities"),
    [
        ("The town has no more than 320 people.", "The town has more than 320 people.", ["critical"]),
        ("It must last at least ten days.", "It must last less than ten days.", ["critical"]),
        ("Fines may not exceed 300 euros.", "Fines are at most 300 euros.", []),
        ("They will not pay more than 300 euros.", "They pay at most 300 euros.", []),
        ("Nothing went right for her.", "Everything went wrong for her.", []),
        ("I love everything about the city.", "There is nothing about the city that I do not love.", []),
        ("He refused to pay more than 300 euros.", "He is willing to pay at most 300 euros.", []),
        ("Workers get at least 300 euros.", "It is illegal to pay workers less than 300 euros.", []),
        ("The ban applies to firms with more than 50 workers.", "Firms with at most 50 workers are exempt.", []),
        ("It is up to the voters to decide.", "More than anyone else, the voters must decide.", []),
        ("The cases topped 4 million in July.", "The cases in July were at most 4 million.", ["critical"]),
        (
            "He was ordered to pay at least 300 euros. No appeal is allowed.",
            "He was ordered to pay less than 300 euros. No appeal is allowed.",
            ["critical"],
        ),
    ],
)
def test_a_bound_on_the_other_side_is_critical(quotation: str, passage: str, severities: list[str]) -> None:
    assert [severity for _, severity in found(quotation, passage, "scope")] == severities


def test_a_word_that_also_says_a_direction_says_none() -> None:
    assert found("They had been following him before.", "They had tailed him earlier.", "direction") == []
    assert found("In the following centuries it grew.", "It grew in the centuries ahead.", "direction") == []
    assert found("Less developed are table sports.", "More poorly developed are table sports.", "direction") == []
    fell = [("accuracy/mistranslation", "critical")]
    assert found("Shares rose against all expectations.", "Shares fell against all expectations.", "direction") == fell
