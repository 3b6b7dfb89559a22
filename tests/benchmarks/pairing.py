"""How many quotations get the right passage: on the seeds and, with ``--data DIR``, on ``DIR/pairing_dev``.

    python tests/benchmarks/pairing.py [--data DIR] [--wrong]

A passage is right when at least 80% of it lies in the gold, it is at least half as long as the quotation
or the gold, and it reaches every part of the gold by a third.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import fidelity
from tests.seeds import ARTICLE, GOLD, TRANSLATION, is_right, score


def show_wrong(report: fidelity.Report, gold: list[dict[str, Any]], text: str) -> None:
    """Each quotation whose answer differs from the gold, and both answers."""
    entries = {entry.quotation.spans[0].start: entry for entry in (*report.pairs, *report.unpaired)}
    for item in gold:
        entry = entries.get(item["quote_spans"][0][0])
        passage = entry.passage if isinstance(entry, fidelity.Pair) else None
        length = sum(end - start for start, end in item["quote_spans"])
        wanted = item["passage_spans"]
        if (wanted is None) == (passage is None) and (
            passage is None or is_right(passage, length, item["alternatives"])
        ):
            continue
        print("quotation:", entry.quotation.text if entry else "(not extracted)", getattr(entry, "confidence", None))
        print("     gold:", [text[a:b] for a, b in wanted] if wanted else None)
        print("      has:", passage.text if passage else getattr(entry, "reason", None))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder with pairing_dev")
    parser.add_argument("--wrong", action="store_true", help="show every wrong answer")
    options = parser.parse_args()
    cases = [("seeds", TRANSLATION, ARTICLE, GOLD["quotations"])]
    for folder in sorted((options.data / "pairing_dev").iterdir()) if options.data else ():
        gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))["quotations"]
        cases.append(("pairing_dev", folder / "translation.txt", folder / "article.txt", gold))
    totals: dict[str, Counter[str]] = {}
    for name, translation, article, gold in cases:
        report = fidelity.check(translation, [article])
        outcome = score(report, gold)
        totals.setdefault(name, Counter()).update({k: getattr(outcome, k) for k in outcome.__dataclass_fields__})
        if options.wrong:
            show_wrong(report, gold, translation.read_text(encoding="utf-8"))
    for name, counts in totals.items():
        print(name, dict(counts))


if __name__ == "__main__":
    main()
