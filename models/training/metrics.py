"""Figures by which scores are compared, and the metrics that they are compared with."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]


def auc(good: Sequence[float], bad: Sequence[float]) -> float:
    """Probability that a good item scores above a bad one, ties a half."""
    if not len(good) or not len(bad):
        return float("nan")
    both = np.sort(np.concatenate([good, bad]))
    ranks = (np.searchsorted(both, good, "left") + np.searchsorted(both, good, "right") + 1) / 2
    return float((ranks.sum() - len(good) * (len(good) + 1) / 2) / (len(good) * len(bad)))


def recall_at(good: Sequence[float], bad: Sequence[float], rate: float = 0.1) -> float:
    """Share of the bad below the score that ``rate`` of the good are below."""
    return float((np.asarray(bad) < np.quantile(good, rate)).mean())


def calibration_error(probability: Array, label: Array, weight: Array) -> float:
    """Expected calibration error over ten bins of equal width (Guo et al., ICML 2017), weighted."""
    bins = np.minimum((probability * 10).astype(int), 9)
    return float(sum(abs((weight * (probability - label))[bins == b].sum()) for b in range(10)) / weight.sum())


def pairwise_accuracy(groups: Sequence[Sequence[tuple[float, float]]]) -> float:
    """Share of pairs within a group that two scores order alike; pairs tied by the second are left out, by the first count half."""
    right = total = 0.0
    for group in groups:
        for i, (a, x) in enumerate(group):
            for b, y in group[i + 1 :]:
                if x != y:
                    total += 1
                    right += 0.5 if a == b else float((a > b) == (x > y))
    return right / total if total else float("nan")


def weighted_kappa(one: Sequence[int], other: Sequence[int], levels: int) -> float:
    """Cohen's kappa with quadratic weights."""
    table = np.zeros((levels, levels))
    for a, b in zip(one, other, strict=True):
        table[a, b] += 1
    cost = (np.arange(levels)[:, None] - np.arange(levels)[None, :]) ** 2
    chance = np.outer(table.sum(1), table.sum(0)) / table.sum()
    return float(1 - (cost * table).sum() / max((cost * chance).sum(), 1e-9))


def chrf(reference: str, text: str, order: int = 6, beta: float = 2.0) -> float:
    """Character n-gram F score (Popović, WMT 2015), 0..1, white space left out."""
    scores = []
    a, b = ("".join(t.split()) for t in (reference, text))
    for n in range(1, order + 1):
        x, y = (Counter(t[i : i + n] for i in range(len(t) - n + 1)) for t in (a, b))
        if not x or not y:
            continue
        shared = sum((x & y).values())
        precision, recall = shared / sum(y.values()), shared / sum(x.values())
        total = beta**2 * precision + recall
        scores.append((1 + beta**2) * precision * recall / total if total else 0.0)
    return sum(scores) / len(scores) if scores else 0.0


def bert_score(a: Any, b: Any) -> float:
    """BERTScore's F1 (Zhang et al., ICLR 2020) of two encodings' words, greedy, no idf."""
    x, y = (e.word_vectors / np.maximum(np.linalg.norm(e.word_vectors, axis=1, keepdims=True), 1e-9) for e in (a, b))
    if not len(x) or not len(y):
        return 0.0
    match = x @ y.T
    recall, precision = match.max(1).mean(), match.max(0).mean()
    return float(2 * precision * recall / max(precision + recall, 1e-9))


def words(text: str) -> list[tuple[str, int, int]]:
    """Words with their places."""
    return [(m[0], m.start(), m.end()) for m in re.finditer(r"\w+", text)]
