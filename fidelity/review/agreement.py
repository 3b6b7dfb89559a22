"""How far two reviewers agree: Cohen's kappa.

For judgements as names: J. Cohen, "A coefficient of agreement for nominal scales", 1960. For severities as steps, with
quadratic weights (neutral and critical are nine times as far apart as neutral and minor): J. Cohen, "Weighted kappa",
1968. Both correct for the agreement that two reviewers with the same frequencies of judgements would have by chance.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from fidelity.types import SEVERITIES, Judgement

JUDGEMENTS: tuple[Judgement, ...] = get_args(Judgement)
"""Judgements in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two reviewers on the entries that both have judged.

    ``table`` counts entries by the judgements of the first and the second reviewer. ``both`` is their sum, and
    ``rated`` counts the entries to which both gave a severity. ``kappa`` is Cohen's kappa over the judgements as
    names, and ``weighted`` is his weighted kappa, with quadratic weights, over the four severities. 1 is full
    agreement, 0 is agreement by chance, and below 0 is less than that. It is ``None`` if it is not defined: the
    reviewers have no entry in common, or both gave one and the same judgement throughout.
    """

    reviewers: tuple[str, str]
    table: Mapping[tuple[Judgement, Judgement], int]
    both: int
    rated: int
    kappa: float | None
    weighted: float | None


def compare(reviewers: tuple[str, str], judged: Sequence[tuple[Judgement, Judgement]]) -> Agreement:
    """The agreement of two reviewers, from their judgements on the same entries."""
    table = Counter(judged)
    ranks: dict[Judgement, int] = {severity: rank for rank, severity in enumerate(SEVERITIES)}
    severities = {pair: count for pair, count in table.items() if pair[0] in ranks and pair[1] in ranks}
    return Agreement(
        reviewers=reviewers,
        table=dict(table),
        both=len(judged),
        rated=sum(severities.values()),
        kappa=_kappa(table, lambda one, other: float(one != other)),
        weighted=_kappa(severities, lambda one, other: float((ranks[one] - ranks[other]) ** 2)),
    )


def _kappa(
    table: Mapping[tuple[Judgement, Judgement], int], distance: Callable[[Judgement, Judgement], float]
) -> float | None:
    """One minus the ratio of the observed distance to the distance that chance would give."""
    total = sum(table.values())
    first: Counter[Judgement] = Counter()
    second: Counter[Judgement] = Counter()
    for (one, other), count in table.items():
        first[one] += count
        second[other] += count
    expected = sum(first[one] * second[other] * distance(one, other) for one in first for other in second)
    if expected == 0:
        return None
    observed = sum(count * distance(*pair) for pair, count in table.items())
    return 1 - observed * total / expected
