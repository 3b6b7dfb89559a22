"""How well quotations are paired: right passages, true "missing", nothing from elsewhere, honest confidence.

    python tests/benchmarks/pairing.py [--data DIR] [--only PARTS] [--peers] [--wrong]

``DIR`` holds ``pairing_dev`` and ``mqm_zhen.jsonl.gz``; without it only the seeds are counted. The parts:

passages     the seeds and pairing_dev: passages that are right, quotations from elsewhere that were paired
omission     pairing_dev, with the gold passage of each quotation in turn cut out of the translation
distractors  made of mqm_zhen: another speaker's words, or those of another occasion, that are another rendering
             of a sentence of the same translation, among true quotations
confidence   pairing_dev, with half of the gold passages cut out: calibration error, and right against wrong or absent

With ``--peers`` what a user would do instead is measured on the same cases (see ``peers.py``). A passage is right when
at least 80% of it lies in the gold, it is at least half as long as the quotation or the gold, and it reaches every
part of the gold by a third.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "models"))

import numpy as np
from fit_pairing import auc, expected_calibration_error

import fidelity
from fidelity.embedding import BuiltInEncoder
from tests.benchmarks.distractors import make_distractors
from tests.benchmarks.peers import Peer, load_peers
from tests.seeds import ARTICLE, GOLD, TRANSLATION, is_right, score

SEED = 20261124
PARTS = ("passages", "omission", "distractors", "confidence")
ENCODER = BuiltInEncoder()


@dataclass(frozen=True)
class Case:
    """A translation, an article, and the gold of the article's quotations."""

    name: str
    translation: str
    article: str
    gold: list[dict[str, Any]]

    def present(self) -> list[dict[str, Any]]:
        return [item for item in self.gold if item["passage_spans"] and not item.get("ambiguous")]

    def without(self, items: Sequence[dict[str, Any]]) -> Case:
        """The case with the gold passages of some quotations cut out; gold spans move, or are gone."""
        cut = sorted({tuple(span) for item in items for parts in item["alternatives"] for span in parts})
        kept = [i for i in range(len(self.translation)) if not any(a <= i < b for a, b in cut)]
        places = {old: new for new, old in enumerate(kept)}
        gold = []
        for item in self.gold:
            left = [parts for parts in item["alternatives"] if all(a in places and b - 1 in places for a, b in parts)]
            moved = [[[places[a], places[b - 1] + 1] for a, b in parts] for parts in left]
            gold.append({**item, "alternatives": moved, "passage_spans": moved[0] if moved else None})
        return Case(self.name, "".join(self.translation[i] for i in kept), self.article, gold)


def read_cases(data: Path) -> list[Case]:
    cases = []
    for folder in sorted((data / "pairing_dev").iterdir()):
        gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))["quotations"]
        texts = [(folder / f"{name}.txt").read_text(encoding="utf-8") for name in ("translation", "article")]
        cases.append(Case("pairing_dev", texts[0], texts[1], gold))
    return cases


def check(case: Case) -> fidelity.Report:
    """The report of one case, by the public function, from files."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("translation.txt", "article.txt")]
        for path, text in zip(paths, (case.translation, case.article), strict=True):
            path.write_text(text, encoding="utf-8")
        return fidelity.check(paths[0], [paths[1]], encoder=ENCODER)


def answers(case: Case, report: fidelity.Report) -> Iterator[tuple[dict[str, Any], Any, bool]]:
    """Of each counted quotation: its gold, the report's entry, and whether the entry has the right passage."""
    entries = {entry.quotation.spans[0].start: entry for entry in (*report.pairs, *report.unpaired)}
    for item in case.gold:
        if item.get("ambiguous"):
            continue
        entry = entries.get(item["quote_spans"][0][0])
        length = sum(end - start for start, end in item["quote_spans"])
        right = isinstance(entry, fidelity.Pair) and is_right(entry.passage, length, item["alternatives"])
        yield item, entry, right


def count_passages(cases: Sequence[Case], peers: Sequence[Peer], wrong: bool) -> None:
    seeds = Case("seeds", TRANSLATION.read_text("utf-8"), ARTICLE.read_text("utf-8"), GOLD["quotations"])
    totals: dict[str, Counter[str]] = {}
    kinds: Counter[tuple[str, bool]] = Counter()
    for case in (seeds, *cases):
        report = check(case)
        outcome = score(report, case.gold)
        totals.setdefault(case.name, Counter()).update({k: getattr(outcome, k) for k in outcome.__dataclass_fields__})
        for item, entry, right in answers(case, report):
            if item["passage_spans"] and case is not seeds:
                kinds[item["kind"], right] += 1
            if wrong and right != bool(item["passage_spans"]):
                show_wrong(case, item, entry)
    for name, counts in totals.items():
        print(f"{name:12}", ", ".join(f"{key.replace('_', ' ')} {value}" for key, value in counts.items()))
    for kind in sorted({kind for kind, _ in kinds}):
        hits, all_ = kinds[kind, True], kinds[kind, True] + kinds[kind, False]
        print(f"  {kind:14} {hits} of {all_} = {hits / all_:.3f}")
    for peer in peers:
        found: Counter[str] = Counter()
        for case in (seeds, *cases):
            for item in case.present():
                length = sum(end - start for start, end in item["quote_spans"])
                text = quoted(case, item)
                right = is_right(peer.find(case.translation, text)[0], length, item["alternatives"])
                found.update({(case.name, right): 1, (item.get("kind", "seed"), right): 1})
        for name in ("seeds", "pairing_dev", *sorted({kind for kind, _ in kinds})):
            all_ = found[name, True] + found[name, False]
            print(f"  {peer.name}: {name} {found[name, True]} of {all_} = {found[name, True] / max(1, all_):.3f}")


