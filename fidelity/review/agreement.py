"""How far two reviewers agree: Cohen's kappa.

Of judgements as names: J. Cohen, "A coefficient of agreement for nominal scales", 1960. Of severities as steps, with
quadratic weights (neutral and critical are nine times as far apart as neutral and minor): J. Cohen, "Weighted kappa",
1968. Both take out what two reviewers would agree on by chance, each with the judgements that he gave.
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

    ``table`` counts entries by what the first and the second said; ``both`` is their sum, and ``rated`` counts those
    that both gave a severity. ``kappa`` is Cohen's, over the six judgements as names; ``weighted`` is his with
    quadratic weights, over the four severities. 1 is full agreement, 0 what chance gives, below 0 worse than chance;
    ``None`` where it is not defined: nothing in common, or both said the same one thing throughout.
    """

    reviewers: tuple[str, str]
    table: Mapping[tuple[Judgement, Judgement], int]
    both: int
    rated: int
    kappa: float | None
    weighted: float | None


def compare(reviewers: tuple[str, str], judged: Sequence[tuple[Judgement, Judgement]]) -> Agreement:
    """The agreement of two reviewers, of what each said on the same entries."""
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
    """One minus the distance that was observed over the one that chance would give."""
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
