"""Numbers in figures and words, by value, from the pieces of a text."""

from __future__ import annotations

from dataclasses import dataclass

from fidelity.checks.numbers.pieces import Pieces

CENTURY = 1900
_TEN = 10
_MYRIAD = 10_000
_LEAST_ALONE = 100
"""The largest scale that says a number without a digit before it, in languages without spaces."""
_SHORT_YEAR = 2
"""Digits of a year without its century: 九二."""

Value = tuple[tuple[float, ...], int, bool]
"""What a number may stand for, the piece it ends before, and whether it has figures."""


def read_scale(pieces: Pieces, i: int) -> tuple[float, int]:
    """What the scale words from piece ``i`` on multiply by, and where they end."""
    scale = 1.0
    while i < len(pieces) and pieces.form(i) in pieces.numerals.scales and (i == 0 or pieces.joined(i - 1)):
        scale, i = scale * pieces.numerals.scales[pieces.form(i)], i + 1
        i += pieces.form(i) == "." and pieces.form(i + 1) in pieces.numerals.scales
    return scale, i


def read_value(pieces: Pieces, i: int) -> Value | None:
    """What the number that begins at a piece may stand for, where it ends, and whether it has figures."""
    if i >= len(pieces):
        return None
    if not pieces.numerals.spaced:
        return _unspaced_value(pieces, i)
    piece = pieces[i]
    if piece.values:
        if len(piece.values) > 1 and piece.form == "½":
            return piece.values[:1], i + 1, True
        scale, end = read_scale(pieces, i + 1)
        return tuple(value * scale for value in piece.values), end, True
    return _spelled(pieces, i)


@dataclass(slots=True)
class _Sum:
    """A number of a language without spaces while it is read: groups of ten thousand, of what is less, and digits."""

    total: float = 0.0
    group: float = 0.0
    number: float = 0.0

    def multiply(self, scale: float) -> None:
        """A scale behind what was read: 三千, 五万."""
        if scale >= _MYRIAD:
            self.total, self.group, self.number = self.total + (self.group + self.number or 1) * scale, 0.0, 0.0
        else:
            self.group, self.number = self.group + (self.number or 1) * scale, 0.0


def _unspaced_value(pieces: Pieces, i: int) -> Value | None:
    """The same where digits may be numerals, in any mixture with figures: 3亿5000万, 二〇二四, 八点四."""
    of, j, run, read = pieces.numerals, i, 0, _Sum()
    first = pieces[i]
    while j < len(pieces) and (j == i or pieces.joined(j - 1)):
        form, values = pieces.form(j), pieces[j].values
        behind_figures = j > i and bool(pieces[j - 1].values)
        if values and not behind_figures and (j == i or read.total or read.group):
            read.number, run = values[0], 0
        elif _digit(pieces, j) is not None and not behind_figures:
            read.number, run = read.number * 10 + (_digit(pieces, j) or 0.0), run + 1
        elif form in pieces.marks.point and j > i and _digit(pieces, j + 1) is not None:
            decimals, j = _decimals(pieces, j + 1)
            read.number += decimals
            continue
        elif form in of.scales and (j > i or of.scales[form] <= _LEAST_ALONE):
            read.multiply(of.scales[form])
            run = 0
        elif not (j > i and form in pieces.marks.about and len(form) == 1 and pieces.form(j + 1) in of.scales):
            break
        j += 1
    if j == i or (j == i + 1 and first.form in of.loose):
        return None
    if j == i + 1 and first.values:
        return first.values, j, True
    value = read.total + read.group + read.number
    figures = any(pieces[k].values for k in range(i, j))
    return ((value, CENTURY + value) if run == j - i == _SHORT_YEAR else (value,)), j, figures


def _digit(pieces: Pieces, i: int) -> float | None:
    """The value of a numeral for one digit; one may be no number where it stands alone."""
    form = pieces.form(i)
    alone = pieces.numerals.loose.get(form) if len(form) == 1 else None
    return pieces.numerals.words.get(form, alone if alone == 1 else None)


def _decimals(pieces: Pieces, i: int) -> tuple[float, int]:
    """The decimals from a piece on, and where they end."""
    digits = ""
    while (digit := _digit(pieces, i)) is not None:
        digits, i = f"{digits}{digit:.0f}", i + 1
    return float(f"0.{digits}"), i


def _one_counts(pieces: Pieces, i: int) -> bool:
    """Whether what stands behind a word for one says that it is a number: one hundred, one and a half."""
    halves = any(pieces.says(i, phrase) for phrase in pieces.marks.half_more)
    return halves or pieces.form(i) in (
        *pieces.numerals.scales,
        *pieces.numerals.fractions,
        *pieces.marks.compound,
        *pieces.marks.teens,
    )


def _spelled(pieces: Pieces, i: int) -> Value | None:
    """The value of number words: what adds, what multiplies, and joiners between them."""
    of = pieces.numerals
    total, group, number, largest, j = 0.0, 0.0, 0.0, float("inf"), i
    last = i
    while j < len(pieces) and (j == i or pieces.joined(j - 1)):
        form = pieces.form(j)
        one = of.loose.get(form) == 1 and (j > i or _one_counts(pieces, j + 1))
        if form in of.words or one:
            value = of.words.get(form, 1.0)
            teen = form in pieces.marks.teens and 0 < (group + number) % 100 < _TEN
            if j > i and not teen and not _may_add(group + number, value, pieces.form(j - 1) in pieces.marks.joiners):
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
        elif j > i and form in pieces.marks.joiners:
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
    return (sofar % 100 == 0 and value < 100) or (sofar % 1000 == 0 and value < 1000)
