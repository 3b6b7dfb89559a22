"""A rising curve from one log-odds to a probability."""

from __future__ import annotations

import math
from dataclasses import dataclass

from fidelity.calibration.shipped import logistic

_LEAST_SCORE = 0.00005
"""Half of the last printed digit of a score. A score that is printed as 0.0000 or 1.0000 may be this far from it."""


def score_log_odds(score: float) -> float:
    """Natural-log odds of a score, 0..1, as it is printed."""
    bounded = min(max(score, _LEAST_SCORE), 1 - _LEAST_SCORE)
    return math.log(bounded / (1 - bounded))


@dataclass(frozen=True, slots=True)
class Curve:
    """Beta calibration (Kull, Silva Filho and Flach, AISTATS 2017), in log-odds.

    A log-odds x, of probability s, becomes ``low`` * ln(s) - ``high`` * ln(1 - s) + ``bias``: ``low`` is the slope far
    below even odds, ``high`` far above them. With both 1 the curve moves all log-odds by ``bias``.

    Raises:
        ValueError: if it falls somewhere, does not rise anywhere, or has a number that is not finite.
    """

    low: float
    high: float
    bias: float

    def __post_init__(self) -> None:
        if not all(map(math.isfinite, (self.low, self.high, self.bias))):
            raise ValueError("a number of the curve is not finite")
        if min(self.low, self.high) < 0 or self.low + self.high <= 0:
            raise ValueError("the curve does not rise")

    def probability(self, log_odds: float) -> float:
        """The probability, 0..1, for natural-log odds before calibration."""
        tail = math.log1p(math.exp(-abs(log_odds)))
        below, above = (tail, log_odds + tail) if log_odds >= 0 else (tail - log_odds, tail)
        return logistic(self.high * above - self.low * below + self.bias)
