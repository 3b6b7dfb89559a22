"""Examples as batches of wordpieces."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from examples import read_examples
from tokenizers import Tokenizer

CLS, SEP, LONGEST = 101, 102, 360
UNIT = 8
"""Examples of one group that are ranked against one another in one batch."""
_OPTIONAL = ("faithful", "mqm", "da", "carries")
_LABELS = ("forward", "backward")


@dataclass
class Item:
    """One example as wordpieces. For each wordpiece ``tags``: 1 error, 0 none, -1 unknown; ``gaps``: 1 where words are
    missing before it, or after it at the end, 0 where none are, -1 unknown."""

    ids: list[int]
    types: list[int]
    match: list[int]
    tags: list[int]
    gaps: list[int]
    row: dict[str, Any]


def encode(rows: list[dict[str, Any]], tokenizer: Tokenizer) -> list[Item]:
    texts = sorted({r[side] for r in rows for side in "qp"})
    known = dict(zip(texts, tokenizer.encode_batch(texts, add_special_tokens=False), strict=True))
    items = []
    for row in rows:
        left, right = known[row["q"]], known[row["p"]]
        sides = []
        for side, own, other in (("q", left, right), ("p", right, left)):
            ids = own.ids[: LONGEST // 2]
            others = set(other.ids)
            match = [1 if i in others else 2 for i in ids]
            offsets = own.offsets[: len(ids)]
            sides.append(
                (
                    ids,
                    match,
                    _tag(offsets, row[f"{side}_tags"], row[f"{side}_mask"]),
                    _gaps(offsets, row[f"{side}_gaps"]),
                )
            )
        (a, am, at, ag), (b, bm, bt, bg) = sides
        items.append(
            Item(
                [CLS, *a, SEP, *b, SEP],
                [0] * (len(a) + 2) + [1] * (len(b) + 1),
                [0, *am, 0, *bm, 0],
                [-1, *at, -1, *bt, -1],
                [-1, *ag, -1, *bg, -1],
                row,
            )
        )
    return items


def _tag(offsets: list[tuple[int, int]], tags: list[list[int]], mask: list[list[int]] | None) -> list[int]:
    found = []
    for start, end in offsets:
        if any(start < b and a < end for a, b in tags):
            found.append(1)
        elif mask is None or any(start < b and a < end for a, b in mask):
            found.append(-1)
        else:
            found.append(0)
    return found


def _gaps(offsets: list[tuple[int, int]], places: list[int] | None) -> list[int]:
    if places is None:
        return [-1] * len(offsets)
    found = [0] * len(offsets)
    for place in places if offsets else ():
        found[next((k for k, (_, end) in enumerate(offsets) if end > place), -1)] = 1
    return found


def load(path: Path, tokenizer: Tokenizer) -> list[Item]:
    return encode(list(read_examples(path)), tokenizer)


def collate(items: list[Item]) -> dict[str, torch.Tensor]:
    width = max(len(i.ids) for i in items)

    def pad(name: str, fill: int) -> torch.Tensor:
        rows = [getattr(i, name) for i in items]
        return torch.tensor([r + [fill] * (width - len(r)) for r in rows])

    batch = {"ids": pad("ids", 0), "types": pad("types", 0), "match": pad("match", 0), "tags": pad("tags", -1)}
    batch["gaps"] = pad("gaps", -1)
    batch["mask"] = torch.tensor([[1] * len(i.ids) + [0] * (width - len(i.ids)) for i in items])
    for name in _OPTIONAL:
        values = [i.row.get(name) for i in items]
        batch[name] = torch.tensor([np.nan if v is None else float(v) for v in values])
    for name in _LABELS:
        values = [i.row.get(name) for i in items]
        batch[name] = torch.tensor([-1 if v is None else int(v) for v in values])
    batch["group"] = torch.tensor([i.row["group"] if i.row["group"] >= 0 else -1 - n for n, i in enumerate(items)])
    batch["rated"] = torch.tensor([i.row["source"] == "mqm" and i.row["mqm"] is not None for i in items])
    return batch


def units(items: list[Item], rng: random.Random, repeats: dict[str, int]) -> list[list[Item]]:
    """What has to stay in one batch: the examples of a group, at most eight of them; each source ``repeats`` times."""
    grouped: dict[int, list[Item]] = {}
    for n, item in enumerate(items):
        grouped.setdefault(item.row["group"] if item.row["group"] >= 0 else -1 - n, []).append(item)
    found = []
    for group in grouped.values():
        source = "mqm rated" if group[0].row["mqm"] is not None else group[0].row["source"]
        if group[0].row["da"] is not None:
            source = "mlqe rated"
        for _ in range(repeats.get(source, 1)):
            shuffled = rng.sample(group, len(group))
            found += [shuffled[i : i + UNIT] for i in range(0, len(shuffled), UNIT)]
    rng.shuffle(found)
    return found


def batches(found: list[list[Item]], tokens: int, window: int = 600) -> Iterator[list[Item]]:
    """Batches of up to ``tokens`` wordpieces with padding, of units of like length."""
    rng = random.Random(len(found))
    for start in range(0, len(found), window):
        block = sorted(found[start : start + window], key=lambda u: max(len(i.ids) for i in u))
        made, batch, width = [], [], 0
        for unit in block:
            longest = max(width, *(len(i.ids) for i in unit))
            if batch and longest * (len(batch) + len(unit)) > tokens:
                made.append(batch)
                batch, longest = [], max(len(i.ids) for i in unit)
            batch, width = batch + unit, longest
        if batch:
            made.append(batch)
        rng.shuffle(made)
        yield from made
