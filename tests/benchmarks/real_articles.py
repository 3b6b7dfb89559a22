"""How well real articles are read: which quotations are compared, with which passage, and what is called missing.

    python tests/benchmarks/real_articles.py --data DIR [--only REGEX] [--wrong]

``DIR`` holds ``gold.jsonl`` and the texts that it names: a line for each translation and article, with ``quotes``:
``quote``, ``start``, ``end`` (offsets in the article's text), ``expect`` (``pair``, ``not``, ``missing``), ``passage``
and ``alt`` (spans in the translation), ``drift`` (``none``, ``minor``, ``major``, null). It is a folder of its own,
not part of this repository.

found        the report's quotations cover at least half of the gold quotation
compared     found, and one that covers it has a passage
right        F1 of the passage's characters against the gold passage's at least .60, the best of the alternatives
whole        the passage covers at least 90% of the gold passage
missing      called missing; of all that is called so, the share that is
calibration  expected calibration error of selection's probability over all gold quotations that were found
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "models"))

import numpy as np
from fit_pairing import expected_calibration_error

import fidelity

RIGHT, WHOLE, HALF = 0.60, 0.90, 0.5


@dataclass(frozen=True)
class Record:
    """A translation, an article, and the gold of the article's quotations."""

    case: str
    translation: Path
    article: Path
    gold: list[dict[str, Any]]


@dataclass(frozen=True)
class Outcome:
    """A gold quotation and the report's entries that cover it."""

    gold: dict[str, Any]
    entries: list[Any]
    f1: float = 0.0
    recall: float = 0.0

    @property
    def compared(self) -> bool:
        return any(isinstance(entry, fidelity.Pair) for entry in self.entries)

    @property
    def missing(self) -> bool:
        return not self.compared and any(entry.reason == "missing" for entry in self.entries)

    @property
    def loud(self) -> bool:
        return any(
            entry.severity in ("major", "critical") for entry in self.entries if isinstance(entry, fidelity.Pair)
        )

    @property
    def reason(self) -> str:
        reasons = [entry.reason for entry in self.entries if isinstance(entry, fidelity.Unpaired)]
        return "compared" if self.compared else reasons[0] if reasons else "not found"


