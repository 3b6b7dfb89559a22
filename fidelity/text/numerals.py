"""How one language writes numbers, dates, units and currencies: ``<language>/numerals.toml`` beside this module."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache, cached_property
from pathlib import Path

from fidelity.text.pack import FOLDERS

Values = Mapping[str, float]
Phrases = tuple[str, ...]

UNSPACED = frozenset(("ja", "zh"))
"""Languages without spaces between words."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The words and marks around numbers, in lower case.

    ``decimal``: decimal marks. ``point``: the same, said in words. ``joiners``: words inside a number (and).
    ``compound``: the same inside one word; the language writes numbers as one word. ``prefixes``: grammar that is
    written together with the word behind it. ``percent``: behind a number, ``percent_before``: before it.
    ``fraction``: between the denominator and the numerator behind it. ``tenth``: tenths, behind a digit.
    ``half_more``: a half more, behind a number or unit. ``counters``: what numerals count; one that counts nothing
    says no number. ``month``, ``year``, ``day``, ``decade``: behind figures of a date; ``month_not``: a number of
    months. ``about``: the number is approximate. ``vague``: no definite number. ``range``: between the ends of a
    range. ``clock``: behind a time of day. ``teens``: a ten that adds to the unit before it. ``doubtful_months``:
    names of months that say something else, too, without a figure or a word of ``before_months`` beside them.
    ``share_of``: behind a part of something, which ``share_before`` stands before or which is one of ``share_words``.
    ``never``: words that say no number although a numeral is in them.
    """

    decimal: Phrases = (".",)
    point: Phrases = ()
    joiners: Phrases = ()
    compound: Phrases = ()
    prefixes: Phrases = ()
    percent: Phrases = ()
    percent_before: Phrases = ()
    fraction: Phrases = ()
    tenth: Phrases = ()
    half_more: Phrases = ()
    counters: Phrases = ()
    month: Phrases = ()
    month_not: Phrases = ()
    year: Phrases = ()
    day: Phrases = ()
    decade: Phrases = ()
    about: Phrases = ()
    vague: Phrases = ()
    range: Phrases = ()
    clock: Phrases = ()
    teens: Phrases = ()
    doubtful_months: Phrases = ()
    before_months: Phrases = ()
    share_of: Phrases = ()
    share_before: Phrases = ()
    share_words: Phrases = ()
    never: Phrases = ()


@dataclass(frozen=True, eq=False)
class Numerals:
    """The numerals of one language, in lower case.

    ``words``: what adds to a number; ``loose``: what may say a number but need not; ``scales``: what multiplies;
    ``fractions``: parts of one; ``months``: their numbers; ``units``: dimension and size in its base unit;
    ``currencies``: the ISO 4217 codes that a sign or word may stand for. ``limits``: what says that a number is the
    ``least`` or the ``most``, or a date the ``earliest`` or the ``latest``, each ``before`` the number or ``behind``.
    """

    language: str
    words: Values
    loose: Values
    scales: Values
    fractions: Values
    months: Values
    units: Mapping[str, tuple[str, float]]
    currencies: Mapping[str, frozenset[str]]
    marks: Marks
    limits: Mapping[str, Phrases]

    @property
    def spaced(self) -> bool:
        """Whether the language puts spaces between words."""
        return self.language not in UNSPACED

    @cached_property
    def known(self) -> re.Pattern[str]:
        """A pattern for any word of the lists and any mark, the longest first, for languages without spaces."""
        marks = (getattr(self.marks, each.name) for each in fields(Marks))
        lists = (self.words, self.loose, self.scales, self.fractions, self.units, self.currencies, *marks)
        entries = {entry for each in lists for entry in each if not entry.isascii() or entry.isalpha()}
        ordered = sorted(entries, key=lambda entry: (-len(entry), entry))
        return re.compile("|".join(map(re.escape, ordered)))


def has_numerals(language: str) -> bool:
    """Whether a language (BCP 47) has numerals."""
    return _path(language).exists()


@cache
def load_numerals(language: str) -> Numerals:
    """The numerals of a language (BCP 47) that has them."""
    found = tomllib.loads(_path(language).read_text(encoding="utf-8"))
    return Numerals(
        language=language.partition("-")[0],
        words=found["words"],
        loose=found["loose"],
        scales=found["scales"],
        fractions=found["fractions"],
        months=found["months"],
        units={word: (kind, float(size)) for word, (kind, size) in found["units"].items()},
        currencies={word: frozenset(codes) for word, codes in found["currencies"].items()},
        marks=Marks(**{name: tuple(entries) for name, entries in found["marks"].items()}),
        limits={place: tuple(phrases) for place, phrases in found.get("limits", {}).items()},
    )


def _path(language: str) -> Path:
    primary = language.partition("-")[0]
    return Path(__file__).resolve().parent / FOLDERS.get(primary, primary) / "numerals.toml"
