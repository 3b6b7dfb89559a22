"""Fit the calibration "fidelity" on pairs that the scorer was not trained on.

    python models/fit_fidelity.py --data DIR --examples EXAMPLES

``DIR`` holds ``mqm_zhen.jsonl.gz`` (Apache-2.0) and ``demetr.jsonl.gz`` (MIT); ``EXAMPLES`` is what
``models/training/build.py`` wrote. Fitted on their ``dev`` parts: rated translations, controlled errors, and pairs made
of clean ones. Each source's faithful and unfaithful pairs weigh the same, so the model is one at even odds; the prior
is added where it is applied (``JudgementSettings.prior``). ``models/measure_drift.py`` prints figures on the test
parts.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent
sys.path[:0] = [str(ROOT.parent), str(ROOT / "training")]

import corpora
from examples import GROUP as DEMETR_GROUP
from examples import read_examples
from metrics import auc
from several import GROUP as SEVERAL_GROUP

from fidelity.calibration import fit_logistic, load_calibration, save_calibration
from fidelity.judgement import FEATURES, read_pairs
from fidelity.judgement.evidence import CHECKS
from fidelity.judgement.judging import examine
from fidelity.scorer import PairReading
from fidelity.scorer.minilm import PairScorer
from fidelity.settings import Settings

Matrix = NDArray[np.float64]
CALIBRATION = ROOT / "calibration" / "fidelity.json"
WEIGHTS = {"mqm": 2.5, "demetr": 2.5, "made": 3.0, "several": 0.1, "twins": 1.8, "strangers": 12.0}
"""Weight of each source in the fit; ``twins`` are two professional translations of one text, faithful by definition,
``several`` texts of two to six sentences, ``strangers`` a text and one of another document."""
STRANGERS, SEED = 400, 20261124
RANKED, RANK_WEIGHT = 20_000, 4.0
"""Pairs of rated translations of which the better should score higher, and their weight: that of so many labelled ones
as there are rated translations, for 1."""
PENALTY = 10.0
"""Precision of the prior at no weight: the fit of the development part is to hold for other texts."""
TEMPER = 0.85
"""What weights and bias are multiplied by (temperature scaling; Guo et al., ICML 2017): made errors are sharper than
what raters mark, and a fit of both is too sure of the latter."""
LEAST_POINTS, MOST_POINTS = 0.5, 10.0
"""MQM points by which two have to differ, and from which on more of a difference weighs no more."""


@dataclass(frozen=True)
class Example:
    """A pair with its label; ``kind`` is the DEMETR kind or the way it was made, ``points`` raters' MQM points."""

    source: str
    kind: str
    quotation: str
    passage: str
    faithful: bool
    points: float | None = None


def collect(data: Path, examples: Path, part: str) -> list[Example]:
    """The labelled pairs of one part."""
    found = []
    for row in corpora.read_mqm(data):
        if row["part"] == part:
            found.append(
                Example(
                    "mqm", "human" if row["is_human"] else "machine", row["ref"], row["mt"], row["faithful"], row["mqm"]
                )
            )
    for row in corpora.read_demetr(data):
        if row["part"] == part:
            found.append(Example("demetr", "as it is", row["ref"], row["mt"], True))
            if row["severity"] != "base" and row["perturbed"] != row["mt"]:
                found.append(Example("demetr", row["type"], row["ref"], row["perturbed"], row["severity"] == "minor"))
    for row in read_examples(examples / f"{part}.jsonl"):
        if row["mqm"] is None and row["da"] is None and row["faithful"] is not None:
            source = "made" if row["group"] < DEMETR_GROUP else "several" if row["group"] >= SEVERAL_GROUP else None
            if source:
                found.append(Example(source, row["kind"], row["q"], row["p"], bool(row["faithful"])))
    twins = {(r["ref"], r["ref2"]) for r in corpora.read_mqm(data) if r["part"] == part and r.get("ref2")}
    for a, b in sorted(twins):
        if a != b:
            found += [Example("twins", "", a, b, True), Example("twins", "", b, a, True)]
    return list(dict.fromkeys([*found, *strangers(data, part)]))


