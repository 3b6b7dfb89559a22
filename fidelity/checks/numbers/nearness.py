"""Which numbers of a side may equal a number, found by value: to compare each with each takes quadratic time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, Protocol, TypeVar

_EXACT = 2e-6
"""Share by which equal values may differ, and a little more than a comparison of two numbers allows."""


class Number(Protocol):
    """A number by value. ``in_base_unit``: its dimension, and its values in the dimension's base unit."""

    @property
    def values(self) -> tuple[float, ...]: ...
    @property
    def approximate(self) -> bool: ...
    @property
    def order(self) -> bool: ...
    @property
    def in_base_unit(self) -> tuple[str, tuple[float, ...]] | None: ...


_Number = TypeVar("_Number", bound=Number)


class Nearness(Generic[_Number]):
    """Numbers by value. ``rounding``: share by which values may differ where one is called approximate."""

    def __init__(self, quantities: Sequence[_Number], rounding: float) -> None:
        self._all = quantities
        self._rounded, self._converted = rounding / (1 - rounding), 2 * rounding / (1 - 2 * rounding)
        self._orders = [each for each in quantities if each.order]
        self._by_value = _ordered((value, each) for each in quantities for value in each.values)
        approximate = [each for each in quantities if each.approximate]
        self._loose = _ordered((value, each) for each in approximate for value in each.values)
        measured: dict[str, list[tuple[float, _Number]]] = defaultdict(list)
        for each in quantities:
            dimension, values = each.in_base_unit or ("", ())
            measured[dimension] += [(value, each) for value in values]
        self._measured = {dimension: _ordered(some) for dimension, some in measured.items()}

    def of(self, quantity: _Number) -> Iterator[_Number]:
        """Every number that may equal this one. Some occur twice."""
        if quantity.order:  # there are only so many words for orders
            yield from self._all
            return
        yield from self._orders
        for value in quantity.values:
            yield from _near(self._by_value, value, _EXACT)
            yield from _near(self._by_value if quantity.approximate else self._loose, value, self._rounded)
        dimension, values = quantity.in_base_unit or ("", ())
        for value in values:
            if dimension in self._measured:
                yield from _near(self._measured[dimension], value, self._converted)

    def same(self, value: float) -> Sequence[_Number]:
        """Every number one of whose values may equal ``value`` to the last digit."""
        return _near(self._by_value, value, _EXACT)


def _ordered(places: Iterable[tuple[float, _Number]]) -> tuple[list[float], list[_Number]]:
    """Values in order, and their numbers."""
    inside = sorted(places, key=lambda place: place[0])
    return [value for value, _ in inside], [each for _, each in inside]


def _near(places: tuple[list[float], list[_Number]], value: float, share: float) -> Sequence[_Number]:
    values, quantities = places
    reach = abs(value) * share
    return quantities[bisect_left(values, value - reach) : bisect_right(values, value + reach)]
