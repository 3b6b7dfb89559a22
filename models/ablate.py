"""What each check and each word list is worth on pairs that people judged: the figures without it.

    python models/ablate.py --data DIR [--cache FOLDER] [--part dev]

Of each set: the share of faithful pairs shown major or critical, the same of unfaithful ones, and the AUC of the score.
Below the figures of what ships stand those without one check, or with one word list empty. What changes nothing, or
what shows more faithful pairs than unfaithful ones, is not worth keeping. The readings are those of the whole program:
what the lists do before the scorer reads (``judgement/likening.py``) is not taken away.
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
from fidelity.judgement import FEATURES, Judgement, examine, judge
from fidelity.scorer import PairReading
from fidelity.scorer.mpnet import MeaningReader
from fidelity.settings import JudgementSettings, Settings
from fidelity.text.pack import Pack, load_pack
from fidelity.text.words import Words
from fidelity.types import severity_rank

MAJOR = severity_rank("major")
MEASURED = ("mqm_zhen", "mqm_bio", "demetr", "mlqe_pe", "da_toen", "two_references", "real_dev", "reading")


def judge_all(
    examples: list[Example],
    readings: dict[Pair, tuple[PairReading, PairReading]],
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
    options = parser.parse_args()
    examples = collect(options.data, options.part, tuple(options.sets.split(",")))
    readings = {
        pair: (reading, meanings[pair])
        for name in dict.fromkeys(e.source for e in examples)
        for some in [[e for e in examples if e.source == name]]
        for meanings in [read_all(some, options.cache, MeaningReader())]
        for pair, reading in read_all(some, options.cache).items()
    }
    calibration, settings = load_calibration("fidelity", FEATURES), Settings().judgement
    base: dict[str, tuple[float, float, float]] = {}
    for title, (changes, pack) in variants(load_pack("en")).items():
        judgements = judge_all(examples, readings, replace(settings, **changes), pack, calibration)
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
