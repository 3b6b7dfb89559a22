"""Pairs judged with what ships, for the tests of the checks."""

from __future__ import annotations

from functools import cache

from fidelity.calibration import Calibration, Curve, load_calibration
from fidelity.judgement import FEATURES, Judgement, examine, judge, read_pairs
from fidelity.scorer import PairReading
from fidelity.scorer.minilm import PairScorer
from fidelity.scorer.mpnet import MeaningReader
from fidelity.settings import Settings
from fidelity.text.words import Words

SCORER, READER = PairScorer(threads=1), MeaningReader(threads=1)
RULES = Settings().judgement


@cache
def judged(quotation: str, passage: str) -> Judgement:
    words = Words(quotation), Words(passage)
    (reading,), (meaning,) = (read_pairs(scorer, [words], RULES) for scorer in (SCORER, READER))
    return judge(examine(*words, reading, RULES), meaning, load_calibration("fidelity", FEATURES))


def judged_as(
    quotation: str, passage: str, reading: PairReading, calibration: Calibration, curve: Curve | None = None
) -> Judgement:
    """The judgement of a pair of which both scorers said this."""
    return judge(examine(Words(quotation), Words(passage), reading, RULES), reading, calibration, curve)


def found(quotation: str, passage: str, check: str) -> list[tuple[str, str]]:
    """(category, severity) of what one check says."""
    return [(i.category, i.severity) for i in judged(quotation, passage).issues if i.check == check]
