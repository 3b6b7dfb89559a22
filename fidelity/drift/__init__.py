"""How far a passage has drifted from the quotation: checks, score, fidelity, issues."""

from __future__ import annotations

from fidelity.drift.checks import CHECKS, NAMES, Check
from fidelity.drift.consistency import find_inconsistent_terms
from fidelity.drift.evidence import FEATURES, MEASURES
from fidelity.drift.judgement import Examined, Judgement, check_language_free, examine, judge, log_odds
from fidelity.drift.likening import read_pairs

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
