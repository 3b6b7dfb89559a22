"""How far to trust the best placement of a quotation."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

from fidelity.calibration import Calibration
from fidelity.pairing.body import Body, Query
from fidelity.pairing.search import FEATURES, Placement

TRUST_FEATURES = ("log_odds", "rivals", "margin", "fragment", "claimed", "verbatim", *FEATURES)
"""What the first placement of a quotation is trusted by, in the order of the calibration "pairing".

``log_odds``: those of the calibration "placement"; ``rivals``: log of 1 plus the summed odds of its other placements;
``margin``: its log-odds above the log of those summed odds, -3 to 4: of what is not there, one sentence is hardly
nearer than the others; ``fragment``: how short the quotation is (1 over its words, 3 at least); ``claimed``: by how
many log-odds, at most 5, another quotation of the article has a better claim to words of the passage; ``verbatim``:
the weight of the heaviest run of words that both have in the same order, 0 to 5. Then the evidence itself.
"""

_HOPELESS = -20.0
"""Log-odds that stand for no placement at all."""

_CLAIM = 5.0
_FEW = 3
_LEAST_MARGIN, _MOST_MARGIN = -3.0, 4.0
_VERBATIM = 5.0


def weigh(
    queries: Sequence[Query], placed: Sequence[Sequence[Placement]], body: Body, rank: Calibration
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
            weighed.append((_HOPELESS, 0.0, 0.0, 1 / _FEW, 0.0, 0.0, *(0.0 for _ in FEATURES)))
            continue
        first = some[0]
        best = max(
            (odd for i in range(first.first, first.last) for odd, text in claims[i] if text != query.text),
            default=_HOPELESS,
        )
        others = math.fsum(map(math.exp, values[1:]))
        margin = min(_MOST_MARGIN, max(_LEAST_MARGIN, values[0] - math.log(others))) if others else _MOST_MARGIN
        claimed = min(_CLAIM, max(0.0, best - values[0]))
        verbatim = _weigh_verbatim(query, body, first)
        about = (values[0], math.log1p(others), margin, 1 / max(_FEW, first.quoted_words), claimed, verbatim)
        weighed.append((*about, *first.features))
    return weighed


def _weigh_verbatim(query: Query, body: Body, placement: Placement) -> float:
    """The weight of the heaviest run of words that the quotation and its placement have in the same order."""
    quoted = [word.of(query.text).casefold() for word in query.encoding.words]
    weights = [body.weight(form) for form in quoted]
    heaviest, before = 0.0, [0.0] * (len(quoted) + 1)
    for form in body.forms[placement.first : placement.last]:
        now = [0.0] * len(before)
        for i, own in enumerate(quoted):
            if own == form:
                now[i + 1] = before[i] + weights[i]
        heaviest, before = max(heaviest, *now), now
    return min(_VERBATIM, round(heaviest, 5))
