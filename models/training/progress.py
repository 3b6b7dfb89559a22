"""Figures that tell, while training runs, whether it goes well: on pairs that it does not read."""

from __future__ import annotations

import random
from pathlib import Path

import corpora
import numpy as np
import torch
from batches import Item, collate, encode
from labelled import labelled, of_entailment
from losses import CARRIES
from metrics import auc
from network import BACKWARD, FORWARD, LABELS, PairScorer
from tokenizers import Tokenizer

SIZES = {"entailment": 400, "mqm": 300, "bio": 300, "demetr": 240, "senses": 120, "twins": 80, "strangers": 80}


def held_out(data: Path, tokenizer: Tokenizer) -> list[Item]:
    """A sample of the development parts, and of the entailment sets held out whole."""
    rng = random.Random(1)
    found: dict[str, list[dict[str, object]]] = {}
    for example in labelled(data, "dev", rng):
        source = "bio" if example.source == "mqm" and example.group >= 15_000_000 else example.source
        found.setdefault(source, []).append(example.row())
    rows = [row for name, size in SIZES.items() for row in rng.sample(found[name], min(size, len(found[name])))]
    whole = [row for row in corpora.read_entailment(data) if row["part"] == "test"]
    for start in corpora.HELD_OUT_SETS:
        some = rng.sample([row for row in whole if row["set"].startswith(start)], 200)
        rows += [example.row() | {"source": start} for example in of_entailment(some, rng)]
    return encode(rows, tokenizer)


@torch.no_grad()
def evaluate(model: PairScorer, items: list[Item]) -> str:
    """Accuracy of the three labels; how well each head tells faithful from unfaithful pairs (AUC)."""
    model.eval()
    ordered, heads = sorted(items, key=lambda i: len(i.ids)), []
    for start in range(0, len(ordered), 48):
        batch = collate(ordered[start : start + 48])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            said, _ = model(batch["ids"], batch["types"], batch["match"], batch["mask"])
        heads.append(said.float().numpy())
    model.train()
    rows, said_of = [i.row for i in ordered], np.concatenate(heads)
    parts = []
    for source in ("entailment", *corpora.HELD_OUT_SETS):
        right = [
            said_of[k, first : first + len(LABELS)].argmax() == row[name]
            for k, row in enumerate(rows)
            if row["source"] == source
            for name, first in (("forward", FORWARD), ("backward", BACKWARD))
            if row[name] is not None
        ]
        parts.append(f"{source} {np.mean(right):.3f}")
    both = _entailed_both(said_of)
    for name, score in (("label", said_of[:, 0]), ("rated", said_of[:, 1]), ("entailed", both)):
        for source in ("demetr", "mqm"):
            chosen = [k for k, r in enumerate(rows) if r["source"] == source and r["faithful"] is not None]
            good, bad = ([score[k] for k in chosen if rows[k]["faithful"] == y] for y in (1, 0))
            parts.append(f"{source} {name} {auc(np.array(good), np.array(bad)):.3f}")
    for score, title, source in ((both, "entailed", "senses"), (said_of[:, CARRIES], "carried", "strangers")):
        twins, others = (
            np.array([score[k] for k, r in enumerate(rows) if r["source"] == s]) for s in ("twins", source)
        )
        parts.append(f"twins above {source} {title} {auc(twins, others):.3f}, {source} mean {others.mean():.1f}")
    return ", ".join(parts)


def _entailed_both(heads: np.ndarray) -> np.ndarray:
    """Log-probability that each side entails the other."""
    total = np.zeros(len(heads))
    for first in (FORWARD, BACKWARD):
        three = heads[:, first : first + len(LABELS)]
        total += three[:, 0] - np.log(np.exp(three).sum(axis=1))
    return total
