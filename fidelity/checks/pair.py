"""A pair as the input of the checks."""

from __future__ import annotations

from dataclasses import dataclass

from fidelity.checks.alignment import Alignment
from fidelity.text.words import Words

LATIN = frozenset(
    "en fr de es it pt nl sv da no nb nn fi pl cs sk sl hr ro hu tr vi id ms sw et lv lt ca eu gl af sq is ga".split()
)
"""Languages that are written in Latin letters, by primary BCP 47 subtag."""


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """The words of both sides, their ``languages`` (BCP 47), and their ``alignment`` where a scorer has read them."""

    quotation: Words
    passage: Words
    languages: tuple[str, str] = ("en", "en")
    alignment: Alignment | None = None


def is_latin(language: str) -> bool:
    """Whether a language (BCP 47) is written in Latin letters."""
    return language.split("-")[0].casefold() in LATIN
