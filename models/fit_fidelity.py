"""Fit the calibration "fidelity" on rated translations, and print how good it is on others.

    python models/fit_fidelity.py --data DIR

``DIR`` holds ``mqm_zhen.jsonl.gz`` (Apache-2.0) and ``demetr.jsonl.gz`` (MIT). A pair is a reference, as the
quotation, and a translation, as the passage. Label of an MQM pair: faithful unless at least half of the segment's
raters marked a Major ``Accuracy/*``, ``Terminology/*`` or Non-translation error. Of DEMETR, translations as they are
and with a minor error are faithful, with a major or critical one are not. Some pairs are made from these: passages
with the next segment behind them or the one before in front (same label), clauses and fragments of a faithful pair's
reference, and whole references and clauses with the passage of another segment (unfaithful).

MQM documents and DEMETR sentences are split in two by the parity of their rank: one half is fitted on, the other
only measured. Each source's faithful and unfaithful pairs weigh the same, so the model is one at even odds; the
prior is added where it is applied (``DriftSettings.prior``).
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from fidelity.calibration import Calibration, fit_logistic, load_calibration, save_calibration
from fidelity.drift import FEATURES, Judgement, Side, judge
from fidelity.drift.judgement import examine
from fidelity.embedding import BuiltInEncoder, Encoding
from fidelity.settings import Settings

SEED = 20260307
CALIBRATION = Path(__file__).resolve().parent / "calibration" / "fidelity.json"
KINDS = {
    "number replaced": "critical_id10_numbers_replaced",
    "negation": "critical_id8_negation",
    "name replaced": "critical_id9_ne_replaced",
    "name removed": "critical_id25_ne_removed",
}
WEIGHTS = {"mqm": 1.0, "demetr": 1.0, "made": 0.2}
"""Weight of each source in the fit."""

_RATED = ("Accuracy/", "Terminology/", "Non-translation", "Non_translation")
_CLAUSE = re.compile(r"(?<=[,;:])\s|\s(?=(?:and|but|while|which|that|because)\b)")

Row = dict[str, Any]


@dataclass(frozen=True)
class Example:
    """A pair with its label; ``kind`` is the DEMETR kind or the way it was made."""

    source: str
    kind: str
    quotation: str
    passage: str
    faithful: bool
    fitted: bool


class CachedEncoder:
    """The built-in encoder, each text encoded once, vectors kept in half precision."""

    def __init__(self) -> None:
        self._encoder = BuiltInEncoder()
        self._known: dict[str, Encoding] = {}

    def add(self, texts: set[str]) -> None:
        new = sorted(texts - self._known.keys())
        for start in range(0, len(new), 1000):
            block = new[start : start + 1000]
            for text, found in zip(block, self._encoder.encode(block), strict=True):
                self._known[text] = Encoding(found.vector, found.words, found.word_vectors.astype(np.float16))
            print(f"\rencoded {start + len(block)} of {len(new)}", end="", file=sys.stderr)
        print(file=sys.stderr)

    def side(self, text: str) -> Side:
        found = self._known[text]
        return Side(text, Encoding(found.vector, found.words, found.word_vectors.astype(np.float32)), "en")


def read(path: Path) -> list[Row]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def is_faithful(row: Row) -> bool:
    """The training label of an MQM row."""
    raters = {e["rater"] for e in row["errors"] if e["severity"] in ("Major", "Critical") and _is_rated(e["category"])}
    return not raters or 2 * len(raters) < row["n_raters"]


def _is_rated(category: str) -> bool:
    return category.startswith(_RATED)


def mqm_examples(rows: list[Row], rng: random.Random) -> list[Example]:
    """One example for each rated translation that is not the reference itself, and what is made from them."""
    fitted = _halves(sorted({row["doc"] for row in rows}))
    neighbours = {(row["doc"], row["system"], row["seg_id"]): row["mt"] for row in rows}
    found = []
    for row in rows:
        if row["mt"] == row["ref"] or not row["ref"].strip():
            continue
        faithful, half = is_faithful(row), fitted[row["doc"]]
        found.append(Example("mqm", "human" if row["is_human"] else "machine", row["ref"], row["mt"], faithful, half))
        draw = rng.random()
        before = neighbours.get((row["doc"], row["system"], row["seg_id"] - 1))
        after = neighbours.get((row["doc"], row["system"], row["seg_id"] + 1))
        if draw < 0.15 and after:
            found.append(Example("made", "surplus", row["ref"], f"{row['mt']} {after}", faithful, half))
        elif draw < 0.3 and before:
            found.append(Example("made", "surplus", row["ref"], f"{before} {row['mt']}", faithful, half))
        elif draw < 0.5 and faithful and (clause := _clause(row["ref"], rng)):
            found.append(Example("made", "clause", clause, row["mt"], True, half))
        elif draw < 0.55 and after:
            found.append(Example("made", "wrong passage", row["ref"], after, False, half))
        elif draw < 0.7 and after and (clause := _clause(row["ref"], rng)):
            found.append(Example("made", "wrong passage of a clause", clause, after, False, half))
    return found


def _clause(text: str, rng: random.Random) -> str:
    """A clause of a text, or a few words of it."""
    clauses = [c.strip(" ,;:.") for c in _CLAUSE.split(text) if len(c.split()) > 2]
    if len(clauses) < 2:
        return ""
    words = rng.choice(clauses).split()
    size = rng.randint(2, 5)
    if len(words) > size and rng.random() < 0.4:
        start = rng.randrange(len(words) - size + 1)
        words = words[start : start + size]
    return " ".join(words).strip(" ,;:.")


def demetr_examples(rows: list[Row]) -> list[Example]:
    """The translation of every sentence, and each of its perturbations that changes it."""
    fitted = _halves(sorted({row["id"] for row in rows}))
    found = {}
    for row in rows:
        half = fitted[row["id"]]
        found[row["ref"], row["mt"]] = Example("demetr", "as it is", row["ref"], row["mt"], True, half)
        if row["severity"] != "base" and row["perturbed"] != row["mt"]:
            kind, faithful = row["type"], row["severity"] == "minor"
            found[row["ref"], row["perturbed"]] = Example("demetr", kind, row["ref"], row["perturbed"], faithful, half)
    return list(found.values())


def _halves(keys: list[Any]) -> dict[Any, bool]:
    return {key: rank % 2 == 0 for rank, key in enumerate(keys)}


def weigh(examples: list[Example]) -> np.ndarray[Any, Any]:
    """Weights with which each source's faithful and unfaithful examples add up to the same."""
    counts = Counter((e.source, e.faithful) for e in examples)
    return np.array([WEIGHTS[e.source] * len(examples) / counts[e.source, e.faithful] / 4 for e in examples])


