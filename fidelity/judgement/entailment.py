"""What the scorer says of entailment between the two sides, in log-odds; nothing where it was not taught that."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

_LABELS = ("entailment", "neutral", "contradiction")


@dataclass(frozen=True, slots=True)
class Entailment:
    """``entailed``: log of the probability that each side entails the other, at most 0. ``contradicted``: the higher
    log-odds of a contradiction in either direction. ``quotation_adds``: log-odds that the passage leaves open what the
    quotation says; ``passage_adds``: the other way round. All are 0 for a scorer that has no such heads."""

    entailed: float = 0.0
    contradicted: float = 0.0
    quotation_adds: float = 0.0
    passage_adds: float = 0.0


def read_entailment(heads: Mapping[str, float]) -> Entailment:
    """From the heads ``forward_…`` (the passage entails the quotation) and ``backward_…``."""
    if f"forward_{_LABELS[0]}" not in heads:
        return Entailment()
    forward, backward = (_log_probabilities([heads[f"{way}_{label}"] for label in _LABELS]) for way in _WAYS)
    return Entailment(
        entailed=forward[0] + backward[0],
        contradicted=max(_log_odds(forward[2]), _log_odds(backward[2])),
        quotation_adds=_log_odds(forward[1]),
        passage_adds=_log_odds(backward[1]),
    )


_WAYS = ("forward", "backward")
_BOUND = 1e-6
"""Probability from which one counts as sure: log-odds stay finite."""


def _log_probabilities(values: list[float]) -> list[float]:
    highest = max(values)
    total = highest + math.log(math.fsum(math.exp(value - highest) for value in values))
    return [value - total for value in values]


def _log_odds(log_probability: float) -> float:
    probability = min(max(math.exp(log_probability), _BOUND), 1 - _BOUND)
    return math.log(probability / (1 - probability))
