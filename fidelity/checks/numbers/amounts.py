"""A number or month of any language by value, and when two of them can say the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from fidelity.types import Span

Unit = tuple[str, float]
"""A dimension, and the size of one in the dimension's base unit."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as written. ``values``: what it may stand for, the plainest first; a share in percent and of one.

    ``kind``: months are numbers of their own. ``demanded``: whether another number in its place is an error; of what
    is not, it is only looked for. ``approximate``: whether it is rounded. ``share``: whether it is a part of a whole.
    ``dated``: whether it is a year or day of a date. ``unit``, ``currencies``: what is counted, where that is known.
    ``measured``: the number with the unit or currency beside it.
    """

    span: Span
    values: tuple[float, ...]
    kind: Literal["number", "month"] = "number"
    demanded: bool = True
    approximate: bool = False
    share: bool = False
    dated: bool = False
    unit: Unit | None = None
    currencies: frozenset[str] = frozenset()
    measured: Span | None = None

    @property
    def counted(self) -> str:
        """The dimension of what is counted, in one word; empty where it is not known."""
        if self.share:
            return "share"
        if self.currencies:
            return "money"
        return self.unit[0] if self.unit else "date" if self.dated else ""

    @property
    def order(self) -> bool:
        """Whether it says only how many figures a number has, as some quantities do. An amount never does."""
        return False

    @property
    def in_base_unit(self) -> tuple[str, tuple[float, ...]] | None:
        """The dimension of its unit, and its values in that dimension's base unit."""
        return (self.unit[0], tuple(value * self.unit[1] for value in self.values)) if self.unit else None


def same_amount(one: Amount, other: Amount, rounding: float, converted: float) -> bool:
    """Whether the two can say the same: by value, rounded where one is approximate, or in another unit.

    ``rounding``: relative difference that an approximate number may have; ``converted``: the same between two units.
    """
    if one.kind != other.kind:
        return False
    if one.unit and other.unit and one.unit[0] == other.unit[0] and one.unit[1] != other.unit[1]:
        sizes = [
            abs(a * one.unit[1] - b * other.unit[1]) / max(a * one.unit[1], b * other.unit[1], 1e-9)
            for a in one.values
            for b in other.values
        ]
        return min(sizes) <= converted
    if one.currencies and other.currencies and not one.currencies & other.currencies:
        return False
    within = rounding if (one.approximate or other.approximate) and not (one.dated and other.dated) else 1e-6
    return any(abs(a - b) <= within * max(abs(a), abs(b)) for a in one.values for b in other.values)


def same_value(one: Amount, other: Amount) -> bool:
    """Whether the two are the same number, whatever they count."""
    return abs(one.values[0] - other.values[0]) <= 1e-6 * max(abs(one.values[0]), abs(other.values[0]))
