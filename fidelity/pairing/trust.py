"""How far to trust the best placement of a quotation."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

from fidelity.calibration import Calibration
from fidelity.pairing.body import Query
from fidelity.pairing.search import FEATURES, Placement

TRUST_FEATURES = ("log_odds", "rivals", "fragment", "claimed", *FEATURES)
"""What the first placement of a quotation is trusted by, in the order of the calibration "pairing".

``log_odds``: those of the calibration "placement"; ``rivals``: log of 1 plus the summed odds of its other placements;
``fragment``: how short the quotation is (1 over its words, 3 at least); ``claimed``: by how many log-odds, at most 5,
another quotation of the article has a better claim to words of the passage. Then the evidence itself.
"""

_HOPELESS = -20.0
"""Log-odds that stand for no placement at all."""

_CLAIM = 5.0
_FEW = 3


def weigh(
    queries: Sequence[Query], placed: Sequence[Sequence[Placement]], rank: Calibration
) -> list[tuple[float, ...]]:
    """For each quotation of one article the values of :data:`TRUST_FEATURES`.

    ``placed`` are the placements of each, best first, as :func:`~fidelity.pairing.place_all` gives them; ``rank`` is
    the calibration "placement".
    """
    odds = [[rank.log_odds(placement.features) for placement in placements] for placements in placed]
    claims: dict[int, list[tuple[float, str]]] = defaultdict(list)
    for query, some, values in zip(queries, placed, odds, strict=True):
        for word in range(some[0].first, some[0].last) if some else ():
            claims[word].append((values[0], query.text))
    weighed = []
    for query, some, values in zip(queries, placed, odds, strict=True):
        if not some:
            weighed.append((_HOPELESS, 0.0, 1 / _FEW, 0.0, *(0.0 for _ in FEATURES)))
            continue
        first = some[0]
        best = max(
            (odd for i in range(first.first, first.last) for odd, text in claims[i] if text != query.text),
            default=_HOPELESS,
        )
        rivals = math.log1p(math.fsum(map(math.exp, values[1:])))
        claimed = min(_CLAIM, max(0.0, best - values[0]))
        weighed.append((values[0], rivals, 1 / max(_FEW, first.quoted_words), claimed, *first.features))
    return weighed
