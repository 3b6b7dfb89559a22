"""All numbers, dates and times of a text."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from fidelity.checks.numbers.figures import FRACTIONS
from fidelity.checks.numbers.measures import is_duration, read_measure
from fidelity.checks.numbers.numerals import read_figures, read_spelled
from fidelity.checks.numbers.quantities import Kind, Quantity
from fidelity.text.pack import Pack
from fidelity.text.words import Words
from fidelity.types import Span


def read_quantities(words: Words) -> list[Quantity]:
    """All quantities of a text, in order."""
    return list(words.keep("quantities", lambda: _read_quantities(words)))


def _read_quantities(words: Words) -> list[Quantity]:
    found = list[Quantity]()
    i = 0
    while i < len(words):
        if not _may_open(words.forms[i], words.pack):
            i += 1
            continue
        reading = (
            _date_word(words, i)
            or _clock_time(words, i)
            or _spoken_time(words, i)
            or _ratio(words, i)
            or _duration(words, i)
            or read_figures(words, i)
            or read_spelled(words, i)
        )
        if reading is None:
            i += 1
            continue
        found += reading
        i = max(quantity.last for quantity in reading)
    return found


def _may_open(form: str, pack: Pack) -> bool:
    """Whether a quantity may begin with a word: most texts hold few, and none is read word by word."""
    return form[0].isdigit() or form.removesuffix("'s") in _openers(pack)


@cache
def _openers(pack: Pack) -> frozenset[str]:
    return frozenset([*pack.numbers, *pack.calendar, *FRACTIONS, "may", "march", "a", "an", "half", "quarter"])


_ALL_BUT = 0.999
"""How far into a month or day its end is."""
_LAST: dict[Kind, float] = {"month": 12.0, "weekday": 7.0}
_BEFORE_MONTHS = frozenset(
    "in of since by until till during through early mid late last next this before after".split()
)
"""Words before which a capitalised May or March is the month."""


def _date_word(words: Words, i: int) -> list[Quantity] | None:
    entry = words.pack.calendar.get(words.forms[i].removesuffix("'s"))
    written = words.written[i]
    if entry is not None and entry[0] == "day":
        return [Quantity(i, i + 1, words.spans[i], "day", (entry[1],), demanded=True)]
    may = words.forms[i] in ("may", "march")
    if (entry is None and not may) or not written[0].isupper():
        return None
    if may:
        beside = [words.forms[j] for j in (i - 1, i + 1, i - 2) if 0 <= j < len(words)]
        dated = any(form[0].isdigit() for form in beside)
        if not dated and (i == 0 or words.forms[i - 1] not in _BEFORE_MONTHS):
            return None
        entry = ("month", 5.0 if words.forms[i] == "may" else 3.0)
    assert entry is not None
    kind: Kind = "month" if entry[0] == "month" else "weekday"
    value = entry[1]
    values = value, *_last_moment(words.forms[max(0, i - 2) : i], value, kind)
    return [Quantity(i, i + 1, words.spans[i], kind, values, demanded=True)]


def _last_moment(before: tuple[str, ...], value: float, kind: Kind) -> tuple[float, ...]:
    """What "before November" and "by the end of October" have in common, given the words before the name."""
    if before == ("end", "of"):
        return (value + _ALL_BUT,)
    if before[-1:] != ("before",):
        return ()
    return ((value - 1 if value > 1 else _LAST[kind]) + _ALL_BUT,)


_HALVES = frozenset(("am", "pm", "a.m.", "p.m.", "o'clock"))


_HOURS, _MINUTES = 24, 60
_BEFORE_TIMES = frozenset("at from to until till by around about before after since between and".split())


def _is_of_day(words: Words, i: int) -> bool:
    """Whether figures on both sides of a colon and a space are a time: at 21: 00, 5: 00 pm; not Day 5: 12 came."""
    behind = words.forms[i + 3 : i + 4]
    timed = i > 0 and words.forms[i - 1] in _BEFORE_TIMES
    return (bool(behind) and behind[0] in _HALVES) or timed


def _clock_time(words: Words, i: int) -> list[Quantity] | None:
    match, last = re.fullmatch(r"(\d{1,2}):(\d{2})(?::\d{2})?", words.forms[i]), i + 1
    if match is None and words.forms[i + 1 : i + 2] and words.forms[i + 1] in _HALVES:
        match = re.fullmatch(r"(\d{1,2})\.([0-5]\d)", words.forms[i])  # 11.14 p.m.
    apart = re.fullmatch(r"(\d{1,2}) : (\d{2})", " ".join(words.forms[i : i + 3]))  # 5: 00 pm
    if apart and int(apart[1]) <= _HOURS and int(apart[2]) < _MINUTES and _is_of_day(words, i):
        match, last = apart, i + 3
    half = words.forms[last] if last < len(words) else ""
    marked = half in _HALVES
    if not match and not (marked and re.fullmatch(r"\d{1,2}", words.forms[i])):
        return None
    hour, minute = (int(match[1]), int(match[2])) if match else (int(words.forms[i]), 0)
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


def _spoken_time(words: Words, i: int) -> list[Quantity] | None:
    """A time of day in words: half past eight, a quarter to nine, ten minutes past nine, at ten to nine."""
    at = i + (words.forms[i] == "a" and words.forms[i + 1 : i + 2] == ("quarter",))
    minutes = {"half": 30.0, "quarter": 15.0}.get(words.forms[at]) or _count(words, at)
    counted = words.forms[at + 1 : at + 2] == ("minutes",)
    link, hour = at + 1 + counted, _count(words, at + 2 + counted)
    if minutes is None or hour is None or not (0 < minutes < _MINUTES and 1 <= hour <= _HOURS / 2):
        return None
    behind = (*words.forms[link + 2 : link + 3], ".")[0]
    if behind[0].isalnum() and behind not in words.pack.function_words:
        return None  # at ten to twelve sites, a quarter to one third
    timed = counted or words.forms[at] == "quarter" or (i > 0 and words.forms[i - 1] == "at")
    if words.forms[link] not in ("past", "to") or (words.forms[link] == "to" and not timed):
        return None
    if words.forms[at] == "quarter" and not {"by", "than"}.isdisjoint(words.forms[max(0, at - 2) : at]):
        return None  # by a quarter to nine million
    base = (hour % 12) * 60 + (minutes if words.forms[link] == "past" else -minutes)
    span = Span(words.spans[i].start, words.spans[link + 1].end)
    return [Quantity(i, link + 2, span, "time", (base % 720, base % 720 + 720), demanded=True)]


def _ratio(words: Words, i: int) -> list[Quantity] | None:
    """One number out of another as a share: one in five, two out of every three, 9 in 10."""
    part, last = _count(words, i), i + 1
    if part is None or last + 1 >= len(words):
        return None
    last += 2 if words.forms[last : last + 2] == ("out", "of") else words.forms[last] == "in"
    if last == i + 1:
        return None
    last += last < len(words) and words.forms[last] == "every"
    whole = _count(words, last)
    if whole is None or not 0 < part < whole or read_measure(words, last, last + 1).unit:
        return None
    span = Span(words.spans[i].start, words.spans[last].end)
    share = part / whole
    return [
        Quantity(i, last + 1, span, "number", (share, 100 * share), demanded=True, approximate=whole < 10, share=True)
    ]


_MOST_COUNTED = 1000


def _count(words: Words, i: int) -> float | None:
    """A whole number in one word, up to a thousand."""
    if i >= len(words):
        return None
    form = words.forms[i]
    if form == "one" or (form.isdecimal() and form.isascii() and len(form) <= len(str(_MOST_COUNTED))):
        value = 1.0 if form == "one" else float(form)
        return value if value <= _MOST_COUNTED else None
    counted, kind = words.pack.numbers.get(form, (0.0, ""))
    return counted if kind in ("unit", "tens") else None


def _duration(words: Words, i: int) -> list[Quantity] | None:
    """An article that counts one of a unit of time, or half of one; it need not be found again."""
    half = words.forms[i] == "half"
    at = i + half
    article, unit = (words.forms[j] if j < len(words) else "" for j in (at, at + 1))
    if article not in ("a", "an") or not is_duration(unit, words.pack):
        return None
    value = 0.5 if half else 1.0
    span, measure = Span(words.spans[i].start, words.spans[at + 1].end), read_measure(words, at, at + 1)
    return [Quantity(i, at + 2, span, "number", (value,), demanded=False, measure=replace(measure, span=span))]
