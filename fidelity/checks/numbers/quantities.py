"""A number, date or time by value, and when two of them say the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from fidelity.checks.numbers.measures import Measure
from fidelity.types import Span

Kind = Literal["number", "month", "weekday", "day", "time"]
"""``day``: counted from today."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as written at words ``first`` to ``last`` (exclusive).

    ``values``: what it may stand for, the plainest first; a percentage as a share of 1 comes second.
    ``demanded``: whether the other side has to have it (``one`` as a pronoun need not be found again).
    ``measure``: the unit or currency beside it. ``year``: whether it may be a year of recent centuries.
    ``ordinal``: whether it is a place in an order. ``share``: whether it is a percentage or a fraction. ``parts``: what
    it is apart, if a space or comma may part two numbers: 5 300 may be a five and a three hundred. ``order``: whether
    it says only how many figures a number has: tens of billions.
    """

    first: int
    last: int
    span: Span
    kind: Kind
    values: tuple[float, ...]
    demanded: bool
    approximate: bool = False
    measure: Measure | None = None
    year: bool = False
    ordinal: bool = False
    share: bool = False
    parts: tuple[float, ...] = ()
    order: bool = False

    @property
    def indices(self) -> range:
        return range(self.first, self.last)

    @property
    def in_base_unit(self) -> tuple[str, tuple[float, ...]] | None:
        """The dimension of its unit, and its plainest value in that dimension's base unit."""
        unit = self.measure.unit if self.measure else None
        return (unit[0], (self.values[0] * unit[1],)) if unit else None


_MANY = 100
"""How many times what an order of magnitude says a number may be: thousands may be ninety thousand."""


def equal(one: Quantity, other: Quantity, rounding: float) -> bool:
    """Whether the two say the same: exactly, rounded where one is called approximate, or in another unit."""
    if one.kind != other.kind:
        return False
    if one.order != other.order:
        order, number = (one, other) if one.order else (other, one)
        return order.values[0] <= number.values[0] < _MANY * order.values[0]
    if one.measure and other.measure and one.measure.differs(other.measure):
        a, b = one.values[0] * one.measure.size, other.values[0] * other.measure.size
        return one.measure.converts(other.measure) and abs(a - b) <= 2 * rounding * max(a, b)
    if any(abs(a - b) <= 1e-6 * max(abs(a), abs(b)) for a in one.values for b in other.values):
        return True
    if not (one.approximate or other.approximate) or (one.year and other.year):
        return False
    return any(abs(a - b) <= rounding * max(a, b) for a in one.values for b in other.values)


def same_value(one: Quantity, other: Quantity) -> bool:
    """Whether the two are the same number or time, to the last digit; a second place is not two, nor 20% twenty."""
    if one.kind != other.kind or one.kind not in ("number", "time") or one.ordinal != other.ordinal:
        return False
    if one.share != other.share or one.order or other.order:
        return False
    if one.kind == "number" and not one.share:
        return abs(one.values[0] - other.values[0]) <= 1e-6 * abs(one.values[0])
    return any(abs(a - b) <= 1e-6 * max(abs(a), abs(b)) for a in one.values for b in other.values)
