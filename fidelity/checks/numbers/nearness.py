"""Which numbers of a side may equal a number, found by value: to compare each with each takes quadratic time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from fidelity.checks.numbers.quantities import Quantity

_Places = tuple[list[float], list[Quantity]]
"""Values in order, with their quantities."""

_EXACT = 2e-6
"""Share by which equal values may differ, and a little more than :func:`equal` allows."""


class Nearness:
    """Quantities by value. ``rounding``: share by which values may differ where one is called approximate."""

    def __init__(self, quantities: Sequence[Quantity], rounding: float) -> None:
        self._all = quantities
        self._rounded, self._converted = rounding / (1 - rounding), 2 * rounding / (1 - 2 * rounding)
        self._orders = [each for each in quantities if each.order]
        self._by_value = _ordered((value, each) for each in quantities for value in each.values)
        approximate = [each for each in quantities if each.approximate]
        self._loose = _ordered((value, each) for each in approximate for value in each.values)
        measured: dict[str, list[tuple[float, Quantity]]] = defaultdict(list)
        for each in quantities:
            if each.measure and each.measure.unit:
                measured[each.measure.unit[0]].append((each.values[0] * each.measure.size, each))
        self._measured = {dimension: _ordered(some) for dimension, some in measured.items()}

    def of(self, quantity: Quantity) -> Iterator[Quantity]:
        """Every quantity that may equal this one. Some occur twice."""
        if quantity.order:  # there are only so many words for orders
            yield from self._all
            return
        yield from self._orders
        for value in quantity.values:
            yield from _near(self._by_value, value, _EXACT)
            yield from _near(self._by_value if quantity.approximate else self._loose, value, self._rounded)
        measure = quantity.measure
        if measure and measure.unit and measure.unit[0] in self._measured:
            yield from _near(self._measured[measure.unit[0]], quantity.values[0] * measure.size, self._converted)


def _ordered(places: Iterable[tuple[float, Quantity]]) -> _Places:
    inside = sorted(places, key=lambda place: place[0])
    return [value for value, _ in inside], [each for _, each in inside]


def _near(places: _Places, value: float, share: float) -> Sequence[Quantity]:
    values, quantities = places
    reach = abs(value) * share
    return quantities[bisect_left(values, value - reach) : bisect_right(values, value + reach)]
