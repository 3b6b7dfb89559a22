"""Cuts sentences that are too long for one search. A text without full stops is one sentence of any length.

The memory of a search grows with the square of the words in its window, and a window contains whole sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from fidelity.settings import PairingSettings
from fidelity.types import Span

_WORD = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]|[^\W\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]+|[^\w\s]")
"""About what encoders take for a word: a run of letters and digits, a character of a script without spaces, a mark."""

_CLAUSE_ENDS = frozenset(",;:，；：、")


def cut_long(text: str, sentences: Sequence[Span], settings: PairingSettings) -> list[Span]:
    """The sentences, those of more than ``sentence_words`` words in stretches of at most so many, in order.

    A stretch ends after the last mark of a clause in its second half, or otherwise after the greatest number of words.
    """
    found: list[Span] = []
    for sentence in sentences:
        if len(sentence) <= settings.sentence_words:  # no more characters than words are allowed
            found.append(sentence)
        else:
            found += _stretches(text, sentence, settings.sentence_words)
    return found


def _stretches(text: str, sentence: Span, limit: int) -> Iterator[Span]:
    start, words, last, end_of_clause, since = sentence.start, 0, sentence.start, None, 0
    for word in _WORD.finditer(text, sentence.start, sentence.end):
        if words == limit:
            end, words = (end_of_clause, words - since) if end_of_clause else (last, 0)
            yield Span(start, end).trim(text)
            start, end_of_clause = end, None
        words, last = words + 1, word.end()
        if word.group() in _CLAUSE_ENDS and words > limit // 2:
            end_of_clause, since = last, words
    yield Span(start, sentence.end).trim(text)