def strangers(data: Path, part: str) -> list[Example]:
    """Texts with those of other documents, whole, and one side or both cut short."""
    rng = random.Random(f"{SEED} {part}")
    places = {row["ref"]: (row["set"], row["doc"]) for row in corpora.read_mqm(data) if row["part"] == part}
    texts, found = sorted(places), []
    while len(found) < STRANGERS:
        quotation, passage = rng.choice(texts), rng.choice(texts)
        if places[quotation] == places[passage]:
            continue
        short = [" ".join(text.split()[: rng.randint(3, 12)]) for text in (quotation, passage)]
        quotation, passage = rng.choice([(quotation, passage), (short[0], passage), (quotation, short[1]), (*short,)])
        found.append(Example("strangers", "", quotation, passage, False))
    return found


def read_all(examples: list[Example]) -> dict[tuple[str, str], PairReading]:
    """What the scorer makes of each pair, states in half precision."""
    scorer, rules, found = PairScorer(), Settings().judgement, {}
    pairs = sorted({(e.quotation, e.passage) for e in examples})
    for start in range(0, len(pairs), 500):
        block = pairs[start : start + 500]
        found.update(zip(block, read_pairs(scorer, block, rules), strict=True))
        print(f"\rread {start + len(block)} of {len(pairs)}", end="", file=sys.stderr)
    print(file=sys.stderr)
    return found


def weigh(examples: list[Example]) -> np.ndarray:
    """Weights with which each source's faithful and unfaithful examples add up to the same."""
    counts = Counter((e.source, e.faithful) for e in examples)
    weights = np.array([WEIGHTS[e.source] / counts[e.source, e.faithful] for e in examples])
    return weights / weights.mean()


def rank(examples: list[Example], rows: Matrix) -> tuple[Matrix, Matrix]:
    """What the better of two rated translations has more of each feature, and each difference's weight."""
    rng = np.random.default_rng(SEED)
    rated = np.array([i for i, e in enumerate(examples) if e.points is not None])
    points = np.array([examples[i].points for i in rated])
    one, other = rng.integers(len(rated), size=(2, RANKED))
    better, worse = np.where(points[one] <= points[other], (one, other), (other, one))
    apart = points[worse] - points[better]
    kept = apart >= LEAST_POINTS
    weights = np.sqrt(np.minimum(apart[kept], MOST_POINTS) / MOST_POINTS)
    differences = rows[rated[better[kept]]] - rows[rated[worse[kept]]]
    return differences, weights * (RANK_WEIGHT * len(rated) / len(weights))


def fit_signed(rows: Matrix, labels: Matrix, weights: Matrix, ranked: tuple[Matrix, Matrix]) -> tuple[Matrix, float]:
    """The weights of all features and the bias, without the checks that would raise fidelity by finding something."""
    kept = list(range(len(FEATURES)))
    while True:
        chosen = (ranked[0][:, kept], ranked[1])
        fitted, bias = fit_logistic(rows[:, kept], labels, penalty=PENALTY, weights=weights, ranked=chosen)
        raising = {i for i, weight in zip(kept, fitted, strict=True) if weight > 0 and FEATURES[i] in CHECKS}
        if not raising:
            found = np.zeros(len(FEATURES))
            found[kept] = fitted
            return found, bias
        kept = [i for i in kept if i not in raising]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with mqm_zhen.jsonl.gz and demetr.jsonl.gz")
    parser.add_argument("--examples", type=Path, required=True, help="folder that models/training/build.py wrote")
    options = parser.parse_args()
    settings = Settings().judgement
    examples = collect(options.data, options.examples, "dev")
    readings = read_all(examples)
    rows = np.array([examine(e.quotation, e.passage, readings[e.quotation, e.passage], settings)[2] for e in examples])
    labels = np.array([e.faithful for e in examples], float)
    weights, bias = fit_signed(rows, labels, weigh(examples), rank(examples, rows))
    usual = rows[labels > 0].mean(axis=0)
    save_calibration(CALIBRATION, "fidelity", FEATURES, list(weights * TEMPER), bias * TEMPER, list(usual))
    calibration = load_calibration("fidelity", FEATURES)
    for name, weight, spread in zip(FEATURES, calibration.weights, rows.std(axis=0), strict=True):
        print(f"{name:15} {weight:8.3f}  per deviation {weight * spread:6.3f}")
    odds = rows @ np.array(calibration.weights) + calibration.bias
    for source in WEIGHTS:
        chosen = np.array([e.source == source for e in examples])
        if source in ("twins", "strangers"):
            continue
        figures = auc(odds[chosen & (labels > 0)], odds[chosen & (labels == 0)])
        print(f"{source}: {chosen.sum()} pairs, AUC {figures:.3f} on what was fitted")


if __name__ == "__main__":
    main()
