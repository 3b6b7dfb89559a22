"""All numbers and months of a text in a language with numerals, by value."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from fidelity.checks.numbers.amounts import Amount, Unit
from fidelity.text.numerals import Numerals
from fidelity.types import Span

_FIGURE = re.compile(r"[1-9]\d{0,2}(?:[ \u00a0\u202f\u2009'’]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*")
_ISO_DATE = re.compile(r"(?<![\d-])(\d{4})-(\d{1,2})-(\d{1,2})(?![\d-])")
_DATE = re.compile(r"(?<![\d./])(\d{1,2})([./])(\d{1,2})\2(\d{4})(?!\d)")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|[%$€£¥₽]")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
_GAP = re.compile(r"\.?[\s\u00a0-]{0,3}")
_LIST = re.compile(r"\s*\(?\d{1,2}(?:[.)、]\s|[)、])")
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
_DIGITS = str.maketrans({"٫": ".", "٬": ",", "．": ".", "％": "%", "٪": "%", "￥": "¥", "＄": "$", "ـ": "-"})
_CENTURY = 1900
_YEARS = (1000, 2100)
_MOST_MONTHS, _MOST_DAYS = 12, 31
_ABOUT_REACH = 3
_TEN = 10
_HALF_DAY = 12
_LONGEST_CODE = 4


@dataclass(frozen=True, slots=True)
class _Piece:
    """A figure (``values``) or a word of a text, in the form that the lists have."""

    span: Span
    form: str
    values: tuple[float, ...] = ()


def read_amounts(text: str, numerals: Numerals) -> list[Amount]:
    """The amounts of a text, in order."""
    return _Reader(text, numerals).read()


def fold(text: str) -> str:
    """Lower case and ASCII digits, each character in its place."""
    return "".join(_fold(character) for character in text.translate(_DIGITS))


@cache
def _fold(character: str) -> str:
    if not character.isascii() and character.isdecimal():
        return str(unicodedata.decimal(character))
    lower = character.lower()
    return lower if len(lower) == 1 else character


def parse_figure(written: str, decimal: str) -> tuple[float, ...]:
    """What a figure may stand for, the plainest first. ``decimal``: the language's decimal mark."""
    bare = re.sub(r"[\s'’\u00a0\u202f\u2009]", "", written)[:300]
    other = "," if decimal == "." else "."
    if other in bare and decimal in bare and bare.rindex(other) > bare.rindex(decimal):
        decimal, other = other, decimal
    plain = bare.replace(other, "").replace(decimal, ".")
    if bare.count(decimal) > 1:
        plain = bare.replace(decimal, "").replace(other, ".")
    if not _NUMBER.fullmatch(plain):
        return tuple(float(part) for part in re.findall(r"\d+", bare))
    grouped = _GROUPED.fullmatch(bare)
    if bare.count(other) == 1 and bare.count(decimal) == 0 and not grouped:
        return (float(bare.replace(other, ".")),)
    if grouped and bare.count(grouped[1]) == 1 and not (decimal == "." and grouped[1] == ","):
        parts = bare.split(grouped[1])
        readings = float("".join(parts)), float(".".join(parts))
        return readings if grouped[1] == other else readings[::-1]
    return (float(plain),)


