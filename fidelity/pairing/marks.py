"""Names and numbers: the words that tell best whether two texts speak of the same thing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

_STEM = 4
"""Number of first letters with which names are compared, since endings differ between spellings and cases."""

_ENOUGH = 3
"""Number of names above which more names are no further evidence."""


def find_marks(words: Sequence[str], openings: Collection[int]) -> list[str]:
    """The stems of the names and numbers among ``words`` as written; a capital at ``openings`` makes no name."""
    return [
        stem(word)
        for i, word in enumerate(words)
        if word[0].isdigit() or (word[0].isupper() and i not in openings and len(word) > 1)
    ]


def stem(word: str) -> str:
    """The part of a word that is compared: a whole number, or the first letters of another word."""
    return word if word[0].isdigit() else word.casefold()[:_STEM]


def count_shared(marks: Iterable[str], words: Collection[str]) -> tuple[int, int]:
    """How many different ``marks`` are among the stems ``words``, and how many are not; at most 3 each."""
    different = set(marks)
    found = sum(mark in words for mark in different)
    return min(found, _ENOUGH), min(len(different) - found, _ENOUGH)
