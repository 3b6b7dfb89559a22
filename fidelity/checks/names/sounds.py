"""Whether a name in Latin letters and one in another script sound alike, by the letters that each character stands for.

The model is a stochastic segment transducer (after Li, Zhang and Su, ACL 2004): each character of the transcription
stands for up to :data:`LONGEST` letters of the name, in order. ``models/fit_names.py`` learns how often.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from fidelity.text import pack
from fidelity.text.pack import FOLDERS
from fidelity.text.words import plain

LONGEST = 6
"""Letters that one character stands for at most."""
_PRIOR = 3.0
"""Times that each character counts as having stood for letters of the kinds that it is known for."""
_KINDRED = 0.8
"""Share of that which goes to letters of the same kinds; the rest goes to letters that any character stands for."""
_UNSEEN = 0.05
"""Times that letters which no character ever stood for count as seen."""
_LETTERS = 27
"""The letters of the alphabet, and the end of a name."""
_CONTEXT = 5.0
"""Times that a letter counts as seen after the shorter context before it."""
NEVER = -50.0
"""The likeness where no division of the letters is possible."""

Counts = Mapping[str, Mapping[str, float]]
_NOTHING: Mapping[str, float] = {}


@dataclass(frozen=True, eq=False)
class Sounds:
    """``letters``: for each character, how often it stood for which letters. ``name_odds``: natural-log odds of each
    character to be in a transcribed name rather than in running text. ``contexts``: how often each letter follows the
    two letters before it in names; ``^`` is the start, ``$`` the end."""

    letters: Counts
    name_odds: Mapping[str, float] = field(default_factory=dict)
    contexts: Counts = field(default_factory=dict)
    _kept: dict[tuple[str, str], float] = field(default_factory=dict)

    def likeness(self, name: str, written: str) -> float:
        """How much likelier the letters are for this transcription than for any: natural-log odds over the square root
        of the number of letters. ``name``: as :func:`fold_name` gives it."""
        if not name or not written or len(name) > LONGEST * len(written):
            return NEVER
        total = self.sum_divisions(name, written)[-1][-1]
        return (math.log(total) - self._chance(name)) / math.sqrt(len(name)) if total > 0 else NEVER

    def sum_divisions(self, name: str, written: str) -> list[list[float]]:
        """For each number of characters and of letters, the probability of all divisions up to there."""
        rows = [[1.0, *[0.0] * len(name)]]
        for character in self.divide(written):
            row = [0.0] * (len(name) + 1)
            for start, before in enumerate(rows[-1]):
                if before > 0:
                    for end in range(start, min(len(name), start + LONGEST) + 1):
                        row[end] += before * self.probability(character, name[start:end])
            rows.append(row)
        return rows

    def divide(self, written: str) -> list[str]:
        """The characters of a transcription; those that stand for letters together (дж) as one."""
        return self._joined.findall(written)

    def probability(self, character: str, letters: str) -> float:
        """The probability that a character stands for these letters."""
        key = character, letters
        if key not in self._kept:
            seen: Mapping[str, float] = self.letters.get(character, {})
            kind = kinds(letters)
            total = self._totals.get(character, 0.0)
            kindred = self._kinds.get(character, _NOTHING).get(kind, 0.0) / (total + 1)
            often = self._any.get(letters, 0.0) + _UNSEEN / _LETTERS ** len(letters)
            within, anywhere = often / (self._kinds_of_any.get(kind, 0.0) + 1), often / (self._total + 1)
            near = _KINDRED * kindred * within + (1 - _KINDRED) * anywhere
            self._kept[key] = (seen.get(letters, 0.0) + _PRIOR * near) / (total + _PRIOR)
        return self._kept[key]

    def _chance(self, name: str) -> float:
        """The log-probability of a name's letters whatever the transcription, by the two letters before each."""
        written, found = f"^^{name}$", 0.0
        for i in range(2, len(written)):
            chance = 1 / _LETTERS
            for context in ("", written[i - 1], written[i - 2 : i]):
                seen = self.contexts.get(context, {})
                total = self._context_totals.get(context, 0.0)
                chance = (seen.get(written[i], 0.0) + _CONTEXT * chance) / (total + _CONTEXT)
            found += math.log(chance)
        return found

    @cached_property
    def _joined(self) -> re.Pattern[str]:
        return re.compile("|".join([*(each for each in sorted(self.letters) if len(each) > 1), "."]))

    @cached_property
    def _totals(self) -> dict[str, float]:
        return {character: math.fsum(seen.values()) for character, seen in self.letters.items()}

    @cached_property
    def _any(self) -> Counter[str]:
        found: Counter[str] = Counter()
        for seen in self.letters.values():
            found.update(seen)
        return found

    @cached_property
    def _total(self) -> float:
        return math.fsum(self._any.values())

    @cached_property
    def _kinds(self) -> dict[str, Counter[str]]:
        return {character: _by_kind(seen) for character, seen in self.letters.items()}

    @cached_property
    def _kinds_of_any(self) -> Counter[str]:
        return _by_kind(self._any)

    @cached_property
    def _context_totals(self) -> dict[str, float]:
        return {context: math.fsum(seen.values()) for context, seen in self.contexts.items()}


def _by_kind(seen: Mapping[str, float]) -> Counter[str]:
    found: Counter[str] = Counter()
    for letters, often in seen.items():
        found[kinds(letters)] += often  # type: ignore[assignment]
    return found


_KINDS = str.maketrans(
    dict.fromkeys("bp", "p")
    | dict.fromkeys("dt", "t")
    | dict.fromkeys("gkcqh", "k")
    | dict.fromkeys("vfw", "f")
    | dict.fromkeys("zsxj", "s")
    | dict.fromkeys("lr", "l")
    | dict.fromkeys("aeiouy", "a")
)
"""Letters that transcriptions do not tell apart, as one of them."""


@cache
def kinds(letters: str) -> str:
    """The letters by their kind, a run of vowels as one."""
    return re.sub("a+", "a", letters.translate(_KINDS))


@cache
def load_sounds(language: str) -> Sounds:
    """The sounds of a language (primary BCP 47 subtag): ``sounds.tsv`` in its pack."""
    letters, odds = {}, {}
    for character, in_names, *cells in _read(f"{FOLDERS[language]}/sounds.tsv"):
        odds[character] = float(in_names)
        letters[character] = _counts(cells)
    contexts = {context.replace("-", ""): _counts(cells) for context, *cells in _read("english/name_letters.tsv")}
    return Sounds(letters, odds, contexts)


def _read(name: str) -> list[list[str]]:
    lines = (Path(pack.__file__).parent / name).read_text(encoding="utf-8").splitlines()
    return [line.split() for line in lines if line and not line.startswith("#")]


def _counts(cells: list[str]) -> dict[str, float]:
    return {run.replace("-", ""): float(often) for run, often in zip(cells[::2], cells[1::2], strict=True)}


def fold_name(name: str) -> str:
    """A name's letters alone, in lower case, without accents."""
    return "".join(letter for letter in plain(name.casefold()) if letter.isascii() and letter.isalpha())