class _Reader:
    """The pieces of one text, and what is read from them."""

    def __init__(self, text: str, numerals: Numerals) -> None:
        self.text, self.numerals, self.marks = text, numerals, numerals.marks
        self.folded = fold(text)
        self.found: list[Amount] = []
        self.pieces = self._split()

    def read(self) -> list[Amount]:
        i = 0
        while i < len(self.pieces):
            i = self._month(i) or self._fraction(i) or self._number(i) or i + 1
        return sorted(self.found, key=lambda amount: (amount.span.start, amount.kind))

    # -- pieces

    def _split(self) -> list[_Piece]:
        """Figures and words, in order; dates in figures are read at once."""
        taken = _LIST.match(self.folded)
        start, pieces = (taken.end() if taken else 0), list[_Piece]()
        dates = [*self._figure_dates()]
        patterns = [_FIGURE, _WORD if self.numerals.spaced else self.numerals.known]
        while start < len(self.folded):
            date = next((span for span in dates if span.start == start), None)
            if date:
                start = date.end
                continue
            if self.folded[start] in _FRACTIONS:
                value = _FRACTIONS[self.folded[start]]
                pieces.append(_Piece(Span(start, start + 1), "½", (value, 100 * value)))
                start += 1
                continue
            match = next((m for p in patterns if (m := p.match(self.folded, start))), None)
            if match is None:
                pieces.append(_Piece(Span(start, start + 1), self.folded[start]))
                start += 1
                continue
            span = Span(*match.span())
            if match.re is _FIGURE:
                if not self._is_label(span):
                    pieces.append(_Piece(span, "0", parse_figure(match.group(), self.marks.decimal[0])))
            else:
                pieces += self._words(span)
            start = span.end
        return [piece for piece in pieces if not piece.form.isspace()]

    def _words(self, span: Span) -> Iterator[_Piece]:
        """A word; where its hyphens part words that are known, each of these."""
        form = span.of(self.folded)
        if not self.numerals.spaced or self._is_known(form):
            yield _Piece(span, form)
            return
        start, parts = span.start, form.split("-")
        while parts:
            size = next((k for k in range(len(parts), 1, -1) if self._is_known("-".join(parts[:k]))), 1)
            part = "-".join(parts[:size])
            yield from self._bare(Span(start, start + len(part)))
            start, parts = start + len(part) + 1, parts[size:]

    def _bare(self, span: Span) -> Iterator[_Piece]:
        """A word without grammar that is written together with it, and a number in one word in its parts."""
        form = span.of(self.folded)
        if self._is_known(form):
            yield _Piece(span, form)
            return
        for prefix in self.marks.prefixes:
            if form.startswith(prefix) and self._is_known(form[len(prefix) :]):
                if prefix in self.marks.joiners:
                    yield _Piece(Span(span.start, span.start + len(prefix)), prefix)
                yield _Piece(Span(span.start + len(prefix), span.end), form[len(prefix) :])
                return
        parts = _compound(form, self.numerals) if self.marks.compound else None
        if parts is None:
            yield _Piece(span, form)
            return
        start = span.start
        for part in parts:
            yield _Piece(Span(start, start + len(part)), part)
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

    def _figure_dates(self) -> Iterator[Span]:
        """Dates in figures, such as 2024-03-05 and 05.03.2024; in one with slashes, day and month may change places."""
        for match in _ISO_DATE.finditer(self.folded):
            year, month, day = (float(part) for part in match.groups())
            yield from self._date(Span(*match.span()), year, (month,), (day,))
        for match in _DATE.finditer(self.folded):
            first, second, year = float(match[1]), float(match[3]), float(match[4])
            open_order = match[2] == "/" and max(first, second) <= _MOST_MONTHS
            days, months = ((first, second), (second, first)) if open_order else ((first,), (second,))
            if match[2] == "/" and second > _MOST_MONTHS:
                days, months = (second,), (first,)
            yield from self._date(Span(*match.span()), year, months, days)

    def _date(self, span: Span, year: float, months: tuple[float, ...], days: tuple[float, ...]) -> Iterator[Span]:
        if max(months) > _MOST_MONTHS or max(days) > _MOST_DAYS:
            return
        self.found.append(Amount(span, months, "month"))
        self.found += [Amount(span, (year,), dated=True), Amount(span, days, dated=True)]
        yield span

    # -- amounts

    def _form(self, i: int) -> str:
        return self.pieces[i].form if 0 <= i < len(self.pieces) else ""

    def _month(self, i: int) -> int | None:
        """A month by its name, with a day before it or behind it."""
        value = self.numerals.months.get(self._form(i))
        if value is None:
            return None
        piece = self.pieces[i]
        capital = self.text[piece.span.start].isupper()
        beside = [self.pieces[j] for j in (i - 1, i + 1, i - 2) if 0 <= j < len(self.pieces)]
        dated = any(each.values or each.form in ("of", "in", "since", "by") for each in beside)
        if self.numerals.language == "en" and not (capital and (len(piece.form) > _ABOUT_REACH + 2 or dated)):
            return None
        if not dated and piece.form in ("mars", "mai", "jun", "jul", "marzo", "sept", "май", "марта", "مارس", "آب", "may"):
            return None
        day = self.found[-1] if self.found else None
        if day and day.kind == "number" and day.values[0] <= _MOST_DAYS and piece.span.start - day.span.end <= len(". de "):
            self.found[-1] = replace(day, dated=True, unit=None)
        self.found.append(Amount(piece.span, (value,), "month"))
        return i + 1

    def _fraction(self, i: int) -> int | None:
        """A denominator, a mark and a numerator: 三分之一, 百分之五."""
        if self._form(i) in self.marks.percent_before:
            number = self._value(i + 1)
            if number is None:
                return None
            values, end, _ = number
            self._add(i, end, (*values, *(v / 100 for v in values)), share=True)
            return end
        below = self._value(i) if self.marks.fraction else None
        if below is None or self._form(below[1]) not in self.marks.fraction:
            return None
        above = self._value(below[1] + 1)
        if above is None and self._form(below[1] + 1) in self.numerals.loose:
            above = (1.0,), below[1] + 2, False
        if above is None or not below[0][0]:
            return None
        share = above[0][0] / below[0][0]
        self._add(i, above[1], (100 * share, share), share=True, approximate=True)
        return above[1]

    def _number(self, i: int) -> int | None:
        """A number in figures or words, with what it counts."""
        form = self._form(i)
        number = self._value(i)
        if number is None:
            return self._loose(i, form)
        values, end, figures = number
        if self._is_vague(i, end):
            return end
        if self._is_clock(i, end):
            hour = values[0] // 1
            times = tuple(dict.fromkeys((hour, hour % _HALF_DAY, hour + _HALF_DAY)))
            self.found.append(replace(self._amount(i, end, times, share=False), demanded=False))
            return end + 1
        if form in self.numerals.scales and not figures and values[0] >= _TEN and end == i + 1:
            self.found.append(replace(self._amount(i, end, values, share=False), demanded=False, approximate=True))
            return end
        named = self._named_fraction(values, i, end)
        if named:
            return named
        values, end = self._half_more(values, end)
        following = self._form(end)
        for kind in ("month", "day", "year"):
            if following in getattr(self.marks, kind) and self._dated(i, end, values[0], kind):
                return end + 1
        hyphened = following == "-" and self._form(end + 1) in self.marks.decade
        if (following in self.marks.decade or hyphened) and self._touch(end - 1):
            self._add(i, end + 1, (*values, values[0] % 100, 1900 + values[0]), dated=True)
            return end + 1
        if following in self.marks.tenth:
            self._add(i, end + 1, (10 * values[0], values[0] / 10), share=True, approximate=True)
            return end + 1
        percent = self._percent_end(end)
        if percent:
            self._add(i, percent, (*values, *(v / 100 for v in values)), share=True)
            return percent
        self._add(i, end, (*values, *self._in_range(values, end), *self._short_year(i, values)), figures=figures)
        return end

    def _percent_end(self, end: int) -> int | None:
        """Where the percent sign or word at a piece ends; it may be of two words."""
        form, then = self._form(end), self._form(end + 1)
        if form not in self.marks.percent:
            return None
        if form in ("per", "por", "pour"):
            return end + 2 if then in ("cent", "cento", "ciento", "cien") else None
        return end + 1

    def _dated(self, i: int, end: int, value: float, kind: str) -> bool:
        """Whether a number before the mark of a month, day or year is one, which is then taken."""
        span = Span(self.pieces[i].span.start, self.pieces[end].span.end)
        if kind == "month" and value <= _MOST_MONTHS:
            self.found.append(Amount(span, (value,), "month"))
            return True
        if kind == "day" and value <= _MOST_DAYS:
            self.found.append(Amount(span, (value,), dated=True))
            return True
        if kind == "year" and _YEARS[0] <= value <= _YEARS[1]:
            self.found.append(Amount(span, (value,), dated=True))
            return True
        return False

    def _loose(self, i: int, form: str) -> int | None:
        """A word that may say a number, such as "both" or "second": it is looked for, and not demanded."""
        of = self.numerals
        values = [each[form] for each in (of.loose, of.fractions) if form in each]
        if not values:
            return None
        if form in of.fractions:
            values.append(100 * of.fractions[form])
        if of.spaced and i + 1 < len(self.pieces) and self._form(i + 1) in of.scales and self._joined(i):
            scale, end = self._scale(i + 1)
            self._add(i, end, (values[0] * scale,))
            return end
        share = form in of.fractions
        measured = replace(self._amount(i, i + 1, tuple(values), share=False), demanded=False, approximate=share)
        self.found.append(measured)
        return i + 1

    def _named_fraction(self, values: tuple[float, ...], i: int, end: int) -> int | None:
        """A numerator and a named denominator: two thirds, три четверти, half of a scale apart."""
        part = self.numerals.fractions.get(self._form(end))
        if part is None or part >= 1 or values[0] * part >= 1 or not self._joined(end - 1):
            return None
        share = values[0] * part
        self._add(i, end + 1, (100 * share, share), share=True, approximate=True)
        return end + 1

    def _half_more(self, values: tuple[float, ...], end: int) -> tuple[tuple[float, ...], int]:
        """A half more behind a number, and a scale behind that: two and a half million; behind a unit it stays open."""
        for phrase in self.marks.half_more:
            words = phrase.split()
            forms = [self._form(end + k) for k in range(len(words))]
            if self.numerals.spaced and forms == words:
                scale, last = self._scale(end + len(words))
                return tuple((value + 0.5) * scale for value in values), last
        return values, end

    def _in_range(self, values: tuple[float, ...], end: int) -> tuple[float, ...]:
        """What the first end of a range may be by the scale or percent sign of its second: 2 to 3 million."""
        if self._form(end) not in self.marks.range:
            return ()
        second = self._value(end + 1)
        if second is None:
            return ()
        figure = self.pieces[end + 1]
        scale = second[0][0] / figure.values[0] if figure.values and figure.values[0] else 1.0
        scaled = [value * scale for value in values] if scale > 1 else []
        return (*scaled, *([values[0] / 100] if self._percent_end(second[1]) else []))

    def _is_clock(self, i: int, end: int) -> bool:
        """Whether a number is an hour or minute of the day, as its colon or the word behind it says."""
        following, colon = self._form(end), (self._form(i - 1), self._form(end))
        timed = ":" in colon and all(each.values for each in self.pieces[max(0, i - 2) : end + 2 : 2][:2])
        halves = following in ("a", "p") and (self._form(end + 1), self._form(end + 2)) == (".", "m")
        return timed or halves or following in self.marks.clock

    def _short_year(self, i: int, values: tuple[float, ...]) -> tuple[float, ...]:
        """The year at the end of a range of years, where it is cut short: 2019–20."""
        first = self.pieces[i - 2].values if i > 1 and self._form(i - 1) in self.marks.range else ()
        if not first or not _YEARS[0] <= first[0] <= _YEARS[1] or values[0] >= 100:
            return ()
        return (first[0] - first[0] % 100 + values[0],)

    def _is_vague(self, i: int, end: int) -> bool:
        beside = (self._form(i - 1), self._form(end))
        digits = [self.numerals.words.get(self._form(j), self.numerals.loose.get(self._form(j), -1)) for j in range(i, end)]
        one_or_next = any(0 < a < _TEN and b == a + 1 for a, b in pairwise(digits)) and not self.numerals.spaced
        several = one_or_next and (end - i > 2 or self._form(end) in (*self.marks.counters, *self.numerals.units))
        return several or any(form in self.marks.vague for form in beside)

    def _add(
        self,
        i: int,
        end: int,
        values: tuple[float, ...],
        *,
        share: bool = False,
        approximate: bool = False,
        figures: bool = True,
        dated: bool = False,
    ) -> None:
        amount = self._amount(i, end, values, share=share)
        demanded = share or figures or self._counts(end, amount)
        year = dated or self._is_day(i, amount) or (amount.counted == "" and self._is_year(amount, values[0]))
        self.found.append(
            replace(amount, demanded=demanded, approximate=approximate or amount.approximate, dated=year)
        )

    def _is_year(self, amount: Amount, value: float) -> bool:
        return _YEARS[0] <= value <= _YEARS[1] and amount.span.of(self.folded).isdecimal()

    def _is_day(self, i: int, amount: Amount) -> bool:
        """Whether a month stands right before a number that may be its day."""
        before = self.found[-1] if self.found else None
        if before is None or before.kind != "month" or amount.values[0] > _MOST_DAYS or not self.numerals.spaced:
            return False
        return i > 0 and before.span.end >= self.pieces[i - 1].span.start

    def _counts(self, end: int, amount: Amount) -> bool:
        """Whether a number in words is surely one: what it counts stands behind it, or the language needs no such word."""
        if not self.marks.counters:
            return amount.values[0] >= 2
        counted = self._form(end) in self.marks.counters or self._form(end) in self.numerals.units
        long = amount.span.end - amount.span.start > 1 and amount.values[0] > _TEN
        return (counted or long or bool(amount.currencies)) and amount.values[0] >= 2

    def _amount(self, i: int, end: int, values: tuple[float, ...], *, share: bool) -> Amount:
        unit, codes, last = self._measure(i, end)
        before = [self._form(j) for j in range(max(0, i - _ABOUT_REACH), i)]
        around = [*before, self._form(end), self._form(end + 1)] if not self.numerals.spaced else before
        about = any(form in self.marks.about for form in around)
        start = self.pieces[i].span.start
        span = Span(start, self.pieces[end - 1].span.end)
        if self.marks.half_more and not self.numerals.spaced and self._form(last) in self.marks.half_more and unit:
            values = (values[0] + 0.5, *values)
        return Amount(span, values, share=share, approximate=about, unit=unit, currencies=codes)

    def _measure(self, i: int, end: int) -> tuple[Unit | None, frozenset[str], int]:
        """The unit behind a number, its currency on either side, and where they end."""
        of = self.numerals
        last = end
        if self._form(last) in self.marks.about and not of.spaced:
            last += 1
        if self._form(last) in ("de", "di", "d") and of.spaced:
            last += 1 + (self._form(last + 1) in ("'", "’"))
        form = self._form(last)
        unit = of.units.get(form)
        behind, before = of.currencies.get(form), of.currencies.get(self._form(i - 1))
        if self._form(i - 1) == "$" and self._form(i - 2) in ("us", "u.s"):
            before = frozenset(("USD",))
        sign = before if before and not self._form(i - 1).isalpha() else None
        codes = behind or sign or frozenset()
        return unit, codes, last + bool(unit or behind)

    def _touch(self, i: int) -> bool:
        """Whether nothing but white space of a language without spaces parts a piece and the next one."""
        gap = self.folded[self.pieces[i].span.end : self.pieces[i + 1].span.start]
        return not (gap if self.numerals.spaced else gap.strip())

    # -- values

    def _joined(self, i: int) -> bool:
        """Whether only a space, hyphen or the full stop of an abbreviation parts a piece and the next one."""
        if i + 1 >= len(self.pieces):
            return False
        gap = self.folded[self.pieces[i].span.end : self.pieces[i + 1].span.start]
        return bool(_GAP.fullmatch(gap)) if self.numerals.spaced else not gap.strip()

    def _scale(self, i: int) -> tuple[float, int]:
        """What the scale words from piece ``i`` on multiply by, and where they end."""
        scale = 1.0
        while i < len(self.pieces) and self._form(i) in self.numerals.scales and (i == 0 or self._joined(i - 1)):
            scale, i = scale * self.numerals.scales[self._form(i)], i + 1
            i += self._form(i) == "." and self._form(i + 1) in self.numerals.scales
        return scale, i

    def _value(self, i: int) -> tuple[tuple[float, ...], int, bool] | None:
        """What the number that begins at a piece may stand for, where it ends, and whether it has figures."""
        if i >= len(self.pieces):
            return None
        if not self.numerals.spaced:
            return self._unspaced_value(i)
        piece = self.pieces[i]
        if piece.values:
            if len(piece.values) > 1 and piece.form == "½":
                return piece.values[:1], i + 1, True
            scale, end = self._scale(i + 1)
            return tuple(value * scale for value in piece.values), end, True
        return self._spelled(i)

    def _unspaced_value(self, i: int) -> tuple[tuple[float, ...], int, bool] | None:
        """The same where digits may be numerals, in any mixture with figures: 3亿5000万, 二〇二四, 八点四."""
        of = self.numerals
        total, group, number, figures, begun, run, j = 0.0, 0.0, 0.0, False, False, 0, i
        written: tuple[float, ...] = ()
        while j < len(self.pieces) and (j == i or self._joined(j - 1)):
            piece = self.pieces[j]
            if piece.values:
                if begun and not (total or group) or (j > i and self.pieces[j - 1].values):
                    break
                number, figures, written = piece.values[0], True, written or piece.values
            elif piece.form in of.words or (piece.form in of.loose and of.loose[piece.form] == 1 and len(piece.form) == 1):
                if j > i and self.pieces[j - 1].values:
                    break
                value = of.words.get(piece.form, 1.0)
                run += 1
                number = number * 10 + value
            elif piece.form in self.marks.point and begun and self._form(j + 1) in of.words:
                decimals, k = "", j + 1
                while self._form(k) in {**of.words, "一": 1}:
                    decimals, k = decimals + str(int(of.words.get(self._form(k), 1))), k + 1
                number, j = number + float(f"0.{decimals}"), k - 1
            elif begun and piece.form in self.marks.about and len(piece.form) == 1 and self._form(j + 1) in of.scales:
                j += 1
                continue
            elif piece.form in of.scales and (begun or of.scales[piece.form] <= 100):
                scale = of.scales[piece.form]
                if scale >= 10000:
                    total, group, number = total + (group + number or 1) * scale, 0.0, 0.0
                elif scale < 10000:
                    group, number = group + (number or 1) * scale, 0.0
            else:
                break
            run = 0 if piece.values or piece.form in of.scales else run
            begun, j = True, j + 1
        if not begun:
            return None
        if run == j - i == 2:
            return (number, _CENTURY + number), j, False
        if j == i + 1 and written:
            return written, j, True
        if j == i + 1 and not self.pieces[i].values and self._form(i) in of.loose:
            return None
        return (total + group + number,), j, figures

    def _spelled(self, i: int) -> tuple[tuple[float, ...], int, bool] | None:
        """The value of number words: what adds, what multiplies, and joiners between them."""
        of = self.numerals
        total, group, number, largest, j = 0.0, 0.0, 0.0, float("inf"), i
        last = i
        while j < len(self.pieces) and (j == i or self._joined(j - 1)):
            form = self._form(j)
            one = of.loose.get(form) == 1 and (j > i or self._form(j + 1) in (*of.scales, *self.marks.compound))
            if form in of.words or one:
                value = of.words.get(form, 1.0)
                if j > i and not _may_add(group + number, value, self._form(j - 1) in self.marks.joiners):
                    break
                number += value
            elif form in of.scales:
                scale = of.scales[form]
                if scale <= 100 and number < 100:
                    group, number = group + (number or 1) * scale, 0.0
                elif scale > largest:
                    total, group, number, largest = (total + group + number or 1) * scale, 0.0, 0.0, scale
                else:
                    total, group, number, largest = total + (group + number or 1) * scale, 0.0, 0.0, scale
                if largest == float("inf"):
                    largest = scale if scale > 100 else largest
            elif j > i and form in self.marks.joiners:
                j += 1
                continue
            else:
                break
            j += 1
            last = j
        return ((total + group + number,), last, False) if last > i else None


def _may_add(sofar: float, value: float, joined: bool) -> bool:
    """Whether a number word may go on a number: twenty five, cent vingt, einundzwanzig, soixante-dix."""
    if not sofar:
        return True
    if value < 10:
        return sofar % 10 == 0
    if value < 20 and sofar % 100 in (60, 80):
        return True
    if joined and sofar % 100 < 10 and value % 10 == 0 and value < 100:
        return True
    return sofar % 100 == 0 and value < 100 or sofar % 1000 == 0 and value < 1000


@cache
def _compound(form: str, numerals: Numerals) -> tuple[str, ...] | None:
    """A word as number words and joiners, the longest first, where it is made of nothing else."""
    if len(form) > 60:
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
