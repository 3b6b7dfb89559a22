"""What the article itself has put into quoted words, and left out of them: ``[brackets]`` and ``...``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fidelity.types import Span

_ELLIPSIS = re.compile(r"[\[(]\s?(?:\.\s?\.\s?\.(?:\s?\.)?|…+)\s?[\])]|\.\s?\.\s?\.(?:\s?\.)?|…+|⋯+")
_BRACKET = re.compile(r"\[[^\[\]\n]{1,300}\]")


def find_ellipses(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Where words are left out of quoted ``spans``, brackets around the dots included."""
    return tuple(Span(*found.span()) for span in spans for found in _ELLIPSIS.finditer(text, span.start, span.end))


def find_brackets(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """What is put into quoted ``spans`` in square brackets, brackets included."""
    found = (Span(*each.span()) for span in spans for each in _BRACKET.finditer(text, span.start, span.end))
    return tuple(span for span in found if not _ELLIPSIS.fullmatch(text, span.start, span.end))
