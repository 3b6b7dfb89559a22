"""Scorers, which read a quotation and its passage together and say how faithful the pair and its words are."""

from __future__ import annotations

from fidelity.scorer.readings import HEADS, Entailment, PairReading, Progress, Scorer, SideReading, Thresholds

__all__ = ["HEADS", "Entailment", "PairReading", "Progress", "Scorer", "SideReading", "Thresholds"]
