"""What speaks for and against a pair, as numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from fidelity.drift.alignment import Alignment
from fidelity.settings import DriftSettings
from fidelity.types import Issue, severity_rank

if TYPE_CHECKING:
    from fidelity.embedding import Encoding

FEATURES = (
    "similarity",
    "recall",
    "worst",
    "lowest",
    "shared",
    "order",
    "precision",
    "added",
    "brevity",
    "length",
    "share",
    "tight",
    "numbers",
    "negation",
    "names",
    "hedging",
    "untranslated",
)
"""What a pair is judged by, in the order of the calibration "fidelity".

``similarity``: cosine of the two vectors. ``recall``: mean best match of the quotation's content words;
``worst`` the lowest of them, ``lowest`` the mean of the lowest three. ``shared``: share of the content words that the
passage has too. ``order``: share of neighbours whose counterparts follow one another. ``precision`` and ``added``:
mean and lowest best match of the passage's content words between the first and the last counterpart.
``brevity``: log of the passage's length over the quotation's, at most 0. ``length``: log of 1 + content words.
``share``: length of the quotation over the passage's, at most 1; ``tight``: the similarity times that, as one with
words beyond the quotation's is less similar without being less faithful.
The rest: what each check found, 0 for nothing.
"""

CHECKS = ("numbers", "negation", "names", "hedging", "untranslated")

_WEIGHTS = (0.0, 0.25, 1.0, 1.5)
_NEIGHBOURS = 4


def measure(
    left: Encoding, right: Encoding, alignment: Alignment, issues: Sequence[Issue], settings: DriftSettings
) -> tuple[float, ...]:
    """The values of :data:`FEATURES`, rounded to 4 decimals."""
    import numpy as np

    content = list(alignment.quotation.content) or list(range(len(alignment.quotation)))
    matches = np.sort(alignment.cosine[content]) if content else np.ones(1, np.float32)
    inner = _inner(alignment, content)
    back = alignment.back_cosine[inner] if inner else np.ones(1, np.float32)
    lengths = len(alignment.quotation) + 1, len(alignment.passage) + 1
    similarity, share = float(left.vector @ right.vector), min(1.0, lengths[0] / lengths[1])
    values = [
        similarity,
        float(matches.mean()),
        float(matches[0]),
        float(matches[: settings.lowest_words].mean()),
        float((matches >= 1).mean()),
        _order(alignment, content),
        float(back.mean()),
        float(back.min()),
        min(0.0, math.log(lengths[1] / lengths[0])),
        math.log(1 + len(content)),
        share,
        similarity * share,
    ]
    for check in CHECKS:
        ranks = [severity_rank(issue.severity) for issue in issues if issue.check == check]
        values.append(_WEIGHTS[max(ranks, default=0)])
    return tuple(round(value, 4) for value in values)


def _inner(alignment: Alignment, content: list[int]) -> list[int]:
    """Content words of the passage between the first and the last counterpart."""
    places = sorted(int(alignment.there[i]) for i in content if alignment.there[i] >= 0)
    if not places:
        return []
    return [j for j in alignment.passage.content if places[0] <= j <= places[-1]]


def _order(alignment: Alignment, content: list[int]) -> float:
    """Share of neighbouring content words whose counterparts come in the same order, a few words apart."""
    places = [int(alignment.there[i]) for i in content]
    if len(places) < 2:
        return 1.0
    kept = sum(0 < b - a <= _NEIGHBOURS for a, b in pairwise(places))
    return kept / (len(places) - 1)
