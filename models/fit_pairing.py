"""Fit the calibrations of pairing on generated cases, and print how good they are on others.

    python models/fit_pairing.py --data DIR

``DIR`` holds ``mqm_zhen.jsonl.gz`` (Apache-2.0); ``pairing_cases.py`` makes the cases of it. The encoder's evidence
is fitted on every other document with two references and measured on the others. What the pair scorer says of a
passage is fitted on the documents that it was not trained on, the development and the test part, for of the others it
says too much, and on people's translations alone, for systems left things out of a passage that is the right one: each
of the two parts is measured as fitted on the other, and both are fitted on for what ships.

Writes ``models/calibration/placement.json`` (which placement ranks first), ``pairing.json`` (whether the first is
right, by the encoder alone), ``reading.json`` (the same where the pair scorer reads it too) and ``framing.json`` (the
same for a few unsure words, where it reads the clauses that carry them).
"""

from __future__ import annotations

import argparse
import random
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from pairing_cases import CachedEncoder, Case, holds, is_right, make_cases, read_segments, run_case

from fidelity.calibration import Calibration, fit_logistic, load_calibration, logistic, save_calibration
from fidelity.judgement import examine, read_pairs
from fidelity.pairing import FEATURES, TRUST_FEATURES, frame, weigh
from fidelity.pipeline.trust import FRAMED_FEATURES, READING_FEATURES, with_frame, with_reading
from fidelity.scorer.minilm import PairScorer
from fidelity.settings import Settings
from fidelity.text.words import Words
from fidelity.types import Span

SEED = 20260305

FEWEST = 3
"""Words from which a quotation is fitted on: of fewer, too little is known to call it missing."""

DRIFTED = 0.5
"""Share of the segments that are made to say something else where that is measured: still the right passage."""

PENALTY, READING_PENALTY, FRAMED_PENALTY = 20.0, 30.0, 5.0
"""On the squared weights of the evidence whether the first placement is right: chosen on documents not fitted on."""

PRESENT = 0.6
"""Share of quotations with a passage for which confidence is calibrated; of those of the cases half have one."""

CALIBRATION = Path(__file__).resolve().parent / "calibration"


@dataclass(frozen=True)
class Evidence:
    """Evidence and labels: of all placements, and of the first of each quotation."""

    rows: Any
    labels: Any
    first: Any
    read: Any
    right: Any
    present: Any


def collect(
    cases: list[Case], encoder: CachedEncoder, rank: Calibration, settings: Settings, scorer: PairScorer | None = None
) -> Evidence:
    """What is known of every placement, and of every quotation's first; ``read`` only with a ``scorer``."""
    rows, labels, first, right, present, pairs = [], [], [], [], [], []
    for case in cases:
        body, queries, placed = run_case(case, encoder, rank, settings)
        weighed = weigh(queries, placed, rank)
        for (text, *_), placements, gold, values in zip(case.queries, placed, case.gold, weighed, strict=True):
            if not placements or placements[0].quoted_words < FEWEST:
                continue
            for placement in placements:
                rows.append(placement.features)
                labels.append(is_right(placement, body, gold))
            first.append(values)
            right.append(is_right(placements[0], body, gold))
            present.append(gold is not None)
            passage = body.cut_passage(placements[0].first, placements[0].last, [Span(0, len(case.text))])
            pairs.append((text, passage.text))
    found = [np.array(values, dtype=float) for values in (rows, labels, first, right, present)]
    both = _read(pairs, found[2].tolist(), scorer, settings) if scorer else found[2]
    return Evidence(found[0], found[1], found[2], np.array(both), found[3], found[4])


def _read(
    pairs: list[tuple[str, str]], evidence: Any, scorer: PairScorer, settings: Settings
) -> list[tuple[float, ...]]:
    """The values of ``READING_FEATURES`` of each quotation and its first passage."""
    found = []
    for start in range(0, len(pairs), 500):
        some = [(Words(quotation), Words(passage)) for quotation, passage in pairs[start : start + 500]]
        for values, pair, reading in zip(
            evidence[start : start + 500], some, read_pairs(scorer, some, settings.judgement), strict=True
        ):
            measures = examine(*pair, reading, settings.judgement).measures
            found.append(with_reading(values, measures))
    return found


@dataclass(frozen=True)
class Looks:
    """Few words that the first look leaves unsure. Of each: evidence and labels of the passages of the second look,
    what the first look says of its own and whether that is right, and whether there is a passage."""

    rows: list[Any]
    labels: list[Any]
    first: Any
    right: Any
    present: Any


