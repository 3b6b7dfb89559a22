"""Fit what decides whether a quotation's words are the translated document's, and print how good it is on others.

    python models/fit_selection.py --data DIR [--data DIR ...] [--generated DIR] [--keep FILE]

Each ``DIR`` is a folder as ``tests/benchmarks/real_articles.py`` reads it: documents and articles in the manner of real
ones, written for this project. ``--generated`` is the folder with ``mqm_zhen.jsonl.gz`` (Apache-2.0): some of its
sentences, in their second human rendering, are put into the mouths of others, so that another person's name weighs.

Writes ``models/calibration/attribution.json`` (whose words they are, by speaker and occasion) and ``selection.json``
(the same with how near they are to a passage). Every document in turn is left out to measure both.
"""

from __future__ import annotations

import argparse
import pickle
import random
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from fit_pairing import CALIBRATION, auc, expected_calibration_error

from fidelity.calibration import Calibration, fit_logistic, load_calibration, save_calibration
from fidelity.embedding import BuiltInEncoder
from fidelity.errors import ModelError
from fidelity.pipeline.calibrations import Calibrations
from fidelity.pipeline.extracting import extract_cases
from fidelity.pipeline.inspecting import inspect
from fidelity.pipeline.judging import Judge
from fidelity.pipeline.memory import Memory
from fidelity.pipeline.placing import find_passages, trust_passages
from fidelity.pipeline.run import Run, body_sentences, texts_to_read
from fidelity.pipeline.selecting import say
from fidelity.quotations import extract_quotations
from fidelity.selection import (
    ATTRIBUTION_FEATURES,
    SELECTION_FEATURES,
    Facts,
    Said,
    gather_facts,
    read_profile,
    weigh_words,
)
from fidelity.settings import Settings
from fidelity.types import Document, Quotation
from tests.benchmarks.real_articles import characters, find_quoted, read_records

PENALTY = 2.0
"""On the squared weights of standardised features: chosen with documents left out."""

GENERATED = 0.4
"""Weight of a generated quotation against one of a document in the manner of real ones."""

SEED, ARTICLES = 20261129, 30
"""Of what is generated."""

CARRIED = -1.0986
"""Log-odds of a passage above which it carries the words: those of the setting ``uncertain_below``."""

NEAR = 0.1
"""Weight of what is carried where attribution is fitted: it has to tell what is missing from what is another's."""


@dataclass(frozen=True)
class Example:
    """An article before selection, and which of its quotations are the document's (``None``: nobody has said)."""

    document: str
    source: Document
    own: tuple[Quotation, ...]
    article: str
    said: list[Said]
    labels: list[bool | None]
    weight: float


def prepare(source: Document, article: Document, encoder: BuiltInEncoder, judge: Judge) -> tuple[Any, list[Said]]:
    """The article's quotations, and what pairing says of each."""
    settings, calibrations = Settings(), Calibrations.load(encoder=encoder)
    cases = extract_cases([article], lambda _: encoder, settings)
    sentences, memory = body_sentences(source, encoder, settings), Memory(encoder, None)
    memory.encode(texts_to_read(source, sentences, cases), "reading")
    run = Run.start(source, sentences, settings, calibrations, memory, judge)
    placed = trust_passages(run, find_passages(run, cases))
    return extract_quotations(source, settings.quotations), [say(run, case) for case in placed]


def collect(data: Path, encoder: BuiltInEncoder, judge: Judge) -> list[Example]:
    examples = []
    for record in read_records(data):
        source, article = inspect(record.translation), inspect(record.article)
        own, said = prepare(source, article, encoder, judge)
        marked = [(find_quoted(gold, article.text), gold["expect"] != "not") for gold in record.gold]
        labels = [_label(each.quotation, marked) for each in said]
        examples.append(Example(f"{data.name} {record.case}", source, own, article.text, said, labels, 1.0))
        print(examples[-1].document, record.article.name, sum(label is not None for label in labels), file=sys.stderr)
    return examples


def _label(quotation: Quotation, marked: list[tuple[set[int], bool]]) -> bool | None:
    own = characters((span.start, span.end) for span in quotation.spans)
    return next((label for gold, label in marked if 2 * len(own & gold) > min(len(own), len(gold))), None)


def generate(data: Path, encoder: BuiltInEncoder, judge: Judge, count: int) -> list[Example]:
    """Articles in which others say what a sentence of the translation says."""
    from selection_cases import make_articles

    from fidelity import read_text

    examples = []
    for number, (translation, text, kinds) in enumerate(make_articles(data, random.Random(SEED), count)):
        source, article = inspect(read_text(translation)), inspect(read_text(text))
        own, said = prepare(source, article, encoder, judge)
        labels = [kinds.get(each.quotation.spans[0].start) for each in said]
        examples.append(Example(f"generated {number % 10}", source, own, text, said, labels, GENERATED))
    return examples


def facts_of(example: Example) -> list[tuple[Facts, bool]]:
    settings = Settings().selection
    profile = read_profile(example.source, example.own, settings)
    facts = gather_facts(profile, example.article, example.said, (), settings)
    return [(each, label) for each, label in zip(facts, example.labels, strict=True) if label is not None]


SIGNS = {
    **dict.fromkeys(("other person", "role", "rival", "unclear occasion", "other occasion", "few words"), -1),
    **dict.fromkeys(("scare quote", "term or title", "another", "others' words", "title"), -1),
    **dict.fromkeys(("other time", "other medium"), -1),
}
"""What speaks against it; all else speaks for it. A feature that comes out the other way is left out."""


