"""The places where the article inserted words into a quotation or left words out: ``[brackets]`` and ``...``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fidelity.types import Span

_ELLIPSIS = re.compile(r"[\[(]\s?(?:\.\s?\.\s?\.(?:\s?\.)?|…+)\s?[\])]|\.\s?\.\s?\.(?:\s?\.)?|…+|⋯+")
_BRACKET = re.compile(r"\[[^\[\]\n]{1,300}\]")


def find_ellipses(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The places where words are left out of quoted ``spans``, including brackets around the dots."""
    return tuple(Span(*found.span()) for span in spans for found in _ELLIPSIS.finditer(text, span.start, span.end))


def find_brackets(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The insertions in square brackets in quoted ``spans``, including the brackets."""
    found = (Span(*each.span()) for span in spans for each in _BRACKET.finditer(text, span.start, span.end))
    return tuple(span for span in found if not _ELLIPSIS.fullmatch(text, span.start, span.end))
