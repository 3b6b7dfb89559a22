"""Units and currencies beside a number, and whether two of them can be the same."""

from __future__ import annotations

from dataclasses import dataclass

from fidelity.text.pack import Pack
from fidelity.text.words import Words
from fidelity.types import Span

DASHES = frozenset("-–—~～")
SIGNS = frozenset("$€£¥￥₩₹")
_MOST_LETTERS = 2
"""Letters of a country before a sign: US$, A$."""


@dataclass(frozen=True, slots=True)
class Measure:
    """``unit``: dimension and size of the unit behind a number. ``currencies``: ISO 4217 codes of those that the sign
    or word beside it may stand for, empty for none. ``span``: the number with them."""

    span: Span
    unit: tuple[str, float] | None = None
    currencies: frozenset[str] = frozenset()

    @property
    def size(self) -> float:
        """The size of the unit in its dimension's base unit, or 1 without a unit."""
        return self.unit[1] if self.unit else 1.0

    @property
    def is_bare(self) -> bool:
        """Whether it is unknown what is counted."""
        return not (self.unit or self.currencies)

    def differs(self, other: Measure) -> bool:
        """Whether the two count different things: euros and dollars, days and weeks."""
        if self.currencies and other.currencies:
            return not self.currencies & other.currencies
        return self.converts(other)

    def converts(self, other: Measure) -> bool:
        """Whether the two have the same dimension and units of different sizes."""
        return bool(self.unit and other.unit and self.unit[0] == other.unit[0] and self.size != other.size)


def read_measure(words: Words, first: int, last: int) -> Measure:
    """The measure of a number at words ``first`` to ``last`` (exclusive)."""
    start, end = words.spans[first].start, words.spans[last - 1].end
    begins, before = _currency_before(words, first)
    behind = over_dash(words, last)
    word = words.forms[behind] if behind < len(words) else ""
    unit, after = words.pack.units.get(word), _currencies(word, words)
    if unit or after:
        end = words.spans[behind].end
    return Measure(Span(begins if before else start, end), unit, before or after)


def over_dash(words: Words, i: int) -> int:
    """Where the text after a number begins: at ``i``, or after a dash there (three-day, 20-odd, three-fifths)."""
    return i + 1 if i + 1 < len(words) and words.forms[i] in DASHES else i


def is_duration(form: str, pack: Pack) -> bool:
    """Whether a word is a unit of time in the singular, of which an article may count one: a year, half an hour."""
    unit = pack.units.get(form)
    return unit is not None and unit[0] == "time" and not form.endswith("s")


def _currency_before(words: Words, first: int) -> tuple[int, frozenset[str]]:
    """The start of the sign or code before a number, and its currencies."""
    if not first:
        return words.spans[first].start, frozenset()
    sign = words.spans[first - 1]
    country = words.spans[first - 2] if first > 1 else None
    if country and country.end == sign.start and len(words.forms[first - 2]) <= _MOST_LETTERS:
        joined = _currencies(words.forms[first - 2] + words.forms[first - 1], words)
        if joined:
            return country.start, joined
    form = words.forms[first - 1]
    coded = form in SIGNS or words.written[first - 1].isupper()
    return sign.start, _currencies(form, words) if coded else frozenset()


def _currencies(form: str, words: Words) -> frozenset[str]:
    return frozenset(words.pack.currencies.get(form, ()))
