"""The judgement of a pair: what holds for every text, and on known pairs."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fidelity.calibration import Calibration, Curve, load_calibration, score_log_odds
from fidelity.checks.names.matching import same_names
from fidelity.judgement import FEATURES, Judgement, check_unread
from fidelity.scorer.minilm import PairScorer
from fidelity.text.words import Words
from fidelity.types import severity_rank
from tests.encoders import hashed_reading
from tests.judged import RULES, judged, judged_as

WORDS = st.sampled_from(
    "not no never We the Trump Beijing Iran 1,600 20% two thirds of half a million , . ; ( ) July may seems".split()
    + "lawful unlawful increase decrease 红线 said the 26th 8:30 p.m. $3bn bank didn't without Ünal １２ ½".split()
    + ['"', "-", "\u0301", "\ud800"]
)
TEXTS = st.lists(WORDS, max_size=30).map(" ".join) | st.text(max_size=60)
EVEN = Calibration("fidelity", FEATURES, (1.0,) * len(FEATURES), -4.0)
HOSTILE = [
    "",
    " ",
    "\0",
    "\ud800",
    "\u0301",
    "'",
    "’",
    "n't",
    "May",
    "1" * 5000,
    "9" * 400 + "%",
    "٣",
    "[[[",
    "½",
    "no",
    "." * 999,
]


def hashed(quotation: str, passage: str, calibration: Calibration) -> Judgement:
    return judged_as(quotation, passage, hashed_reading(quotation, passage), calibration)


def hold(judgement: Judgement, quotation: str, passage: str) -> None:
    """What must hold for every judgement."""
    assert 0 <= judgement.score <= 1
    assert judgement.score == round(judgement.score, 4)
    assert 0 <= judgement.fidelity <= 100
    assert (judgement.fidelity < 50) == (judgement.severity in ("major", "critical"))
    ranks = [severity_rank(issue.severity) for issue in judgement.issues]
    assert severity_rank(judgement.severity) == max(ranks, default=0)
    assert ranks == sorted(ranks, reverse=True)
    for issue in judgement.issues:
        assert issue.note
        assert issue.severity != "critical" or issue.quotation_spans or issue.passage_spans
        for spans, text in ((issue.quotation_spans, quotation), (issue.passage_spans, passage)):
            assert list(spans) == sorted(spans)
            assert all(span.of(text).strip() and span.end <= len(text) for span in spans)


@settings(max_examples=300, deadline=None)
@given(quotation=TEXTS, passage=TEXTS, bias=st.floats(-8, 8))
def test_fidelity_is_below_fifty_exactly_when_the_severity_is_major(quotation: str, passage: str, bias: float) -> None:
    calibration = Calibration("fidelity", FEATURES, EVEN.weights, bias)
    judgement = hashed(quotation, passage, calibration)
    hold(judgement, quotation, passage)
    assert judgement == hashed(quotation, passage, calibration)


@settings(max_examples=300, deadline=None)
@given(
    quotation=TEXTS,
    passage=TEXTS,
    bias=st.floats(-8, 8),
    low=st.floats(0, 9),
    high=st.floats(0.01, 9),
    shift=st.floats(-20, 20),
)
def test_a_users_curve_moves_fidelity_and_not_the_score(
    quotation: str, passage: str, bias: float, low: float, high: float, shift: float
) -> None:
    calibration, curve = Calibration("fidelity", FEATURES, EVEN.weights, bias), Curve(low, high, shift)
    reading = hashed_reading(quotation, passage)
    shipped, own = (judged_as(quotation, passage, reading, calibration, each) for each in (None, curve))
    hold(own, quotation, passage)
    assert own.score == shipped.score
    said = round(100 * curve.probability(score_log_odds(own.score)))
    placed = [issue for issue in own.issues if issue.check != "model"]
    grave = any(severity_rank(issue.severity) >= severity_rank("major") for issue in placed)
    assert own.fidelity == (min(said, 49) if grave else said)
    assert placed == [issue for issue in shipped.issues if issue.check != "model"]
    assert own.notes[:-1] == shipped.notes
    assert own.notes[-1] == f"score: your calibration turns {shipped.fidelity} into {own.fidelity}"


def test_a_check_keeps_a_pair_below_fifty_whatever_the_users_calibration_says() -> None:
    pair = "We lost 1,600 jobs last year.", "Last year we lost 1,900 jobs."
    found = judged_as(*pair, hashed_reading(*pair), EVEN, Curve(0.0, 1.0, 9.0))
    assert (found.fidelity, found.severity) == (49, "critical")


@pytest.mark.parametrize("left", HOSTILE)
@pytest.mark.parametrize("right", HOSTILE)
def test_odd_texts_are_judged(left: str, right: str) -> None:
    hold(hashed(left, right, EVEN), left, right)
    for languages in (("en", "zh-Hans"), ("en", "es"), ("und", "zxx")):
        check_unread(Words(left), Words(right), languages, RULES)


@settings(max_examples=100, deadline=None)
@example(text="not . may not")
@example(text="may . not")
@example(text="not We didn't")
@given(text=TEXTS)
def test_a_check_finds_nothing_between_a_text_and_itself(text: str) -> None:
    assert [issue for issue in hashed(text, text, EVEN).issues if issue.check != "model"] == []


VERBATIM = [
    "safety theater.",
    "analysis of bulk acquired data",
    "We haven't given dictator-style praise to Trump (while Sam has), and we've held our red lines with integrity.",
    "On 26 July 2020 the bank, which may have lost 1.6 billion dollars, did not answer.",
]


@pytest.mark.parametrize("text", VERBATIM)
def test_a_verbatim_passage_is_faithful(text: str) -> None:
    judgement = judged(text, text)
    assert judgement.fidelity >= 90
    assert judgement.severity == "neutral"
    assert judgement.issues == ()


@pytest.mark.parametrize("text", VERBATIM)
def test_words_of_the_passage_beyond_the_quotation_are_no_issue(text: str) -> None:
    passage = f"As the 12 members of the committee in Paris had not expected, {text} That is what Anna Meyer wrote."
    judgement = judged(text, passage)
    assert judgement.severity == "neutral"
    assert judgement.fidelity >= 70


def test_another_text_has_one_issue_on_its_words() -> None:
    quotation, passage = "They are sort of a gullible bunch.", "The weather in spring is mild along the coast."
    judgement = judged(quotation, passage)
    hold(judgement, quotation, passage)
    (issue,) = [issue for issue in judgement.issues if issue.check == "model"]
    assert issue.severity == judgement.severity
    assert "gullible" in {span.of(quotation) for span in issue.quotation_spans} or issue.quotation_spans


def test_names_that_both_sides_have_are_no_suspects() -> None:
    one = Words("The real reason is that the DoW was told by Greg, not by John Smith, and so was the UNHCR.")
    other = Words("The real reason is that the Department of War was told by Greg Brockman, not by John Brown.")
    names = same_names(other, one, RULES)
    assert [other.written[i] for i in sorted(names)] == ["Department", "of", "War", "Greg", "Brockman"]
    assert [one.written[i] for i in sorted(same_names(one, other, RULES))] == ["DoW", "Greg"]


def test_worse_passages_are_less_faithful() -> None:
    quotation = "The company will close two factories in the north of the country."
    passages = (
        "The company is going to shut two factories in the country's north.",
        "The company is going to shut two factories.",
        "The company is going to shut nine factories.",
    )
    fidelities = [judged(quotation, passage).fidelity for passage in passages]
    assert fidelities == sorted(fidelities, reverse=True)
    assert fidelities[0] > 50 > fidelities[2]


def test_long_texts_cost_in_proportion_to_their_length() -> None:
    sentence = "On 26 July the bank in Beijing did not pay 1,600 of its 20,000 workers, who may strike. "

    def seconds(count: int) -> float:
        text = sentence * count
        reading = hashed_reading(text, text)
        start = time.perf_counter()
        judged_as(text, text, reading, EVEN)
        return time.perf_counter() - start

    seconds(20)
    assert seconds(400) < 50 * max(seconds(40), 0.02)  # ten times the text; squared, it would be a hundred


def test_the_same_judgement_for_any_number_of_threads() -> None:
    texts = ["We lost 1,600 jobs last year.", "Last year some 1,600 posts were lost to us."]
    calibration = load_calibration("fidelity", FEATURES)
    results = []
    for threads in (1, 2):
        (reading,) = PairScorer(threads=threads).read([(texts[0], texts[1])])
        results.append(judged_as(texts[0], texts[1], reading, calibration))
    assert results[0] == results[1]
