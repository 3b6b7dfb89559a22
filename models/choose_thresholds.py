"""Choose the thresholds of the reader of meaning, and store them beside its weights.

    python models/choose_thresholds.py --data DIR [--articles FOLDER]... [--cache FOLDER]

``contradicted``, from which a pair is shown as major, is the lowest at which few of the faithful pairs are shown: of
two professional translations of one text (seven sets), of verses in two translations, and of the quotations of real
articles. ``agreed`` is the same where the sentences around a passage are read, too, and both readings say so; it is
chosen on whole documents in two translations. ``spread``, ``side`` and ``gap``, which say on which words the issue
stands, are those with which it is on the changed words of most of DEMETR's critical errors. Run it after
``fit_fidelity.py``. It also prints how many pairs are shown at each prior (``JudgementSettings.prior``), which is
chosen from that by hand. No weight is fitted here, so that sets for research may be used.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent
sys.path[:0] = [str(ROOT.parent), str(ROOT), str(ROOT / "training")]

import corpora
from checksums import write_checksums
from examples import changed_words
from human_pairs import Example, collect, read_articles, read_documents
from readings import read_all

from fidelity import judgement
from fidelity.calibration import Calibration, load_calibration
from fidelity.checks.alignment import suspect
from fidelity.judgement.placement import locate
from fidelity.scorer import PairReading, Thresholds
from fidelity.scorer.mpnet import MeaningReader
from fidelity.settings import Settings
from fidelity.text.words import Words
from fidelity.types import severity_rank

FOLDER = ROOT / "meaning-reader"
FAITHFUL = ("two_references", "two_versions")
MOST_SHOWN = {"two_references": 0.012, "two_versions": 0.012, "articles": 0.02}
"""The share of faithful pairs of each kind that may be shown for a contradiction."""
MOST_AGREED, DOCUMENTS = 0.015, 1500
"""The share of faithful pairs in documents that may be shown if two readings agree, and the pairs that are read."""
LEAST = 0.0
"""The lowest threshold that is looked at, in log-odds."""
ERRORS = 250
"""DEMETR's critical errors on which the words are located."""
PRIORS = (0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98)


@dataclass(frozen=True, eq=False)
class Case:
    """A pair, what people said of it, and what is known of it before a threshold is applied."""

    example: Example
    examined: judgement.Examined
    meaning: PairReading

    @property
    def kind(self) -> str:
        return "articles" if self.example.source in ("articles", "real_dev") else self.example.source


def read_cases(examples: Sequence[Example], cache: Path | None, reader: MeaningReader) -> list[Case]:
    """All pairs, read by both scorers and examined."""
    settings = Settings().judgement
    readings, meanings = read_all(examples, cache), read_all(examples, cache, reader)
    return [
        Case(e, judgement.examine(Words(e.quotation), Words(e.passage), readings[e.pair], settings), meanings[e.pair])
        for e in examples
    ]


def choose_contradiction(cases: Sequence[Case]) -> float:
    """The lowest threshold at which no kind of faithful pairs is shown more often than it may be."""
    found = LEAST
    for kind, most in MOST_SHOWN.items():
        odds = sorted(
            (judgement.contradiction(c.meaning) for c in cases if c.kind == kind and c.example.faithful), reverse=True
        )
        if odds:
            found = max(found, odds[int(most * len(odds))])
    return round(found + 0.05, 1)


def choose_agreed(data: Path, cache: Path | None, reader: MeaningReader) -> float:
    """The lowest threshold at which few sentences of documents are shown for what both readings of them say."""
    documents = read_documents(data, DOCUMENTS)
    alone = read_all([pair for pair, _ in documents], cache, reader)
    suspect = [(pair, around) for pair, around in documents if judgement.contradiction(alone[pair.pair]) >= LEAST]
    again = read_all([around for _, around in suspect], cache, reader)
    both = sorted(
        (min(map(judgement.contradiction, (alone[pair.pair], again[around.pair]))) for pair, around in suspect),
        reverse=True,
    )
    return round(both[int(MOST_AGREED * len(documents))] + 0.05, 1)


def describe(cases: Sequence[Case], threshold: float) -> None:
    """How many pairs of each source are at or above the threshold."""
    print(f"contradicted from {threshold} on:")
    for name in dict.fromkeys(c.example.source for c in cases):
        shown = {}
        for faithful in (True, False):
            some = [judgement.contradiction(c.meaning) >= threshold for c in cases
                    if c.example.source == name and c.example.faithful == faithful]  # fmt: skip
            shown[faithful] = f"{np.mean(some):.3f} of {len(some)}" if some else "-"
        print(f"  {name:16} faithful {shown[True]:16} others {shown[False]}")


