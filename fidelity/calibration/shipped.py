"""Logistic models. Scripts in ``models/`` fit them, and they ship as small JSON files.

A file holds ``{"name", "features", "weights", "bias"}``; it enters the report's signature by the
first 8 hex digits of its SHA-256.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fidelity.errors import ModelError
from fidelity.resources import read_json_resource

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CALIBRATIONS = (
    *("placement", "extent", "pairing", "reading", "framing", "attribution", "selection", "fidelity"),
    *("placement-multilingual", "pairing-multilingual", "fidelity-across"),
)
"""The models that ship. They decide which placement ranks first, which words belong to its passage, whether the passage
is right (by the encoder alone, and with the pair scorer), whether a quotation's words are the document's (by speaker
and occasion, and by all evidence), and whether a pair is faithful. The models of the multilingual encoder, and of
pairs in two languages, have names of their own."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic model over named features. ``digest`` is the first 8 hex digits of the file's SHA-256.

    ``usual`` are the features' means over faithful pairs, from which contributions are measured, or zeros.
    """

    name: str
    features: tuple[str, ...]
    weights: tuple[float, ...]
    bias: float
    digest: str = ""
    usual: tuple[float, ...] = ()

    def log_odds(self, values: Sequence[float]) -> float:
        """Natural-log odds for one row of features, in the order of ``features``."""
        return self.bias + math.fsum(w * v for w, v in zip(self.weights, values, strict=True))

    def contributions(self, values: Sequence[float]) -> tuple[float, ...]:
        """How far each value moves the log-odds compared with its usual value."""
        usual = self.usual or (0.0,) * len(self.features)
        return tuple(w * (v - u) for w, v, u in zip(self.weights, values, usual, strict=True))

    def probability(self, values: Sequence[float]) -> float:
        """Probability, 0..1, for one row of features."""
        return logistic(self.log_odds(values))


def logistic(log_odds: float) -> float:
    """The probability, 0..1, that has these natural-log odds."""
    if log_odds >= 0:
        return 1 / (1 + math.exp(-log_odds))
    return math.exp(log_odds) / (1 + math.exp(log_odds))


def load_calibration(name: str, features: Sequence[str]) -> Calibration:
    """The shipped calibration called ``name``, which has to be over exactly ``features``.

    Raises:
        ModelError: if its file is missing, damaged, or made for other features.
    """
    file = f"{name}.json"
    calibration = read_json_resource(f"models/calibration/{file}", _build)
    if calibration.name != name or not all(map(math.isfinite, (*calibration.weights, calibration.bias))):
        raise ModelError(f"{file} is damaged; reinstall fidelity")
    sizes = {len(calibration.weights), len(calibration.usual or features)}
    if calibration.features != tuple(features) or sizes != {len(features)}:
        raise ModelError(f"{file} was made for another version of fidelity; reinstall it")
    return calibration


def _build(content: Any, digest: str) -> Calibration:
    return Calibration(
        name=str(content["name"]),
        features=tuple(map(str, content["features"])),
        weights=tuple(map(float, content["weights"])),
        bias=float(content["bias"]),
        digest=digest,
        usual=tuple(map(float, content.get("usual", ()))),
    )


def save_calibration(
    path: Path, name: str, features: Sequence[str], weights: Sequence[float], bias: float, usual: Sequence[float] = ()
) -> None:
    """Write a calibration file, numbers to 6 decimals."""
    content: dict[str, Any] = {
        "name": name,
        "features": list(features),
        "weights": [round(float(w), 6) for w in weights],
        "bias": round(float(bias), 6),
    }
    if usual:
        content["usual"] = [round(float(u), 6) for u in usual]
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def fit_logistic(
    rows: NDArray[np.float64],
    labels: NDArray[np.float64],
    *,
    penalty: float = 1.0,
    weights: NDArray[np.float64] | None = None,
    ranked: tuple[NDArray[np.float64], NDArray[np.float64]] | None = None,
    known: NDArray[np.float64] | None = None,
) -> tuple[NDArray[np.float64], float]:
    """Weights (d,) and bias of a logistic regression with an L2 penalty on standardised features.

    ``rows`` is (n, d), ``labels`` (n,) of 0 and 1, ``weights`` (n,) each row's weight. ``ranked`` holds differences
    between the features of the better and of the worse of two rows, (m, d), and their weights, (m,): the better row
    should have the higher odds (RankNet's loss; Burges et al., ICML 2005). ``known``: log-odds (n,) that each row has
    already, to which the model adds (an offset, with weight 1). The fit uses Newton's method (iteratively reweighted
    least squares; Hastie et al., The Elements of Statistical Learning, 4.4.1).

    Raises:
        ValueError: if only one label occurs, since then no bias is the best.
    """
    import numpy as np

    if not 0 < labels.sum() < len(labels):
        raise ValueError("a logistic model needs rows of both kinds")
    mean, scale = rows.mean(axis=0), rows.std(axis=0)
    scale = np.where(scale > 0, scale, 1.0)
    x = np.column_stack([(rows - mean) / scale, np.ones(len(rows))])
    w = np.ones(len(rows)) if weights is None else weights
    ridge = penalty * np.eye(x.shape[1])
    ridge[-1, -1] = 0.0
    given = np.zeros(len(rows)) if known is None else known
    if ranked is not None:
        # A difference is a row of its own, without a bias and with the label 1.
        x = np.vstack([x, np.column_stack([ranked[0] / scale, np.zeros(len(ranked[0]))])])
        labels, w = np.concatenate([labels, np.ones(len(ranked[0]))]), np.concatenate([w, ranked[1]])
        given = np.concatenate([given, np.zeros(len(ranked[0]))])
    beta = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(x @ beta + given, -30, 30)))
        gradient = x.T @ (w * (p - labels)) + ridge @ beta
        hessian = (x * (w * p * (1 - p))[:, None]).T @ x + ridge
        step = np.linalg.solve(hessian, gradient)
        beta -= step
        if np.abs(step).max() < 1e-9:
            break
    return beta[:-1] / scale, float(beta[-1] - (beta[:-1] * mean / scale).sum())
