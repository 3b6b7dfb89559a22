"""The scorer that ships: all-MiniLM-L6-v2, fine-tuned on pairs. English only."""

from __future__ import annotations

from fidelity.scorer.minilm.pair_scorer import PairScorer

__all__ = ["PairScorer"]
