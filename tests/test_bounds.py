"""What takes long is announced, and what could take the square of an input's size does not."""

from __future__ import annotations

from time import process_time

from fidelity.calibration import Calibration
from fidelity.pairing import FEATURES, Body, Query, place_all
from fidelity.report.advice import say_how_long
from fidelity.segmentation import split_sentences
from fidelity.settings import PairingSettings
from tests.encoders import HashingEncoder

TOWNS = "Lisbon Porto Graz Turin Oslo Bergen Ghent Lyon".split()
BODY = " ".join(f"The mill of {town} was closed in spring {year}." for year in range(1990, 1998) for town in TOWNS)
RULES = PairingSettings(guides=2)
RANK = Calibration("placement", FEATURES, (3.0, 4.0, 3.0, 2.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, -1.0, 0.5), -8.0)


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