def fit(name: str, features: tuple[str, ...], rows: Any, labels: Any, weights: Any) -> Calibration:
    signs = np.array([SIGNS.get(feature, 1) for feature in features])
    used = rows.std(axis=0) > 0
    while True:
        found = np.zeros(len(features))
        found[used], bias = fit_logistic(rows[:, used], labels, weights=weights, penalty=PENALTY)
        if (found * signs >= 0).all():
            return Calibration(name, features, tuple(map(float, found)), bias)
        used &= found * signs >= 0


def fit_both(found: list[tuple[Facts, bool, float]]) -> tuple[Calibration, Calibration]:
    labels, weights = np.array([row[1] for row in found], float), np.array([row[2] for row in found])
    spoken = np.array([row[0].attribution for row in found])
    doubtful = np.array([1.0 if (row[0].said.trust or CARRIED - 1) < CARRIED else NEAR for row in found])
    attribution = fit("attribution", ATTRIBUTION_FEATURES, spoken, labels, weights * doubtful)
    words = np.array([weigh_words(row[0], attribution.log_odds(row[0].attribution)) for row in found])
    return attribution, fit("selection", SELECTION_FEATURES, words, labels, weights)


def foretell(examples: list[Example]) -> list[tuple[Example, Facts, bool, float, float]]:
    """Each labelled quotation with the probabilities by both, of models fitted without its document."""
    known = {id(example): facts_of(example) for example in examples}
    told = []
    for left in sorted({example.document for example in examples}):
        others = [(*row, e.weight) for e in examples if e.document != left for row in known[id(e)]]
        attribution, selection = fit_both(others)
        for example in examples:
            if example.document == left:
                for facts, label in known[id(example)]:
                    odds = attribution.log_odds(facts.attribution)
                    row = attribution.probability(facts.attribution), selection.probability(weigh_words(facts, odds))
                    told.append((example, facts, label, *row))
    return told


def report(title: str, told: list[tuple[Example, Facts, bool, float, float]]) -> None:
    labels = np.array([row[2] for row in told], float)
    print(f"{title}: {len(told)} quotations, {int(labels.sum())} of the document; each document left out in turn")
    for name, at in (("by speaker and occasion", 3), ("by all", 4)):
        p = np.array([row[at] for row in told])
        kept = p >= Settings().selection.compared_from
        print(
            f"  {name}: AUC {auc(p, labels):.3f}, calibration error {expected_calibration_error(p, labels):.3f},"
            f" of the document kept {kept[labels > 0].mean():.3f}, others kept {kept[labels == 0].mean():.3f}"
        )
    carried = np.array([(row[1].said.trust or -9) > CARRIED for row in told])
    spoken, p = np.array([row[3] for row in told]), np.array([row[4] for row in told])
    compared = carried & (p >= Settings().selection.compared_from)
    print(f"  carried and compared: {compared[labels > 0].mean():.3f}, others {compared[labels == 0].mean():.3f}")
    for bound in (0.4, 0.5, 0.6, 0.7, 0.8):
        lost = ~carried & (spoken >= bound)
        print(f"  called missing from {bound}: {lost.sum()}, of the document {lost[labels > 0].sum()}")


def make_room() -> None:
    """Let this version load: files of other features give way to such as say nothing."""
    for name, features in (("attribution", ATTRIBUTION_FEATURES), ("selection", SELECTION_FEATURES)):
        try:
            load_calibration(name, features)
        except ModelError:
            save_calibration(CALIBRATION / f"{name}.json", name, features, [0.0] * len(features), 0.0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, action="append", required=True, help="folder with gold.jsonl; repeatable")
    parser.add_argument("--generated", type=Path, help="folder with mqm_zhen.jsonl.gz")
    parser.add_argument("--keep", type=Path, help="keep what pairing says in this file, and read it if it is there")
    parser.add_argument("--wrong", action="store_true", help="show what is foretold wrong")
    options = parser.parse_args()
    make_room()
    if options.keep and options.keep.exists():
        examples = pickle.loads(options.keep.read_bytes())
    else:
        encoder, judge = BuiltInEncoder(), Judge(Settings(), Calibrations.load().fidelity)
        examples = [each for data in options.data for each in collect(data, encoder, judge)]
        if options.generated:
            examples += generate(options.generated, encoder, judge, ARTICLES)
        if options.keep:
            options.keep.write_bytes(pickle.dumps(examples))
    told = foretell(examples)
    for title in dict.fromkeys(example.document.split()[0] for example in examples):
        report(title, [row for row in told if row[0].document.startswith(title)])
    if options.wrong:
        for example, facts, label, spoken, all_ in told:
            carried = (facts.said.trust or -9) > CARRIED
            if (all_ >= 0.5) != label if carried else (spoken >= Settings().selection.missing_from) != label:
                q = facts.said.quotation
                print(
                    f"{example.document} {'IN ' if label else 'NOT'} {spoken:.2f} {all_:.2f} {facts.speaker}/"
                    f"{facts.occasion} {q.speaker!r} {q.occasion.text!r} trust {facts.said.trust} aside {q.aside}"
                    f" same {facts.said.sameness.share:.2f} | {q.text[:70]!r}"
                )
    attribution, selection = fit_both([(*row, e.weight) for e in examples for row in facts_of(e)])
    for each in (attribution, selection):
        save_calibration(CALIBRATION / f"{each.name}.json", each.name, each.features, each.weights, each.bias)
        saved = load_calibration(each.name, each.features)
        print(each.name, dict(zip(saved.features, saved.weights, strict=True)), saved.bias)


if __name__ == "__main__":
    main()
