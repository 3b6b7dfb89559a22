"""The evidence for and against a pair, by name."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from fidelity.checks import CHECKS
from fidelity.checks.alignment import Alignment
from fidelity.judgement.gaps import find_gaps
from fidelity.settings import JudgementSettings
from fidelity.types import Issue, severity_rank

if TYPE_CHECKING:
    from fidelity.scorer import PairReading

EVIDENCE: Mapping[str, int] = {
    "entailed": 1,
    "contradicted": -1,
    "rated_faithful": 1,
    "gap": -1,
    "recall": 1,
    "length": -1,
    **{check.name: -1 for check in CHECKS if check.evidence},
}
"""Each piece of evidence, and whether more of it may only raise (1) or only lower (-1) fidelity.

What the reader of meaning says: ``entailed``: log-odds that the passage entails the quotation. ``contradicted``: log of
1 + the odds that one of the two contradicts the other, so that only a likely contradiction counts. ``rated_faithful``:
log-odds that nothing major is wrong, learned from ratings. ``gap``: log of 1 + the highest odds that words were left
out of either side, so that only a likely gap counts.

``recall``: mean best match of the quotation's content words, 0..1. ``length``: log of 1 + content words of the
quotation. Then each check whose issues are evidence: 0 without an issue, otherwise by the worst severity.
"""

FEATURES = tuple(EVIDENCE)
"""The names of the evidence, in the order of the calibration "fidelity"."""

MEASURES = ("adequacy", "recall", "shared", "order", "precision", "brevity", "length", "share")
"""Numbers that say how well two texts match, even if the passage has drifted. Confidence is computed from them.

``adequacy``: the scorer's head of that name. ``recall`` and ``precision``: mean best match of the content words of the
quotation, and of the passage between the first and the last counterpart. ``shared``: share of the content words that
the passage has too. ``order``: share of neighbours whose counterparts follow one another. ``share``: length of the
quotation over the passage's, at most 1.
"""

_SUREST = 1e-4
"""How near to 0 and 1 a probability of the reader counts."""

_WEIGHTS = (0.0, 0.25, 1.0, 1.5)
"""The weight of an issue as evidence, by its severity."""


def weigh(
    meaning: PairReading, suspected: Alignment, issues: Sequence[Issue], settings: JudgementSettings
) -> tuple[float, ...]:
    """The values of :data:`FEATURES`, rounded to 4 decimals. ``suspected``: the words, as the reader suspects them."""
    content = list(suspected.quotation.content) or list(range(len(suspected.quotation)))
    left_out = max(gap.log_odds for gap in find_gaps(suspected, settings))
    found = {
        "entailed": log_odds(meaning.forward.entailed, _SUREST),
        "contradicted": softplus(contradiction(meaning)),
        "rated_faithful": meaning.named["rated_faithful"],
        "gap": softplus(left_out),
        "recall": _recall(suspected, content),
        "length": _length(content, settings),
    }
    for check in CHECKS:
        if check.evidence:
            ranks = [severity_rank(issue.severity) for issue in issues if issue.check == check.name]
            found[check.name] = _WEIGHTS[max(ranks, default=0)]
    return tuple(round(found[name], 4) for name in FEATURES)


def contradiction(meaning: PairReading) -> float:
    """The higher of the log-odds that the passage contradicts the quotation, and the reverse."""
    return max(log_odds(side.contradicted, _SUREST) for side in (meaning.forward, meaning.backward))


def log_odds(probability: float, surest: float = 1e-9) -> float:
    """The natural-log odds of a probability, which counts as no nearer to 0 and 1 than ``surest``."""
    bounded = min(max(probability, surest), 1 - surest)
    return math.log(bounded / (1 - bounded))


def softplus(odds: float) -> float:
    """Log of 1 + the odds, from their logarithm."""
    return max(odds, 0.0) + math.log1p(math.exp(-abs(odds)))


def measure(reading: PairReading, alignment: Alignment, settings: JudgementSettings) -> tuple[float, ...]:
    """The values of :data:`MEASURES`, rounded to 4 decimals."""
    content = list(alignment.quotation.content) or list(range(len(alignment.quotation)))
    within = [j for j in alignment.passage.content if j in alignment.inner]
    back = [float(alignment.back_cosine[j]) for j in within]
    lengths = len(alignment.quotation) + 1, len(alignment.passage) + 1
    found = (
        reading.named["adequacy"],
        _recall(alignment, content),
        _share_copied(alignment, content),
        _measure_order(alignment, content),
        math.fsum(back) / len(back) if back else 1.0,
        _brevity(alignment),
        _length(content, settings),
        min(1.0, lengths[0] / lengths[1]),
    )
    return tuple(round(value, 4) for value in found)


def _recall(alignment: Alignment, content: Sequence[int]) -> float:
    return math.fsum(float(alignment.cosine[i]) for i in content) / len(content) if content else 1.0


def _share_copied(alignment: Alignment, content: Sequence[int]) -> float:
    return sum(float(alignment.cosine[i]) >= 1 for i in content) / len(content) if content else 1.0


def _brevity(alignment: Alignment) -> float:
    return min(0.0, math.log((len(alignment.passage) + 1) / (len(alignment.quotation) + 1)))


def _length(content: Sequence[int], settings: JudgementSettings) -> float:
    return math.log1p(min(len(content), settings.longest_content))


_APART = 4
"""Greatest distance, in words, between the counterparts of neighbours."""


def _measure_order(alignment: Alignment, content: Sequence[int]) -> float:
    """Share of neighbours among these words of the quotation whose counterparts are near and in the same order."""
    places = [int(alignment.there[i]) for i in content]
    if len(places) < 2:
        return 1.0
    return sum(0 < b - a <= _APART for a, b in pairwise(places)) / (len(places) - 1)
