"""The word lists of English: small text files in ``english/``, each with its source in its first lines."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).resolve().parent / "english"


@cache
def lines(name: str) -> tuple[str, ...]:
    """The lines of ``english/<name>.txt`` that are neither empty nor comments."""
    text = (_FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    return tuple(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


@cache
def words(name: str) -> frozenset[str]:
    """All words of a list."""
    return frozenset(word for line in lines(name) for word in line.split())


@cache
def table(name: str) -> dict[str, tuple[str, ...]]:
    """A list with columns: its first word of each line, and the others."""
    rows = [line.split() for line in lines(name)]
    return {row[0]: tuple(row[1:]) for row in rows}


@cache
def grammar_words() -> frozenset[str]:
    """Function words and negators: what holds the words of a sentence together, and checks of its own look at."""
    return words("function_words") | words("negators")
