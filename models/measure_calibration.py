"""How good a calibration to a user's verdicts is, on documents that it was not fitted on, and which method is best.

    python models/measure_calibration.py --data DIR [--scores FILE]

``DIR`` holds ``mqm_zhen.jsonl.gz`` (WMT MQM ratings, Apache-2.0). A verdict is a rated translation of it, from the
documents that the scorer was not trained on: unfaithful where at least half of the segment's raters marked a major
error of accuracy or terminology. Each seed draws a quarter of the documents to measure on and n verdicts from the
others to fit on: at random, or as the review draws them (all below the threshold, one in ten from above), with and
without their weights. Fidelity is what ``check --calibration`` would print: whole percent, held below 50 where a check
found something major. ``FILE`` keeps the scores from one call to the next; making them takes four minutes.

Then the confidence of another encoder: one that hashes words, on the cases that ``fit_pairing.py`` generates.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent
sys.path[:0] = [str(ROOT.parent), str(ROOT / "training")]

import corpora
import fit_pairing
import pairing_cases
from metrics import calibration_error

from fidelity import judgement
from fidelity.calibration import load_calibration
from fidelity.calibration.fitting import fit_curve, fit_with_prior
from fidelity.calibration.observations import Observation
from fidelity.pairing import FEATURES, TRUST_FEATURES
from fidelity.scorer.minilm import PairScorer
from fidelity.scorer.mpnet import MeaningReader
from fidelity.settings import Settings
from fidelity.text.words import Words
from fidelity.types import severity_rank
from tests.encoders import HashingEncoder

Array = np.ndarray[Any, np.dtype[Any]]
Curve = Callable[[Array], Array]
Method = Callable[[Array, Array, Array], Curve | None]
"""Of log-odds, labels and weights; no curve where ``calibrate`` would refuse."""

SETTINGS = Settings()
RULES = SETTINGS.calibration
SHIPPED = judgement.log_odds(SETTINGS.judgement.prior)
RANDOM_SIZES, REVIEW_SIZES = (100, 300, 1000, 3000), (100, 300, 600)
"""Verdicts to fit on; where a draw has fewer, all of them."""


@dataclass(frozen=True)
class Verdicts:
    """Rated translations: log-odds of the score, label, fidelity as shipped, whether a check found something major."""

    odds: Array
    faithful: Array
    fidelity: Array
    grave: Array
    document: Array


def collect(data: Path, scores: Path | None) -> Verdicts:
    """The rated translations with their scores."""
    if scores is not None and scores.exists():
        rows = [json.loads(line) for line in scores.read_text(encoding="utf-8").splitlines()]
    else:
        rows = list(judge_all([row for row in corpora.read_mqm(data) if row["part"] != "train"]))
        if scores is not None:
            scores.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    score = np.clip(np.array([row["score"] for row in rows]), 0.00005, 0.99995)
    names = sorted({tuple(row["document"]) for row in rows})
    return Verdicts(
        np.log(score / (1 - score)),
        np.array([row["faithful"] for row in rows], float),
        np.array([row["fidelity"] for row in rows]),
        np.array([row["grave"] for row in rows], bool),
        np.array([names.index(tuple(row["document"])) for row in rows]),
    )


def judge_all(rows: list[dict[str, Any]]) -> Any:
    """Each rated translation as it is judged without a calibration."""
    calibration, scorers = load_calibration("fidelity", judgement.FEATURES), (PairScorer(), MeaningReader())
    for start in range(0, len(rows), 256):
        block = rows[start : start + 256]
        pairs = [(Words(row["ref"]), Words(row["mt"])) for row in block]
        read, meant = (judgement.read_pairs(scorer, pairs, SETTINGS.judgement) for scorer in scorers)
        for row, pair, reading, meaning in zip(block, pairs, read, meant, strict=True):
            found = judgement.judge(judgement.examine(*pair, reading, SETTINGS.judgement), meaning, calibration)
            worst = max((severity_rank(i.severity) for i in found.issues if i.check != "model"), default=0)
            yield {
                "document": [row["set"], row["doc"]],
                "faithful": row["faithful"],
                "score": found.score,
                "fidelity": found.fidelity,
                "grave": worst >= severity_rank("major"),
            }
        print(f"\rjudged {start + len(block)} of {len(rows)}", end="", file=sys.stderr)
    print(file=sys.stderr)


def logistic(odds: Array) -> Array:
    return 1 / (1 + np.exp(-np.clip(odds, -500, 500)))


def shipped(*_: Array) -> Curve:
    """No fit."""
    return lambda x: logistic(x + SHIPPED)


def beta(slope_weight: float) -> Method:
    """What ``fidelity calibrate`` does, with a prior of this precision on the slopes."""
    rules = replace(RULES, slope_weight=slope_weight)

    def fit(odds: Array, labels: Array, weights: Array) -> Curve | None:
        rows = [Observation(x, bool(y), w, "", True, 0.5) for x, y, w in zip(odds, labels, weights, strict=True)]
        curve = fit_curve(rows, SHIPPED, rules)
        return curve and (lambda x: np.array([curve.probability(each) for each in x]))

    return fit


def platt(slope_weight: float) -> Method:
    """One slope for all log-odds (Platt, 1999), with a prior at 1; of great precision it is a shift."""

    def fit(odds: Array, labels: Array, weights: Array) -> Curve:
        rows = np.column_stack([odds, np.ones_like(odds)])
        mean, precision = np.array([1.0, SHIPPED]), np.array([slope_weight, RULES.bias_weight])
        scaled = weights * weights.sum() / (weights**2).sum()
        found = fit_with_prior(rows, labels, scaled, mean, precision)
        return lambda x: logistic(found[0] * x + found[1])

    return fit


def isotonic(odds: Array, labels: Array, weights: Array) -> Curve:
    """The best rising steps (pool adjacent violators; Zadrozny and Elkan, 2002), joined by straight lines."""
    blocks: list[list[float]] = []
    for i in np.argsort(odds, kind="stable"):
        blocks.append([labels[i], weights[i], odds[i], odds[i]])
        while len(blocks) > 1 and blocks[-2][0] >= blocks[-1][0]:
            (y, w, _, end), (y0, w0, start, _) = blocks.pop(), blocks.pop()
            blocks.append([(y * w + y0 * w0) / (w + w0), w + w0, start, end])
    places = [x for block in blocks for x in block[2:]]
    values = [block[0] for block in blocks for _ in (0, 1)]
    return lambda x: np.interp(x, places, values)


METHODS: dict[str, Method] = {
    "as it ships": shipped,
    "shift": platt(1e6),
    "Platt": platt(RULES.slope_weight),
    "beta (calibrate)": beta(RULES.slope_weight),
    "beta, prior 0.1": beta(0.1),
    "beta, prior 10": beta(10.0),
    "isotonic": isotonic,
}


def as_printed(curve: Curve, of: Verdicts, chosen: Array) -> Array:
    """Fidelity as ``check`` would print it, 0..1."""
    said = curve(of.odds[chosen])
    return np.round(np.where(of.grave[chosen], np.minimum(said, SETTINGS.judgement.major_ceiling), said), 2)


def draw(of: Verdicts, pool: Array, n: int, review: bool, rng: np.random.Generator) -> tuple[Array, Array]:
    """``n`` verdicts to fit on, or all there are, and each one's chance of being shown."""
    chance = np.where(of.fidelity < RULES.threshold, 1.0, 0.1) if review else np.ones(len(of.odds))
    order = rng.permutation(pool)
    shown = order[rng.random(len(order)) < chance[order]][:n]
    return shown, chance[shown]


