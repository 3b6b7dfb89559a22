"""How far a passage has drifted from the quotation: evidence, score, fidelity, issues."""

from __future__ import annotations

from fidelity.judgement.evidence import EVIDENCE, FEATURES, MEASURES
from fidelity.judgement.judging import Examined, Judgement, check_unread, examine, judge, log_odds
from fidelity.judgement.likening import read_pairs

__all__ = [
    "EVIDENCE",
    "FEATURES",
    "MEASURES",
    "Examined",
    "Judgement",
    "check_unread",
    "examine",
    "judge",
    "log_odds",
    "read_pairs",
]
