"""Pairs judged with what ships, for the tests of the checks."""

from __future__ import annotations

from functools import cache

from fidelity.calibration import load_calibration
from fidelity.drift import FEATURES, Judgement, judge
from fidelity.embedding import PairScorer
from fidelity.settings import Settings

SCORER = PairScorer(threads=1)
DRIFT = Settings().drift


@cache
def judged(quotation: str, passage: str) -> Judgement:
    (reading,) = SCORER.read([(quotation, passage)])
    return judge(quotation, passage, reading, load_calibration("fidelity", FEATURES), DRIFT)


def found(quotation: str, passage: str, check: str) -> list[tuple[str, str]]:
    """(category, severity) of what one check says."""
    return [(i.category, i.severity) for i in judged(quotation, passage).issues if i.check == check]
