"""What a format's reader gives: a text of paragraphs, one to a line, and what is to be said of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text, the name of the format, and notes for the reader of a report, each a clause without a full stop."""

    text: str
    format: str
    notes: tuple[str, ...] = ()


def join_paragraphs(paragraphs: Iterable[str]) -> str:
    """One text, a paragraph to a line; empty ones are left out."""
    return "".join(f"{paragraph}\n" for paragraph in paragraphs if paragraph.strip())
