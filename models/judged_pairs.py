"""Pairs judged by the program and scored by the measures that it is compared with, each pair once."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent
sys.path[:0] = [str(ROOT.parent), str(ROOT / "training")]

from metrics import auc, bert_score, chrf

from fidelity import judgement
from fidelity.calibration import load_calibration
from fidelity.embedding import BuiltInEncoder
from fidelity.scorer import PairReading
from fidelity.scorer.minilm import PairScorer
from fidelity.scorer.mpnet import MeaningReader
from fidelity.settings import Settings
from fidelity.text.words import Words
from fidelity.types import severity_rank

Pair = tuple[str, str]
MEASURES = ("fidelity", "cosine", "BERTScore", "chrF")


@dataclass
class Judged:
    """All pairs that figures are about, judged and scored by each measure."""

    baselines: bool = True
    judgements: dict[Pair, judgement.Judgement] = field(default_factory=dict)
    meanings: dict[Pair, PairReading] = field(default_factory=dict)
    others: dict[Pair, tuple[float, float, float]] = field(default_factory=dict)

    def add(self, pairs: Iterable[Pair], baselines: bool = True) -> None:
        """Judge those that are new."""
        calibration, rules = load_calibration("fidelity", judgement.FEATURES), Settings().judgement
        scorers, new = (PairScorer(), MeaningReader()), sorted(set(pairs) - self.judgements.keys())
        for start in range(0, len(new), 256):
            block = new[start : start + 256]
            words = [(Words(quotation), Words(passage)) for quotation, passage in block]
            read, meant = (judgement.read_pairs(scorer, words, rules) for scorer in scorers)
            for pair, both, reading, meaning in zip(block, words, read, meant, strict=True):
                self.judgements[pair] = judgement.judge(judgement.examine(*both, reading, rules), meaning, calibration)
                self.meanings[pair] = meaning
            if baselines and self.baselines:
                self._add_others(block)
            print(f"\rjudged {start + len(block)} of {len(new)}", end="", file=sys.stderr)
        print(file=sys.stderr)

    def _add_others(self, block: list[Pair]) -> None:
        texts = sorted({text for pair in block for text in pair})
        encoded = dict(zip(texts, _encoder().encode(texts), strict=True))
        for a, b in block:
            cosine = float(encoded[a].vector @ encoded[b].vector)
            self.others[a, b] = cosine, bert_score(encoded[a], encoded[b]), chrf(a, b)

    def scores(self, pairs: Sequence[Pair], measure: int) -> list[float]:
        """The scores of pairs by one of :data:`MEASURES`."""
        if measure == 0:
            return [self.judgements[pair].score for pair in pairs]
        return [self.others[pair][measure - 1] if pair in self.others else 0.0 for pair in pairs]

    def flagged(self, pairs: Sequence[Pair]) -> float:
        """The share of pairs whose severity is major or critical."""
        return float(np.mean([severity_rank(self.judgements[p].severity) >= severity_rank("major") for p in pairs]))

    def areas(self, title: str, good: Sequence[Pair], bad: Sequence[Pair]) -> None:
        """Print how well each measure puts the good pairs above the bad ones (AUC)."""
        figures = (auc(self.scores(good, m), self.scores(bad, m)) for m in range(len(MEASURES)))
        self.row(title, (f"{figure:.3f}" for figure in figures))

    def row(self, title: str, figures: Iterable[str]) -> None:
        print(f"{title:34}" + "".join(f"{figure:>19}" for figure in figures), flush=True)


_ENCODER: list[BuiltInEncoder] = []


def _encoder() -> BuiltInEncoder:
    if not _ENCODER:
        _ENCODER.append(BuiltInEncoder())
    return _ENCODER[0]


def heading(title: str) -> None:
    print(f"\n== {title}")
