"""Numbers, dates and times, read by value: ``sixteen hundred`` is ``1,600``, ``a fifth`` is ``20%``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from fidelity.drift.alignment import Words
from fidelity.drift.wordlists import table
from fidelity.types import Span

Kind = Literal["number", "month", "weekday", "time"]

_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3}){2,}")
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_YEAR = re.compile(r"1[5-9]\d\d|20\d\d|2100")
_MORE_OR_LESS = frozenset("more less fewer higher lower larger smaller greater off".split())
_COUNTS = frozenset(("unit", "tens", "scale", "ordinal"))
_ORDINAL_ENDS = frozenset(("st", "nd", "rd", "th"))
_PERCENT = frozenset(("%", "％", "percent", "percentage", "pct"))
_LETTER_SCALES = frozenset(("k", "m", "mn", "bn", "tn"))
_SIGNS = frozenset("$€£¥￥₩₹")
_DASHES = frozenset("-–—~～")
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅕": 0.2}
_APPROXIMATORS = frozenset(
    "about around approximately nearly almost some roughly over than under least most up circa approx close exceeded"
    " exceeds exceeding estimated reached surpassed topped plus".split()
)
_APPROXIMATE_REACH = 3
_HAN = re.compile(
    r"[\d〇零一二三四五六七八九十百千万亿萬億两兩.,]*[〇零一二三四五六七八九十百千万亿萬億两兩][\d〇零一二三四五六七八九十百千万亿萬億两兩]*"
)
_HAN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
_HAN_SCALES = {"十": 10, "百": 100, "千": 1000}
_HAN_GROUPS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as written at words ``first`` to ``last`` (exclusive).

    ``values``: what it may stand for, the plainest first; a percentage as a share of 1 comes second.
    ``demanded``: whether the other side has to have it (``one`` as a pronoun need not be found again).
    ``unit``: dimension and size of a unit behind it. ``year``: whether it may be a year of recent centuries.
    ``ordinal``: whether it is a place in an order. ``share``: whether it is a percentage or a fraction.
    """

    first: int
    last: int
    span: Span
    kind: Kind
    values: tuple[float, ...]
    demanded: bool
    approximate: bool = False
    unit: tuple[str, float] | None = None
    year: bool = False
    ordinal: bool = False
    share: bool = False

    @property
    def indices(self) -> range:
        return range(self.first, self.last)


def read_quantities(words: Words) -> list[Quantity]:
    """All quantities of a text, in order."""
    found = []
    i = 0
    while i < len(words):
        reading = _date_word(words, i) or _clock_time(words, i) or _figures(words, i) or _spelled(words, i)
        if reading is None:
            i += 1
            continue
        found += reading
        i = max(quantity.last for quantity in reading)
    return found


def read_han_values(text: str) -> list[float]:
    """Values of the Chinese numerals of a text, and of figures with a Chinese scale behind them."""
    return [value for match in _HAN.finditer(text) for value in _han_value(match.group())]


def equal(one: Quantity, other: Quantity, rounding: float) -> bool:
    """Whether the two say the same: exactly, rounded where one is called approximate, or in another unit."""
    if one.kind != other.kind:
        return False
    if any(abs(a - b) <= 1e-6 * max(abs(a), abs(b)) for a in one.values for b in other.values):
        return True
    a, b = one.values[0], other.values[0]
    if one.unit and other.unit and one.unit != other.unit and one.unit[0] == other.unit[0]:
        a, b = a * one.unit[1], b * other.unit[1]
        return abs(a - b) <= 2 * rounding * max(a, b)
    if not (one.approximate or other.approximate) or (one.year and other.year):
        return False
    return any(abs(a - b) <= rounding * max(a, b) for a in one.values for b in other.values)


def same_value(one: Quantity, other: Quantity) -> bool:
    """Whether the two are the same number or time, to the last digit; a second place is not two, nor 20% twenty."""
    if one.kind != other.kind or one.kind not in ("number", "time") or one.ordinal != other.ordinal:
        return False
    if one.share != other.share:
        return False
    if one.kind == "number" and not one.share:
        return abs(one.values[0] - other.values[0]) <= 1e-6 * abs(one.values[0])
    return any(abs(a - b) <= 1e-6 * max(abs(a), abs(b)) for a in one.values for b in other.values)


