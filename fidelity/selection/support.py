"""The support that a quotation gets from the other quotations of its speaker or occasion."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence

_PRIOR = 0.5
"""Number of quotations of either kind that are assumed beforehand, so that nothing is certain. A convention."""


def leave_one_out(groups: Sequence[Hashable | None], carried: Sequence[float]) -> list[float]:
    """For each item the log-odds that the others of its group are carried, or 0 for an item without others.

    ``carried`` is the probability, 0..1, that each item is carried.
    """
    sums: dict[Hashable, tuple[float, int]] = {}
    for group, sure in zip(groups, carried, strict=True):
        if group is not None:
            total, count = sums.get(group, (0.0, 0))
            sums[group] = total + sure, count + 1
    found = []
    for group, sure in zip(groups, carried, strict=True):
        total, count = sums.get(group, (sure, 1)) if group is not None else (sure, 1)
        held, others = max(total - sure, 0.0), count - 1
        found.append(math.log((held + _PRIOR) / (max(others - held, 0.0) + _PRIOR)))
    return found
