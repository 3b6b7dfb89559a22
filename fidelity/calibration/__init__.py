"""From evidence to probabilities: the calibrations that ship, and those that are fitted to a user's verdicts.

=================  ========================================================================
``shipped``        logistic models over features, fitted by scripts in ``models/``
``curve``          a rising curve from a log-odds to a probability: beta calibration
``recalibration``  the file of a user's curves, that ``--calibration`` names
``observations``   verdicts and labels as the data on which a curve is fitted
``fitting``        the fit, its requirements, and its quality on data that was not fitted
``reliability``    calibration error, Brier score and the bins of a reliability diagram
=================  ========================================================================
"""

from __future__ import annotations

from fidelity.calibration.curve import Curve, score_log_odds
from fidelity.calibration.recalibration import Part, Recalibration, load_recalibration, save_recalibration
from fidelity.calibration.shipped import (
    CALIBRATIONS,
    Calibration,
    fit_logistic,
    load_calibration,
    logistic,
    save_calibration,
)

__all__ = [
    "CALIBRATIONS",
    "Calibration",
    "Curve",
    "Part",
    "Recalibration",
    "fit_logistic",
    "load_calibration",
    "load_recalibration",
    "logistic",
    "save_calibration",
    "save_recalibration",
    "score_log_odds",
]
