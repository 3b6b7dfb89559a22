"""The result of a format's reader: a text with one paragraph per line, and notes about it."""

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
    """One text with one paragraph per line. Empty paragraphs are left out."""
    return "".join(f"{paragraph}\n" for paragraph in paragraphs if paragraph.strip())