def compare(of: Verdicts, seeds: int, review: bool, weighted: bool, target: float | None) -> None:
    """Means over the seeds of log loss, calibration error and Brier score, for each method and size."""
    found: dict[tuple[str, int], list[tuple[float, float, float]]] = defaultdict(list)
    drawn: dict[int, list[int]] = defaultdict(list)
    refused = Counter[str]()
    documents = int(of.document.max()) + 1
    sizes = REVIEW_SIZES if review else RANDOM_SIZES
    for seed in range(seeds):
        rng = np.random.default_rng(seed)
        held = np.isin(of.document, rng.permutation(documents)[: documents // 4])
        pool = thin(of, np.flatnonzero(~held), target, rng)
        test = thin(of, np.flatnonzero(held), target, rng)
        for n in sizes:
            shown, chance = draw(of, pool, n, review, rng)
            drawn[n].append(len(shown))
            weights = 1 / chance if weighted else np.ones(len(shown))
            for name, method in METHODS.items():
                curve = method(of.odds[shown], of.faithful[shown], weights)
                refused[name] += curve is None
                said = as_printed(curve or shipped(), of, test)
                found[name, n].append(measure(said, of.faithful[test]))
    print(f"{'':18}" + "".join(f"{f'n = {np.mean(drawn[n]):.0f}':>24}" for n in sizes))
    for name in METHODS:
        cells = (" ".join(f"{value:.3f}" for value in np.mean(found[name, n], axis=0)) for n in sizes)
        note = f"   refused {refused[name]} times of {len(sizes) * seeds}" if refused[name] else ""
        print(f"{name:18}" + "".join(f"{cell:>24}" for cell in cells) + note, flush=True)
    for n in sizes:
        before, after = (np.array(found[name, n])[:, 1] for name in ("as it ships", "beta (calibrate)"))
        half = (after <= before / 2).mean()
        print(
            f"n = {np.mean(drawn[n]):.0f}: calibration error {before.mean():.3f} before, {after.mean():.3f} after"
            f" ({after.mean() / before.mean():.2f} of it); at most half in {half:.0%} of {seeds} draws"
        )


def thin(of: Verdicts, rows: Array, target: float | None, rng: np.random.Generator) -> Array:
    """``rows``, with unfaithful ones left out at random until this share of them is faithful."""
    if target is None:
        return rows
    faithful = of.faithful[rows] > 0
    keep = faithful.sum() * (1 - target) / target / max((~faithful).sum(), 1)
    return rows[faithful | (rng.random(len(rows)) < keep)]


def measure(said: Array, label: Array) -> tuple[float, float, float]:
    """Log loss, expected calibration error, Brier score."""
    p = np.clip(said, 0.005, 0.995)
    loss = -(label * np.log(p) + (1 - label) * np.log(1 - p)).mean()
    return float(loss), calibration_error(said, label, np.ones(len(said))), float(((said - label) ** 2).mean())


class OtherEncoder(pairing_cases.CachedEncoder):
    """An encoder that nothing was calibrated for: words hash to directions."""

    def __init__(self) -> None:
        super().__init__()
        self._encoder = HashingEncoder()


def compare_confidence(data: Path, seeds: int) -> None:
    """Calibration error and Brier score of an encoder's confidence, before and after, on documents not fitted on."""
    documents = [segments for _, segments in pairing_cases.read_segments(data).items()]
    rank, trust = load_calibration("placement", FEATURES), load_calibration("pairing", TRUST_FEATURES)
    encoder = OtherEncoder()
    sides = []
    for side in (0, 1):
        cases = pairing_cases.make_cases(documents[side::2], random.Random(7 + side), 20)
        found = fit_pairing.collect(list(cases), encoder, rank, SETTINGS)
        odds, right = [trust.log_odds(row) for row in found.first], found.right > 0
        sides.append([Observation(x, bool(y), 1.0, "", True, 0.5) for x, y in zip(odds, right, strict=True)])
    fitted, test = sides
    label = np.array([row.positive for row in test], float)
    for n in (100, 300, len(fitted)):
        figures = []
        for seed in range(seeds):
            curve = fit_curve(random.Random(seed).sample(fitted, n), 0.0, RULES)
            assert curve is not None
            before = logistic(np.array([row.log_odds for row in test]))
            after = np.array([curve.probability(row.log_odds) for row in test])
            figures.append([*measure(before, label)[1:], *measure(after, label)[1:]])
        error, brier, new_error, new_brier = np.mean(figures, axis=0)
        print(
            f"n = {n}: calibration error {error:.3f} before, {new_error:.3f} after,"
            f" Brier score {brier:.3f} and {new_brier:.3f}, on {len(test)} placements"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with mqm_zhen.jsonl.gz")
    parser.add_argument("--scores", type=Path, help="keep the scores in this file, and read them if they are there")
    parser.add_argument("--seeds", type=int, default=20, help="how many draws")
    options = parser.parse_args()
    of = collect(options.data, options.scores)
    print(
        f"{len(of.odds)} rated translations in {of.document.max() + 1} documents, {of.faithful.mean():.0%} faithful;"
        f" fidelity below {RULES.threshold}: {(of.fidelity < RULES.threshold).mean():.0%};"
        f" a check found something major: {of.grave.mean():.0%}, of these {of.faithful[of.grave].mean():.0%} faithful"
    )
    for title, *how in (
        ("drawn at random", False, False, None),
        ("drawn as the review does, weighted", True, True, None),
        ("drawn as the review does, not weighted", True, False, None),
        ("where the prior that ships is right (85% faithful), drawn as the review does, weighted", True, True, 0.85),
    ):
        print(f"\n== {title}: log loss, calibration error, Brier score")
        compare(of, options.seeds, *how)
    print("\n== confidence of an encoder that hashes words")
    compare_confidence(options.data, options.seeds)


if __name__ == "__main__":
    main()