def collect_framed(
    cases: list[Case], encoder: CachedEncoder, trust: dict[str, Calibration], settings: Settings, scorer: PairScorer
) -> Looks:
    """What the second look makes of what the first leaves unsure. ``trust``: the calibrations fitted before."""
    rows, labels, first, right, present = [], [], [], [], []
    rules, rank = settings.pairing, trust["placement"]
    for case in cases:
        body, queries, placed = run_case(case, encoder, rank, settings)
        whole = [Span(0, len(case.text))]
        found = [each for each in zip(queries, placed, weigh(queries, placed, rank), case.gold, strict=True) if each[1]]
        passages = [body.cut_passage(some[0].first, some[0].last, whole).text for _, some, _, _ in found]
        pairs = [(query.text, passage) for (query, *_), passage in zip(found, passages, strict=True)]
        for (query, some, values, gold), evidence in zip(
            found, _read(pairs, [each[2] for each in found], scorer, settings), strict=True
        ):
            is_term = some[0].quoted_words <= rules.term_words
            odds = trust["pairing"].log_odds(values) if is_term else trust["reading"].log_odds(evidence)
            framed = frame(query, body, some[0], rules) if logistic(odds) < rules.framed_below else None
            if framed is None:
                continue
            clauses = [body.cut_passage(*clause, whole) for clause in framed.clauses]
            readings = read_pairs(
                scorer, [(Words(framed.statement), Words(clause.text)) for clause in clauses], settings.judgement
            )
            tried = with_frame(framed.own, readings, odds)
            is_first = is_right(some[0], body, gold)
            rows.append([values for _, values in tried])
            labels.append([is_first if framed.own[i] else holds(gold, clauses[i].span) for i, _ in tried])
            first.append(odds)
            right.append(is_first)
            present.append(gold is not None)
    return Looks(rows, labels, *(np.array(values, dtype=float) for values in (first, right, present)))


def report_framed(title: str, looks: Looks, framing: Calibration) -> None:
    best = [
        max(zip(*each, strict=True), key=lambda one: framing.log_odds(one[0]))
        for each in zip(looks.rows, looks.labels, strict=True)
    ]
    second = Evidence(None, None, None, None, np.array([label for _, label in best], dtype=float), looks.present)
    before = Evidence(None, None, None, None, looks.right, looks.present)
    report(f"{title}, first look", before, looks.first[:, None], Calibration("first", ("log_odds",), (1.0,), 0.0))
    report(f"{title}, second look", second, [values for values, _ in best], framing)


def expected_calibration_error(probability: Any, label: Any, weights: Any = None) -> float:
    """Over ten bins of equal width (Guo et al., ICML 2017)."""
    bins = np.minimum((probability * 10).astype(int), 9)
    each = np.ones(len(label)) if weights is None else weights
    return float(sum(abs(((probability - label) * each)[bins == b].sum()) for b in range(10)) / each.sum())


def weigh_prior(present: Any) -> Any:
    """Weights that turn the cases' even odds of a passage into those of :data:`PRESENT`."""
    return np.where(present > 0, PRESENT, 1 - PRESENT) / 0.5