_ALL_BUT = 0.999
"""How far into a month or day its end is."""
_LAST: dict[Kind, float] = {"month": 12.0, "weekday": 7.0}

_BEFORE_MONTHS = frozenset(
    "in of since by until till during through early mid late last next this before after".split()
)
"""Words before which a capitalised May or March is the month."""


def _date_word(words: Words, i: int) -> list[Quantity] | None:
    entry = table("calendar").get(words.forms[i].removesuffix("'s"))
    written = words.written[i]
    may = words.forms[i] in ("may", "march")
    if (entry is None and not may) or not written[0].isupper():
        return None
    if may:
        beside = [words.forms[j] for j in (i - 1, i + 1, i - 2) if 0 <= j < len(words)]
        dated = any(form[0].isdigit() for form in beside)
        if not dated and (i == 0 or words.forms[i - 1] not in _BEFORE_MONTHS):
            return None
        entry = ("month", "5" if words.forms[i] == "may" else "3")
    assert entry is not None
    kind: Kind = "month" if entry[0] == "month" else "weekday"
    value = float(entry[1])
    values = value, *_last_moment(words.forms[max(0, i - 2) : i], value, kind)
    return [Quantity(i, i + 1, words.spans[i], kind, values, demanded=True)]


def _last_moment(before: tuple[str, ...], value: float, kind: Kind) -> tuple[float, ...]:
    """What "before November" and "by the end of October" have in common, given the words before the name."""
    if before == ("end", "of"):
        return (value + _ALL_BUT,)
    if before[-1:] != ("before",):
        return ()
    return ((value - 1 if value > 1 else _LAST[kind]) + _ALL_BUT,)


def _clock_time(words: Words, i: int) -> list[Quantity] | None:
    form = words.forms[i]
    last = i + 1
    half = words.forms[last] if last < len(words) else ""
    marked = half in ("am", "pm", "a.m.", "p.m.", "o'clock")
    match = re.fullmatch(r"(\d{1,2}):(\d{2})(?::\d{2})?", form)
    if not match and not (marked and re.fullmatch(r"\d{1,2}", form)):
        return None
    hour, minute = (int(match[1]), int(match[2])) if match else (int(form), 0)
    last += marked
    base = (hour % 12) * 60.0 + minute
    times: tuple[float, ...] = (base, base + 720)
    if marked and half[0] in "ap":
        times = (times[half[0] == "p"],) * 2
    elif hour > 12:
        times = (hour * 60.0 + minute,) * 2
    times = tuple(dict.fromkeys(times))
    span = Span(words.spans[i].start, words.spans[last - 1].end)
    return [Quantity(i, last, span, "time", times, demanded=True)]


def _figures(words: Words, i: int) -> list[Quantity] | None:
    form = words.forms[i]
    if not form[0].isdigit():
        return None
    if _GROUPED.fullmatch(form):
        form = form.replace(",", "") if "," in form else form.replace(".", "")
    if not _PLAIN.fullmatch(form):
        parts = [float(part) for part in re.findall(r"\d+", form)]
        return [Quantity(i, i + 1, words.spans[i], "number", (part,), demanded=True) for part in parts]
    value, last = float(form[:300]), i + 1
    demanded = not _is_label(words, i)
    values = [value]
    if _touches(words, i) and words.forms[last] in _ORDINAL_ENDS:
        last += 1
        if last < len(words) and words.forms[last] in ("century", "centuries"):
            values.append(100 * (value - 1))
    elif _touches(words, i) and words.forms[last] == "s":
        values.append(value % 100)
        last += 1
    else:
        last, scale = _scale(words, i, last)
        values[0] *= scale
    return [_finish(words, i, last, values, demanded=demanded)]


def _touches(words: Words, i: int) -> bool:
    return i + 1 < len(words) and words.spans[i].end == words.spans[i + 1].start


