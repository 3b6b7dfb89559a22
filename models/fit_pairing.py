"""Fit the two calibrations of pairing on generated cases, and print how good they are on others.

    python models/fit_pairing.py --data DIR

``DIR`` holds ``mqm_zhen.jsonl.gz`` (Apache-2.0): newstest2021 Chinese-English with two independent human
translations of every segment and those of 13 systems. Quotations are made of one human translation: whole
segments, two in a row, clauses, fragments, with and without the words around them, several to a paragraph; the
other human translation, or a system's, is under test. From it some segments are cut out, so that the right
answer for their quotations is "missing".
Documents are split in two by name: one half is fitted on, the other only measured.

Writes ``models/calibration/placement.json`` (which placement ranks first), ``pairing.json`` (whether the first is
right, by the encoder alone) and ``reading.json`` (the same where the pair scorer reads it too).
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from fidelity.calibration import Calibration, fit_logistic, load_calibration, save_calibration
from fidelity.drift import MEASURES, examine
from fidelity.embedding import BuiltInEncoder, Encoding, PairScorer
from fidelity.pairing import FEATURES, TRUST_FEATURES, Body, Placement, Query, place_all, weigh
from fidelity.pipeline.trust import READING_FEATURES, with_reading
from fidelity.segmentation import split_sentences
from fidelity.settings import Settings
from fidelity.types import Span

SEED = 20260305
SEGMENTS = 45
"""Segments of one translation: about the length of the memos this is for."""

ABSENT = 0.5
"""Share of segments cut out of the translation: the prior of "missing", even odds."""

HUMAN = 0.75
"""Share of cases in which the translation is the other human one, not a system's."""

FEWEST = 3
"""Words from which a quotation is fitted on: of fewer, too little is known to call it missing."""

DRIFTED = 0.5
"""Share of the segments that are made to say something else where that is measured: still the right passage."""

PENALTY = 20.0
"""On the squared weights of the evidence whether the first placement is right: chosen on documents not fitted on."""

CALIBRATION = Path(__file__).resolve().parent / "calibration"
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}\b")
_AUXILIARY = re.compile(r"\b(is|are|was|were|will|can|has|have|had|would|should|could|must|may)\b")
_FRAMES = ("{q} she wrote", "according to the memo, {q}", "The memo says {q}", "He added: {q}", "{q}")


@dataclass(frozen=True)
class Case:
    """One translation, the quotations of one article, and for each the span of its gold, if it is there."""

    text: str
    queries: list[tuple[str, str, tuple[Span, ...], int]]
    gold: list[Span | None]


class CachedEncoder:
    """The built-in encoder, each text encoded once."""

    def __init__(self) -> None:
        self._encoder, self._known = BuiltInEncoder(), dict[str, Encoding]()

    def encode(self, texts: list[str]) -> list[Encoding]:
        new = sorted(set(texts) - self._known.keys())
        self._known.update(zip(new, self._encoder.encode(new), strict=True))
        return [self._known[text] for text in texts]


