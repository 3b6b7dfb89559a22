"""What holds for any document: every part of it is accounted for, and cost grows with its length, not the square."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import fidelity
from fidelity.calibration import Calibration
from fidelity.checks.numbers.across import find_drift_across
from fidelity.errors import InputError
from fidelity.judgement.likening import liken
from fidelity.pairing import FEATURES, Body, Query, place_all
from fidelity.reading import read_text
from fidelity.reading.html import extract_html
from fidelity.report.advice import say_how_long
from fidelity.segmentation import split_sentences
from fidelity.settings import JudgementSettings, PairingSettings, ReadingSettings
from fidelity.text.words import Words
from fidelity.types import Span
from tests.encoders import HashingEncoder

TOWNS = "Lisbon Porto Graz Turin Oslo Bergen Ghent Lyon".split()
BODY = " ".join(f"The mill of {town} was closed in spring {year}." for year in range(1990, 1998) for town in TOWNS)
RULES = PairingSettings(guides=2)
RANK = Calibration("placement", FEATURES, (3.0, 4.0, 3.0, 2.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, -1.0, 0.5), -8.0)


PIECES = st.sampled_from(
    [
        "We won. ",
        "“No”, he said. ",
        "\n",
        "\n\n",
        "我们同意。",
        "[Note: x] ",
        "Disclaimer: ",
        "* * *\n",
        "\u202e",
        "\r\n",
        "１２",
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=30).map("".join))


@settings(deadline=None, max_examples=60)
@given(TEXTS)
def test_segments_and_zones_cover_any_text_in_order(text: str) -> None:
    try:
        document = fidelity.inspect(read_text(text))
    except InputError:
        return
    for spans in ([z.span for z in document.info.zones], [s.span for s in document.segments]):
        position, between = 0, []
        for span in (*spans, Span(len(document.text), len(document.text))):
            assert position <= span.start <= span.end
            between.append(document.text[position : span.start])
            position = span.end
        assert "".join(between).strip() == ""
    for segment in document.segments:
        assert any(zone.span.covers(segment.span) and zone.name == segment.zone for zone in document.info.zones)


def test_a_run_of_minutes_is_announced() -> None:
    assert say_how_long(600_000) is None
    assert say_how_long(20_000_000) == (
        "The documents have 20,000,000 characters; to compare them takes about 42 minutes on one core."
    )


def test_hundreds_of_quotations_in_one_paragraph_take_linear_time() -> None:
    """Each may be near each other one. Four times as many take less than nine times as long; with the square, 16."""
    encoder, sentences = HashingEncoder(), split_sentences(BODY)
    body = Body(BODY, sentences, encoder.encode([span.of(BODY) for span in sentences]))
    said = [f"The mill of {town} was closed in {year}" for year in range(1990, 1998) for town in TOWNS]
    queries = [Query(text, own, text, own, (), 0) for text, own in zip(said, encoder.encode(said), strict=True)]

    def seconds(count: int) -> float:
        start = process_time()
        assert len(place_all(queries[:count], body, RANK, RULES)) == count
        return process_time() - start

    assert min(seconds(64) for _ in range(2)) < 9 * min(seconds(16) for _ in range(2))


def growth(work: Callable[[int], object], few: int, many: int) -> float:
    """How many times as long the work takes with ``many`` as with ``few``."""

    def seconds(count: int) -> float:
        start = process_time()
        work(count)
        return process_time() - start

    return min(seconds(many) for _ in range(2)) / min(seconds(few) for _ in range(2))


@pytest.mark.parametrize(
    "part",
    [
        "<figcaption>Ana Mora</figcaption> and so on, ",
        "<i hidden>x</i> and so on, ",
        "<q>the mill</q> and so on, ",
        "<sup><a href='#1'>1</a></sup> and so on, ",
    ],
)
def test_thousands_of_elements_of_a_web_page_are_read_in_linear_time(part: str) -> None:
    """Eight times as many take less than 20 times as long; with the square, 30 times and more."""
    lead = f"<p>{'The mill was closed in the spring of that year, she said. ' * 5}</p>"

    def read(count: int) -> str:
        page = (
            f"<html><body><article>{lead}<blockquote><p>We won {part * count}</p></blockquote></article></body></html>"
        )
        return extract_html(page, ReadingSettings()).text

    assert read(2).count("and so on,") == 2
    assert growth(read, 3_000, 24_000) < 20


def test_thousands_of_numbers_in_one_pair_are_compared_in_linear_time() -> None:
    """Four times as many take less than nine times as long; with the square, 16 times."""
    rules = JudgementSettings()

    def across(count: int) -> object:
        said = " ".join(f"more than {number:,} jobs, about ${number}," for number in range(10_000, 10_000 + count))
        there = " ".join(f"weniger als {n} Stellen, etwa €{n}," for n in range(10_000, 10_000 + count))
        return find_drift_across(said, there, ("en", "de"), rules)

    def alike(count: int) -> object:
        left, right = (", ".join(str(first + i) for i in range(count)) for first in (1_000, 100_000))
        return liken(Words(left), Words(right), rules)

    def placed(count: int) -> object:
        likened = liken(Words("seven mills, " * count), Words("7 mills, " * count), rules)
        return [likened.place(Span(start, start + 1)) for start in range(0, len(likened.text), 4)]

    for work in (across, alike, placed):
        assert growth(work, 500, 2_000) < 9


def test_thousands_of_names_in_one_pair_are_compared_in_linear_time() -> None:
    """Four times as many take less than nine times as long; with the square, 16 times."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    names = [f"{a}{b}a{c}".capitalize() for c in letters for a in letters for b in letters][::4]

    def alike(count: int) -> object:
        said = ", ".join(f"the mayor met {name} Mora at noon" for name in names[:count])
        there = ", ".join(f"the mayor met Maria {name} at noon" for name in names[-count:])
        return liken(Words(said), Words(there), JudgementSettings())

    assert growth(alike, 500, 2_000) < 9
