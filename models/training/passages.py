"""Examples of whether a passage carries a quotation: what the encoder alone finds for quotations of generated cases.

Half of what is quoted is not there, so that the best that is found is a sentence of the same document, or of texts
alike, that says something else. A passage that has drifted still carries its quotation.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from corpora import Part, Row
from examples import Example
from pairing_cases import SEGMENTS, CachedEncoder, Case, Segment, make_cases, read_segments, run_case

from fidelity.calibration import load_calibration
from fidelity.pairing import FEATURES, Body, Placement
from fidelity.settings import Settings
from fidelity.types import Span

SECOND = 0.3
"""Share of the quotations of which the second best that is found becomes an example, too."""

DRIFTED = 0.4
"""Share of the segments that are made to say something else."""

_RIGHT, _WRONG = 0.8, 0.1
"""Share of a passage that lies where the quotation stands, from which it is right and up to which it is wrong."""

_GROUPS, _POOL = 60, 6000


def of_passages(data: Path, part: Part, mlqe: list[Row], rng: random.Random, count: int) -> Iterator[Example]:
    """Examples from ``count`` cases over one part's rated documents, half as many over corrected sentences alike."""
    encoder, settings = CachedEncoder(), Settings()
    rank = load_calibration("placement", FEATURES)
    documents = list(read_segments(data, part, one=True).values())
    cases = [*make_cases(documents, rng, count, DRIFTED)]
    groups = list(_alike(mlqe, encoder, rng))
    cases += [case for _ in range(count // 2) for case in make_cases([rng.choice(groups)], rng, 1, DRIFTED)]
    for case in cases:
        body, _, placed = run_case(case, encoder, rank, settings)
        yield from _of_case(case, body, placed, rng)


def _of_case(case: Case, body: Body, placed: list[tuple[Placement, ...]], rng: random.Random) -> Iterator[Example]:
    whole = [Span(0, len(case.text))]
    for (text, *_), placements, gold in zip(case.queries, placed, case.gold, strict=True):
        for placement in placements[: 2 if rng.random() < SECOND else 1]:
            passage = body.cut_passage(placement.first, placement.last, whole)
            share = passage.span.overlap(gold) / len(passage.span) if gold else 0.0
            if share >= _RIGHT or share <= _WRONG:
                yield Example(
                    text, passage.text, "passages", "found", carries=int(share >= _RIGHT),
                    q_mask=None, p_mask=None, q_gaps=None, p_gaps=None,
                )  # fmt: skip


def _alike(mlqe: list[Row], encoder: CachedEncoder, rng: random.Random) -> Iterator[list[Segment]]:
    """Groups of corrected sentences that are near one another, each sentence with its machine translation."""
    good = [row for row in mlqe if row["da"] >= 60 and len(row["pe"].split()) > 6 and row["pe"] != row["mt"]]
    chosen = rng.sample(good, min(_POOL, len(good)))
    vectors: Any = np.stack([encoding.vector for encoding in encoder.encode([row["pe"] for row in chosen])])
    for seed in rng.sample(range(len(chosen)), _GROUPS):
        near = np.argsort(-(vectors @ vectors[seed]), kind="stable")[:SEGMENTS]
        yield [Segment([chosen[i]["pe"]], [chosen[i]["mt"]]) for i in near]
