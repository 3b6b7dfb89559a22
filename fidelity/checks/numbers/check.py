"""The check of numbers and dates: by value, from the quotation to the passage and back."""

from __future__ import annotations

from collections import Counter, defaultdict

from fidelity.checks.alignment import Alignment
from fidelity.checks.numbers.across import find_drift_across
from fidelity.checks.numbers.exchanged import find_exchanged
from fidelity.checks.numbers.han_numerals import read_han_values
from fidelity.checks.numbers.limits import find_opposed_limits, said_by_both
from fidelity.checks.numbers.nearness import Nearness
from fidelity.checks.numbers.quantities import Quantity, equal
from fidelity.checks.numbers.quantity_reader import read_quantities
from fidelity.checks.pair import Pair
from fidelity.settings import JudgementSettings
from fidelity.text.numerals import has_numerals
from fidelity.text.words import Words
from fidelity.types import Issue, Severity

CHECK = "numbers"


def find_number_drift(pair: Pair, settings: JudgementSettings) -> tuple[Issue, ...]:
    """Numbers of the quotation that the passage lacks.

    Another number in their place is critical; else it is an omission.
    """
    if pair.alignment is None and all(map(has_numerals, pair.languages)):
        return find_drift_across(pair.quotation.text, pair.passage.text, pair.languages, settings)
    if pair.alignment is None:
        return _find_figure_drift(pair.quotation, pair.passage, settings)
    alignment, left, right = pair.alignment, pair.quotation, pair.passage
    lost, surplus = compare(read_quantities(left), read_quantities(right), settings.rounding)
    kept = {quantity.values[0] for quantity in read_quantities(left)} - {quantity.values[0] for quantity in lost}
    issues = list[Issue]()
    places = _Places(lost, surplus, alignment)
    issues += _other_days([quantity for quantity in lost if quantity.kind == "day"], pair, alignment)
    for quantity in lost:
        if quantity.kind == "day":
            continue
        other = places.find(quantity)
        if other is not None and _is_sum(quantity, other, kept, pair):
            places.take(other)
        elif other is not None and _suspicion(quantity, other, alignment) >= alignment.thresholds.replaced_number:
            places.take(other)
            issues.append(_replaced(left, right, quantity, other))
        elif quantity.kind == "number" and quantity.demanded:
            issues.append(_omitted(left, quantity, alignment, settings))
    issues += find_exchanged(left, right, CHECK)
    pairs = said_by_both(read_quantities(left), read_quantities(right))
    return (*issues, *find_opposed_limits((left.text, right.text), pair.languages, pairs, CHECK))


def _other_days(lost: list[Quantity], pair: Pair, alignment: Alignment) -> list[Issue]:
    """Today for tomorrow: a day counted from today in the place of another, which may stand elsewhere, too.

    Articles write "on Tuesday" for "today", so that a day without such a counterpart is not missing.
    """
    days = {day.first: day for day in read_quantities(pair.passage) if day.kind == "day"}
    back = {int(alignment.back[first]): day for first, day in reversed(days.items())}
    found = [(each, days.get(int(alignment.there[each.first])) or back.get(each.first)) for each in lost]
    return [_replaced(pair.quotation, pair.passage, each, day) for each, day in found if day is not None]


def _is_sum(quantity: Quantity, other: Quantity, kept: set[float], pair: Pair) -> bool:
    """Whether one side gives the difference and the other the start: up by 300 to 1,500, up from 1,200 to 1,500."""
    sides = (pair.quotation, quantity), (pair.passage, other)
    before = {words.forms[each.first - 1] for words, each in sides if each.first}
    one, two = quantity.values[0], other.values[0]
    return before == {"by", "from"} and not kept.isdisjoint((one + two, abs(one - two)))


def _suspicion(quantity: Quantity, other: Quantity, alignment: Alignment) -> float:
    """The scorer's highest log-odds that a word of either number carries an error."""
    mine = max(float(alignment.suspicion[i]) for i in quantity.indices)
    return max(mine, *(float(alignment.back_suspicion[j]) for j in other.indices))


def _find_figure_drift(quotation: Words, passage: Words, settings: JudgementSettings) -> tuple[Issue, ...]:
    """The same without a scorer's reading: only figures, and a replacement only if each side lacks exactly one."""
    left = [q for q in read_quantities(quotation) if q.kind == "number"]
    right = [q for q in read_quantities(passage) if q.kind == "number"]
    lost, surplus = compare(left, right, settings.rounding)
    spelled = {*read_han_values(quotation.text), *read_han_values(passage.text)}
    lost = [q for q in lost if q.demanded and _has_figures(q, quotation) and not spelled.intersection(q.values)]
    surplus = [q for q in surplus if _has_figures(q, passage) and not spelled.intersection(q.values)]
    if len(lost) == 1 and len(surplus) == 1 and surplus[0].demanded:
        return (_replaced(quotation, passage, lost[0], surplus[0]),)
    return tuple(
        Issue("accuracy/omission", CHECK, "minor", (q.span,), (), f"“{q.span.of(quotation.text)}” was not found")
        for q in lost
    )


def compare(left: list[Quantity], right: list[Quantity], rounding: float) -> tuple[list[Quantity], list[Quantity]]:
    """The quantities that only the left side has, and those that only the right side has, if they have to be found.

    Figures with ``parts`` are found, too, where the other side has all of these.
    """
    lost = _without([quantity for quantity in left if quantity.demanded], right, rounding)
    surplus = _without([quantity for quantity in right if quantity.demanded], left, rounding)
    mine, theirs = _parts_found(lost, right), _parts_found(surplus, left)
    return _but(lost, mine, theirs), _but(surplus, theirs, mine)