def auc(score: np.ndarray[Any, Any], label: np.ndarray[Any, Any]) -> float:
    """Probability that a right one scores above a wrong one, ties a half."""
    order = np.argsort(score, kind="stable")
    _, inverse, counts = np.unique(score[order], return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    positive = label[order] > 0.5
    n, m = positive.sum(), (~positive).sum()
    return float((ranks[positive].sum() - n * (n + 1) / 2) / (n * m))


def report(title: str, found: Evidence, rows: Any, trust: Calibration) -> None:
    probability = np.array([trust.probability(row) for row in rows])
    right, present = found.right, found.present
    print(f"{title}, {trust.name}: {len(right)} quotations, {int(present.sum())} with a passage")
    print(f"  passage right where there is one    {right[present > 0].mean():.3f}")
    print(f"  right against wrong or absent, AUC  {auc(probability, right):.3f}")
    print(f"  present against absent, AUC         {auc(probability, present):.3f}")
    error = expected_calibration_error(probability, right, weigh_prior(present))
    print(f"  expected calibration error          {error:.3f}")
    for bound in (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5):
        print(
            f"  confidence below {bound:.2f}: absent {(probability < bound)[present == 0].mean():.3f}, "
            f"present {(probability < bound)[present > 0].mean():.3f}"
        )


def fit(
    name: str, features: tuple[str, ...], rows: Any, labels: Any, penalty: float = 1.0, present: Any = None
) -> Calibration:
    """Fit one calibration, keep it, and give it as it will be read. ``present``: which rows have a passage to find."""
    each = None if present is None else weigh_prior(present)
    weights, bias = fit_logistic(rows, labels, weights=each, penalty=penalty)
    # What the penalty took from the slope of the whole is given back (Platt 1999).
    slope, shift = fit_logistic((rows @ weights + bias)[:, None], labels, weights=each, penalty=0.0)
    weights, bias = weights * slope[0], bias * slope[0] + shift
    save_calibration(CALIBRATION / f"{name}.json", name, features, list(weights), bias)
    return load_calibration(name, features)


def fit_framed(looks: list[Looks]) -> Calibration:
    rows, labels = (
        np.array([row for each in looks for some in getattr(each, name) for row in some], dtype=float)
        for name in ("rows", "labels")
    )
    present = [there for each in looks for some, there in zip(each.rows, each.present, strict=True) for _ in some]
    return fit("framing", FRAMED_FEATURES, rows, labels, FRAMED_PENALTY, np.array(present))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with mqm_zhen.jsonl.gz")
    parser.add_argument("--cases", type=int, default=90, help="cases on either side (default 90)")
    parser.add_argument("--keep", type=Path, help="keep the evidence in this .npz file")
    options = parser.parse_args()
    encoder, settings, scorer = CachedEncoder(), Settings(), PairScorer()
    by_turns = [list(read_segments(options.data).values())[side::2] for side in (0, 1)]
    unseen = [list(read_segments(options.data, part).values()) for part in ("dev", "test")]
    cases = list(make_cases(by_turns[0], random.Random(SEED), options.cases))
    CALIBRATION.mkdir(exist_ok=True)
    rank = Calibration("placement", FEATURES, (1.5, 6, 2, 3, 2, 1, 0, 0, 0, 0, 0, -0.5, 1), -7)
    for _ in range(3):
        few = collect(cases[: max(1, options.cases // 3)], encoder, rank, settings)
        rank = fit("placement", FEATURES, few.rows, few.labels)
    found = collect(cases, encoder, rank, settings)
    pairing = fit("pairing", TRUST_FEATURES, found.first, found.right, PENALTY, found.present)
    others = collect(list(make_cases(by_turns[1], random.Random(SEED + 1), options.cases)), encoder, rank, settings)
    report("not fitted on", others, others.first, pairing)

    def read(side: int, turn: int, count: int, drifted: float = 0.0) -> Evidence:
        cases = list(make_cases(unseen[side], random.Random(SEED + turn), count, drifted, human=1.0))
        return collect(cases, encoder, rank, settings, scorer)

    sides = [read(side, 2 + side, options.cases) for side in (0, 1)]
    if options.keep:
        np.savez(
            options.keep, **{f"{i}_{name}": value for i, each in enumerate(sides) for name, value in vars(each).items()}
        )
    for side in (0, 1):
        other = sides[1 - side]
        reading = fit("reading", READING_FEATURES, other.read, other.right, READING_PENALTY, other.present)
        report(f"part {side}, fitted on the other", sides[side], sides[side].read, reading)
        drifted = read(side, 4 + side, options.cases // 3, DRIFTED)
        report(f"part {side}, half of it drifted, fitted on the other", drifted, drifted.read, reading)
    rows, labels, present = (
        np.concatenate([getattr(each, name) for each in sides]) for name in ("read", "right", "present")
    )
    reading = fit("reading", READING_FEATURES, rows, labels, READING_PENALTY, present)
    trust = {each.name: each for each in (rank, pairing, reading)}
    looks = [
        collect_framed(
            list(make_cases(unseen[side], random.Random(SEED + 6 + side), options.cases // 2, framed=True, human=1.0)),
            *(encoder, trust, settings, scorer),
        )
        for side in (0, 1)
    ]
    for side in (0, 1):
        report_framed(
            f"few words, part {side}, fitted on the other", looks[side], fit_framed(looks[1 - side : 2 - side])
        )
    framing = fit_framed(looks)
    for each in (*trust.values(), framing):
        print(each.name, dict(zip(each.features, each.weights, strict=True)), each.bias)


if __name__ == "__main__":
    main()
