"""Sentences and paragraphs: where they end, and that nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fidelity.segmentation import split_paragraphs, split_sentences
from fidelity.types import Span


def sentences(text: str, language: str = "en") -> list[str]:
    return [span.of(text) for span in split_sentences(text, language)]


def paragraphs(text: str) -> list[str]:
    return [span.of(text) for span in split_paragraphs(text)]


@pytest.mark.parametrize(
    "text",
    [
        "The U.S. government said no. | It left at 5 p.m. on Monday.",
        "It is in the U.S. Department of War. | That is all.",
        "Mr. Smith met Dr. Jones at 3 p.m. | Then he left.",
        "On Jan. 5, Gen. Lee and Sen. Warren spoke. | Ms. Ann Example, J. K. Sample and others did not.",
        "It grew by 3.14 percent, or $1.5 million. | 20 people came.",
        "Wow... really? | Yes… we said so. | Wait!! | What?! | Fine.",
        'He said "stop." | Then he left. | "It is done." | She left.',
        "He said “stop”. | Then “go!” he cried.",
        '"Stop!" he said. | "Why?" she asked.',
        "See https://example.org/a.b?c=d. | Then go.",
        "Some sites, e.g. No. 5, i.e. the main one, were closed. | Others were not.",
        "No. | We refuse.",
    ],
)
def test_english(text: str) -> None:
    expected = text.split(" | ")
    assert sentences(" ".join(expected)) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh-Hans", "他说：“我们不同意。”|然后离开了。|没有人！|“真的吗？”|她问。"),
        ("zh-Hans", "我们（见附件。）不同意……但是。|他走了；她留下。"),
        ("zh-Hant", "備忘錄寫道：「不行。」|完了。|他說“好”。"),
        ("ja", "「行く。」|と彼は言った。|そして帰った。"),
        ("fr", "M. Dupont a dit « non ». |Mme Curie est partie. |C’est fini !"),
        ("de", "Das kostet z. B. 3,5 Mio. Euro. |Er sagte: „Nein.“ |Dann ging er."),
        ("ru", "Он сказал: «Нет». |И ушёл. |В 2020 г. это было."),
        ("hi", "वह गया। |फिर आया।"),
        ("und", "Hello there. |Bye."),
        ("art-x-unknown", "Hello there. |Bye."),
    ],
)
def test_other_languages(language: str, text: str) -> None:
    expected = [piece.strip() for piece in text.split("|")]
    assert sentences(text.replace("|", ""), language) == expected


def test_closing_quotes_stay_with_their_sentence() -> None:
    for text in ("「不行。」", "“不行。”", "『不行！』"):
        assert sentences(f"{text}完了。", "zh-Hans") == [text, "完了。"]


def test_wrapped_lines_are_one_paragraph() -> None:
    assert paragraphs("We have tried\nto do this, and\r\nwe will.\nNext one") == [
        "We have tried\nto do this, and\r\nwe will.",
        "Next one",
    ]
    assert sentences("We have tried\nto do this. And we\nwill.") == ["We have tried\nto do this.", "And we\nwill."]


def test_blank_lines_capitals_and_terminators_end_paragraphs() -> None:
    assert paragraphs("we have\n\ntried") == ["we have", "tried"]
    assert paragraphs("We have.\nand tried") == ["We have.", "and tried"]
    assert paragraphs("A Heading\nWe have tried.") == ["A Heading", "We have tried."]
    assert paragraphs("我们不同意\n这个计划") == ["我们不同意", "这个计划"]


def test_lines_wrap_before_a_capital_where_blank_lines_part_the_paragraphs() -> None:
    text = """Address by Ana Mora

It is imperative that we at once stop the violence and bring
about an end to the barbarism of the regime in
Lebania, before it engulfs “the region,”
and the world.
This is all.

During this time, the Holy
See has advanced a set of principles."""
    assert sentences(text) == [
        "Address by Ana Mora",
        "It is imperative that we at once stop the violence and bring\nabout an end to the barbarism of the regime in\n"
        "Lebania, before it engulfs “the region,”\nand the world.",
        "This is all.",
        "During this time, the Holy\nSee has advanced a set of principles.",
    ]


def test_labels_addresses_and_page_numbers_wrap_nothing() -> None:
    text = """Title: The plan
Author: The Ledger

