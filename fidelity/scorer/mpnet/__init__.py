"""The reader of meaning that ships: layers of all-mpnet-base-v2 trained on what people labelled. English only."""

from __future__ import annotations

from fidelity.scorer.mpnet.meaning_reader import MeaningReader

__all__ = ["MeaningReader"]
