"""How the fidelity of the pairs is distributed: ten bars, as an inline SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 480, 130
_TOP, _BOTTOM, _BAR = 18, 104, 40


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: the range of fidelity it stands for, how many pairs have it, and where it is drawn."""

    low: int
    high: int
    count: int
    x: int
    y: float
    height: float


def make_bars(values: Sequence[int]) -> tuple[Bar, ...]:
    """Ten bars over 0..100; the last one includes 100."""
    counts = [0] * 10
    for value in values:
        counts[min(value // 10, 9)] += 1
    unit = (_BOTTOM - _TOP) / max(*counts, 1)
    bars = []
    for place, count in enumerate(counts):
        height = round(max(count * unit, 2 if count else 0), 1)
        x = 20 + place * (_BAR + 4)
        bars.append(
            Bar(place * 10, 100 if place == 9 else place * 10 + 9, count, x, round(_BOTTOM - height, 1), height)
        )
    return tuple(bars)