def read_segments(data: Path) -> dict[str, list[list[str]]]:
    """Renderings of every segment with two references, by document, in order: ref, ref2, then the systems'."""
    documents: dict[str, dict[int, list[str]]] = defaultdict(dict)
    with gzip.open(data / "mqm_zhen.jsonl.gz", "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            if row.get("ref2"):
                known = documents[row["doc"]].setdefault(row["seg_id"], [row["ref"].strip(), row["ref2"].strip()])
                if not row["is_human"]:
                    known.append(row["mt"].strip())
    return {doc: [segments[i] for i in sorted(segments)] for doc, segments in sorted(documents.items())}


def make_cases(
    documents: list[list[list[str]]], rng: random.Random, count: int, drifted: float = 0.0
) -> Iterator[Case]:
    """Cases over shuffled documents: a reference is quoted; the other, or a system's, is the translation."""
    for _ in range(count):
        order = rng.sample(documents, len(documents))
        segments = [renderings for document in order for renderings in document][:SEGMENTS]
        quoted = rng.randrange(2)
        system = 1 - quoted if rng.random() < HUMAN else rng.randrange(2, min(map(len, segments)))
        yield _make_case([(renderings[system], renderings[quoted]) for renderings in segments], drifted, rng)


def _make_case(segments: list[tuple[str, str]], drifted: float, rng: random.Random) -> Case:
    chosen: list[tuple[int, int, str, str, int]] = []
    paragraph, place = 0, 0
    for _ in range(24):
        if rng.random() < 0.5:
            paragraph, place = paragraph + 1, rng.randrange(len(segments))
        else:
            place = min(len(segments) - 1, max(0, place + rng.randint(-2, 3)))
        length = 2 if rng.random() < 0.2 and place + 1 < len(segments) else 1
        quoted = " ".join(segments[i][1] for i in range(place, place + length))
        text, around = _quote(quoted, rng) if length == 1 else (quoted, _frame(quoted, rng))
        chosen.append((place, length, text, around, paragraph))
    absent = {place for place in range(len(segments)) if rng.random() < ABSENT}
    names = sorted({name for original, _ in segments for name in _NAME.findall(original)}) or ["Porto"]
    parts, spans, position = [], dict[int, Span](), 0
    for i, (original, _) in enumerate(segments):
        if i in absent:
            continue
        said = _drift(original, names, rng) if drifted and rng.random() < drifted else original
        parts.append(said)
        spans[i] = Span(position, position + len(said))
        position += len(said) + 1
    queries, gold = [], []
    for place, length, text, around, number in chosen:
        start = around.find(text)
        if len(text) < 4 or start < 0:
            continue
        # The words of saying are no context; in an article the speaker and the cue are known.
        skipped = Span(start, start + len(text)) if len(around) > len(text) + 24 else Span(0, len(around))
        queries.append((text, around, (skipped,), number))
        held = [spans[i] for i in range(place, place + length) if i in spans]
        gold.append(Span(held[0].start, held[-1].end) if len(held) == length else None)
        if 0 < len(held) < length:
            queries.pop(), gold.pop()
    return Case("\n".join(parts), queries, gold)


def _drift(text: str, names: list[str], rng: random.Random) -> str:
    """A text with other numbers, another name, a negation more or less, or some words fewer."""
    kind = rng.randrange(4)
    words = text.split()
    if kind == 0 and re.search(r"\d", text):
        return re.sub(r"\d+", lambda m: str(int(m.group()[:9]) * rng.randint(2, 4) + rng.randint(1, 9)), text)
    if kind == 1 and _NAME.search(text):
        return _NAME.sub(rng.choice(names), text, count=1)
    if kind == 2:
        less = re.sub(r"\b(not|never|no)\s", "", text, count=1)
        return less if less != text else _AUXILIARY.sub(r"\1 not", text, count=1)
    size = max(1, round(len(words) * rng.uniform(0.1, 0.3)))
    start = rng.randrange(max(1, len(words) - size))
    return " ".join(words[:start] + words[start + size :]) or text


def _quote(segment: str, rng: random.Random) -> tuple[str, str]:
    """A whole segment or a clause of it, and the article's words around it."""
    clauses = [c for c in re.split(r"(?<=[,;:])\s|\s(?=(?:and|but|while|which|that|because)\b)", segment) if len(c) > 8]
    if rng.random() < 0.45 or len(clauses) < 2:
        return segment, _frame(segment, rng)
    clause = rng.choice(clauses).strip(" ,;:.")
    words = clause.split()
    if len(words) > 4 and rng.random() < 0.4:
        size = rng.randint(2, 5)
        start = rng.randrange(len(words) - size + 1)
        clause = " ".join(words[start : start + size]).strip(" ,;:.")
    return clause, _around(segment, clause, rng)


def _around(segment: str, clause: str, rng: random.Random) -> str:
    """What a reporter puts around a clause: nothing of the segment, some words of it, or all of it."""
    chance = rng.random()
    if chance < 0.4:
        return _frame(clause, rng)
    if chance < 0.6:
        return segment
    before, _, after = segment.partition(clause)
    kept = [" ".join(word for word in side.split() if rng.random() < 0.5) for side in (before, after)]
    return f"{kept[0]} {clause} {kept[1]}".strip()


def _frame(text: str, rng: random.Random) -> str:
    return rng.choice(_FRAMES).format(q=text)


def run_case(
    case: Case, encoder: CachedEncoder, rank: Calibration, settings: Settings
) -> tuple[Body, list[Query], list[tuple[Placement, ...]]]:
    """The body of one case, its quotations, and the placements of each."""
    sentences = split_sentences(case.text)
    body = Body(case.text, sentences, encoder.encode([s.of(case.text) for s in sentences]))
    queries = []
    for text, around, skipped, paragraph in case.queries:
        encoding, carrier = encoder.encode([text, around])
        queries.append(Query(text, encoding, around, carrier, skipped, paragraph))
    return body, queries, place_all(queries, body, rank, settings.pairing)


def is_right(placement: Placement, body: Body, gold: Span | None) -> bool:
    """At least 80% of the passage lies in the gold."""
    if gold is None:
        return False
    passage = Span(body.words[placement.first].start, body.words[placement.last - 1].end)
    return passage.overlap(gold) >= 0.8 * len(passage)


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
    read = []
    for start in range(0, len(pairs), 500) if scorer else ():
        some = pairs[start : start + 500]
        for pair, reading in zip(some, scorer.read(some), strict=True):
            read.append(examine(*pair, reading, settings.drift)[2][: len(MEASURES)])
    found = [np.array(values, dtype=float) for values in (rows, labels, first, right, present)]
    both = np.array([with_reading(*each) for each in zip(found[2].tolist(), read, strict=True)]) if read else found[2]
    return Evidence(found[0], found[1], found[2], both, found[3], found[4])


def expected_calibration_error(probability: np.ndarray[Any, Any], label: np.ndarray[Any, Any]) -> float:
    """Over ten bins of equal width (Guo et al., ICML 2017)."""
    bins = np.minimum((probability * 10).astype(int), 9)
    return float(sum(abs((probability - label)[bins == b].sum()) for b in range(10)) / len(label))


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
    print(f"  expected calibration error          {expected_calibration_error(probability, right):.3f}")
    for bound in (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5):
        print(
            f"  confidence below {bound:.2f}: absent {(probability < bound)[present == 0].mean():.3f}, "
            f"present {(probability < bound)[present > 0].mean():.3f}"
        )


def fit(name: str, features: tuple[str, ...], rows: Any, labels: Any, penalty: float = 1.0) -> Calibration:
    """Fit one calibration, keep it, and give it as it will be read."""
    weights, bias = fit_logistic(rows, labels, penalty=penalty)
    # What the penalty took from the slope of the whole is given back (Platt 1999).
    slope, shift = fit_logistic((rows @ weights + bias)[:, None], labels, penalty=0.0)
    weights, bias = weights * slope[0], bias * slope[0] + shift
    save_calibration(CALIBRATION / f"{name}.json", name, features, list(weights), bias)
    return load_calibration(name, features)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with mqm_zhen.jsonl.gz")
    parser.add_argument("--cases", type=int, default=90, help="cases on either side (default 90)")
    parser.add_argument("--keep", type=Path, help="keep the evidence in this .npz file")
    options = parser.parse_args()
    documents = list(read_segments(options.data).items())
    fit_documents = [segments for i, (_, segments) in enumerate(documents) if i % 2 == 0]
    test_documents = [segments for i, (_, segments) in enumerate(documents) if i % 2 == 1]
    encoder, settings = CachedEncoder(), Settings()
    fit_cases = list(make_cases(fit_documents, random.Random(SEED), options.cases))
    test_cases = list(make_cases(test_documents, random.Random(SEED + 1), options.cases))
    drifted_cases = list(make_cases(test_documents, random.Random(SEED + 2), options.cases // 3, DRIFTED))
    CALIBRATION.mkdir(exist_ok=True)
    rank = Calibration("placement", FEATURES, (1.5, 6, 2, 3, 2, 1, 0, 0, 0, 0, 0, -0.5, 1), -7)
    few = fit_cases[: max(1, options.cases // 3)]
    for _ in range(3):
        found = collect(few, encoder, rank, settings)
        rank = fit("placement", FEATURES, found.rows, found.labels)
    scorer = PairScorer()
    found = collect(fit_cases, encoder, rank, settings, scorer)
    other = collect(test_cases, encoder, rank, settings, scorer)
    if options.keep:
        sides = (("fit", found), ("test", other))
        np.savez(
            options.keep, **{f"{side}_{name}": value for side, each in sides for name, value in vars(each).items()}
        )
    pairing = fit("pairing", TRUST_FEATURES, found.first, found.right, PENALTY)
    reading = fit("reading", READING_FEATURES, found.read, found.right, PENALTY)
    for each in (rank, pairing, reading):
        print(each.name, dict(zip(each.features, each.weights, strict=True)), each.bias)
    drifted = collect(drifted_cases, encoder, rank, settings, scorer)
    for title, some in (("fitted on", found), ("not fitted on", other), ("not fitted on, half of it drifted", drifted)):
        report(title, some, some.first, pairing)
        report(title, some, some.read, reading)


if __name__ == "__main__":
    main()