def find_errors(
    data: Path, cache: Path | None, reader: MeaningReader
) -> list[tuple[Case, list[tuple[int, int]], set[str]]]:
    """Critical errors of DEMETR's development part: the pair, the changed places, and the words that were lost."""
    rows = [r for r in corpora.read_demetr(data) if r["part"] == "dev" and r["severity"] == "critical"]
    rows = [r for r in rows if r["perturbed"] != r["mt"]]
    rows = rows[:: max(1, len(rows) // ERRORS)]
    examples = [Example("demetr", r["type"], r["ref"], r["perturbed"], False) for r in rows]
    found = []
    for row, case in zip(rows, read_cases(examples, cache, reader), strict=True):
        came, gone = changed_words(row["mt"], row["perturbed"])
        found.append((case, came, {row["mt"][a:b].lower()[:5] for a, b in gone if b - a > 2}))
    return found


def choose_places(errors: Sequence[tuple[Case, list[tuple[int, int]], set[str]]], thresholds: Thresholds) -> Thresholds:
    """The thresholds with which the issue touches what was changed, or names what was lost, most often."""
    best, share = thresholds, -1.0
    grid = itertools.product((0.5, 1.0, 1.5, 2.0), (0.5, 1.0, 1.5, 2.5, 4.0), (-2.0, -1.0, 0.0, 1.0, 2.0, 4.0))
    for spread, side, gap in grid:
        tried = replace(thresholds, spread=spread, side=side, gap=gap)
        hits = [_is_placed(*error, tried) for error in errors]
        if np.mean(hits) > share + 1e-9:
            best, share = tried, float(np.mean(hits))
    print(f"the issue is on the words of {share:.3f} of {len(errors)} critical errors: {best}")
    return best


def _is_placed(case: Case, came: list[tuple[int, int]], lost: set[str], thresholds: Thresholds) -> bool:
    suspected = suspect(case.examined.alignment, replace(case.meaning, thresholds=thresholds))
    issue = locate("major", suspected, case.examined.settings)
    if any(span.start < b and a < span.end for span in issue.passage_spans for a, b in came):
        return True
    return any(word[:5] in lost for s in issue.quotation_spans for word in s.of(case.example.quotation).lower().split())


def compare_priors(cases: Sequence[Case], calibration: Calibration, thresholds: Thresholds) -> None:
    """Print the share of faithful and of other pairs that are shown at each prior."""
    names = list(dict.fromkeys(c.example.source for c in cases))
    for prior in PRIORS:
        line = []
        for name in names:
            shares = []
            for faithful in (True, False):
                some = [c for c in cases if c.example.source == name and c.example.faithful == faithful]
                shares.append(
                    f"{np.mean([_is_shown(c, calibration, thresholds, prior) for c in some]):.3f}" if some else "-"
                )
            line.append(f"{name} {'/'.join(shares)}")
        print(f"prior {prior}: " + ", ".join(line), flush=True)


def _is_shown(case: Case, calibration: Calibration, thresholds: Thresholds, prior: float) -> bool:
    examined = replace(case.examined, settings=replace(case.examined.settings, prior=prior))
    found = judgement.judge(examined, replace(case.meaning, thresholds=thresholds), calibration)
    return severity_rank(found.severity) >= severity_rank("major")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with the sets of models/human_pairs.py")
    parser.add_argument("--articles", type=Path, action="append", default=[], help="folder in the format of real_dev")
    parser.add_argument("--cache", type=Path, help="folder in which readings are kept")
    options = parser.parse_args()
    reader, old = MeaningReader(), json.loads((FOLDER / "thresholds.json").read_text(encoding="utf-8"))
    examples = collect(options.data, "dev", ("real_dev", "reading", *FAITHFUL))
    examples += [e for folder in options.articles for e in read_articles(folder, "articles", 1000)]
    cases = read_cases(examples, options.cache, reader)
    chosen = replace(Thresholds(**old), contradicted=choose_contradiction(cases))
    chosen = replace(chosen, agreed=choose_agreed(options.data, options.cache, reader))
    describe(cases, chosen.contradicted)
    chosen = choose_places(find_errors(options.data, options.cache, reader), chosen)
    stored = {name: getattr(chosen, name) for name in ("spread", "side", "gap", "contradicted", "agreed")}
    (FOLDER / "thresholds.json").write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")
    write_checksums(FOLDER)
    compare_priors(cases, load_calibration("fidelity", judgement.FEATURES), chosen)


if __name__ == "__main__":
    main()
