"""The paragraphs of a document as the rules read them, and the claims that the rules make."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from fidelity.types import Span, ZoneName

SPEECHLESS = frozenset({"und", "zxx"})
"""Tags of paragraphs without a language of their own, such as a rule, a number or a word or two."""

OWN_VOICE = re.compile(
    r"\b(?:i|we|my|our|us|me|you|your|ich|wir|mein\w*|uns\w*|sie|ihr\w*|je|j['’]|nous|mon|notre|nos|vous|votre|yo|nosotros|"
    r"mi|nuestr\w+|usted\w*|vosotros|eu|nós|noss\w+|io|noi|nostr\w+|voi|я|мы|мой|моя|наш\w*|вы|ваш\w*|ми|ви)\b"
    r"|我|您|你|咱|私|우리|나는|저는"
)
"""Pronouns of the first and second person: the words of somebody who speaks for himself or for a group."""


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph: its place, its language, and its text with single spaces, as it is and in lower case."""

    span: Span
    language: str
    text: str
    lower: str

    @property
    def primary(self) -> str:
        """The primary language, without script or region."""
        return self.language.split("-")[0]

    def __len__(self) -> int:
        return len(self.text)


@dataclass(frozen=True, slots=True)
class Claim:
    """What one rule claims about one paragraph."""

    name: ZoneName
    confidence: float
    reason: str


Claims = list[Claim | None]


def lines_of(text: str, paragraphs: Sequence[tuple[Span, str]]) -> list[Line]:
    """The paragraphs, given as (span, language)."""
    lines = []
    for span, language in paragraphs:
        words = " ".join(span.of(text).split())
        lines.append(Line(span, language, words, words.lower()))
    return lines


def main_language(lines: Sequence[Line]) -> str:
    """The tag of most characters. If two tags are equal, the first in the alphabet is taken."""
    totals: dict[str, int] = {}
    for line in lines:
        if line.language not in SPEECHLESS:
            totals[line.language] = totals.get(line.language, 0) + len(line.span)
    return min(totals, key=lambda tag: (-totals[tag], tag)) if totals else "und"
