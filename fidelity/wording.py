"""Patterns from the word lists in ``lexicon/``: the names of the parts of documents and web pages in thirty languages.

A list has entries under headings in brackets. "/" separates entries, or the forms of one word in a line that begins
with "+". "(…)" contains an optional part, "*" is any ending of a word, and "…" is a gap of up to 40 characters, or 120
at the end of an entry. ``#`` begins a comment. The patterns run on lines in lower case with single spaces. A pattern is
compiled when a line begins like it, because compiling a whole list takes longer than reading a memo.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import product
from pathlib import Path

_LEXICON = Path(__file__).parent / "lexicon"
_SPLIT = re.compile(r"/(?![^(]*\))")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_GAP, _LAST_GAP = r".{0,40}?", r".{0,120}"
_PARTS = re.compile(r"\s*\([^)]*\)\s*|[^()]+?(?=\s*\(|$)")
_PARTS_OF_PRODUCT = re.compile(r"\s*\([^)]*\)\s*|[^\s()]+|\s+")
_OPEN = re.compile(r"[\s*_#>~【〖\[(（「]*")
"""Marks that may precede a label: emphasis, a heading's mark, an opening bracket."""
_LETTERS = re.compile(r"[^\W_]*")
_MARKS = re.compile(r"[^\w…©]*")


def match_label(name: str, line: str, after: str) -> re.Match[str] | None:
    """The first words of ``line``, if they are in the list ``name`` and the pattern ``after`` follows."""
    start = _OPEN.match(line).end()  # type: ignore[union-attr]  # it matches the empty string
    pattern = _beginning(name, line, start, line[start : start + 1], after)
    return pattern.match(line, start) if pattern else None


def is_entry(name: str, line: str, after: str = "", heading: str | None = None) -> bool:
    """Whether ``line``, without marks around it, is an entry of a list, or an entry followed by ``after``."""
    start = _MARKS.match(line).end()  # type: ignore[union-attr]
    firsts = (line[start : start + 1], "")
    patterns = (_beginning(name, line, start, first, rf"{after}\W*", heading) for first in firsts)
    return any(pattern is not None and pattern.fullmatch(line, start) for pattern in patterns)


@cache
def search_pattern(name: str, heading: str) -> re.Pattern[str] | None:
    """A pattern for any entry under a heading, as whole words anywhere in a line.

    ``None`` if the heading does not exist.
    """
    patterns = [each for entry in _read(name).get(heading, ()) for each in _patterns(entry)]
    return re.compile(_joined(patterns)) if patterns else None


def headings(name: str) -> tuple[str, ...]:
    """The headings of a list."""
    return tuple(_read(name))


def _beginning(
    name: str, line: str, start: int, first: str, after: str, heading: str | None = None
) -> re.Pattern[str] | None:
    """A pattern for the entries that begin with the letter ``first``, at ``start`` and followed by ``after``."""
    chosen = [pattern for lead, pattern in _leads(name, first, heading) if line.startswith(lead, start)]
    return _compiled(tuple(chosen), after) if chosen else None


@cache
def _compiled(patterns: tuple[str, ...], after: str) -> re.Pattern[str]:
    return re.compile(f"(?:{_joined(patterns)}){after}")


@cache
def _leads(name: str, first: str, heading: str | None) -> tuple[tuple[str, str], ...]:
    """The patterns of the entries that begin with a letter, each with the letters with which it certainly begins."""
    entries = [
        entry
        for key, some in _read(name).items()
        if heading in (None, key)
        for entry in some
        if _may_begin(entry, first)
    ]
    patterns = [each for entry in entries for each in _patterns(entry) if _first(each) == first]
    # matches the empty string
    return tuple((_LETTERS.match(each)[0], each) for each in patterns)  # type: ignore[index]


def _may_begin(entry: str, first: str) -> bool:
    """Whether an entry may begin with a letter. If it begins with a choice, all alternatives count."""
    return entry.startswith(("+ ", "(", first)) if first else entry.startswith("…")


