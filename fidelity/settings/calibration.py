"""What ``fidelity calibrate`` fits with."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CalibrationSettings:
    """The fit of a user's calibration. Chosen on WMT MQM ratings that the scorer was not trained on, with documents
    kept apart, as ``models/measure_calibration.py`` prints; it compares the methods too."""

    least_verdicts: int = 100
    """Verdicts below which nothing is fitted. A convention: of fewer, chance alone moves the calibration error as much
    as the fit does."""

    threshold: int = 50
    """Fidelity, in percent, from which a pair counts as from above the threshold, where its verdict does not say that
    it was drawn by chance. That of the review."""

    least_chance: float = 0.001
    """Chance of being shown, 0..1, below which a verdict weighs no more: a limit, so that none outweighs all others."""

    slope_weight: float = 1.0
    """Precision of the prior that both slopes are 1, as the calibration that ships has them: about what a handful of
    verdicts say. From 0.1 to 3 the figures are the same; at 10 the first hundred verdicts are held back."""

    bias_weight: float = 0.01
    """Precision of the prior that the bias is that of the calibration that ships: next to nothing, since it is what
    another kind of documents changes most. It keeps the fit finite."""

    folds: int = 10
    """Parts of which each is foretold by a calibration fitted on the others."""

    bins: int = 10
    """Bins of equal width of the calibration error and of the diagrams (Guo et al., ICML 2017)."""