def _is_label(words: Words, i: int) -> bool:
    """Whether the figures are part of a name: COVID-19, F-16, G7, 5G."""
    start, end = words.spans[i].start, words.spans[i].end
    before, after = words.text[max(0, start - 2) : start], words.text[end : end + 1]
    if before[-1:].isalpha() or (before[-1:] in _DASHES and before[-1:] and before[:1].isalpha()):
        return True
    following = words.forms[i + 1] if i + 1 < len(words) else ""
    known = following in _ORDINAL_ENDS or following == "s" or following in _LETTER_SCALES or following in table("units")
    return after.isalpha() and after.isascii() and not known


def _scale(words: Words, i: int, last: int) -> tuple[int, float]:
    """Where the scale words behind figures end, and what they multiply by."""
    scale = 1.0
    while last < len(words):
        form = words.forms[last]
        value, kind = table("numbers").get(form, ("0", ""))
        if kind != "scale":
            break
        money = i > 0 and words.forms[i - 1] in _SIGNS
        if form in _LETTER_SCALES and not (
            words.spans[last - 1].end == words.spans[last].start and (money or form != "m")
        ):
            break
        scale, last = scale * float(value), last + 1
    return last, scale


def _finish(words: Words, first: int, last: int, values: list[float], *, demanded: bool) -> Quantity:
    """The quantity with what stands around it: a percent sign, a unit, a word such as ``about``, a range."""
    following = words.forms[last] if last < len(words) else ""
    figures_end, fraction = last, values[0] < 1 and len(values) > 1
    if following == "per" and last + 1 < len(words) and words.forms[last + 1] == "cent":
        values, last = [values[0], values[0] / 100], last + 2
    elif following in _PERCENT:
        values, last = [values[0], values[0] / 100], last + 1
    elif following in _DASHES or following in ("to", "or", "and"):
        values += _range_values(words, last + 1, values[0])
    unit_word = words.forms[last] if last < len(words) else ""
    if unit_word in _DASHES and last + 1 < len(words):
        unit_word = words.forms[last + 1]
    unit = table("units").get(unit_word)
    before = words.forms[max(0, first - _APPROXIMATE_REACH) : first]
    approximate = any(word in _APPROXIMATORS for word in before) or unit_word in ("+", "plus") or unit_word == "odd"
    span = Span(words.spans[first].start, words.spans[last - 1].end)
    size = (unit[0], float(unit[1])) if unit else None
    year = bool(_YEAR.fullmatch(span.of(words.text))) and not size
    end = words.forms[last - 1]
    ordinal = end in _ORDINAL_ENDS or table("numbers").get(end, ("", ""))[1] == "ordinal"
    share = fraction or last > figures_end
    return Quantity(first, last, span, "number", tuple(values), demanded, approximate, size, year, ordinal, share)


def _range_values(words: Words, i: int, value: float) -> list[float]:
    """``2`` in ``2 to 3 million`` may be two million."""
    if i >= len(words) or not _PLAIN.fullmatch(words.forms[i].replace(",", "")):
        return []
    last, scale = _scale(words, i, i + 1)
    percent = last < len(words) and words.forms[last] in _PERCENT
    return [value * scale] * (scale > 1) + [value / 100] * percent


def _spelled(words: Words, i: int) -> list[Quantity] | None:
    form = words.forms[i]
    if form in _FRACTIONS:
        return [_finish(words, i, i + 1, [_FRACTIONS[form]], demanded=False)]
    known = table("numbers")
    kind = known.get(form, ("", ""))[1]
    if not kind or kind == "vague" or form in _LETTER_SCALES or words.written[i] == "Second":
        return None
    if kind in ("loose", "ordinal", "part"):
        return _loose(words, i, float(known[form][0]), kind)
    total, current, last, step, cardinal = 0.0, 0.0, i, 10**18, True
    for j, value, found in _number_words(words, i):
        if found == "scale":
            if value in (12, 100):
                current, step = max(current, 1) * value, 100
            else:
                total, current, step = total + max(current, 1) * value, 0, 10**18
        elif value < (step if step < 100 else 100) and (found != "tens" or step >= 100):
            current, step = current + value, 10 if found == "tens" else 1
        else:
            break
        last, cardinal = j + 1, found not in ("ordinal",)
        if not cardinal:
            break
    value = total + current
    if cardinal and last < len(words):
        share = _denominator(words, last)
        if share:
            part = _finish(words, i, share[0], [value / share[1], 100 * value / share[1]], demanded=True)
            return [replace(part, approximate=True)]
    small = value < 2 or not cardinal
    return [_finish(words, i, last, [value], demanded=not small)]