Parts = tuple[float, ...]


def _parts_found(quantities: list[Quantity], others: list[Quantity]) -> set[Parts]:
    """The parts of quantities all of whose parts the other side has."""
    values = {other.values[0] for other in others}
    return {each.parts for each in quantities if each.parts and values.issuperset(each.parts)}


def _but(quantities: list[Quantity], found: set[Parts], other_found: set[Parts]) -> list[Quantity]:
    """The quantities whose parts were not ``found`` and that are not a part of a quantity on the other side."""
    taken = {part for parts in other_found for part in parts}
    return [each for each in quantities if each.parts not in found and each.values[0] not in taken]


def _without(quantities: list[Quantity], others: list[Quantity], rounding: float) -> list[Quantity]:
    """The quantities that equal no quantity of the other side.

    Plain equality comes first, since it is most frequent.
    """
    plain = {(other.kind, other.values[0]) for other in others if not other.measure or other.measure.is_bare}
    rest = [quantity for quantity in quantities if (quantity.kind, quantity.values[0]) not in plain]
    different = list({_said(other): other for other in others}.values())
    told = {_said(quantity): quantity for quantity in rest}
    near = Nearness(different, rounding)
    found = {said for said, each in told.items() if any(equal(each, other, rounding) for other in near.of(each))}
    return [quantity for quantity in rest if _said(quantity) not in found]


def _said(quantity: Quantity) -> tuple[object, ...]:
    """The value of a quantity without its place: everything that :func:`equal` uses."""
    measure = quantity.measure
    counted = (measure.unit, measure.currencies) if measure else None
    return quantity.kind, quantity.values, quantity.approximate, quantity.year, quantity.order, counted


class _Places:
    """The numbers that only the passage has, by their words: to look at each for each takes quadratic time."""

    def __init__(self, lost: list[Quantity], surplus: list[Quantity], alignment: Alignment) -> None:
        self._there = alignment.there
        self._rivals = Counter(quantity.kind for quantity in lost)
        self._left: dict[tuple[str, bool], dict[int, Quantity]] = defaultdict(dict)
        self._at: dict[int, list[Quantity]] = defaultdict(list)
        self._from: dict[int, list[Quantity]] = defaultdict(list)
        for other in surplus:
            self._left[other.kind, other.year][id(other)] = other
            for j in other.indices:
                self._at[j].append(other)
                self._from[int(alignment.back[j])].append(other)

    def find(self, quantity: Quantity) -> Quantity | None:
        """The number in the place of this one: the best match of its words, or the only number left."""
        alike = self._left[quantity.kind, quantity.year]
        there = [other for i in quantity.indices for other in self._at.get(int(self._there[i]), ())]
        back = [other for i in quantity.indices for other in self._from.get(i, ())]
        for matched in (there, back):
            if some := [other for other in matched if id(other) in alike]:
                return min(some, key=lambda other: other.first)
        only = len(alike) == 1 and self._rivals[quantity.kind] == 1
        return next(iter(alike.values())) if only else None

    def take(self, other: Quantity) -> None:
        """Remove a number whose place is found."""
        del self._left[other.kind, other.year][id(other)]


def _replaced(left: Words, right: Words, quantity: Quantity, other: Quantity) -> Issue:
    what = {"month": "month", "weekday": "day", "day": "day", "time": "time"}.get(quantity.kind, "number")
    spans = quantity.span, other.span
    if quantity.values[0] == other.values[0] and quantity.measure and other.measure:
        what = "currency" if quantity.measure.currencies and other.measure.currencies else "unit"
        spans = quantity.measure.span, other.measure.span
    note = f"another {what}: “{spans[0].of(left.text)}” became “{spans[1].of(right.text)}”"
    severity: Severity = "minor" if quantity.kind == "weekday" and _NIGHTS & {*left.forms, *right.forms} else "critical"
    return Issue("accuracy/mistranslation", CHECK, severity, (spans[0],), (spans[1],), note)


_NIGHTS = frozenset(("night", "overnight", "midnight"))
"""Words near which a day may be named by the next day: Saturday night is the night before Sunday."""


def _omitted(left: Words, quantity: Quantity, alignment: Alignment, settings: JudgementSettings) -> Issue:
    few = abs(quantity.values[0]) < settings.number_floor
    plain = few or quantity.year or quantity.order or _is_day(left, quantity)
    doubt = max(float(alignment.suspicion[i]) for i in quantity.indices)
    severity: Severity = "minor" if plain or doubt < alignment.thresholds.lost_number else "major"
    note = f"the number “{quantity.span.of(left.text)}” is missing"
    return Issue("accuracy/omission", CHECK, severity, (quantity.span,), (), note)


_DAYS = 31


def _is_day(words: Words, quantity: Quantity) -> bool:
    """Whether a number is the day of a date whose month may be outside of the text: July 26, on the 26th."""
    if not 1 <= quantity.values[0] <= _DAYS or not quantity.values[0].is_integer():
        return False
    before, behind = (words.forms[i] if 0 <= i < len(words) else "" for i in (quantity.first - 1, quantity.last))
    if {before.removesuffix("."), behind.removesuffix(".")} & (words.pack.calendar.keys() | {"may", "march"}):
        return True
    alone = behind == "day" or not behind[:1].isalnum() or behind in words.pack.function_words
    return quantity.ordinal and before == "the" and alone


def _has_figures(quantity: Quantity, words: Words) -> bool:
    return any(words.forms[i][0].isdigit() for i in quantity.indices)