def auc(score: np.ndarray[Any, Any], label: np.ndarray[Any, Any]) -> float:
    """Probability that a faithful pair scores above an unfaithful one, ties a half."""
    _, inverse, counts = np.unique(score, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    positive = label > 0.5
    n, m = positive.sum(), (~positive).sum()
    return float((ranks[positive].sum() - n * (n + 1) / 2) / (n * m))


def calibration_error(
    probability: np.ndarray[Any, Any], label: np.ndarray[Any, Any], weight: np.ndarray[Any, Any]
) -> float:
    """Expected calibration error over ten bins of equal width (Guo et al., ICML 2017), weighted."""
    bins = np.minimum((probability * 10).astype(int), 9)
    return float(sum(abs((weight * (probability - label))[bins == b].sum()) for b in range(10)) / weight.sum())


def recall_at(good: np.ndarray[Any, Any], bad: np.ndarray[Any, Any], rate: float = 0.1) -> float:
    """Share of the bad below the score that ``rate`` of the good are below."""
    return float((bad < np.quantile(good, rate)).mean())


def report_mqm(judged: list[tuple[Example, Judgement, float]], prior: float) -> None:
    rows = [(e, j, c) for e, j, c in judged if e.source == "mqm"]
    label = np.array([e.faithful for e, _, _ in rows], float)
    weight = np.where(label > 0, prior / label.mean(), (1 - prior) / (1 - label.mean()))
    score, cosine = np.array([j.score for _, j, _ in rows]), np.array([c for _, _, c in rows])
    fidelity = np.array([j.fidelity for _, j, _ in rows]) / 100
    print(f"MQM, {len(rows)} pairs: AUC {auc(score, label):.3f} (cosine {auc(cosine, label):.3f}), ", end="")
    print(f"ECE at the prior {calibration_error(fidelity, label, weight):.3f}")


def report_demetr(judged: list[tuple[Example, Judgement, float]]) -> None:
    rows = [(e, j, c) for e, j, c in judged if e.source == "demetr"]
    good = [(j.score, c) for e, j, c in rows if e.kind == "as it is"]
    for name, kinds in {"critical": "critical", **KINDS, "major": "major", "minor": "minor"}.items():
        bad = [(e, j, c) for e, j, c in rows if e.kind.startswith(kinds)]
        figures = []
        for column in (0, 1):
            high = np.array([g[column] for g in good])
            low = np.array([(j.score, c)[column] for _, j, c in bad])
            both = np.concatenate([high, low]), np.array([1.0] * len(high) + [0.0] * len(low))
            figures.append(f"{auc(*both):.3f}, recall {recall_at(high, low):.2f}")
        below = np.mean([j.fidelity < 50 for _, j, _ in bad])
        print(f"DEMETR {name:15} {len(bad):5} AUC {figures[0]} (cosine {figures[1]}); below 50: {below:.2f}")


def report_alarms(title: str, judgements: list[Judgement]) -> None:
    """How often each check speaks up."""
    count = len(judgements)
    grave: dict[str, int] = defaultdict(int)
    for judgement in judgements:
        for issue in judgement.issues:
            grave[f"{issue.check} {issue.severity}"] += 1
    below = sum(j.fidelity < 50 for j in judgements) / count
    majors = sum(i.severity in ("major", "critical") for j in judgements for i in j.issues) / count
    median = np.median([j.fidelity for j in judgements])
    print(f"{title}, {count}: below 50 {below:.3f}, major or critical issues each {majors:.3f}, median {median:.0f}")
    print("   " + ", ".join(f"{name} {n / count:.3f}" for name, n in sorted(grave.items())))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with mqm_zhen.jsonl.gz and demetr.jsonl.gz")
    options = parser.parse_args()
    run(options.data, CachedEncoder())


def run(data: Path, encoder: CachedEncoder) -> None:
    settings = Settings().drift
    mqm, demetr = read(data / "mqm_zhen.jsonl.gz"), read(data / "demetr.jsonl.gz")
    examples = mqm_examples(mqm, random.Random(SEED)) + demetr_examples(demetr)
    halves = _halves(sorted({row["doc"] for row in mqm}))
    twins = sorted({(row["ref"], row["ref2"], halves[row["doc"]]) for row in mqm if row.get("ref2")})
    twins = [(a, b, h) for a, b, h in twins if a != b]
    encoder.add({t for e in examples for t in (e.quotation, e.passage)} | {t for a, b, _ in twins for t in (a, b)})
    fitted = [e for e in examples if e.fitted]
    rows = np.array([examine(encoder.side(e.quotation), encoder.side(e.passage), settings)[2] for e in fitted])
    labels = np.array([e.faithful for e in fitted], float)
    weights, bias = fit_logistic(rows, labels, weights=weigh(fitted))
    CALIBRATION.parent.mkdir(exist_ok=True)
    save_calibration(CALIBRATION, "fidelity", FEATURES, list(weights), bias)
    calibration = load_calibration("fidelity", FEATURES)
    scale = rows.std(axis=0)
    for name, weight, spread in zip(FEATURES, calibration.weights, scale, strict=True):
        print(f"{name:12} {weight:8.3f}  per deviation {weight * spread:6.3f}")
    judged = [(e, *_judged(encoder, e.quotation, e.passage, calibration)) for e in examples if not e.fitted]
    report_mqm(judged, settings.prior)
    report_demetr(judged)
    for kind in (
        *KINDS.values(),
        "critical_id4_codemix",
        "as it is",
        *sorted({e.kind for e in examples if e.source == "made"}),
    ):
        report_alarms(kind, [j for e, j, _ in judged if e.kind == kind])
    for half in (True, False):
        pairs = [(a, b) for a, b, h in twins if h == half]
        title = f"two professional translations ({'fitted' if half else 'other'} half)"
        both = [_judged(encoder, a, b, calibration)[0] for x, y in pairs for a, b in ((x, y), (y, x))]
        report_alarms(title, both)


def _judged(encoder: CachedEncoder, quotation: str, passage: str, calibration: Calibration) -> tuple[Judgement, float]:
    left, right = encoder.side(quotation), encoder.side(passage)
    cosine = float(left.encoding.vector @ right.encoding.vector)
    return judge(left, right, calibration, Settings().drift), cosine


if __name__ == "__main__":
    main()
