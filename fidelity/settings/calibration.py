"""The numbers with which ``fidelity calibrate`` fits."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CalibrationSettings:
    """The fit of a user's calibration. Chosen on WMT MQM ratings that the scorer was not trained on, with documents
    kept apart. ``models/measure_calibration.py`` prints the figures and compares the methods."""

    least_verdicts: int = 100
    """Least number of verdicts for a fit. A convention: with fewer verdicts, chance changes the calibration error as
    much as the fit does."""

    threshold: int = 50
    """Fidelity, in percent, from which a pair counts as above the threshold if its verdict does not say that it was
    drawn by chance. The review uses the same number."""

    least_chance: float = 0.001
    """Least chance of being shown, 0..1, that is used for the weight of a verdict. A limit: otherwise a single verdict
    could outweigh all others."""

    slope_weight: float = 1.0
    """Precision of the prior that both slopes are 1, as in the calibration that ships. It weighs about as much as a
    handful of verdicts. From 0.1 to 3 the figures are the same; at 10 the first hundred verdicts have too little
    effect."""

    bias_weight: float = 0.01
    """Precision of the prior that the bias is that of the calibration that ships. It is very small, because the bias
    depends most on the kind of documents. It keeps the fit finite."""

    folds: int = 10
    """Number of parts in the cross-validation. Each part is predicted by a calibration fitted on the others."""

    bins: int = 10
    """Number of bins of equal width for the calibration error and the diagrams (Guo et al., ICML 2017)."""