@cache
def _read(name: str) -> dict[str, tuple[str, ...]]:
    """The entries of one list as they are written, in lower case, by heading."""
    found: dict[str, list[str]] = {}
    heading = ""
    for line in (_LEXICON / f"{name}.txt").read_text(encoding="utf-8").lower().splitlines():
        if line.startswith("[") and line.endswith("]"):
            heading = line[1:-1]
        elif line and not line.startswith("#"):
            entries = [line] if line.startswith("+ ") else (_SPLIT.split(line) if "(" in line else line.split("/"))
            found.setdefault(heading, []).extend(entry.strip() for entry in entries if entry.strip())
    return {heading: tuple(entries) for heading, entries in found.items()}


def _joined(patterns: Iterable[str]) -> str:
    """Alternatives, the longest first. Those with a common beginning are grouped, which is much faster to search."""
    groups: dict[str, list[str]] = {}
    for pattern in sorted(set(patterns), key=lambda each: (-len(each), each)):
        groups.setdefault(_first(pattern), []).append(_bounded(pattern))
    return "|".join(f"(?={first})(?:{'|'.join(some)})" if first else "|".join(some) for first, some in groups.items())


def _first(pattern: str) -> str:
    """The letter with which a pattern certainly begins, if there is one."""
    return pattern[0] if pattern[0].isalnum() or pattern[0] == "©" else ""


def _bounded(pattern: str) -> str:
    """Restricts a pattern to whole words in scripts that separate words by spaces."""
    if _UNSPACED.search(pattern):
        return pattern
    before = r"(?<!\w)" if pattern[0].isalnum() else ""
    after = r"(?!\w)" if re.search(r"(?<!\\)\w$|\)\??$", pattern) else ""
    return f"{before}{pattern}{after}"


@cache
def _patterns(entry: str) -> tuple[str, ...]:
    """One entry as patterns. An optional part or a choice at its beginning gives several patterns."""
    if entry.startswith("+ "):
        return tuple(_assembled(_PARTS_OF_PRODUCT.findall(entry[2:])))
    return tuple(_assembled(_PARTS.findall(entry))) if "(" in entry else (_literal(entry),)


def _assembled(parts: list[str]) -> Iterator[str]:
    lead: list[list[str]] = []
    while parts and (parts[0].strip().startswith("(") or "/" in parts[0]):
        optional = parts[0].strip().startswith("(")
        forms = [_literal(form) for form in parts[0].strip().strip("()").split("/") if form.strip()]
        space = " " if optional and parts[0].endswith(" ") else ""
        lead.append([f"{form}{space}" for form in forms] + ([""] if optional else []))
        parts = parts[1:]
        if not optional:
            break
    rest = "".join(_part(part) for part in parts)
    for chosen in product(*lead):
        pattern = ("".join(chosen) + rest).strip()
        if pattern:
            yield pattern


def _part(part: str) -> str:
    if not part.strip().startswith("("):
        forms = [_literal(form) for form in part.split("/")]
        return f"(?:{'|'.join(forms)})" if len(forms) > 1 else forms[0]
    forms = [_literal(form.strip()) for form in part.strip()[1:-1].split("/")]
    before, after = " " * part.startswith(" "), " " * part.endswith(" ")
    # One of the two spaces goes with the optional word.
    return f"(?:{before}(?:{'|'.join(forms)}))?{after}" if before else f"(?:(?:{'|'.join(forms)}){after})?"


def _literal(text: str) -> str:
    escaped = re.escape(text).replace(r"\ ", " ").replace(r"\*", r"\w*")
    escaped = re.sub("['’]", "['’]", escaped)
    escaped = re.sub(r"(\w) ?… ?$", lambda found: f"{found[1]}{_end_of_word(found[1])}{_LAST_GAP}", escaped)
    escaped = re.sub(r" ?… ?$", lambda _: _LAST_GAP, escaped)
    return re.sub(r" ?… ?", lambda _: _GAP, escaped)


def _end_of_word(letter: str) -> str:
    return "" if _UNSPACED.match(letter) else r"(?!\w)"


_NO_SPACES = re.compile(r"[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


def is_unspaced(character: str) -> bool:
    """Whether a character's script has no spaces between words: Thai, Lao, Tibetan, Burmese, Khmer, kana and Han."""
    return _NO_SPACES.match(character) is not None