def read_records(data: Path, only: str = "") -> list[Record]:
    lines = (data / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    return [
        Record(row["case"], data / row["translation"], data / row["article"], row["quotes"])
        for row in rows
        if row.get("scope", "english") == "english" and re.search(only, row["case"])
    ]


def find_quoted(gold: dict[str, Any], text: str) -> set[int]:
    """The characters of a gold quotation in the article as it is read; none where its words are not there."""
    start, end, quote = gold["start"], gold.get("end", gold["start"] + len(gold["quote"])), gold["quote"]
    if text[start : start + len(quote)] != quote:
        pattern = re.compile(r"\s+".join(map(re.escape, quote.split())))
        hits = [match.start() for match in pattern.finditer(text)]
        if not hits:
            return set()
        start, end = (best := min(hits, key=lambda hit: abs(hit - start))), best + (end - start)
    return set(range(start, end))


def covering(mine: set[int], spans_of: Iterable[tuple[Any, Iterable[fidelity.Span]]]) -> list[Any]:
    """Those whose spans cover half of ``mine`` together, each by half of itself or of ``mine``."""
    hits, covered = [], set[int]()
    for each, spans in spans_of:
        own = characters((span.start, span.end) for span in spans)
        if mine and len(own & mine) >= HALF * min(len(mine), len(own) or 1):
            hits.append(each)
            covered |= own & mine
    return hits if mine and len(covered) >= HALF * len(mine) else []


def characters(spans: Iterable[Sequence[int]]) -> set[int]:
    return {place for start, end in spans for place in range(start, end)}


def judge(record: Record, report: fidelity.Report, text: str) -> list[Outcome]:
    every: tuple[fidelity.Pair | fidelity.Unpaired, ...] = (*report.pairs, *report.unpaired)
    found = [
        Outcome(gold, covering(find_quoted(gold, text), ((entry, entry.quotation.spans) for entry in every)))
        for gold in record.gold
    ]
    return [_with_passage(each, found) for each in found]


def _with_passage(outcome: Outcome, every: Sequence[Outcome]) -> Outcome:
    """With how well the passage fits; where one entry covers several gold quotations, their passages count as one."""
    pairs = [entry for entry in outcome.entries if isinstance(entry, fidelity.Pair)]
    if not pairs or outcome.gold["expect"] != "pair":
        return outcome
    has = characters((span.start, span.end) for pair in pairs for span in pair.passage.spans)
    mates = [o for o in every if o is not outcome and o.gold["expect"] == "pair" and any(e in pairs for e in o.entries)]
    beside = {place for mate in mates for place in characters(mate.gold["passage"])}
    best = (0.0, 0.0)
    for accepted in (outcome.gold["passage"], *outcome.gold.get("alt", [])):
        own = characters(accepted)
        recall = len(has & own) / max(1, len(own))
        for wanted in (own, own | beside):
            best = max(best, (2 * len(has & wanted) / max(1, len(has) + len(wanted)) if recall else 0.0, recall))
    return Outcome(outcome.gold, outcome.entries, *best)


def count(outcomes: Iterable[Outcome]) -> Counter[str]:
    n: Counter[str] = Counter()
    for each in outcomes:
        expect, drift = each.gold["expect"], each.gold["drift"]
        excused = each.gold.get("missing_ok", False)
        n[expect] += 1
        n[f"{expect} compared"] += each.compared
        n[f"{expect} called missing"] += each.missing and not excused
        n["called missing"] += each.missing and not excused
        if expect == "pair":
            n["found"] += bool(each.entries)
            n["right"] += each.f1 >= RIGHT
            n["whole"] += each.compared and each.recall >= WHOLE
            n["calm"] += each.compared and drift in ("none", "minor")
            n["false alarm"] += each.loud and drift in ("none", "minor")
            n["major"] += drift == "major"
            n["major shown"] += drift == "major" and (each.loud or each.missing)
    return n


def show(name: str, n: Counter[str]) -> None:
    def share(part: int, whole: int) -> str:
        return f"{part}/{whole} = {part / whole:.3f}" if whole else f"{part}/0"

    pairs, wrong = n["pair"], n["not compared"] + n["not called missing"]
    print(f"{name}: found {share(n['found'], pairs)}, compared {share(n['pair compared'], pairs)},", end=" ")
    print(f"right {share(n['right'], pairs)}, whole {share(n['whole'], pairs)},", end=" ")
    print(f"pairs called missing {share(n['pair called missing'], pairs)}")
    print(f"  not of the document: compared or called missing {share(wrong, n['not'])}", end="; ")
    print(f"missing: found {share(n['missing called missing'], n['missing'])},", end=" ")
    print(f"rightly so {share(n['missing called missing'], n['called missing'])}")
    print(f"  false alarms {share(n['false alarm'], n['calm'])}; majors shown {share(n['major shown'], n['major'])}")


def wrongs(outcomes: Iterable[Outcome]) -> Iterator[str]:
    for each in outcomes:
        expect, said = each.gold["expect"], each.reason
        right = {"pair": each.f1 >= RIGHT and each.recall >= WHOLE, "missing": each.missing}
        if not right.get(expect, not each.compared and not each.missing):
            chosen = [entry.selection.probability for entry in each.entries if entry.selection]
            place = f"F1 {each.f1:.2f}, covers {each.recall:.2f}" if each.compared else ""
            yield f"  {expect} but {said} {place} {chosen} {each.gold['quote'][:70]!r} ({each.gold['why'][:50]})"


def measure_calibration(outcomes: Iterable[Outcome]) -> None:
    probability, label = [], []
    for each in outcomes:
        chosen = [entry.selection.probability for entry in each.entries if entry.selection]
        if chosen:
            probability.append(max(chosen))
            label.append(each.gold["expect"] != "not")
    if probability:
        error = expected_calibration_error(np.array(probability), np.array(label, dtype=float))
        print(f"selection's probability: expected calibration error {error:.3f} of {len(label)} quotations")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with gold.jsonl and the texts it names")
    parser.add_argument("--only", default="", help="a regular expression: only the cases that it finds")
    parser.add_argument("--wrong", action="store_true", help="show every wrong answer")
    options = parser.parse_args()
    every: list[Outcome] = []
    for record in read_records(options.data, options.only):
        report = fidelity.check(record.translation, [record.article])
        outcomes = judge(record, report, fidelity.inspect(record.article).text)
        every += outcomes
        if options.wrong:
            print(f"{record.case} {record.article.name}", *wrongs(outcomes), sep="\n")
    show("all", count(every))
    measure_calibration(every)


if __name__ == "__main__":
    main()
