"""How far probabilities are from what came of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bin:
    """One bar of a reliability diagram: probabilities from ``start`` up to ``end``.

    ``count``: how many. ``said``, ``found``: the weighted mean of the probabilities, and the weighted share that is
    positive, 0..1. ``share``: of all weight, 0..1.
    """

    start: float
    end: float
    count: int
    said: float
    found: float
    share: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """What probabilities are worth. ``bins``: those that hold anything, rising.

    ``error``: expected calibration error over the bins (Guo et al., ICML 2017). ``brier``: mean squared error (Brier,
    1950). ``chance``: the calibration error that exact probabilities would show of so few, on average. All weighted.
    """

    bins: tuple[Bin, ...]
    error: float
    brier: float
    chance: float


def measure_reliability(
    probabilities: Sequence[float], positive: Sequence[bool], weights: Sequence[float], bins: int
) -> Reliability:
    """Compare probabilities, 0..1, with what came of them, in ``bins`` of equal width.

    Raises:
        ValueError: if there are none.
    """
    total = math.fsum(weights)
    if not total:
        raise ValueError("nothing to compare")
    held: list[list[tuple[float, bool, float]]] = [[] for _ in range(bins)]
    for row in zip(probabilities, positive, weights, strict=True):
        held[min(int(row[0] * bins + 1e-9), bins - 1)].append(row)
    drawn, error, chance = [], 0.0, 0.0
    for number, rows in enumerate(held):
        if not rows:
            continue
        weight = math.fsum(w for _, _, w in rows)
        said = math.fsum(p * w for p, _, w in rows) / weight
        found = math.fsum(w for _, label, w in rows if label) / weight
        drawn.append(Bin(number / bins, (number + 1) / bins, len(rows), said, found, weight / total))
        error += weight / total * abs(said - found)
        # The mean of |N(0, v)| is sqrt(2 v / pi).
        chance += math.sqrt(2 / math.pi * math.fsum(w * w * p * (1 - p) for p, _, w in rows)) / total
    squares = math.fsum(w * (p - label) ** 2 for p, label, w in zip(probabilities, positive, weights, strict=True))
    return Reliability(tuple(drawn), error, squares / total, chance)
