"""Numbers in figures and in words, read by value: ``sixteen hundred`` is ``1,600``, ``a fifth`` is ``20%``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from fidelity.checks.numbers.figures import FRACTIONS
from fidelity.checks.numbers.measures import DASHES, SIGNS, over_dash, read_measure
from fidelity.checks.numbers.quantities import Quantity
from fidelity.text.words import Words
from fidelity.types import Span

_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3}){2,}")
_EUROPEAN = re.compile(r"\d{1,3}(?:\.\d{3})+,\d+")
_POINTED = re.compile(r"[1-9]\d{0,2}\.\d{3}")
"""Three decimals, or thousands as most of Europe writes them: 272.000."""
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_COMMA = re.compile(r"\d+,\d{1,2}")
"""Decimals as most of Europe writes them, or a list without a space: 4,3. With three figures after the comma it is
thousands."""
_FIRST_GROUP = re.compile(r"[1-9]\d{0,2}")
_GROUP = re.compile(r"\d{3}(?:[.,](?!\d{3}$)\d+)?")
_WIDE = 2
"""Greatest number of spaces or line ends between two groups."""
_YEAR = re.compile(r"1[5-9]\d\d|20\d\d|2100")
_MORE_OR_LESS = frozenset("more less fewer higher lower larger smaller greater off".split())
_COUNTS = frozenset(("unit", "tens", "scale", "ordinal"))
_ORDINAL_ENDS = frozenset(("st", "nd", "rd", "th"))
_PERCENT = frozenset(("%", "％", "percent", "percentage", "pct"))
_LETTER_SCALES = frozenset(("k", "m", "mn", "bn", "tn"))
_APPROXIMATORS = frozenset(
    "about around approximately nearly almost some roughly over than under least most up circa approx close exceeded"
    " exceeds exceeding estimated reached surpassed topped plus".split()
)
_APPROXIMATE_REACH = 3


def read_figures(words: Words, i: int) -> list[Quantity] | None:
    """The numbers in figures at word ``i``, with the scales, units and marks after them."""
    form = words.forms[i]
    if not form[0].isdigit():
        return None
    if (share := _written_share(words, i)) is not None:
        return [share]
    form, last = _join_groups(words, i)
    form = _with_point(form)
    if not _PLAIN.fullmatch(form):
        parts = [float(part) for part in re.findall(r"\d+", form)]
        return [Quantity(i, i + 1, words.spans[i], "number", (part,), demanded=True) for part in parts]
    value, final = float(form[:300]), last - 1
    demanded = not _is_label(words, i, final)
    values = [value]
    if _touches(words, final) and words.forms[last] in _ORDINAL_ENDS:
        last += 1
        if last < len(words) and words.forms[last] in ("century", "centuries"):
            values.append(100 * (value - 1))
    elif _touches(words, final) and words.forms[last] == "s":
        values.append(value % 100)
        last += 1
    else:
        last, half = _and_a_half(words, last)
        last, scale = _scale(words, i, last)
        values[0] = (value + half) * scale
        if _POINTED.fullmatch(form) and scale == 1:
            values.append(1000 * value)
        elif _is_short_scale(words, final):
            values.append(value * words.pack.numbers[words.forms[final + 1]][0])
    found = _finish(words, i, last, values, demanded=demanded)
    groups = words.forms[i].split(",") if _COMMA.fullmatch(words.forms[i]) else words.forms[i : final + 1]
    if len(groups) == 1 or not demanded:
        return [found]
    *parts, last_part = (float(each.replace(",", ".")) for each in groups)
    return [replace(found, parts=(*parts, last_part * (values[0] / value if value else 1.0)))]


def _with_point(form: str) -> str:
    """Figures without marks between their groups, and with a point before their decimals."""
    if _GROUPED.fullmatch(form):
        return form.replace(",", "") if "," in form else form.replace(".", "")
    if _EUROPEAN.fullmatch(form):
        return form.replace(".", "").replace(",", ".")
    return form.replace(",", ".") if _COMMA.fullmatch(form) else form


_MOST_PARTS = 10


def _written_share(words: Words, i: int) -> Quantity | None:
    """A share written with a stroke, as fractions are: 1/3, 3 / 4; not a date or 24/7."""
    part, stroke, whole = ("", *words.forms[i : i + 3])[-3:] if i + 2 < len(words) else ("", "", "")
    beside = (*words.forms[i - 1 : i], *words.forms[i + 3 : i + 4])
    if stroke != "/" or "/" in beside or not (part.isdecimal() and whole.isdecimal()):
        return None
    if not 0 < int(part[:3]) < int(whole[:3]) <= _MOST_PARTS:
        return None
    value = int(part) / int(whole)
    found = _finish(words, i, i + 3, [value, 100 * value], demanded=True)
    return replace(found, approximate=True, parts=(float(part), float(whole)))


def _join_groups(words: Words, i: int) -> tuple[str, int]:
    """The figures at word ``i`` with the groups of three that spaces part from them, and where they end: 250 000."""
    form, last = words.forms[i], i + 1
    if not _FIRST_GROUP.fullmatch(form):
        return form, last
    while last < len(words) and _GROUP.fullmatch(words.forms[last]):
        apart = words.text[words.spans[last - 1].end : words.spans[last].start]
        if not apart.isspace() or len(apart) > _WIDE or not words.forms[last - 1].isdecimal():
            break
        last += 1
    return "".join(words.forms[i:last]).replace(",", "." if last > i + 1 else ","), last


_SHORT = 3
"""Greatest number of letters of a word that cannot be a plural."""


def _is_short_scale(words: Words, i: int) -> bool:
    """Whether an m that touches the figures at word ``i`` may say millions: 2m tons, 2m people; not 90m long."""
    counted = words.forms[i + 2] if i + 2 < len(words) else ""
    several = counted == "people" or (counted.endswith("s") and counted.isalpha() and len(counted) > _SHORT)
    return _touches(words, i) and words.forms[i + 1] == "m" and several


def _touches(words: Words, i: int) -> bool:
    return i + 1 < len(words) and words.spans[i].end == words.spans[i + 1].start


def _is_label(words: Words, i: int, last: int) -> bool:
    """Whether the figures at words ``i`` to ``last`` are part of a name: COVID-19, F-16, G7, 5G."""
    start, end = words.spans[i].start, words.spans[last].end
    before, after = words.text[max(0, start - 2) : start], words.text[end : end + 1]
    if before[-1:].isalpha() or (before[-1:] in DASHES and before[-1:] and before[:1].isalpha()):
        return True
    following = words.forms[last + 1] if last + 1 < len(words) else ""
    known = (
        following in _ORDINAL_ENDS or following == "s" or following in _LETTER_SCALES or following in words.pack.units
    )
    return after.isalpha() and after.isascii() and not known


def _scale(words: Words, i: int, last: int) -> tuple[int, float]:
    """The end of the scale words after figures, and their factor."""
    scale = 1.0
    while last < len(words):
        form = words.forms[last]
        value, kind = words.pack.numbers.get(form, (0.0, ""))
        if kind != "scale":
            break
        money = i > 0 and words.forms[i - 1] in SIGNS
        if form in _LETTER_SCALES and not (
            words.spans[last - 1].end == words.spans[last].start and (money or form != "m")
        ):
            break
        scale, last = scale * value, last + 1
    return last, scale


def _and_a_half(words: Words, last: int) -> tuple[int, float]:
    """The end of "and a half" after a number, with or without hyphens, and its value."""
    end = last
    for form in ("and", "a", "half"):
        end = over_dash(words, end)
        if end >= len(words) or words.forms[end] != form:
            return last, 0.0
        end += 1
    return end, 0.5


def _finish(words: Words, first: int, last: int, values: list[float], *, demanded: bool) -> Quantity:
    """The quantity with its surroundings: a percent sign, a unit, a word such as ``about``, a range."""
    following = words.forms[last] if last < len(words) else ""
    figures_end, fraction = last, values[0] < 1 and len(values) > 1
    if following == "per" and last + 1 < len(words) and words.forms[last + 1] == "cent":
        values, last = [values[0], values[0] / 100], last + 2
    elif following in _PERCENT:
        values, last = [values[0], values[0] / 100], last + 1
    elif following in DASHES or following in ("to", "or", "and"):
        values += _range_values(words, last + 1, values[0])
    measure = read_measure(words, first, last)
    behind = over_dash(words, last)
    word_behind = words.forms[behind] if behind < len(words) else ""
    before = words.forms[max(0, first - _APPROXIMATE_REACH) : first]
    approximate = any(word in _APPROXIMATORS for word in before) or word_behind in ("+", "plus", "odd")
    span = Span(words.spans[first].start, words.spans[last - 1].end)
    year = bool(_YEAR.fullmatch(span.of(words.text))) and not measure.unit
    end = words.forms[last - 1]
    ordinal = end in _ORDINAL_ENDS or words.pack.numbers.get(end, (0.0, ""))[1] == "ordinal"
    share = fraction or last > figures_end
    return Quantity(first, last, span, "number", tuple(values), demanded, approximate, measure, year, ordinal, share)


def _range_values(words: Words, i: int, value: float) -> list[float]:
    """``2`` in ``2 to 3 million`` may be two million, ``five`` in ``five or six hundred`` five hundred."""
    if i >= len(words):
        return []
    counted = words.pack.numbers.get(words.forms[i], (0.0, ""))[1] in ("unit", "tens")
    if not counted and not _PLAIN.fullmatch(words.forms[i].replace(",", "")):
        return []
    last, scale = _scale(words, i, i + 1)
    percent = last < len(words) and words.forms[last] in _PERCENT
    return [value * scale] * (scale > 1) + [value / 100] * percent


_FIRST_ORDER = 1000
"""Least size of an order of magnitude that is checked, because "hundreds" may mean many."""


def _read_order(words: Words, i: int) -> Quantity | None:
    """An order of magnitude: billions, tens of billions."""
    size, last = 1.0, i
    while last < len(words):
        value, kind = words.pack.numbers.get(words.forms[last], (0.0, ""))
        if kind != "order":
            break
        size, last = size * value, last + 1
        if words.forms[last : last + 1] == ("of",):
            last += 1
    last -= last > i and words.forms[last - 1] == "of"
    if size < _FIRST_ORDER:
        return None
    return replace(_finish(words, i, last, [size], demanded=True), order=True)


def read_spelled(words: Words, i: int) -> list[Quantity] | None:
    """The number in words that begins at word ``i``."""
    form = words.forms[i]
    if form in FRACTIONS:
        return [_finish(words, i, i + 1, [FRACTIONS[form]], demanded=False)]
    if (order := _read_order(words, i)) is not None:
        return [order]
    value, kind = words.pack.numbers.get(form, (0.0, ""))
    if kind in ("", "vague", "order") or form in _LETTER_SCALES or words.written[i] == "Second":
        return None
    if kind == "decade":
        return [_finish(words, i, i + 1, [value], demanded=True)]
    return _loose(words, i, value, kind) if kind in ("loose", "ordinal", "part") else _counted(words, i)


def _counted(words: Words, i: int) -> list[Quantity]:
    """A number in words: twenty-five, two thirds, two and a half million."""
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
    if not cardinal:
        return [_finish(words, i, last, [value], demanded=False)]
    after, half = _and_a_half(words, last)
    if half:
        last, scale = _scale(words, i, after)
        value = (value + half) * scale
    share = _denominator(words, last) if last < len(words) else None
    if share:
        last, scale = _of_scale(words, share[0])
        shares = [value / share[1] * scale] if scale > 1 else [value / share[1], 100 * value / share[1]]
        part = _finish(words, i, last, shares, demanded=True)
        return [replace(part, approximate=True)]
    decade = words.forms[over_dash(words, last)] if last < len(words) else ""
    if words.pack.numbers.get(decade, (0.0, ""))[1] == "decade":
        years = words.pack.numbers[decade][0]
        return [_finish(words, i, over_dash(words, last) + 1, [100 * value + years, years], demanded=True)]
    return [_finish(words, i, last, [value], demanded=value >= _FIRST_DEMANDED)]


_FIRST_DEMANDED = 2
"""Least number that has to be found again, since ``one`` and ``zero`` are often expressed in other ways."""


def _of_scale(words: Words, i: int) -> tuple[int, float]:
    """The end of "of a million" after a share, and its factor."""
    if words.forms[i : i + 2] != ("of", "a"):
        return i, 1.0
    last, scale = _scale(words, i, i + 2)
    return (last, scale) if scale > 1 else (i, 1.0)


def _number_words(words: Words, i: int) -> Iterator[tuple[int, float, str]]:
    """The number words from ``i`` on, including hyphens and ``and``."""
    known = words.pack.numbers
    j = i
    while j < len(words):
        form = words.forms[j]
        if j > i and form in ("-", "and", "‑") and j + 1 < len(words):
            following = known.get(words.forms[j + 1], (0.0, ""))
            joined = form != "and" or known.get(words.forms[j - 1], (0.0, ""))[1] == "scale"
            counts = following[1] in _COUNTS or words.forms[j + 1] == "one"
            if not joined or not counts or words.forms[j + 1] == "second":
                return
            j += 1
            continue
        value, kind = known.get(form, (0.0, ""))
        single = form == "one" and (
            j > i or (j + 1 < len(words) and known.get(words.forms[j + 1], (0.0, ""))[1] == "scale")
        )
        if form in _LETTER_SCALES or (
            kind not in ("unit", "tens", "scale") and not (kind == "ordinal" and j > i) and not single
        ):
            return
        yield j, value, "unit" if single else kind
        j += 1


def _denominator(words: Words, i: int) -> tuple[int, float] | None:
    """The end of a fraction that continues at ``i`` (``-fifths``, ``quarters``), and its denominator."""
    i = over_dash(words, i)
    value, kind = words.pack.numbers.get(words.forms[i], (0.0, ""))
    return (i + 1, value) if kind == "part" else None


def _loose(words: Words, i: int, value: float, kind: str) -> list[Quantity]:
    """A word that may mean a number. ``a fifth``, ``one third of`` and ``one hundred`` certainly do."""
    before = words.forms[i - 1] if i else ""
    if before in DASHES and i > 1:
        before = words.forms[i - 2]
    following = words.forms[i + 1] if i + 1 < len(words) else ""
    if words.forms[i] == "one" and words.pack.numbers.get(following, (0.0, ""))[1] == "scale":
        return read_spelled(words, i + 1) or []
    last, half = _and_a_half(words, i + 1)
    if words.forms[i] == "one" and half:
        return [_finish(words, i, last, [1 + half], demanded=True)]
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
