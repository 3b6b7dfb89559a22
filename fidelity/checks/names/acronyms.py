"""Acronyms, and the words that they stand for: DoW, Department of War; also with the letters of another language."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import product

from fidelity.checks.names.reader import Name
from fidelity.text.words import Words, plain

_MIN_LETTERS, _MAX_LETTERS = 2, 9
_FOREIGN_LETTERS = 4
"""Least number of letters of an acronym that may be that of the name in another language."""


def spelled_out(words: Words, other: Words) -> set[int]:
    """Words that the other text has as an acronym: Department of War for DoW."""
    return {i for _, run in spelled_runs(words, other) for i in run}


def spelled_runs(words: Words, other: Words) -> Iterator[tuple[int, range]]:
    """Acronyms of the other text, and the words that each stands for."""
    letters: dict[str, int] = {}
    for j, written in enumerate(other.written):
        if is_acronym(written):
            letters.setdefault("".join(filter(str.isalpha, other.forms[j])), j)
    sizes = {len(each) for each in letters} - set(range(_MIN_LETTERS + 1))
    small = words.pack.function_words
    for skipped in (frozenset[str](), small) if sizes else ():
        places = [i for i, form in enumerate(words.forms) if form[0].isalnum() and form not in skipped]
        initials = "".join(words.forms[i][0] for i in places)
        for start, size in product(range(len(places)), sorted(sizes)):
            run = places[start : start + size]
            if initials[start : start + size] in letters and all(
                words.written[i][0].isupper() or words.forms[i] in small for i in run
            ):
                yield letters[initials[start : start + size]], range(run[0], run[-1] + 1)


def is_acronym(written: str) -> bool:
    """Whether a word is short and has several capitals: WHO, DoW."""
    return len(written) <= _MAX_LETTERS and sum(map(str.isupper, written)) > 1


def initials_of(name: Name, words: Words) -> set[str]:
    """The possible acronyms of the name."""
    letters = [words.forms[i][0] for i in name.indices]
    return {"".join(letters), ".".join(letters) + "."} if len(letters) > 1 else set()


def spells_out(acronym: str, words: Words) -> bool:
    """Whether consecutive words begin with the letters of the acronym, small grammar words skipped or not."""
    letters = [c for c in acronym if c.isalpha()]
    small = words.pack.function_words
    for skip in (False, True):
        first = [form[0] for form in words.forms if form[0].isalnum() and not (skip and form in small)]
        if len(letters) > 1 and "".join(letters) in "".join(first):
            return True
    return len(letters) >= _FOREIGN_LETTERS and _spells_out_abroad("".join(letters), words)


def stands_abroad(name: Name, words: Words, other: Words) -> bool:
    """Whether the other text has an acronym with all the name's initials except one."""
    if not _FOREIGN_LETTERS <= len(name.indices) <= _MAX_LETTERS:
        return False
    initials = "".join(words.forms[i][0] for i in name.indices)
    acronyms = {plain(form) for form, written in zip(other.forms, other.written, strict=True) if is_acronym(written)}
    return any(
        len(initials) >= len(letters) >= _FOREIGN_LETTERS and _common(letters, initials) >= len(letters) - 1
        for letters in acronyms
    )


def _spells_out_abroad(letters: str, words: Words) -> bool:
    """Whether a run of capitalised words has all letters but one: ČSSD, Czech Social Democratic Party."""
    small = words.pack.function_words
    initials = "".join(
        form[0] if written[0].isupper() else " "
        for form, written in zip(words.forms, words.written, strict=True)
        if form[0].isalnum() and form not in small
    )
    runs = (run[i : i + len(letters)] for run in initials.split() for i in range(len(run) - len(letters) + 1))
    return any(_common(letters, run) >= len(letters) - 1 for run in runs)


def _common(one: str, other: str) -> int:
    """How many letters two strings have in common, in order."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks())
