"""Ids that stay the same in every run: they name the words, not a file, an offset, a setting or a model."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from fidelity.types import Quotation

_SEPARATOR = "\u001f"


def quotation_ids(text: str, quotations: Sequence[Quotation]) -> list[str]:
    """One id per quotation of one article, whose text is ``text``.

    First 16 hex digits of SHA-256 over the quotation's text and the paragraph that carries it; repeats
    get ``-2``, ``-3`` in order of position.
    """
    return number_repeats(_digest(q.text, q.paragraph.of(text)) for q in quotations)


def pair_id(text: str, quotation: Quotation, passage: str) -> str:
    """The id of a pair: like :func:`quotation_ids`, with the passage's text added. The caller numbers repeats."""
    return _digest(quotation.text, quotation.paragraph.of(text), passage)


def number_repeats(ids: Iterable[str]) -> list[str]:
    """``ids``, with ``-2``, ``-3`` added to those that occurred before."""
    seen: Counter[str] = Counter()
    numbered = []
    for each in ids:
        seen[each] += 1
        numbered.append(each if seen[each] == 1 else f"{each}-{seen[each]}")
    return numbered


def _digest(*texts: str) -> str:
    """Texts in NFC, runs of white space as one space, joined by U+001F."""
    normal = _SEPARATOR.join(" ".join(unicodedata.normalize("NFC", text).split()) for text in texts)
    return hashlib.sha256(normal.encode("utf-8", "replace")).hexdigest()[:16]
