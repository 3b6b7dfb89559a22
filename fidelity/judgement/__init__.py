"""How far a passage has drifted from the quotation: evidence, score, fidelity, issues."""

from __future__ import annotations

from fidelity.judgement.across import (
    ACROSS_FEATURES,
    EVIDENCE_ACROSS,
    check_across,
    find_unmatched,
    judge_across,
    weigh_across,
)
from fidelity.judgement.evidence import EVIDENCE, FEATURES, MEASURES, contradiction, log_odds
from fidelity.judgement.judging import Examined, Judgement, check_unread, examine, judge, may_contradict, read_again
from fidelity.judgement.likening import read_pairs

__all__ = [
    "ACROSS_FEATURES",
    "EVIDENCE",
    "EVIDENCE_ACROSS",
    "FEATURES",
    "MEASURES",
    "Examined",
    "Judgement",
    "check_across",
    "check_unread",
    "contradiction",
    "examine",
    "find_unmatched",
    "judge",
    "judge_across",
    "log_odds",
    "may_contradict",
    "read_again",
    "read_pairs",
    "weigh_across",
]
