"""Measure the judgement of pairs in two languages on documents that nothing was fitted on, beside the encoder's cosine.

    python models/measure_across.py --data DIR

``DIR`` holds what ``models/fit_across.py`` reads, and ``two_references`` (research use; only measured here). Each pair
is judged twice: with the English and with the source as the quotation.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent
sys.path[:0] = [str(ROOT), str(ROOT.parent), str(ROOT / "training")]

from across_pairs import AcrossPair, make_errors, read_clean, read_rated, read_two_references
from fit_across import Encodings, Item, examine, read_encodings, readable
from metrics import auc, calibration_error

from fidelity import judgement
from fidelity.calibration import load_calibration
from fidelity.settings import Settings
from fidelity.types import severity_rank

Judged = dict[Item, tuple[judgement.Judgement, float]]
"""The judgement of each pair in each role, and the cosine."""


def judge(pairs: Sequence[AcrossPair], encodings: Encodings) -> Judged:
    rules, calibration = Settings().judgement, load_calibration("fidelity-across", judgement.ACROSS_FEATURES)
    return {
        (pair, english): (judgement.judge_across(reading, quotation, issues, calibration, rules), reading.cosine)
        for pair, english, quotation, reading, issues in examine(pairs, encodings)
    }


def tau(items: Sequence[Item], judged: Judged, column: int) -> float:
    """Kendall's tau-b of the score, or of the cosine, against the points of MQM, lower being better."""
    scores = np.array([judged[item][0].score if column == 0 else judged[item][1] for item in items])
    points = -np.array([item[0].points for item in items])
    one, other = np.sign(scores[:, None] - scores), np.sign(points[:, None] - points)
    ties = np.sqrt(float((one != 0).sum()) * float((other != 0).sum()))
    return float((one * other).sum() / ties)


def show_rated(judged: Judged) -> None:
    print(f"{'rated translations':30}{'n':>6}{'AUC':>8}{'cosine':>8}{'tau':>8}{'cosine':>8}{'ECE':>8}")
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in judged:
        pair = item[0]
        if pair.kind == "rated":
            for name in (pair.origin, f"{pair.origin} {pair.language}"):
                groups[name].append(item)
    for name, items in sorted(groups.items()):
        good, bad = ([item for item in items if item[0].faithful == faithful] for faithful in (True, False))
        if not good or not bad:
            continue
        areas = [auc([f(judged[i]) for i in good], [f(judged[i]) for i in bad]) for f in (_score, _cosine)]
        labels = np.array([float(item[0].faithful) for item in items])
        shift = np.log(labels.mean() / (1 - labels.mean()))
        scores = np.clip([judged[item][0].score for item in items], 1e-6, 1 - 1e-6)
        probability = 1 / (1 + np.exp(-(np.log(scores / (1 - scores)) + shift)))
        error = calibration_error(probability, labels, np.ones(len(labels)))
        taus = [tau(items, judged, column) for column in (0, 1)]
        figures = [*areas, *taus, error]
        print(f"{name:30}{len(items):6}" + "".join(f"{figure:8.3f}" for figure in figures), flush=True)


def _score(found: tuple[judgement.Judgement, float]) -> float:
    return found[0].score


def _cosine(found: tuple[judgement.Judgement, float]) -> float:
    return found[1]


def show_errors(judged: Judged) -> None:
    print(f"\n{'made errors':30}{'n':>6}{'AUC':>8}{'cosine':>8}{'flagged':>9}")
    groups: dict[tuple[str, bool], list[Item]] = defaultdict(list)
    for item in judged:
        groups[item[0].kind, item[0].is_faithful(item[1])].append(item)
    for kind in ("number", "negation", "name", "dropped", "added"):
        good, bad = groups["joined" if kind in ("dropped", "added") else "clean", True], groups[kind, False]
        areas = [auc([f(judged[i]) for i in good], [f(judged[i]) for i in bad]) for f in (_score, _cosine)]
        print(f"{kind:30}{len(bad):6}" + "".join(f"{area:8.3f}" for area in areas) + f"{_flagged(bad, judged):9.3f}")
    print(f"\n{'faithful pairs':30}{'n':>6}{'flagged':>9}{'critical':>9}{'below 50':>9}")
    for kind in ("clean", "joined", "two", "dropped", "added"):
        items = groups[kind, True]
        for language in ("", *sorted({item[0].language for item in items})):
            some = [item for item in items if language in ("", item[0].language)]
            if some:
                critical = np.mean([judged[i][0].severity == "critical" for i in some])
                low = np.mean([judged[i][0].fidelity < 50 for i in some])
                figures = f"{_flagged(some, judged):9.3f}{critical:9.3f}{low:9.3f}"
                print(f"{f'{kind} {language}':30}{len(some):6}{figures}")


def _flagged(items: Sequence[Item], judged: Judged) -> float:
    return float(np.mean([severity_rank(judged[i][0].severity) >= severity_rank("major") for i in items]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--vectors", type=Path, help="file that keeps the encodings between runs")
    parser.add_argument("--part", default="test", choices=["dev", "test"], help="the calibration is fitted on dev")
    parser.add_argument("--every", type=int, default=1, help="measure every n-th pair only (default: all)")
    options = parser.parse_args()
    made = [pair for pair in make_errors(read_clean(options.data)) if pair.part == options.part]
    rated = [pair for pair in read_rated(options.data) if pair.part == options.part]
    pairs = [*rated, *made, *read_two_references(options.data, 700)]
    pairs = pairs[:: options.every]
    encodings = read_encodings(pairs, options.vectors)
    judged = judge(readable(pairs, encodings), encodings)
    show_rated(judged)
    show_errors(judged)


if __name__ == "__main__":
    main()
