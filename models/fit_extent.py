"""Fit which run of words is the passage of a quotation, and print how well it is chosen on documents not fitted on.

    python models/fit_extent.py FOLDER...

Each ``FOLDER`` holds ``gold.jsonl``: translations, articles, and for each quotation of an article its passages as a
careful reader marked them. The documents are the project's own, in invented names. A run's worth is the F measure of
its characters against the passage's, in which a lost character counts one and a half times a surplus one; the weights
are those with which the expected worth of a run drawn by its score is highest. The documents are split into parts, and
each part is measured with the weights fitted on the others; what ships is fitted on all.

Writes ``models/calibration/extent.json``.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scipy.optimize import minimize  # type: ignore[import-untyped]

from fidelity.calibration import Calibration, save_calibration
from fidelity.embedding import BuiltInEncoder
from fidelity.pairing import RUN_FEATURES, Body, Query, cut_long
from fidelity.pairing.runs import Quoted, find_runs
from fidelity.pairing.search import View
from fidelity.pipeline import inspect
from fidelity.settings import Settings

LOST = 1.5
"""How much more a lost character of the passage counts than a surplus one."""
PENALTY = 0.004
"""On the squared weights of the standardised features. Chosen on documents not fitted on, among .002 to 1."""
PARTS = 6
MOST_RUNS = 400
"""Runs of a quotation that are fitted on: as many of the best, and as many others, drawn."""
CALIBRATION = Path(__file__).resolve().parent / "calibration" / "extent.json"
MARKS = " \n\t\"“”„«»‘’'"


@dataclass(frozen=True)
class Example:
    """The runs that may carry one quotation, and the worth of each."""

    document: str
    words: int
    features: Any
    worth: Any


def read_examples(folder: Path, encoder: BuiltInEncoder, settings: Settings) -> list[Example]:
    examples: list[Example] = []
    records = [json.loads(line) for line in (folder / "gold.jsonl").read_text("utf-8").splitlines() if line.strip()]
    bodies: dict[str, Body] = {}
    for record in records:
        if record.get("scope", "english") != "english":
            continue
        name = record["translation"]
        if name not in bodies:
            bodies[name] = read_body(folder / name, encoder, settings)
        article = inspect(str(folder / record["article"]), settings=settings).text
        for gold in record["quotes"]:
            said = article[gold["start"] : gold["end"]].strip(MARKS)
            if gold["expect"] == "pair" and said:
                example = read_example(f"{folder.name}/{record['case']}", said, gold, bodies[name], encoder, settings)
                examples += [example] if example is not None else []
    return examples


def read_body(path: Path, encoder: BuiltInEncoder, settings: Settings) -> Body:
    document = inspect(str(path), settings=settings)
    body = [segment.span for segment in document.segments if segment.zone == "body"]
    sentences = cut_long(document.text, body, settings.pairing)
    return Body(document.text, sentences, encoder.encode([s.of(document.text) for s in sentences]))


def read_example(
    document: str, said: str, gold: dict[str, Any], body: Body, encoder: BuiltInEncoder, settings: Settings
) -> Example | None:
    (encoding,) = encoder.encode([said])
    view = View(Query(said, encoding, said, encoding, (), 0), body, settings.pairing)
    spans = [span for span in gold["passage"] if span[0] < span[1]]
    near = [i for i, s in enumerate(body.sentences) if any(s.start < end and start < s.end for start, end in spans)]
    if not near or near[-1] - near[0] > 2 * settings.pairing.max_reach:
        return None
    low, high = body.first_word[max(0, near[0] - 2)], body.first_word[min(len(body.sentences), near[-1] + 3)]
    weights = view.weights[: len(view.forms)]
    runs = find_runs(body, low, high, view.match_own(low, high), Quoted(view.forms, weights), settings.pairing)
    starts = np.array([body.words[i].start for i in runs.first])
    ends = np.array([body.words[i - 1].end for i in runs.last])
    worth = np.max([f_measure(starts, ends, spans) for spans in (gold["passage"], *gold.get("alt", []))], axis=0)
    if not len(worth) or worth.max() < 0.3:
        return None
    return Example(document, view.word_count, runs.features, worth)


def f_measure(starts: Any, ends: Any, spans: list[list[int]]) -> Any:
    shared = sum(np.maximum(np.minimum(ends, b) - np.maximum(starts, a), 0) for a, b in spans)
    size = sum(b - a for a, b in spans)
    return (1 + LOST) * shared / np.maximum(ends - starts + LOST * size, 1)


def thin(example: Example, rng: random.Random) -> Example:
    """The best runs, and some others."""
    order = np.argsort(-example.worth, kind="stable")
    rest = order[MOST_RUNS:].tolist()
    kept = [*order[:MOST_RUNS].tolist(), *rng.sample(rest, min(MOST_RUNS, len(rest)))]
    return Example(example.document, example.words, example.features[kept], example.worth[kept])


def fit(examples: list[Example]) -> Any:
    """Weights of the features as they are."""
    rows, worth = np.concatenate([e.features for e in examples]), np.concatenate([e.worth for e in examples])
    spread = rows.std(axis=0) + 1e-6
    rows = (rows - rows.mean(axis=0)) / spread
    sizes = [len(e.worth) for e in examples]
    starts, own, count = np.cumsum([0, *sizes[:-1]]), np.repeat(np.arange(len(sizes)), sizes), len(sizes)
    likely = np.exp((worth - np.maximum.reduceat(worth, starts)[own]) / 0.05)
    likely /= np.add.reduceat(likely, starts)[own]

    def chances(weights: Any) -> Any:
        scores = rows @ weights
        grown = np.exp(scores - np.maximum.reduceat(scores, starts)[own])
        return grown / np.add.reduceat(grown, starts)[own]

    def first(weights: Any) -> tuple[float, Any]:  # a start: the cross-entropy with what is worth most
        chance = chances(weights)
        loss = -(likely * np.log(np.maximum(chance, 1e-30))).sum() / count + PENALTY * (weights @ weights)
        return loss, rows.T @ (chance - likely) / count + 2 * PENALTY * weights

    def second(weights: Any) -> tuple[float, Any]:  # the expected worth
        chance = chances(weights)
        expected = np.add.reduceat(chance * worth, starts)
        slope = rows.T @ (chance * (worth - expected[own])) / count
        return -expected.sum() / count + PENALTY / 40 * (weights @ weights), -slope + PENALTY / 20 * weights

    weights = np.zeros(rows.shape[1])
    for loss, steps in ((first, 100), (second, 60)):
        weights = minimize(loss, weights, jac=True, method="L-BFGS-B", options={"maxiter": steps}).x
    return weights / spread


def measure(name: str, chosen: list[tuple[Example, float]]) -> None:
    worth = np.array([value for _, value in chosen])
    best = np.mean([example.worth.max() for example, _ in chosen])
    print(f"{name:24} {len(worth):4} worth {worth.mean():.3f}, below .6: {(worth < 0.6).sum()}, the best {best:.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+")
    options = parser.parse_args()
    settings, encoder, rng = Settings(), BuiltInEncoder(), random.Random(1)
    examples = [each for folder in options.folders for each in read_examples(folder, encoder, settings)]
    documents = sorted({example.document for example in examples})
    chosen: list[tuple[Example, float]] = []
    for part in range(PARTS):
        apart = set(documents[part::PARTS])
        weights = fit([thin(e, rng) for e in examples if e.document not in apart])
        chosen += [(e, choose(e, weights)) for e in examples if e.document in apart]
    measure("documents held apart", chosen)
    for folder in options.folders:
        measure(f"  {folder.name}", [each for each in chosen if each[0].document.startswith(f"{folder.name}/")])
    for low, high in ((1, 4), (5, 12), (13, 10_000)):
        measure(f"  {low} to {high} words", [each for each in chosen if low <= each[0].words <= high])
    weights = fit([thin(e, rng) for e in examples])
    measure("as fitted on all", [(e, choose(e, weights)) for e in examples])
    save_calibration(CALIBRATION, "extent", RUN_FEATURES, weights, 0.0)
    for name, weight in zip(RUN_FEATURES, weights, strict=True):
        print(f"  {name:24} {weight:8.3f}")


def choose(example: Example, weights: Any) -> float:
    shipped = Calibration("extent", RUN_FEATURES, tuple(weights), 0.0)
    return float(example.worth[int(np.argmax((example.features @ np.array(shipped.weights)).round(4)))])


if __name__ == "__main__":
    main()