def quoted(case: Case, item: dict[str, Any]) -> str:
    return " ".join(case.article[start:end] for start, end in item["quote_spans"])


def show_wrong(case: Case, item: dict[str, Any], entry: Any) -> None:
    has = entry.passage.text if isinstance(entry, fidelity.Pair) else getattr(entry, "reason", "(not extracted)")
    gold = [case.translation[a:b] for a, b in item["passage_spans"] or ()]
    print(f"quotation: {quoted(case, item)} {getattr(entry, 'confidence', '')}\n     gold: {gold}\n      has: {has}")


def count_omissions(cases: Sequence[Case], peers: Sequence[Peer], wrong: bool) -> None:
    said: Counter[str] = Counter()
    false = present = 0
    scores: dict[str, tuple[list[float], list[float]]] = {peer.name: ([], []) for peer in peers}
    for case in cases:
        for item, entry, _ in answers(case, check(case)):
            if item["passage_spans"]:
                present += 1
                false += getattr(entry, "reason", None) == "missing"
                for peer in peers:
                    scores[peer.name][0].append(peer.find(case.translation, quoted(case, item))[1])
        for item in case.present():
            less = case.without([item])
            for other, entry, _ in answers(less, check(less)):
                if other["quote_spans"] == item["quote_spans"]:
                    reason = "paired" if isinstance(entry, fidelity.Pair) else getattr(entry, "reason", "not extracted")
                    said[reason] += 1
                    if wrong and reason != "missing":
                        print("not missed:", reason, "|", quoted(case, item), "=>", getattr(entry, "passage", None))
            for peer in peers:
                scores[peer.name][1].append(peer.find(less.translation, quoted(case, item))[1])
    total = sum(said.values())
    print(f"omission     missing {said['missing']} of {total} = {said['missing'] / total:.3f}, {dict(said)};", end=" ")
    print(f"missing where there is a passage {false} of {present} = {false / present:.3f}")
    for name, (there, gone) in scores.items():
        bound = sorted(there)[int(0.03 * len(there))]  # the best there is for it, chosen on these very cases
        print(f"  {name}: below what loses 3% of the present: {np.mean(np.array(gone) < bound):.3f} of the cut")


def count_distractors(data: Path, peers: Sequence[Peer]) -> None:
    paired: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for case in make_distractors(data, random.Random(SEED)):
        report = check(Case("distractors", case.translation, case.article, []))
        entries = {entry.quotation.spans[0].start: entry for entry in (*report.pairs, *report.unpaired)}
        for start, kind in case.quotations.items():
            total[kind] += 1
            paired[kind] += isinstance(entries.get(start), fidelity.Pair)
    for kind in sorted(total):
        print(f"distractors  {kind:24} paired {paired[kind]} of {total[kind]} = {paired[kind] / total[kind]:.3f}")
    if peers:
        print("  the peers know no speaker and no occasion: they pair every one")


def measure_confidence(cases: Sequence[Case]) -> None:
    rng = random.Random(SEED)
    confidence, right = [], []
    for case in cases:
        for _ in range(4):
            present = case.present()
            less = case.without(rng.sample(present, len(present) // 2))
            for item, entry, hit in answers(less, check(less)):
                if item["kind"] not in ("other_speaker", "other_occasion") and entry is not None:
                    confidence.append(entry.confidence if entry.confidence is not None else 0.0)
                    right.append(best_is_right(item, entry, hit))
    p, y = np.array(confidence), np.array(right, dtype=float)
    print(f"confidence   {len(p)} quotations, {y.mean():.2f} right: ", end="")
    print(f"calibration error {expected_calibration_error(p, y):.3f}, AUROC {auc(p, y):.3f}")
    for low in range(10):
        inside = (p >= low / 10) & ((p < (low + 1) / 10) | (low == 9))
        if inside.any():
            said, true = p[inside].mean(), y[inside].mean()
            print(f"  {low / 10:.1f} to {low / 10 + 0.1:.1f}: {inside.sum():4} said {said:.2f}, right {true:.2f}")


def best_is_right(item: dict[str, Any], entry: Any, hit: bool) -> bool:
    """Whether the passage is right; where none was shown, whether the nearest sentence is what confidence speaks of."""
    if hit or isinstance(entry, fidelity.Pair) or not item["alternatives"] or not entry.alternatives:
        return hit
    nearest = entry.alternatives[0].span
    gold = [fidelity.Span(*span) for parts in item["alternatives"] for span in parts]
    return sum(nearest.overlap(span) for span in gold) >= 0.8 * len(nearest)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder with pairing_dev and mqm_zhen.jsonl.gz")
    parser.add_argument("--only", default=",".join(PARTS), help="parts to run, with commas between")
    parser.add_argument("--peers", action="store_true", help="measure what else a user might do, too")
    parser.add_argument("--wrong", action="store_true", help="show every wrong answer")
    options = parser.parse_args()
    parts = options.only.split(",") if options.data else ["passages"]
    cases = read_cases(options.data) if options.data else []
    peers = load_peers() if options.peers else []
    if "passages" in parts:
        count_passages(cases, peers, options.wrong)
    if "omission" in parts:
        count_omissions(cases, peers, options.wrong)
    if "distractors" in parts:
        count_distractors(options.data, peers)
    if "confidence" in parts:
        measure_confidence(cases)


if __name__ == "__main__":
    main()
