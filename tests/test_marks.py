"""Which words differ: runs that rebuild both texts, compared as a reader would."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fidelity.report import Run, differences, mark_differences
from fidelity.report.marks import covered_words
from fidelity.types import Span
from tests import report_cases as cases


def _marked(runs: tuple[Run, ...]) -> str:
    return "".join(f"{{{run.text}}}" if run.differs else run.text for run in runs)


@pytest.mark.parametrize(
    ("quotation", "passage", "left", "right"),
    [
        ("the same words", "the same words", "the same words", "the same words"),
        ("The SAME, words.", "the same words", "The SAME, words.", "the same words"),
        ("it’s ‘so’ — now", "it's 'so' - now", "it’s ‘so’ — now", "it's 'so' - now"),
        ("well-known", "well known", "well-known", "well known"),
        ("caf\u00e9", "cafe\u0301", "caf\u00e9", "cafe\u0301"),
        ("Ｆｕｌｌ １０", "full 10", "Ｆｕｌｌ １０", "full 10"),
        ("we do not agree", "we do agree", "we do {not} agree", "we do agree"),
        ("we don't agree", "we do agree", "we {don't} agree", "we {do} agree"),
        ("20% real", "20 real", "20{%} real", "20 real"),
        ("$2,000 in 5G", "$2000 in 4G", "$2,000 in {5G}", "$2000 in {4G}"),
        ("at -5 degrees", "at 5 degrees", "at {-}5 degrees", "at 5 degrees"),
        ("a b, c d", "a x d", "a {b, c} d", "a {x} d"),
        ("first second", "second first", "first {second}", "{second} first"),
        ("我们几乎没有问题", "我们完全没有问题", "我们{几乎}没有问题", "我们{完全}没有问题"),
        ("", "anything", "", "{anything}"),
        ("...", "—", "...", "—"),
    ],
)
def test_differences_as_a_reader_sees_them(quotation: str, passage: str, left: str, right: str) -> None:
    found = mark_differences(quotation, passage)
    assert (_marked(found.quotation), _marked(found.passage)) == (left, right)


def test_differences_of_a_pair() -> None:
    assert _marked(differences(cases.minor_pair()).passage) == (
        "{by undermining public support for us, he makes} it {easier} for the {government} to {penalize} us."
    )


@given(st.text(), st.text())
def test_runs_rebuild_any_two_texts(quotation: str, passage: str) -> None:
    found = mark_differences(quotation, passage)
    assert "".join(run.text for run in found.quotation) == quotation
    assert "".join(run.text for run in found.passage) == passage
    assert all(run.text for run in (*found.quotation, *found.passage))


@given(st.text())
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    found = mark_differences(text, text)
    assert not any(run.differs for run in (*found.quotation, *found.passage))


@given(st.lists(st.sampled_from("abcd"), max_size=12), st.lists(st.sampled_from("abcd"), max_size=12))
def test_both_sides_agree_on_the_words_in_common(left: list[str], right: list[str]) -> None:
    found = mark_differences(" ".join(left), " ".join(right))
    same = [" ".join(run.text for run in side if not run.differs).split() for side in (found.quotation, found.passage)]
    assert same[0] == same[1]


def test_long_texts_cost_near_linear_time_and_are_still_compared() -> None:
    draw = random.Random(7)
    words = [f"w{draw.randrange(3000)}" for _ in range(20_000)]
    changed = list(words)
    for place in range(50, 20_000, 100):
        changed[place] = "changed"
    begun = time.perf_counter()
    found = mark_differences(" ".join(words), " ".join(changed))
    assert time.perf_counter() - begun < 5
    differing = sum(len(run.text.split()) for run in found.passage if run.differs)
    assert 200 <= differing < 20_000
    repeated = mark_differences("a b " * 20_000, "b a c " * 20_000)
    assert "".join(run.text for run in repeated.passage) == "b a c " * 20_000
    assert time.perf_counter() - begun < 10


def test_words_that_spans_cover() -> None:
    carrier = (Span(10, 15), Span(20, 24))
    assert covered_words("alpha beta", carrier, (Span(10, 15),)) == "alpha"
    assert covered_words("alpha beta", carrier, (Span(12, 22),)) == "pha be"
    assert covered_words("alpha beta", carrier, (Span(20, 24), Span(10, 12))) == "al … beta"
    assert covered_words("alpha beta", carrier, (Span(0, 10), Span(16, 19), Span(21, 21))) == ""
