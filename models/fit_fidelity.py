"""Fit the calibration "fidelity" on pairs that people judged and that the scorer was not trained on.

    python models/fit_fidelity.py --data DIR [--articles FOLDER]... [--reader FOLDER] [--cache FOLDER]

``DIR`` holds the sets that ``models/human_pairs.py`` reads. Fitted on their ``dev`` parts, without those that are for
measuring only, and on the project's own articles in the format of ``real_dev``. Each piece of evidence may only move
fidelity in the direction that ``fidelity.judgement.EVIDENCE`` states: the logistic model is fitted under bounds.
Faithful and unfaithful pairs weigh the same, so the model is one at even odds; the prior is added where it is applied
(``JudgementSettings.prior``). ``--cache`` keeps what the scorer says.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

ROOT = Path(__file__).resolve().parent
sys.path[:0] = [str(ROOT.parent), str(ROOT), str(ROOT / "training")]

from human_pairs import Example, collect, read_articles
from metrics import auc
from readings import read_all

from fidelity.calibration import save_calibration
from fidelity.judgement import EVIDENCE, FEATURES, examine
from fidelity.scorer.mpnet import MeaningReader
from fidelity.settings import Settings
from fidelity.text.words import Words

Matrix = NDArray[np.float64]
CALIBRATION = ROOT / "calibration" / "fidelity.json"
WEIGHTS = {
    "mqm_zhen": 2.5, "mqm_bio": 2.5, "demetr": 2.5, "mlqe_pe": 1.0, "two_versions": 0.5, "twins": 1.5,
    "strangers": 3.0, "entailment": 1.0, "senses": 0.5, "articles": 4.0,
}  # fmt: skip
"""Weight of each set's faithful and of its unfaithful pairs."""
RANK_WEIGHT, LEAST_POINTS = 0.5, 1.0
"""Weight of all pairs of rated translations of one text of which the better should score higher, beside all labels; and
the MQM points by which two have to differ."""
PENALTY = 10.0
"""Precision of the prior at no weight, in deviations: what is fitted is to hold for other texts."""
TEMPER = 0.85
"""What weights and bias are multiplied by (temperature scaling; Guo et al., ICML 2017): made errors are sharper than
what raters mark, and a fit of both is too sure of the latter."""


def weigh(examples: list[Example]) -> Matrix:
    """Weights with which faithful and unfaithful pairs add up to the same, each set's to its weight."""
    weights = np.zeros(len(examples))
    for faithful in (True, False):
        for name, weight in WEIGHTS.items():
            chosen = [i for i, e in enumerate(examples) if e.source == name and e.faithful == faithful]
            weights[chosen] = weight / max(len(chosen), 1)
        of_label = [i for i, e in enumerate(examples) if e.faithful == faithful]
        weights[of_label] /= weights[of_label].sum()
    return weights * len(examples) / weights.sum()


def rank(examples: list[Example], rows: Matrix) -> Matrix:
    """What the better of two rated translations of one text has more of each piece of evidence."""
    groups: dict[str, list[int]] = {}
    for i, example in enumerate(examples):
        if example.points is not None:
            groups.setdefault(f"{example.source} {example.group}", []).append(i)
    differences = [
        rows[a] - rows[b]
        for group in groups.values()
        for a in group
        for b in group
        if examples[b].points - examples[a].points >= LEAST_POINTS
    ]
    return np.array(differences).reshape(-1, rows.shape[1])


def fit_bounded(rows: Matrix, labels: Matrix, weights: Matrix, ranked: Matrix) -> tuple[Matrix, float]:
    """The weights and the bias of a logistic model whose weights have the signs of the evidence."""
    middle, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    scaled, turn = (rows - middle) / spread, np.where(labels > 0, 1.0, -1.0)
    apart = ranked / spread
    share = RANK_WEIGHT * len(rows) / max(len(apart), 1)

    def loss(values: Matrix) -> tuple[float, Matrix]:
        chosen, bias = values[:-1], values[-1]
        margin, above = turn * (scaled @ chosen + bias), apart @ chosen
        pull, lift = -weights * turn / (1 + np.exp(margin)), -share / (1 + np.exp(above))
        total = (weights * np.logaddexp(0, -margin)).sum() + share * np.logaddexp(0, -above).sum()
        slope = scaled.T @ pull + apart.T @ lift + PENALTY * chosen
        return total + PENALTY / 2 * (chosen**2).sum(), np.append(slope, pull.sum())

    bounds = [(0, None) if EVIDENCE[name] > 0 else (None, 0) for name in FEATURES]
    found = minimize(loss, np.zeros(len(FEATURES) + 1), jac=True, bounds=[*bounds, (None, None)], method="L-BFGS-B").x
    return found[:-1] / spread, float(found[-1] - (found[:-1] / spread * middle).sum())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with the sets")
    parser.add_argument("--articles", type=Path, action="append", default=[], help="folder in the format of real_dev")
    parser.add_argument("--reader", type=Path, help="folder of another reader of meaning than the one that ships")
    parser.add_argument("--cache", type=Path, help="folder in which readings are kept")
    options = parser.parse_args()
    settings = Settings().judgement
    examples = collect(options.data, "dev", tuple(name for name in WEIGHTS if name != "articles"))
    examples += [e for folder in options.articles for e in read_articles(folder, "articles", 1000)]
    readings = read_all(examples, options.cache)
    meanings = read_all(examples, options.cache, MeaningReader(folder=options.reader))
    rows = np.array(
        [
            examine(Words(e.quotation), Words(e.passage), readings[e.pair], settings).weigh(meanings[e.pair])
            for e in examples
        ]
    )
    labels = np.array([e.faithful for e in examples], float)
    weights, bias = fit_bounded(rows, labels, weigh(examples), rank(examples, rows))
    usual = rows[labels > 0].mean(axis=0)
    save_calibration(CALIBRATION, "fidelity", FEATURES, list(weights * TEMPER), bias * TEMPER, list(usual))
    for name, weight, spread in zip(FEATURES, weights * TEMPER, rows.std(axis=0), strict=True):
        print(f"{name:16} {weight:8.3f}  per deviation {weight * spread:6.3f}")
    odds = rows @ weights + bias
    for source in WEIGHTS:
        chosen = np.array([e.source == source for e in examples])
        good, bad = odds[chosen & (labels > 0)], odds[chosen & (labels == 0)]
        if len(good) and len(bad):
            print(f"{source}: {chosen.sum()} pairs, AUC {auc(good, bad):.3f} on what was fitted")


if __name__ == "__main__":
    main()
