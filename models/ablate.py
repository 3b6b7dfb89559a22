"""What each check and each word list is worth on pairs that people judged: the figures without it.

    python models/ablate.py --data DIR [--cache FOLDER] [--part dev]

Of each set: the share of faithful pairs shown major or critical, the same of unfaithful ones, and the AUC of the score.
Below the figures of what ships stand those without one check, or with one word list empty. What changes nothing, or
what shows more faithful pairs than unfaithful ones, is not worth keeping. A pair that a list writes in another way
before the scorers read it (``judgement/likening.py``) is read again without the list.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
sys.path[:0] = [str(ROOT.parent), str(ROOT), str(ROOT / "training")]

from human_pairs import SETS, Example, collect
from metrics import auc
from readings import Pair, read_all

from fidelity.calibration import Calibration, load_calibration
from fidelity.checks import CHECKS
from fidelity.judgement import FEATURES, Judgement, examine, judge, read_pairs
from fidelity.judgement.likening import liken
from fidelity.scorer import PairReading, Scorer
from fidelity.scorer.minilm import PairScorer
from fidelity.scorer.mpnet import MeaningReader
from fidelity.settings import JudgementSettings, Settings
from fidelity.text.pack import Pack, load_pack
from fidelity.text.words import Words
from fidelity.types import severity_rank

MAJOR = severity_rank("major")
Readings = dict[Pair, tuple[PairReading, PairReading]]
"""What the pair scorer and the reader of meaning say of each pair."""
MEASURED = ("mqm_zhen", "mqm_bio", "demetr", "mlqe_pe", "da_toen", "two_references", "real_dev", "reading")


def read_with(pack: Pack, readings: Readings, scorers: tuple[Scorer, Scorer], settings: JudgementSettings) -> Readings:
    """The readings with another pack: of pairs whose passage it writes in another way, new ones."""
    usual = load_pack("en")
    changed = []
    for pair in readings:
        texts = [liken(*(Words(side, each) for side in pair), settings).text for each in (usual, pack)]
        if texts[0] != texts[1]:
            changed.append(pair)
    words = [(Words(quotation, pack), Words(passage, pack)) for quotation, passage in changed]
    new = [read_pairs(scorer, words, settings) for scorer in scorers]
    return readings | dict(zip(changed, zip(*new, strict=True), strict=True))


def judge_all(
    examples: list[Example],
    readings: Readings,
    settings: JudgementSettings,
    pack: Pack,
    calibration: Calibration,
) -> list[Judgement]:
    """The judgement of each pair with these settings and this pack."""
    return [
        judge(examine(Words(e.quotation, pack), Words(e.passage, pack), read, settings), meant, calibration)
        for e in examples
        for read, meant in [readings[e.pair]]
    ]


def describe(examples: list[Example], judgements: list[Judgement]) -> dict[str, tuple[float, float, float]]:
    """Of each set: shares of faithful and of unfaithful pairs shown major or critical, and the AUC of the score."""
    found = {}
    for name in dict.fromkeys(e.source for e in examples):
        sides: dict[bool, list[Judgement]] = {True: [], False: []}
        for example, judgement in zip(examples, judgements, strict=True):
            if example.source == name:
                sides[example.faithful].append(judgement)
        shown = [
            sum(severity_rank(j.severity) >= MAJOR for j in sides[side]) / max(len(sides[side]), 1) for side in sides
        ]
        both = sides[True] and sides[False]
        area = auc([j.score for j in sides[True]], [j.score for j in sides[False]]) if both else float("nan")
        found[name] = shown[0], shown[1], area
    return found


def count_issues(examples: list[Example], judgements: list[Judgement]) -> Counter[tuple[str, bool]]:
    """Pairs in which each check shows something major or critical, faithful ones and others."""
    found = Counter[tuple[str, bool]]()
    for example, judgement in zip(examples, judgements, strict=True):
        found.update({(i.check, example.faithful) for i in judgement.issues if severity_rank(i.severity) >= MAJOR})
    return found


def variants(pack: Pack) -> dict[str, tuple[dict[str, Any], Pack]]:
    """Each variant: what changes in the settings, and the pack."""
    found: dict[str, tuple[dict[str, Any], Pack]] = {"as it ships": ({}, pack)}
    for check in CHECKS:
        if check.evidence:
            found[f"without the check {check.name}"] = ({"skipped_checks": (check.name,)}, pack)
    for each in fields(Pack):
        if each.name != "language":
            found[f"without the list {each.name}"] = (
                {},
                replace(pack, **{each.name: type(getattr(pack, each.name))()}),
            )
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with the sets of models/human_pairs.py")
    parser.add_argument("--cache", type=Path, help="folder in which the scorer's readings are kept")
    parser.add_argument("--part", default="dev", choices=("dev", "test"))
    parser.add_argument("--sets", default=",".join(MEASURED), help=f"of {', '.join(SETS)}")
    parser.add_argument("--only", action="append", help="a check or a list, in place of all")
    options = parser.parse_args()
    examples = collect(options.data, options.part, tuple(options.sets.split(",")))
    scorers = PairScorer(), MeaningReader()
    readings = {
        pair: (reading, meanings[pair])
        for name in dict.fromkeys(e.source for e in examples)
        for some in [[e for e in examples if e.source == name]]
        for meanings in [read_all(some, options.cache, scorers[1])]
        for pair, reading in read_all(some, options.cache, scorers[0]).items()
    }
    calibration, settings = load_calibration("fidelity", FEATURES), Settings().judgement
    base: dict[str, tuple[float, float, float]] = {}
    for title, (changes, pack) in variants(load_pack("en")).items():
        if base and options.only and not any(title.endswith(f" {name}") for name in options.only):
            continue
        rules = replace(settings, **changes)
        judgements = judge_all(examples, read_with(pack, readings, scorers, rules), rules, pack, calibration)
        figures = describe(examples, judgements)
        base = base or figures
        print(f"\n{title}")
        for name, values in figures.items():
            if values != base[name] or title == "as it ships":
                then = "  before " + " ".join(f"{v:.3f}" for v in base[name]) if figures is not base else ""
                print(f"  {name:16} faithful shown {values[0]:.3f}  others {values[1]:.3f}  AUC {values[2]:.3f}{then}")
        if title == "as it ships":
            for (check, faithful), count in sorted(count_issues(examples, judgements).items()):
                print(f"  {check:14} {'faithful' if faithful else 'others':9} {count}")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
