"""What the scorer says of pairs, kept in a folder so that fits and ablations read each pair once."""

from __future__ import annotations

import hashlib
import pickle
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent
sys.path[:0] = [str(ROOT.parent), str(ROOT)]

from human_pairs import Example

from fidelity.judgement import read_pairs
from fidelity.scorer import PairReading, Scorer, SideReading
from fidelity.scorer.minilm import PairScorer
from fidelity.settings import Settings
from fidelity.text.words import Words

BLOCK = 400
Pair = tuple[str, str]


def read_all(examples: Sequence[Example], cache: Path | None, scorer: Scorer | None = None) -> dict[Pair, PairReading]:
    """The reading of each pair. Those in ``cache`` are of this scorer's graph; they are trusted to be yours."""
    scorer = scorer or PairScorer()
    rules, found = Settings().judgement, dict[Pair, PairReading]()
    pairs = sorted({example.pair for example in examples})
    for start in range(0, len(pairs), BLOCK):
        block = pairs[start : start + BLOCK]
        path = _file_of(block, scorer.name, cache)
        if path is not None and path.exists():
            found.update(pickle.loads(path.read_bytes()))
        else:
            words = [(Words(quotation), Words(passage)) for quotation, passage in block]
            readings = dict(zip(block, read_pairs(scorer, words, rules), strict=True))
            if path is not None:
                path.write_bytes(pickle.dumps({pair: _stored(reading) for pair, reading in readings.items()}))
            found.update(readings)
        print(f"\rread {start + len(block)} of {len(pairs)}", end="", file=sys.stderr)
    print(file=sys.stderr)
    return {pair: _restored(reading, scorer) for pair, reading in found.items()}


def _file_of(block: list[Pair], name: str, cache: Path | None) -> Path | None:
    if cache is None:
        return None
    cache.mkdir(parents=True, exist_ok=True)
    graph = name.partition("+")[0]
    return cache / f"{hashlib.sha256(repr((graph, block)).encode()).hexdigest()[:16]}.pickle"


def _stored(reading: PairReading) -> PairReading:
    return _with_vectors(reading, np.float16)


def _restored(reading: PairReading, scorer: Scorer) -> PairReading:
    """With vectors in full precision and today's thresholds, which are not the graph's."""
    return replace(_with_vectors(reading, np.float32), thresholds=scorer.thresholds)


def _with_vectors(reading: PairReading, kind: type[np.floating]) -> PairReading:
    def side(each: SideReading) -> SideReading:
        return replace(each, vectors=each.vectors.astype(kind))

    return replace(reading, quotation=side(reading.quotation), passage=side(reading.passage))
