"""The seed documents, their gold, and when an answer to it is right. Shared by tests and benchmarks."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fidelity.report import Report
from fidelity.types import Passage, Span

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
GOLD: dict[str, Any] = json.loads((SEEDS / "gold.json").read_text(encoding="utf-8"))
TRANSLATION = SEEDS / GOLD["translation"]
ARTICLE = SEEDS / GOLD["article"]


@dataclass(frozen=True)
class Outcome:
    """How a report answers a gold file: counts over its quotations."""

    with_passage: int = 0
    right: int = 0
    traps: int = 0
    traps_paired: int = 0
    missing: int = 0
    uncertain: int = 0
    excluded: int = 0


def is_right(passage: Passage, quotation_length: int, alternatives: Sequence[Sequence[Sequence[int]]]) -> bool:
    """Whether a passage answers one of the equally right ``alternatives``, each a list of needed parts.

    At least 80% of it lies in the gold, it is at least half as long as the quotation or the gold, and it
    reaches every part by a third.
    """
    length = sum(map(len, passage.spans))
    for parts in ([Span(*part) for part in alternative] for alternative in alternatives):
        if not parts:
            continue
        shared = [sum(part.overlap(span) for span in passage.spans) for part in parts]
        long_enough = length >= 0.5 * min(quotation_length, sum(map(len, parts)))
        reaches = all(have >= len(part) / 3 for have, part in zip(shared, parts, strict=True))
        if sum(shared) >= 0.8 * length and long_enough and reaches:
            return True
    return False


def score(report: Report, gold: Sequence[dict[str, Any]]) -> Outcome:
    """Compare a report with a gold list of quotations; ambiguous ones are not counted."""
    entries = {entry.quotation.spans[0].start: entry for entry in (*report.pairs, *report.unpaired)}
    counts = dict.fromkeys(Outcome.__dataclass_fields__, 0)
    for item in gold:
        if item.get("ambiguous"):
            continue
        entry = entries.get(item["quote_spans"][0][0])
        passage = getattr(entry, "passage", None)
        if item["passage_spans"] is None:
            counts["traps"] += 1
            counts["traps_paired"] += passage is not None
            continue
        counts["with_passage"] += 1
        length = sum(end - start for start, end in item["quote_spans"])
        if passage is not None:
            counts["right"] += is_right(passage, length, item["alternatives"])
        else:
            reason = getattr(entry, "reason", "excluded")
            counts[reason if reason in ("missing", "uncertain") else "excluded"] += 1
    return Outcome(**counts)
