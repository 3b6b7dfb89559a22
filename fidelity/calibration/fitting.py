"""The fit of a curve to verdicts: its requirements, and its quality on verdicts that were not fitted.

The method is beta calibration by weighted maximum likelihood, with a prior at the calibration that ships. The weights,
1 over the chance of being shown, are scaled to the effective sample size (Kish, 1965), so that a few heavy verdicts do
not outweigh the prior. ``models/measure_calibration.py`` compares other methods.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fidelity.calibration.curve import Curve
from fidelity.calibration.observations import Observation, Observed
from fidelity.calibration.recalibration import Part
from fidelity.calibration.reliability import Reliability, measure_reliability
from fidelity.errors import InputError
from fidelity.settings import CalibrationSettings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


class TooFewError(InputError):
    """The verdicts are not enough for a fit. The text says what is missing."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A curve and its quality.

    ``before`` and ``after`` are the reliability of the calibration that ships and of the new one on the same verdicts.
    Each verdict is predicted by a curve that was fitted without its group. ``effective`` is the effective sample size.
    """

    part: Part
    observed: Observed
    before: Reliability
    after: Reliability
    effective: float


def fit_part(observed: Observed, settings: CalibrationSettings) -> Fit:
    """Fit the curve of fidelity or of one encoder's confidence, and measure it.

    Raises:
        TooFewError: if there are too few verdicts, none of one kind or none from above the threshold, or if better
        scores did not get better verdicts.
    """
    rows = observed.observations
    _refuse_too_few(observed, settings)
    curve = fit_curve(rows, observed.bias, settings)
    if curve is None:
        raise TooFewError(
            f"{_name(observed)}: pairs with higher scores did not get better verdicts; judge more, or check that the"
            " labels are not reversed"
        )
    positive, weights = [row.positive for row in rows], [row.weight for row in rows]
    before, after = (
        measure_reliability(said, positive, weights, settings.bins)
        for said in ([row.shipped for row in rows], foretell(rows, observed.bias, settings))
    )
    part = Part(observed.of, observed.model, observed.over, curve, len(rows), sum(positive))
    return Fit(part, observed, before, after, _effective(weights))


_KINDS = {
    "fidelity": ("faithful", "unfaithful"),
    "confidence": ("right", "wrong"),
    "selection": ("of the document", "not of the document"),
}


def _refuse_too_few(observed: Observed, settings: CalibrationSettings) -> None:
    rows, name, least = observed.observations, _name(observed), settings.least_verdicts
    if len(rows) < least:
        left_out = ", ".join(f"{count} {reason}" for reason, count in sorted(observed.left_out.items()) if count)
        beside = f" (left out: {left_out})" if left_out else ""
        raise TooFewError(
            f"{name}: {len(rows)} verdicts to fit on{beside}, and at least {least} are needed; judge more"
        )
    if not any(row.above for row in rows):
        raise TooFewError(
            f"{name}: no verdict on a pair from above the threshold ({settings.threshold}), so nothing is known of"
            " most pairs; judge some of those too"
        )
    positive = sum(row.positive for row in rows)
    if positive in (0, len(rows)):
        kinds = _KINDS[observed.of]
        raise TooFewError(
            f"{name}: all {len(rows)} verdicts say {kinds[not positive]}, none says {kinds[bool(positive)]};"
            " both are needed"
        )


def _name(observed: Observed) -> str:
    return observed.of if observed.of == "fidelity" else f"{observed.of} of {observed.model}"


def fit_curve(rows: Sequence[Observation], bias: float, settings: CalibrationSettings) -> Curve | None:
    """The most probable rising curve, with a prior at the shipped curve.

    ``None`` if the most probable does not rise.
    """
    import numpy as np

    x = np.array([row.log_odds for row in rows])
    labels = np.array([row.positive for row in rows], float)
    weights = np.array([row.weight for row in rows])
    weights *= _effective(list(weights)) / weights.sum()
    # -ln(1 + e^-x) is the log of the probability, ln(1 + e^x) minus that of its complement.
    features = np.column_stack([-np.logaddexp(0, -x), np.logaddexp(0, x), np.ones_like(x)])
    mean = np.array([1.0, 1.0, bias])
    precision = np.array([settings.slope_weight, settings.slope_weight, settings.bias_weight])
    free = [True, True, True]
    found = fit_with_prior(features, labels, weights, mean, precision)
    if min(found[:2]) < 0:  # Kull et al.: a negative slope becomes 0, and the other numbers are fitted again
        free[int(np.argmin(found[:2]))] = False
        found = np.zeros(3)
        found[free] = fit_with_prior(features[:, free], labels, weights, mean[free], precision[free])
    low, high, shift = (round(float(each), 6) + 0.0 for each in found)
    return None if min(low, high) < 0 or low + high <= 0 else Curve(low, high, shift)


def foretell(rows: Sequence[Observation], bias: float, settings: CalibrationSettings) -> list[float]:
    """The probability of each row by a curve fitted on the rows of other groups' folds.

    Groups are distributed over the folds in the order of a hash of their names, so the folds are always the same.
    """
    groups = sorted({row.group for row in rows}, key=_digest)
    fold = {name: place % settings.folds for place, name in enumerate(groups)}
    said = [row.shipped for row in rows]
    for number in range(settings.folds):
        others = [row for row in rows if fold[row.group] != number]
        curve = fit_curve(others, bias, settings) if others else None
        for place, row in enumerate(rows):
            if curve is not None and fold[row.group] == number:
                said[place] = curve.probability(row.log_odds)
    return said


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()


def _effective(weights: Sequence[float]) -> float:
    """Kish's effective sample size."""
    return math.fsum(weights) ** 2 / math.fsum(w * w for w in weights)


def fit_with_prior(features: Floats, labels: Floats, weights: Floats, mean: Floats, precision: Floats) -> Floats:
    """Coefficients of a logistic regression with a normal prior, by Newton's method with halved steps.

    The objective is convex, and because of the halving it decreases in every step (Boyd and Vandenberghe, 2004, 9.5).
    """
    import numpy as np

    def cost(beta: Floats) -> float:
        odds = features @ beta
        losses = np.logaddexp(0, odds) - labels * odds
        return float(weights @ losses + precision @ (beta - mean) ** 2 / 2)

    beta, now = mean.copy(), cost(mean)
    for _ in range(100):
        p = 1 / (1 + np.exp(-np.clip(features @ beta, -500, 500)))
        gradient = features.T @ (weights * (p - labels)) + precision * (beta - mean)
        hessian = (features * (weights * p * (1 - p))[:, None]).T @ features + np.diag(precision)
        step = np.linalg.solve(hessian, gradient)
        for _ in range(40):
            new = cost(beta - step)
            if new <= now:
                break
            step = step / 2
        if new > now or np.abs(step).max() < 1e-10:
            break
        beta, now = beta - step, new
    return beta
