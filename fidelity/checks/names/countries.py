"""The countries that a text names, in any language with a list of them."""

from __future__ import annotations

import re
from functools import cache

from fidelity.text.pack import Pack
from fidelity.types import Span
from fidelity.wording import is_unspaced

_ENDING = 2
"""Letters of a country's name that its grammatical forms may exchange, and that they may add."""
_LETTERS = 4
"""Letters from which a name has such forms."""


def find_countries(text: str, pack: Pack) -> dict[str, Span]:
    """The ISO 3166 codes of the countries that a text surely names, and where it does so first."""
    pattern, codes = _names(pack)
    found: dict[str, Span] = {}
    for match in pattern.finditer(text):
        written = match.group()
        stems = (written[:end] for end in range(len(written), 0, -1))
        code = next(codes[stem] for stem in stems if stem in codes)
        found.setdefault(code, Span(*match.span()))
    return found


def may_name(text: str, pack: Pack, code: str) -> bool:
    """Whether a text has any word that may stand for the country or its people."""
    marks = _marks(pack, code)
    return marks is None or marks.search(text) is not None


@cache
def _names(pack: Pack) -> tuple[re.Pattern[str], dict[str, str]]:
    """All names in one pattern, the longest first, and the code of what each begins with in every form."""
    codes: dict[str, str] = {}
    written = []
    for name, code in sorted(((name, code) for code, names in pack.countries.items() for name in names), key=_longest):
        has_forms = not (is_unspaced(name[0]) or pack.language == "en" or len(name) < _LETTERS or " " in name)
        begins = name[:-1] if has_forms else name
        codes.setdefault(begins, code)
        written.append(re.escape(begins) + (rf"\w{{0,{_ENDING}}}(?!\w)" if has_forms else ""))
    if not written:
        return re.compile("(?!)"), codes
    spaced = not is_unspaced(next(iter(codes)))
    alternatives = "|".join(written)
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)" if spaced else alternatives), codes


def _longest(entry: tuple[str, str]) -> tuple[int, str, str]:
    return -len(entry[0]), *entry


@cache
def _marks(pack: Pack, code: str) -> re.Pattern[str] | None:
    """Whatever may stand for a country; ``None`` where the language has no list of that."""
    if not pack.country_marks:
        return None
    names = pack.countries.get(code, ())
    marks = [*pack.country_marks.get(code, ()), *(_beginning(name) for name in names)]
    row = next((row for row in pack.places if any(name.casefold() in row for name in names)), ())
    written = [re.escape(mark) if is_unspaced(mark[0]) else rf"(?<!\w){re.escape(mark)}" for mark in marks]
    return re.compile("|".join([*written, *(rf"(?<!\w)(?i:{re.escape(word)})" for word in row)]) or "(?!)")


def _beginning(name: str) -> str:
    """What a name has in common with its forms and with the words made of it."""
    spaced = not is_unspaced(name[0])
    return name[: max(_LETTERS, len(name) - _ENDING)] if spaced else name
