"""A scorer for tests: it says of a pair what the test says, without a model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from fidelity.scorer import HEADS, Entailment, PairReading, SideReading, Thresholds
from fidelity.scorer.readings import EVEN
from fidelity.types import Span
from tests.encoders import HashingEncoder

UNSUSPECTED = -4.0
"""Log-odds that a word is in error where a test says nothing of it."""


def reading_of(
    quotation: str,
    passage: str,
    *,
    suspected: Mapping[str, float] | None = None,
    quotation_gaps: Mapping[str, float] | None = None,
    passage_gaps: Mapping[str, float] | None = None,
    heads: Mapping[str, float] | None = None,
    thresholds: Thresholds | None = None,
    forward: Entailment = EVEN,
    backward: Entailment = EVEN,
    dictionary: dict[str, str] | None = None,
) -> PairReading:
    """A reading in which words match where they are the same, or where ``dictionary`` gives them one meaning.

    ``suspected``: words of either side, and the log-odds that they carry an error; ``quotation_gaps`` and
    ``passage_gaps``: words of one side before which others were left out; ``heads``: what is said of the pair, 0
    for the rest.
    """
    sides = []
    texts = (quotation, quotation_gaps), (passage, passage_gaps)
    for (text, left_out), encoding in zip(texts, HashingEncoder(dictionary).encode([quotation, passage]), strict=True):
        changed = _by_word(text, encoding.words, suspected or {})
        gaps = _by_word(text, encoding.words, left_out or {})
        sides.append(SideReading(encoding.words, encoding.word_vectors, changed, changed, gaps))
    said = tuple((heads or {}).get(name, 0.0) for name in HEADS)
    return PairReading(said, sides[0], sides[1], thresholds or Thresholds(), forward, backward)


def _by_word(text: str, words: Sequence[Span], said: Mapping[str, float]) -> np.ndarray:
    return np.array([said.get(word.of(text), UNSUSPECTED) for word in words], np.float32)


class FakeScorer:
    """A scorer that suspects the words of ``suspected`` wherever they stand."""

    name = "fake@test"
    languages = frozenset({"en"})
    thresholds = Thresholds()

    def __init__(self, suspected: Mapping[str, float] | None = None) -> None:
        self._suspected = suspected or {}

    def read(self, pairs: Sequence[tuple[str, str]], progress: object = None) -> list[PairReading]:
        return [reading_of(*pair, suspected=self._suspected) for pair in pairs]
