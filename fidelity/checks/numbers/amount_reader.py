"""All numbers and months of a text in a language with numerals, by value."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from math import gcd

from fidelity.checks.numbers.amounts import Amount, Unit
from fidelity.checks.numbers.number_words import CENTURY, read_scale, read_value
from fidelity.checks.numbers.pieces import MOST_DAYS, MOST_MONTHS, Pieces
from fidelity.text.numerals import Numerals
from fidelity.types import Span

Floats = tuple[float, ...]

_YEARS = (1000, 2100)
_ABOUT_REACH = 3
_TEN = 10
_HALF_DAY = 12


def read_amounts(text: str, numerals: Numerals) -> list[Amount]:
    """The amounts of a text, in order."""
    return _Reader(text, numerals).read()


class _Reader:
    """The pieces of one text, and what is read from them."""

    def __init__(self, text: str, numerals: Numerals) -> None:
        self.numerals, self.marks = numerals, numerals.marks
        self.pieces = Pieces(text, numerals)
        self.found: list[Amount] = []

    def read(self) -> list[Amount]:
        for date in self.pieces.dates:
            self.found.append(Amount(date.span, date.months, "month"))
            self.found += [Amount(date.span, values, dated=True) for values in ((date.year,), date.days)]
        i = 0
        while i < len(self.pieces):
            i = self._month(i) or self._fraction(i) or self._number(i) or self._loose(i) or i + 1
        return sorted(self.found, key=lambda amount: (amount.span.start, amount.kind))

    def _month(self, i: int) -> int | None:
        """A month by its name, with a day before it or behind it."""
        value = self.numerals.months.get(self._form(i))
        if value is None:
            return None
        piece = self.pieces[i]
        beside = [self.pieces[j] for j in (i - 1, i + 1, i - 2) if 0 <= j < len(self.pieces)]
        dated = any(each.values for each in beside)
        named = self._form(i - 1) in self.marks.before_months
        sure = dated or named or piece.form not in self.marks.doubtful_months
        day = self.found[-1] if self.found else None
        if (
            day
            and day.kind == "number"
            and day.values[0] <= MOST_DAYS
            and piece.span.start - day.span.end <= len(". de ")
        ):
            self.found[-1] = replace(day, dated=True, unit=None)
        self.found.append(Amount(piece.span, (value,), "month", demanded=sure))
        return i + 1

    def _fraction(self, i: int) -> int | None:
        """A denominator, a mark and a numerator: 三分之一, 百分之五."""
        if self._form(i) in self.marks.percent_before:
            number = read_value(self.pieces, i + 1)
            if number is None:
                return None
            values, end, _ = number
            self._add(i, end, (*values, *(v / 100 for v in values)), share=True)
            return end
        below = read_value(self.pieces, i) if self.marks.fraction else None
        if below is None or self._form(below[1]) not in self.marks.fraction:
            return None
        above = read_value(self.pieces, below[1] + 1)
        if above is None and self._form(below[1] + 1) in self.numerals.loose:
            above = (1.0,), below[1] + 2, False
        if above is None or not below[0][0]:
            return None
        share = above[0][0] / below[0][0]
        self._add(i, above[1], (100 * share, share), share=True, approximate=True)
        return above[1]

    def _number(self, i: int) -> int | None:
        """A number in figures or words, with what it counts."""
        number = read_value(self.pieces, i)
        if number is None:
            return None
        values, end, figures = number
        if self._is_vague(i, end):
            return end
        readers = (self._clock, self._bare_scale, self._named_fraction, self._dated, self._decade, self._percentage)
        for read in readers:
            last = read(values, i, end)
            if last is not None:
                return last
        values, end = self._half_more(values, end)
        self._add(i, end, (*values, *self._in_range(values, end), *self._short_year(i, values)), figures=figures)
        return end

    def _clock(self, values: Floats, i: int, end: int) -> int | None:
        """An hour or minute of the day, which may be told by 12 or 24 hours: it is not demanded."""
        if not self._is_clock(i, end):
            return None
        hour = values[0] // 1
        times = tuple(dict.fromkeys((hour, hour % _HALF_DAY, hour + _HALF_DAY)))
        self.found.append(replace(self._amount(i, end, times, share=False), demanded=False))
        return end + 1

    def _bare_scale(self, values: Floats, i: int, end: int) -> int | None:
        """Hundreds or millions, without how many: not demanded."""
        if end > i + 1 or self._form(i) not in self.numerals.scales or values[0] <= _TEN:
            return None
        self.found.append(replace(self._amount(i, end, values, share=False), demanded=False, approximate=True))
        return end

    def _decade(self, values: Floats, i: int, end: int) -> int | None:
        behind = self._form(end), self._form(end + 1)
        marked = behind[0] in self.marks.decade or (behind[0] == "-" and behind[1] in self.marks.decade)
        if not marked or not self.pieces.touch(end - 1):
            return None
        self._add(i, end + 1, (*values, values[0] % 100, CENTURY + values[0]), dated=True)
        return end + 1

    def _percentage(self, values: Floats, i: int, end: int) -> int | None:
        """A number of hundredths, or of tenths."""
        if self._form(end) in self.marks.tenth:
            self._add(i, end + 1, (10 * values[0], values[0] / 10), share=True, approximate=True)
            return end + 1
        last = self._percent_end(end)
        if last is not None:
            self._add(i, last, (*values, *(v / 100 for v in values)), share=True)
        return last

    def _percent_end(self, end: int) -> int | None:
        """Where the percent sign or word at a piece ends; it may be of two words."""
        form, then = self._form(end), self._form(end + 1)
        if form not in self.marks.percent:
            return None
        if form in ("per", "por", "pour"):
            return end + 2 if then in ("cent", "cento", "ciento", "cien") else None
        return end + 1

    def _dated(self, values: Floats, i: int, end: int) -> int | None:
        """The number of a month, day or year, with its mark."""
        mark = self._form(end)
        month = mark in self.marks.month and values[0] <= MOST_MONTHS
        day = mark in self.marks.day and values[0] <= MOST_DAYS
        if not (month or day or (mark in self.marks.year and _YEARS[0] <= values[0] <= _YEARS[1])):
            return None
        span = Span(self.pieces[i].span.start, self.pieces[end].span.end)
        self.found.append(Amount(span, values[:1], "month") if month else Amount(span, values[:1], dated=True))
        return end + 1

    def _loose(self, i: int) -> int | None:
        """A word that may say a number, such as "both" or "second": it is looked for, and not demanded."""
        of, form = self.numerals, self._form(i)
        values = [each[form] for each in (of.loose, of.fractions) if form in each]
        if not values:
            return None
        if form in of.fractions:
            values.append(100 * of.fractions[form])
        if of.spaced and i + 1 < len(self.pieces) and self._form(i + 1) in of.scales and self.pieces.joined(i):
            scale, end = read_scale(self.pieces, i + 1)
            self._add(i, end, (values[0] * scale,))
            return end
        share = form in of.fractions
        if share and self._is_share(i):
            self._add(i, i + 1, (100 * of.fractions[form], of.fractions[form]), share=True, approximate=True)
            return i + 1
        measured = replace(self._amount(i, i + 1, tuple(values), share=False), demanded=False, approximate=share)
        self.found.append(measured)
        return i + 1

    def _is_share(self, i: int) -> bool:
        """Whether a word that may say a place in an order says a part: a third of the loss, not the third of May."""
        before, word, behind = (self._form(j) for j in (i - 1, i, i + 1))
        return behind in self.marks.share_of and (before in self.marks.share_before or word in self.marks.share_words)

    def _named_fraction(self, values: Floats, i: int, end: int) -> int | None:
        """A numerator and a named denominator: two thirds, три четверти, half of a scale apart."""
        part = self.numerals.fractions.get(self._form(end))
        if part is None or part >= 1 or values[0] * part >= 1 or not self.pieces.joined(end - 1):
            return None
        if values[0] != 1 and gcd(round(values[0]), round(1 / part)) > 1:  # two quarters are half a year
            return None
        share = values[0] * part
        self._add(i, end + 1, (100 * share, share), share=True, approximate=True)
        return end + 1

    def _half_more(self, values: Floats, end: int) -> tuple[Floats, int]:
        """A half more behind a number, and a scale behind that: two and a half million; behind a unit it stays open."""
        for phrase in self.marks.half_more:
            scale = self.numerals.scales.get(self._form(end - 1))
            behind = end + len(phrase.split())
            if not self.numerals.spaced or not self.pieces.says(end, phrase):
                continue
            if scale is not None:
                return tuple(value + scale / 2 for value in values), behind
            size, last = read_scale(self.pieces, behind)
            return tuple((value + 0.5) * size for value in values), last
        return values, end

    def _in_range(self, values: Floats, end: int) -> Floats:
        """What the first end of a range may be by the scale or percent sign of its second: 2 to 3 million."""
        if self._form(end) not in self.marks.range:
            return ()
        second = read_value(self.pieces, end + 1)
        if second is None:
            return ()
        figure = self.pieces[end + 1]
        scale = second[0][0] / figure.values[0] if figure.values and figure.values[0] else 1.0
        scaled = [value * scale for value in values] if scale > 1 else []
        return (*scaled, *([values[0] / 100] if self._percent_end(second[1]) else []))

    def _is_clock(self, i: int, end: int) -> bool:
        """Whether a number is an hour or minute of the day, as its colon or the word behind it says."""
        following, colon = self._form(end), (self._form(i - 1), self._form(end))
        timed = ":" in colon and any(self._is_figure(j) for j in (i - 2, end + 1))
        halves = following in ("a", "p") and (self._form(end + 1), self._form(end + 2)) == (".", "m")
        return timed or halves or following in self.marks.clock

    def _is_figure(self, i: int) -> bool:
        return 0 <= i < len(self.pieces) and bool(self.pieces[i].values)

    def _short_year(self, i: int, values: Floats) -> Floats:
        """The year at the end of a range of years, where it is cut short: 2019–20."""
        first = self.pieces[i - 2].values if i > 1 and self._form(i - 1) in self.marks.range else ()
        if not first or not _YEARS[0] <= first[0] <= _YEARS[1] or values[0] >= 100:
            return ()
        return (first[0] - first[0] % 100 + values[0],)

    def _is_vague(self, i: int, end: int) -> bool:
        beside = (self._form(i - 1), self._form(end))
        digits = [self.numerals.words.get(self._form(j), -1) for j in range(i, end)]
        runs = [[*run] for digit, run in groupby(digits, key=lambda value: value >= 0) if digit]
        one_or_next = any(len(run) == 2 and run[1] == run[0] + 1 for run in runs) and not self.numerals.spaced
        several = one_or_next and (end - i > 2 or self._form(end) in (*self.marks.counters, *self.numerals.units))
        return several or any(form in self.marks.vague for form in beside)

    def _add(
        self,
        i: int,
        end: int,
        values: Floats,
        *,
        share: bool = False,
        approximate: bool = False,
        figures: bool = True,
        dated: bool = False,
    ) -> None:
        amount = self._amount(i, end, values, share=share)
        demanded = share or figures or self._counts(end, amount)
        year = dated or self._is_day(i, amount) or (amount.counted == "" and self._is_year(amount, values[0]))
        self.found.append(replace(amount, demanded=demanded, approximate=approximate or amount.approximate, dated=year))

    def _is_year(self, amount: Amount, value: float) -> bool:
        return _YEARS[0] <= value <= _YEARS[1] and amount.span.of(self.pieces.folded).isdecimal()

    def _is_day(self, i: int, amount: Amount) -> bool:
        """Whether a month stands right before a number that may be its day."""
        before = self.found[-1] if self.found else None
        if before is None or before.kind != "month" or amount.values[0] > MOST_DAYS or not self.numerals.spaced:
            return False
        return i > 0 and before.span.end >= self.pieces[i - 1].span.start

    def _counts(self, end: int, amount: Amount) -> bool:
        """Whether a number in words surely is one: what it counts stands behind it where the language demands that."""
        if not self.marks.counters:
            return amount.values[0] >= 2
        counted = self._form(end) in self.marks.counters or self._form(end) in self.numerals.units
        long = amount.span.end - amount.span.start > 1 and amount.values[0] > _TEN
        return (counted or long or bool(amount.currencies)) and amount.values[0] >= 2

    def _amount(self, i: int, end: int, values: Floats, *, share: bool) -> Amount:
        unit, codes, last = self._measure(i, end)
        before = [self._form(j) for j in range(max(0, i - _ABOUT_REACH), i)]
        around = [*before, self._form(end), self._form(end + 1)] if not self.numerals.spaced else before
        about = any(form in self.marks.about for form in around)
        start = self.pieces[i].span.start
        span = Span(start, self.pieces[end - 1].span.end)
        if self.marks.half_more and not self.numerals.spaced and self._form(last) in self.marks.half_more and unit:
            values = (values[0] + 0.5, *values)
        signed = bool(codes) and last == end and i > 0  # the sign of the currency stands before the number
        measured = Span(self.pieces[i - signed].span.start, self.pieces[max(end, last) - 1].span.end)
        return Amount(span, values, share=share, approximate=about, unit=unit, currencies=codes, measured=measured)

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

    def _form(self, i: int) -> str:
        return self.pieces.form(i)
