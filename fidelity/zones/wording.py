"""The words by which parts of a document say what they are: the lists in ``lexicon/``, as patterns.

A list holds one entry a line, under a heading in brackets for its language. "/" stands between entries; in a line that
begins with "+", between forms of one word. "(…)" is optional, "*" any ending of a word, "…" a gap of up to 40
characters. ``#`` begins a comment. All patterns run on lines in lower case, with single spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

_LEXICON = Path(__file__).parent / "lexicon"
_SPLIT = re.compile(r"/(?![^(]*\))")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_GAP = r".{0,40}?"
_OPEN = r"[\s*_#>~【〖《\[(（「]*"
"""What may stand before a label: emphasis, a heading's mark, an opening bracket."""


@cache
def entries(name: str) -> dict[str, tuple[str, ...]]:
    """Patterns of one list, by the heading that they stand under."""
    found: dict[str, list[str]] = {}
    heading = ""
    for line in (_LEXICON / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("[") and line.endswith("]"):
            heading = line[1:-1]
        elif line.strip() and not line.startswith("#"):
            found.setdefault(heading, []).extend(_patterns(line.strip().lower()))
    return {heading: tuple(patterns) for heading, patterns in found.items()}


@cache
def label(name: str, after: str) -> re.Pattern[str]:
    """A line's first words that are in a list, and then ``after``."""
    return re.compile(f"{_OPEN}(?:{_any(name)}){after}")


@cache
def whole_line(name: str) -> re.Pattern[str]:
    """A line that is an entry of a list, and a mark perhaps, and nothing else."""
    return re.compile(rf"\W*(?:{_any(name)})\W*")


@cache
def anywhere(name: str, heading: str) -> re.Pattern[str] | None:
    """An entry of one part of a list, as whole words; ``None`` if there is no such part."""
    patterns = entries(name).get(heading)
    return re.compile(_joined(patterns)) if patterns else None


def _any(name: str) -> str:
    return _joined(pattern for patterns in entries(name).values() for pattern in patterns)


def _joined(patterns: Iterable[str]) -> str:
    """Alternatives, longest first; those that begin alike stand together, which is much faster to search."""
    groups: dict[str, list[str]] = {}
    for pattern in sorted(set(patterns), key=lambda each: (-len(each), each)):
        groups.setdefault(_first(pattern), []).append(pattern)
    alternatives = []
    for first, group in groups.items():
        bounded = [_bounded(pattern) for pattern in group]
        alternatives.append(f"(?={first})(?:{'|'.join(bounded)})" if first else "|".join(bounded))
    return "|".join(alternatives)


def _first(pattern: str) -> str:
    """The letter that a pattern begins with, if it is sure to."""
    return pattern[0] if pattern[0].isalpha() and pattern[1:2] not in ("?", "*") else ""


def _bounded(pattern: str) -> str:
    if _UNSPACED.search(pattern):
        return pattern
    before = r"(?<!\w)" if not pattern.startswith("\\") else ""
    after = "" if pattern.endswith((r"\w*", "]")) or not re.search(r"\w\)?$|\)\?$", pattern) else r"(?!\w)"
    return f"{before}{pattern}{after}"


def _patterns(line: str) -> Iterator[str]:
    if not line.startswith("+ "):
        for entry in _SPLIT.split(line):
            if entry.strip():
                yield _pattern(entry.strip())
        return
    parts = [_word(part) for part in re.findall(r"\([^)]*\)|[^\s()]+", line[2:])]
    pattern, spaced = "", False
    for part, optional in parts:
        if optional:
            pattern += f"(?: {part})?" if pattern else f"(?:{part} )?"
            spaced = bool(pattern) and not pattern.endswith(" )?")
        else:
            pattern += (" " if spaced else "") + part
            spaced = True
    yield pattern


def _word(part: str) -> tuple[str, bool]:
    """Forms of one word as a pattern, and whether it may be left out."""
    optional = part.startswith("(")
    forms = [_literal(form) for form in part.strip("()").split("/") if form]
    return (f"(?:{'|'.join(forms)})" if len(forms) > 1 else forms[0]), optional


def _pattern(entry: str) -> str:
    pieces = re.split(r"(\s*\([^)]*\)\s*)", entry)
    pattern = ""
    for piece in pieces:
        if not piece.strip().startswith("("):
            pattern += _literal(piece)
            continue
        forms = "|".join(_literal(form.strip()) for form in piece.strip()[1:-1].split("/"))
        left, right = " " if piece[0] == " " else "", " " if piece[-1] == " " and not piece[0] == " " else ""
        pattern += f"(?:{left}(?:{forms}){right})?"
        if piece[0] == " " and piece[-1] == " ":
            pattern += " "
    return pattern


def _literal(text: str) -> str:
    escaped = re.escape(text).replace(r"\ ", " ").replace(r"\*", r"\w*")
    escaped = re.sub(r" ?… ?", lambda _: _GAP, escaped)
    return escaped.replace("'", "['’]").replace("['’]['’]", "['’]")
