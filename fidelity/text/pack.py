"""The word lists of one language, which the checks use.

A pack is a folder of text files beside this module, one for each field of :class:`Pack` that the language has. All
files have the same format: a line is an entry; its cells are words separated by white space, or phrases separated by
commas if the line has a comma; lines that begin with ``#`` are comments and name the source.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from functools import cache, cached_property
from pathlib import Path
from typing import Any

Row = tuple[str, ...]
WordSet = frozenset[str]
Groups = tuple[Row, ...]
Table = Mapping[str, Row]
Numbers = Mapping[str, tuple[float, str]]
Measures = Mapping[str, tuple[str, float]]

_FOLDER = Path(__file__).resolve().parent
FOLDERS = {
    "ar": "arabic",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "ja": "japanese",
    "ko": "korean",
    "nl": "dutch",
    "pl": "polish",
    "pt": "portuguese",
    "ru": "russian",
    "th": "thai",
    "tr": "turkish",
    "zh": "chinese",
}
"""The folder of each language's pack, by primary BCP 47 subtag."""


@dataclass(frozen=True, eq=False)
class Pack:
    """The lists of one language. An empty field means that the language has no such list; a check then does nothing.

    ``function_words``: words that carry grammar. ``negators``: words that negate the clause they stand in.
    ``negation_hints``: words with which a text denies, or says the same without a negator; ``*`` is any ending.
    ``negation_limits``: phrases that may stand behind a negator that denies nothing. ``pronouns``: those that stand for
    a name. ``suffixes``: inflections, the longest first. ``irregular_verbs``: a verb and its forms. ``numbers``: a
    number word, its value and its kind (``unit``, ``tens``, ``scale``, ``ordinal``, ``part``, ``loose``, ``decade``,
    ``order``, ``vague``). ``calendar``: a name, ``month`` or ``weekday``, and its number. ``units``: a unit, its
    dimension and its size in the dimension's base unit. ``currencies``: a sign, code or word, and the ISO 4217 codes
    that it may stand for. ``titles``: what stands before a person's name. ``common_capitals``: words with a capital
    that name no one. ``lower_case``: stems that are written with a small letter. ``places``: the names and the people
    of one place. ``name_variants``: names that stand for one another, before a ``;`` in any sentence. ``family_names``:
    one family name in several transcriptions. ``countries``: an ISO 3166 code, and the country's names.
    ``country_marks``: the same, and what may stand for the country or its people in a word.
    """

    language: str
    function_words: WordSet = frozenset()
    negators: WordSet = frozenset()
    negation_hints: WordSet = frozenset()
    negation_limits: WordSet = frozenset()
    pronouns: WordSet = frozenset()
    suffixes: Groups = ()
    irregular_verbs: Table = field(default_factory=dict)
    numbers: Numbers = field(default_factory=dict)
    calendar: Measures = field(default_factory=dict)
    units: Measures = field(default_factory=dict)
    currencies: Table = field(default_factory=dict)
    titles: WordSet = frozenset()
    common_capitals: WordSet = frozenset()
    lower_case: WordSet = frozenset()
    places: Groups = ()
    name_variants: Groups = ()
    family_names: Groups = ()
    countries: Table = field(default_factory=dict)
    country_marks: Table = field(default_factory=dict)

    @cached_property
    def irregular_forms(self) -> Mapping[str, str]:
        """Each irregular form, and its verb."""
        return {form: base for base, forms in self.irregular_verbs.items() for form in forms}

    @cached_property
    def place_numbers(self) -> Mapping[str, int]:
        """Each word of :attr:`places`, and the number of its place."""
        return {word: number for number, group in enumerate(self.places) for word in group}

    def says_no(self, form: str) -> bool:
        """Whether a word negates, in lower case: ``not``, ``never``, ``isn't``, ``n'est``."""
        elided = (self.language == "en" and form.endswith("n't")) or (self.language == "fr" and form.startswith("n'"))
        return form in self.negators or elided


def _words(rows: Groups) -> WordSet:
    return frozenset(word for row in rows for word in row)


def _table(rows: Groups) -> Table:
    return {first: tuple(rest) for first, *rest in rows}


_SHAPES: dict[str, Callable[[Groups], Any]] = {
    "WordSet": _words,
    "Groups": tuple,
    "Table": _table,
    "Numbers": lambda rows: {word: (float(value), kind) for word, value, kind in rows},
    "Measures": lambda rows: {word: (kind, float(value)) for word, kind, value in rows},
}


@cache
def load_pack(language: str) -> Pack:
    """The pack of a language (BCP 47). A language without a pack has empty lists."""
    primary = language.partition("-")[0]
    folder = FOLDERS.get(primary)
    if folder is None:
        return Pack(primary)
    shapes = {each.name: _SHAPES[str(each.type)] for each in fields(Pack) if each.name != "language"}
    found = {path.stem: shapes[path.stem](_read(path)) for path in sorted((_FOLDER / folder).glob("*.txt"))}
    return Pack(primary, **found)


def _read(path: Path) -> Groups:
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return tuple(_cells(line) for line in lines if line and not line.startswith("#"))


def _cells(line: str) -> Row:
    """The cells of a line; a ``;`` is a cell of its own."""
    if "," not in line:
        return tuple(line.split())
    return tuple(cell for part in line.replace(";", ",;,").split(",") if (cell := " ".join(part.split())))