def _number_words(words: Words, i: int) -> Iterator[tuple[int, float, str]]:
    """The number words from ``i`` on, over hyphens and ``and``."""
    known = table("numbers")
    j = i
    while j < len(words):
        form = words.forms[j]
        if j > i and form in ("-", "and", "‑") and j + 1 < len(words):
            following = known.get(words.forms[j + 1], ("", ""))
            joined = form != "and" or known.get(words.forms[j - 1], ("", ""))[1] == "scale"
            counts = following[1] in _COUNTS or words.forms[j + 1] == "one"
            if not joined or not counts or words.forms[j + 1] == "second":
                return
            j += 1
            continue
        value, kind = known.get(form, ("", ""))
        single = form == "one" and (
            j > i or (j + 1 < len(words) and known.get(words.forms[j + 1], ("", ""))[1] == "scale")
        )
        if form in _LETTER_SCALES or (
            kind not in ("unit", "tens", "scale") and not (kind == "ordinal" and j > i) and not single
        ):
            return
        yield j, float(value), "unit" if single else kind
        j += 1


def _denominator(words: Words, i: int) -> tuple[int, float] | None:
    """Where a fraction ends that goes on at ``i`` (``-fifths``, ``quarters``), and its denominator."""
    if words.forms[i] in _DASHES and i + 1 < len(words):
        i += 1
    value, kind = table("numbers").get(words.forms[i], ("0", ""))
    return (i + 1, float(value)) if kind == "part" else None


def _loose(words: Words, i: int, value: float, kind: str) -> list[Quantity]:
    """A word that may stand for a number; ``a fifth``, ``one third of`` and ``one hundred`` are more."""
    before = words.forms[i - 1] if i else ""
    if before in _DASHES and i > 1:
        before = words.forms[i - 2]
    following = words.forms[i + 1] if i + 1 < len(words) else ""
    if words.forms[i] == "one" and table("numbers").get(following, ("", ""))[1] == "scale":
        return _spelled(words, i + 1) or []
    if kind == "part" or (kind == "ordinal" and value > 2 and _is_share(words, i, before)):
        found = _finish(words, i, i + 1, [1 / value, 100 / value], demanded=before in ("a", "one"))
        return [replace(found, approximate=True, ordinal=False)]
    values = [value]
    if words.forms[i] in ("half", "halves", "halved"):
        values = [0.5, 50.0]
    return [_finish(words, i, i + 1, values, demanded=False)]


def _is_share(words: Words, i: int, before: str) -> bool:
    """Whether an ordinal is a part: ``one fifth``, ``a fifth of``, ``a fifth to a quarter``, ``a fifth more``."""
    if before == "one":
        return True
    following, then = (words.forms[j] if j < len(words) else "" for j in (i + 1, i + 2))
    ends = following in ("of", "the", "") or not following[0].isalnum()
    compares = following in _MORE_OR_LESS or (following.endswith("er") and then == "than")
    return before == "a" and (ends or compares or (following in ("to", "or") and then in ("a", "one", "half")))


def _han_value(written: str) -> list[float]:
    total, group, number = 0.0, 0.0, 0.0
    for piece in re.findall(r"\d[\d,]*(?:\.\d+)?|[^\d.,]", written):
        if piece[0].isdigit():
            number = float(piece.replace(",", ""))
        elif piece in _HAN_DIGITS:
            number = number * 10 + _HAN_DIGITS[piece]
        elif piece in _HAN_SCALES:
            group, number = group + (number or 1) * _HAN_SCALES[piece], 0.0
        else:
            total, group, number = (total + group + (number if number or group else 1)) * _HAN_GROUPS[piece], 0.0, 0.0
    return [total + group + number]
