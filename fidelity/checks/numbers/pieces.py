"""The pieces of a text that numbers are read from: figures, words and marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from fidelity.checks.numbers.figures import FRACTIONS, fold, parse_figure
from fidelity.text.numerals import Numerals
from fidelity.types import Span

_FIGURE = re.compile(r"[1-9]\d{0,2}(?:[ \u00a0\u202f\u2009'’]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*")
_ISO_DATE = re.compile(r"(?<![\d-])(\d{4})-(\d{1,2})-(\d{1,2})(?![\d-])")
_DATE = re.compile(r"(?<![\d./])(\d{1,2})([./])(\d{1,2})\2(\d{4})(?!\d)")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|[%$€£¥₽]")
_GAP = re.compile(r"\.?[\s\u00a0-]{0,3}")
_LIST = re.compile(r"\s*\(?\d{1,2}(?:[.)、]\s|[)、])")
_LONGEST_CODE = 4
_LONGEST_NUMBER = 60
"""Greatest number of letters of a word that may be a number."""
MOST_MONTHS, MOST_DAYS = 12, 31


@dataclass(frozen=True, slots=True)
class Piece:
    """A figure (``values``) or a word of a text, in the form that the lists have."""

    span: Span
    form: str
    values: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class FigureDate:
    """A date in figures. In a date with slashes, month and day may be exchanged."""

    span: Span
    year: float
    months: tuple[float, ...]
    days: tuple[float, ...]

    @property
    def is_one(self) -> bool:
        """Whether these months and days exist."""
        return bool(self.months) and min(self.months) <= MOST_MONTHS and min(self.days) <= MOST_DAYS


class Pieces:
    """The pieces of one text in order, and its dates in figures, which are not among the pieces."""

    def __init__(self, text: str, numerals: Numerals) -> None:
        self.text, self.numerals, self.marks = text, numerals, numerals.marks
        self.folded = fold(text)
        self.dates = [date for date in self._figure_dates() if date.is_one]
        self.pieces = self._split()

    def __len__(self) -> int:
        return len(self.pieces)

    def __getitem__(self, i: int) -> Piece:
        return self.pieces[i]

    def form(self, i: int) -> str:
        """The form of a piece, or an empty text outside of the range."""
        return self.pieces[i].form if 0 <= i < len(self.pieces) else ""

    def joined(self, i: int) -> bool:
        """Whether only a space, a hyphen or the full stop of an abbreviation is between a piece and the next one."""
        if i + 1 >= len(self.pieces):
            return False
        gap = self.folded[self.pieces[i].span.end : self.pieces[i + 1].span.start]
        return bool(_GAP.fullmatch(gap)) if self.numerals.spaced else not gap.strip()

    def touch(self, i: int) -> bool:
        """Whether a piece touches the next one; in a language without spaces white space does not count."""
        gap = self.folded[self.pieces[i].span.end : self.pieces[i + 1].span.start]
        return not (gap if self.numerals.spaced else gap.strip())

    def says(self, i: int, phrase: str) -> bool:
        """Whether the words of a phrase begin at a piece."""
        words = phrase.split()
        return [self.form(i + k) for k in range(len(words))] == words

    def _split(self) -> list[Piece]:
        """Figures and words, in order; dates in figures are read at once."""
        taken = _LIST.match(self.folded)
        start, pieces = (taken.end() if taken else 0), list[Piece]()
        dates = {date.span.start: date for date in self.dates}
        patterns = [_FIGURE, _WORD if self.numerals.spaced else self.numerals.known]
        while start < len(self.folded):
            if start in dates:
                start = dates[start].span.end
                continue
            if self.folded[start] in FRACTIONS:
                value = FRACTIONS[self.folded[start]]
                pieces.append(Piece(Span(start, start + 1), "½", (value, 100 * value)))
                start += 1
                continue
            match = next((m for p in patterns if (m := p.match(self.folded, start))), None)
            if match is None:
                pieces.append(Piece(Span(start, start + 1), self.folded[start]))
                start += 1
                continue
            span = Span(*match.span())
            if match.re is _FIGURE:
                if not self._is_label(span):
                    pieces.append(Piece(span, "0", parse_figure(match.group(), self.marks.decimal[0])))
            else:
                pieces += self._words(span)
            start = span.end
        return [piece for piece in pieces if not piece.form.isspace()]

    def _words(self, span: Span) -> Iterator[Piece]:
        """A word, or its parts if its hyphens separate known words."""
        form = span.of(self.folded)
        if not self.numerals.spaced or self._is_known(form):
            yield Piece(span, form)
            return
        start, parts = span.start, form.split("-")
        while parts:
            size = next((k for k in range(len(parts), 1, -1) if self._is_known("-".join(parts[:k]))), 1)
            part = "-".join(parts[:size])
            yield from self._bare(Span(start, start + len(part)))
            start, parts = start + len(part) + 1, parts[size:]

    def _bare(self, span: Span) -> Iterator[Piece]:
        """A word without attached grammatical prefixes, or the parts of a number that is written in one word."""
        form = span.of(self.folded)
        if self._is_known(form):
            yield Piece(span, form)
            return
        for prefix in self.marks.prefixes:
            if form.startswith(prefix) and self._is_known(form[len(prefix) :]):
                if prefix in self.marks.joiners:
                    yield Piece(Span(span.start, span.start + len(prefix)), prefix)
                yield Piece(Span(span.start + len(prefix), span.end), form[len(prefix) :])
                return
        parts = _compound(form, self.numerals) if self.marks.compound else None
        if parts is None:
            yield Piece(span, form)
            return
        start = span.start
        for part in parts:
            yield Piece(Span(start, start + len(part)), part)
            start += len(part)

    def _is_known(self, form: str) -> bool:
        of = self.numerals
        return any(form in each for each in (of.words, of.loose, of.scales, of.fractions, of.months, of.units))

    def _is_label(self, span: Span) -> bool:
        """Whether figures are part of a name: COVID-19, F-16, G7, 5G."""
        before = self.folded[max(0, span.start - 2) : span.start]
        word = re.search(r"[^\W\d_]*$", self.folded[max(0, span.start - _LONGEST_CODE) : span.start])
        letter = before[-1:].isalpha() and not _is_han(before[-1:])
        letter = letter and not (word and word.group() in self.numerals.currencies)
        hyphened = before[-1:] in "-–" and before[:1].isalpha() and not _is_han(before[:1]) if before[-1:] else False
        behind = _WORD.match(self.folded, span.end)
        joined = behind.group() if behind and behind.group().isalpha() else ""
        of = self.numerals
        known = self._is_known(joined) or joined in ("st", "nd", "rd", "th", "s", "er", "bn", "%", "м", "ème", "e", "º")
        suffixed = not joined.isascii() or joined in of.currencies
        return letter or hyphened or bool(joined and not known and not suffixed and of.spaced)

    def _figure_dates(self) -> Iterator[FigureDate]:
        for match in _ISO_DATE.finditer(self.folded):
            year, month, day = (float(part) for part in match.groups())
            yield FigureDate(Span(*match.span()), year, (month,), (day,))
        for match in _DATE.finditer(self.folded):
            first, second, year = float(match[1]), float(match[3]), float(match[4])
            months: tuple[float, ...] = (second,)
            days: tuple[float, ...] = (first,)
            if match[2] == "/":
                months = tuple(each for each in (second, first) if each <= MOST_MONTHS)
                days = (first, second)
            yield FigureDate(Span(*match.span()), year, months, days)


@cache
def _compound(form: str, numerals: Numerals) -> tuple[str, ...] | None:
    """A word as number words and joiners, the longest first, if it consists only of these."""
    if len(form) > _LONGEST_NUMBER:
        return None
    pieces = sorted({*numerals.words, *numerals.scales, *numerals.marks.compound, "ein", "un", "uno", "eine", "eins"})
    ends: dict[int, tuple[str, ...]] = {len(form): ()}
    for start in range(len(form) - 1, -1, -1):
        for piece in sorted(pieces, key=len):
            rest = ends.get(start + len(piece))
            if rest is not None and form.startswith(piece, start):
                ends[start] = (piece, *rest)
    found = ends.get(0)
    if found is None or len(found) < 2 or not any(part in numerals.words or part in numerals.scales for part in found):
        return None
    return found


def _is_han(character: str) -> bool:
    return "\u3040" <= character <= "\u9fff"
