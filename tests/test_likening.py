"""The passage written as the quotation has it, for the scorer to read: what is replaced, and where it stood."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fidelity.judgement import read_pairs
from fidelity.judgement.likening import Likened
from fidelity.judgement.likening import liken as liken_words
from fidelity.scorer.minilm import PairScorer
from fidelity.text.words import Words
from fidelity.types import Span
from tests.judged import RULES
from tests.test_judgement import HOSTILE, TEXTS


def liken(quotation: str, passage: str) -> Likened:
    return liken_words(Words(quotation), Words(passage), RULES)


@pytest.mark.parametrize(
    ("quotation", "passage", "likened"),
    [
        ("They say DoW and the rest agree.", "They say the Department of War and the rest agree.",
         "They say the DoW and the rest agree."),
        ("He thanked Greg for it.", "He thanked Greg Brockman for it.", "He thanked Greg for it."),
        ("He saw Brockman's desk.", "He saw Greg Brockman’s desk.", "He saw Brockman’s desk."),
        ("The US will pay.", "America will pay.", "US will pay."),
        ("Food costs a fifth more.", "Food costs 20 percent more.", "Food costs a fifth more."),
        ("We wrote sixteen hundred words.", "We wrote 1,600 words.", "We wrote sixteen hundred words."),
        ("It fell to Kronstadt in time.", "It fell to Kronshtadt in time.", "It fell to Kronstadt in time."),
    ],
)  # fmt: skip
def test_what_is_the_same_is_written_alike(quotation: str, passage: str, likened: str) -> None:
    assert liken(quotation, passage).text == likened


@pytest.mark.parametrize(
    ("quotation", "passage"),
    [
        ("He thanked Greg Brockman for it.", "He thanked Brockman for it."),  # a part that is lost is drift, or not
        ("He came to London late.", "He came to London's Bethnal Green late."),
        ("She spoke Greek at home.", "She spoke of Greece at home."),
        ("He thanked Greg Brockman.", "He thanked Greg Miller."),
        ("We lost 1,600 jobs.", "We lost 1,900 jobs."),
        ("She came second in the race.", "She came in the race with 2 others."),
        ("It helps us to pay.", "It helps America to pay."),
        ("We had one offer.", "We had 1 offer."),  # "one" need not be a number
        ("Of 200 passengers, 30 drowned.", "Of 200 passengers, 30 percent drowned."),
        ("A quarter of the men left.", "25 of the men left."),
        ("The committee heard 90 witnesses.", "The committee heard 1990s witnesses."),
        ("The United Nations met him.", "The allies met Kim Jong Un."),
        ("The PRC claims it.", "They claim most of the South China Sea."),
        ("The World Health Organization knows.", "They know. Who pays?"),
        ("The Secretary fined the bank.", "The SEC fined the bank."),
        ("The doctor examined him.", "The doctor gave him an exam."),
    ],
)
def test_what_may_differ_stays(quotation: str, passage: str) -> None:
    assert liken(quotation, passage).text == passage


@settings(max_examples=200, deadline=None)
@given(quotation=TEXTS | st.sampled_from(HOSTILE), passage=TEXTS | st.sampled_from(HOSTILE))
def test_every_span_has_its_place_in_the_passage(quotation: str, passage: str) -> None:
    likened = liken(quotation, passage)
    done = 0
    for old, new in likened.edits:
        assert likened.place(new) == old
        assert passage[done : old.start] in likened.text
        done = old.end
    kept = [i for i in range(len(likened.text)) if not any(new.start <= i < new.end for _, new in likened.edits)]
    for i in kept:
        assert likened.place(Span(i, i + 1)).of(passage) == likened.text[i]
    assert liken(quotation, quotation).text == quotation


def test_a_reading_names_the_words_of_the_passage_itself() -> None:
    pair = "The DoW thanked Greg twice.", "The Department of War thanked Greg Brockman two times."
    (reading,) = read_pairs(PairScorer(), [(Words(pair[0]), Words(pair[1]))], RULES)
    said = [word.of(pair[1]) for word in reading.passage.words]
    assert said[:4] == ["The", "Department of War", "thanked", "Greg Brockman"]
    assert len(said) == len(reading.passage.changed)
