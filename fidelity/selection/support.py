"""How surely the other quotations of a speaker, or of an occasion, are the document's: each one left out in turn."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence

_PRIOR = 0.5
"""Quotations of either kind that are counted beforehand, so that nothing is certain. A convention."""


def leave_one_out(groups: Sequence[Hashable | None], carried: Sequence[float]) -> list[float]:
    """For each item the log-odds that the others of its group are carried; 0 for one alone or in no group.

    ``carried``: the probability, 0..1, that each is.
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
