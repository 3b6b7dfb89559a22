"""How far predicted probabilities are from the observed outcomes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bin:
    """One bar of a reliability diagram: probabilities from ``start`` up to ``end``.

    ``count`` is the number of probabilities. ``said`` is their weighted mean, ``found`` the weighted share of positive
    outcomes, and ``share`` the share of the total weight, each 0..1.
    """

    start: float
    end: float
    count: int
    said: float
    found: float
    share: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """The quality of probabilities. ``bins`` are the bins that are not empty, in rising order.

    ``error`` is the expected calibration error over the bins (Guo et al., ICML 2017), ``brier`` the mean squared error
    (Brier, 1950), and ``chance`` the calibration error that exact probabilities would have on average with the same
    number of outcomes. All of them are weighted.
    """

    bins: tuple[Bin, ...]
    error: float
    brier: float
    chance: float


def measure_reliability(
    probabilities: Sequence[float], positive: Sequence[bool], weights: Sequence[float], bins: int
) -> Reliability:
    """Compare probabilities, 0..1, with the outcomes, in ``bins`` of equal width.

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
