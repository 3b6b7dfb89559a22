"""What holds for any document: every part of it is accounted for, and cost grows with its length, not the square."""

from __future__ import annotations

from time import process_time

from hypothesis import given, settings
from hypothesis import strategies as st

import fidelity
from fidelity.calibration import Calibration
from fidelity.errors import InputError
from fidelity.pairing import FEATURES, Body, Query, place_all
from fidelity.reading import read_text
from fidelity.report.advice import say_how_long
from fidelity.segmentation import split_sentences
from fidelity.settings import PairingSettings
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
