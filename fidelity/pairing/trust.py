"""The evidence for the confidence in the best placement of a quotation."""

from __future__ import annotations

import math
from collections.abc import Sequence

from fidelity.calibration import Calibration
from fidelity.pairing.body import Query
from fidelity.pairing.composed import COMPOSED_FEATURES
from fidelity.pairing.search import FEATURES, Placement

TRUST_FEATURES = ("log_odds", "rivals", "fragment", "claimed", "taken", *FEATURES)
"""What the first placement of a quotation is trusted by, in the order of the calibration "pairing".

``log_odds``: those of the calibration "placement"; ``rivals``: log of 1 plus the summed odds of its other placements;
``fragment``: how short the quotation is (1 over its words, 3 at least); ``claimed``: by how many log-odds, at most 5,
another quotation of the article, of other words of the original, has a better claim to words of the passage; ``taken``:
to what share of them, 0..1. Then the evidence itself.
"""

COMPOSED_TRUST_FEATURES = (*TRUST_FEATURES[: -len(FEATURES)], *COMPOSED_FEATURES)
"""The same for a placement across languages, in the order of the calibration "pairing-multilingual"."""

_HOPELESS = -20.0
"""Log-odds for a quotation without a placement."""

_CLAIM = 5.0
_FEW = 3
_RUN = 6
"""Number of common consecutive words by which two quotations have the same words of the original."""


def weigh(
    queries: Sequence[Query], placed: Sequence[Sequence[Placement]], rank: Calibration
) -> list[tuple[float, ...]]:
    """For each quotation of one article the values of :data:`TRUST_FEATURES`, or of :data:`COMPOSED_TRUST_FEATURES`.

    ``placed`` are the placements of each, best first, as :func:`~fidelity.pairing.place_all` gives them; ``rank`` is
    the calibration "placement".
    """
    odds = [[rank.log_odds(placement.features) for placement in placements] for placements in placed]
    forms = [_Runs(query) for query in queries]
    firsts = [(some[0], values[0], own) for some, values, own in zip(placed, odds, forms, strict=True) if some]
    weighed = []
    for some, values, own in zip(placed, odds, forms, strict=True):
        if not some:
            weighed.append((_HOPELESS, 0.0, 1 / _FEW, 0.0, 0.0, *(0.0 for _ in rank.features)))
            continue
        first = some[0]
        better = [
            (claim, other)
            for other, claim, said in firsts
            if claim > values[0] and other.first < first.last and first.first < other.last
            if not own.shares(said)
        ]
        claimed = min(_CLAIM, max((claim for claim, _ in better), default=values[0]) - values[0])
        words = {word for _, other in better for word in range(other.first, other.last)}
        taken = len(words.intersection(range(first.first, first.last))) / max(1, first.last - first.first)
        rivals = math.log1p(math.fsum(map(math.exp, values[1:])))
        weighed.append((values[0], rivals, 1 / max(_FEW, first.quoted_words), claimed, taken, *first.features))
    return weighed


class _Runs:
    """The runs of words of one quotation, those of each length once."""

    def __init__(self, query: Query) -> None:
        words = (word.of(query.text).casefold() for word in query.encoding.words)
        self._forms = [word for word in words if word[0].isalnum()]
        self._known: dict[int, frozenset[tuple[str, ...]]] = {}

    def shares(self, other: _Runs) -> bool:
        """Whether two quotations have the same words of the original: a common run, or one is within the other."""
        size = max(1, min(_RUN, len(self._forms), len(other._forms)))
        return not self._of(size).isdisjoint(other._of(size))

    def _of(self, size: int) -> frozenset[tuple[str, ...]]:
        if size not in self._known:
            starts = range(len(self._forms) - size + 1)
            self._known[size] = frozenset(tuple(self._forms[i : i + size]) for i in starts)
        return self._known[size]
