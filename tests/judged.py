"""Pairs judged with what ships, for the tests of the checks."""

from __future__ import annotations

from functools import cache

from fidelity.calibration import load_calibration
from fidelity.judgement import FEATURES, Judgement, judge
from fidelity.scorer.minilm import PairScorer
from fidelity.settings import Settings

SCORER = PairScorer(threads=1)
RULES = Settings().judgement


@cache
def judged(quotation: str, passage: str) -> Judgement:
    (reading,) = SCORER.read([(quotation, passage)])
    return judge(quotation, passage, reading, load_calibration("fidelity", FEATURES), RULES)


def found(quotation: str, passage: str, check: str) -> list[tuple[str, str]]:
    """(category, severity) of what one check says."""
    return [(i.category, i.severity) for i in judged(quotation, passage).issues if i.check == check]