We have tried for years
to mend it, and even so, we are
https://ledger.example/1
3
also told to wait."""
    assert paragraphs(text) == [
        "Title: The plan",
        "Author: The Ledger",
        "We have tried for years\nto mend it, and even so, we are",
        "https://ledger.example/1",
        "3",
        "also told to wait.",
    ]


def test_chinese_lines_wrap_behind_full_lines() -> None:
    text = (
        "各位同事，上周我们得知港口的计划已经改\n变，没有人向我们解释其中的原因，我们也\n不知道应该怎么办。\n\n"
        "第一点是资金，第二点是时间。"
    )
    assert paragraphs(text) == text.split("\n\n")
    assert paragraphs("各位同事们\n\n我们不同意\n这个计划") == ["各位同事们", "我们不同意", "这个计划"]


def test_list_lines_stand_alone() -> None:
    text = "We need:\n- money\n- time\n• patience\n1. first\n2. second\na) alpha\n(b) beta"
    lines = ["We need:", "- money", "- time", "• patience", "1. first", "2. second", "a) alpha", "(b) beta"]
    assert paragraphs(text) == lines
    assert sentences(text) == lines


@pytest.mark.parametrize("mark", ["\n", "\r", "\r\n", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_every_line_break_ends_a_heading(mark: str) -> None:
    assert paragraphs(f"  Heading {mark}{mark} Text. {mark}") == ["Heading", "Text."]


def test_only_the_part_that_is_asked_for() -> None:
    text = "One here. Two here. Three here."
    assert [s.of(text) for s in split_sentences(text, "en", Span(10, 19))] == ["Two here."]
    assert split_sentences(text, "en", Span(4, 4)) == []
    assert [p.of(text) for p in split_paragraphs(text, Span(0, 3))] == ["One"]


def test_trim() -> None:
    assert Span(0, 6).trim(" \u3000a b\n") == Span(2, 5)
    assert len(Span(0, 3).trim(" \n\t")) == 0


@pytest.mark.parametrize(
    ("language", "unit", "count"),
    [("en", "We said no, and they left. ", 8_000), ("zh-Hans", "我们不同意这个说法。", 8_000), ("en", '"“', 5_000)],
)
def test_one_very_long_line(language: str, unit: str, count: int) -> None:
    """sentencex alone takes 14 s for 200,000 characters of Chinese in one line."""
    text = unit * count
    found = split_sentences(text, language)
    assert "".join(text[s.start : s.end] for s in found).replace(" ", "") == text.replace(" ", "")
    if count == 8_000:
        assert {s.of(text) for s in found} == {unit.strip()}


def test_a_line_without_any_sentence_end_is_one_sentence() -> None:
    text = "and then " * 3_000
    assert sentences(text) == [text.strip()]


WORDS = 'Mr. U.S. e.g. Ms. 3.5 1. a) word Word 我们 слово … é é 。 ！” “ ” " ( ) 「 』 」 \0'.split()
PIECES = st.sampled_from(
    [*WORDS, ". ", "? ", "- ", "\n", "\r\n", "\n\n", "\u2028", " ", "\u3000", "\ufeff", "\x1c", "\x85"]
)
TEXTS = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map("".join))


@given(TEXTS, st.sampled_from(["en", "zh-Hans", "ja", "fr", "de", "ru", "ar", "hi", "und", "zxx"]))
def test_nothing_is_lost(text: str, language: str) -> None:
    """Segments are in order, do not overlap, and the gaps between them are white space."""
    check(text, split_sentences(text, language))
    check(text, split_paragraphs(text))


@given(st.lists(PIECES, min_size=1, max_size=12), st.integers(300, 900))
def test_nothing_is_lost_of_long_lines(pieces: list[str], count: int) -> None:
    text = "".join(pieces) * count
    check(text, split_sentences(text, "en"))


def check(text: str, spans: list[Span]) -> None:
    position = 0
    for span in spans:
        assert len(span) > 0
        assert text[position : span.start].strip() == ""
        assert span.of(text) == span.of(text).strip()
        position = span.end
    assert text[position:].strip() == ""
    rebuilt, position = "", 0
    for span in spans:
        rebuilt += text[position : span.start] + span.of(text)
        position = span.end
    assert rebuilt + text[position:] == text


@given(TEXTS)
def test_sentences_do_not_cross_paragraphs(text: str) -> None:
    outer = split_paragraphs(text)
    for sentence in split_sentences(text):
        assert sum(paragraph.covers(sentence) for paragraph in outer) == 1
