"""Pull quotes: words that a page sets large in a paragraph of their own, and that its text quotes as well."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fidelity.types import Quotation

_WORD = re.compile(r"[^\W_]+")
_FEWEST = 3
"""Least number of words of a pull quote."""
_PLACES = 20
"""Greatest number of places with the same three words that are compared. A limit."""

_Places = dict[tuple[str, ...], list[int]]


def drop_pull_quotes(text: str, quotations: Sequence[Quotation]) -> list[Quotation]:
    """The quotations without those that stand alone, name nobody, and repeat words that another one holds."""
    words = [tuple(word.casefold() for word in _WORD.findall(quotation.text)) for quotation in quotations]
    alone = [
        quotation.speaker_kind in {"context", "unknown"} and len(held) >= _FEWEST and _stands_alone(text, quotation)
        for quotation, held in zip(quotations, words, strict=True)
    ]
    if not any(alone):
        return list(quotations)
    said: list[str] = []
    for held, single in zip(words, alone, strict=True):
        if not single:
            said += ["", *held]
    places: _Places = {}
    for at in range(len(said) - _FEWEST + 1):
        found = places.setdefault(tuple(said[at : at + _FEWEST]), [])
        if len(found) < _PLACES:
            found.append(at)
    return [
        quotation
        for quotation, held, single in zip(quotations, words, alone, strict=True)
        if not (single and _is_held(held, said, places))
    ]


def _stands_alone(text: str, quotation: Quotation) -> bool:
    """Whether its paragraph contains only its words."""
    held = sum(len(_WORD.findall(span.of(text))) for span in quotation.spans)
    return len(_WORD.findall(quotation.paragraph.of(text))) == held


def _is_held(words: tuple[str, ...], said: list[str], places: _Places) -> bool:
    starts = places.get(words[:_FEWEST], ())
    return any(tuple(said[at : at + len(words)]) == words for at in starts)
