"""Short clean pairs: a clause or a few words of one faithful rendering, and what pairing cuts out of another for it.

News quotes fragments, and :mod:`fidelity.pairing` cuts the passage to what they say; whole sentences alone would not
teach the scorer what two such short texts look like when they say the same.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import corpora
from corpora import Part, Row
from pairing_cases import SEGMENTS, CachedEncoder, Case, is_right, quote, run_case

from fidelity.calibration import load_calibration
from fidelity.pairing import FEATURES
from fidelity.settings import Settings
from fidelity.types import Span

LEAST_ODDS, LEAST_RECALL = 0.0, 0.62
"""Log-odds of the placement and share of the quotation's words in it from which it is taken to say all of it."""

_RECALL = FEATURES.index("recall")
_FEWEST, _LONGEST = 2, 14
"""Words of a short quotation."""


def clean_clauses(data: Path, part: Part, rng: random.Random, count: int) -> Iterator[tuple[str, str]]:
    """Pairs from ``count`` texts of segments in a row, each with two faithful renderings."""
    encoder, settings = CachedEncoder(), Settings()
    rank = load_calibration("placement", FEATURES)
    segments = _faithful_renderings(data, part)
    seen: set[tuple[str, str]] = set()
    for _ in range(count):
        start = rng.randrange(len(segments))
        case = _case([*segments, *segments][start : start + SEGMENTS], rng)
        body, _, placed = run_case(case, encoder, rank, settings)
        for (text, *_), placements, gold in zip(case.queries, placed, case.gold, strict=True):
            if not placements or not is_right(placements[0], body, gold):
                continue
            best = placements[0]
            if rank.log_odds(best.features) >= LEAST_ODDS and best.features[_RECALL] >= LEAST_RECALL:
                pair = text, body.cut_passage(best.first, best.last, [Span(0, len(case.text))]).text
                if pair not in seen and pair[0] != pair[1]:
                    seen.add(pair)
                    yield pair


def _faithful_renderings(data: Path, part: Part) -> list[list[str]]:
    """Of every segment of one part, in order, the renderings in which raters found next to nothing."""
    found: dict[tuple[str, str, int], set[str]] = defaultdict(set)
    for row in corpora.read_mqm(data):
        if row["part"] == part:
            known = found[row["set"], row["doc"], row["seg_id"]]
            known.add(row["ref"].strip())
            known.update([row["ref2"].strip()] if row.get("ref2") else [])
            known.update([row["mt"].strip()] if _is_clean(row) else [])
    return [sorted(found[key]) for key in sorted(found)]


def _is_clean(row: Row) -> bool:
    return bool(row["faithful"]) and row["mqm"] <= 1


def _case(segments: list[list[str]], rng: random.Random) -> Case:
    """One rendering of each segment as the translation; of another, clauses are quoted."""
    parts, queries, gold, position = [], [], [], 0
    for number, renderings in enumerate(segments):
        said, quoted = rng.sample(renderings, 2) if len(renderings) > 1 else (renderings[0], None)
        span = Span(position, position + len(said))
        parts.append(said)
        position += len(said) + 1
        for text in {quote(quoted, rng)[0] for _ in range(3)} if quoted else ():
            if _FEWEST <= len(text.split()) <= _LONGEST and len(text) >= 4:
                queries.append((text, text, (Span(0, len(text)),), number))
                gold.append(span)
    return Case("\n".join(parts), queries, gold)
