"""How far a passage has drifted from the quotation: checks, score, fidelity, issues."""

from __future__ import annotations

from fidelity.drift.alignment import Side
from fidelity.drift.evidence import FEATURES
from fidelity.drift.judgement import Judgement, check_language_free, judge

__all__ = ["FEATURES", "Judgement", "Side", "check_language_free", "judge"]
