"""How far a passage has drifted from the quotation: checks, score, fidelity, issues."""

from __future__ import annotations

from fidelity.checks import CHECKS, NAMES, Check
from fidelity.checks.consistency import find_inconsistent_terms
from fidelity.judgement.evidence import FEATURES, MEASURES
from fidelity.judgement.judging import Examined, Judgement, check_language_free, examine, judge, log_odds
from fidelity.judgement.likening import read_pairs

__all__ = [
    "CHECKS",
    "FEATURES",
    "MEASURES",
    "NAMES",
    "Check",
    "Examined",
    "Judgement",
    "check_language_free",
    "examine",
    "find_inconsistent_terms",
    "judge",
    "log_odds",
    "read_pairs",
]
