"""What speaks for and against a pair, as numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from fidelity.calibration import logistic
from fidelity.checks.alignment import UNREAD, Alignment
from fidelity.checks.omission.breaks import measure_order
from fidelity.checks.omission.check import find_gaps
from fidelity.settings import JudgementSettings
from fidelity.types import Issue, severity_rank

if TYPE_CHECKING:
    from fidelity.scorer import PairReading

CHECKS = ("numbers", "negation", "names", "hedging", "scope", "direction", "intensity", "untranslated")
"""The checks whose findings are evidence, in order. ``glossary`` and ``consistency`` are the user's own and the
document's: they make issues, but the calibration knows nothing of them."""

_HEADS = ("faithful", "rated_faithful", "rated_quality", "adequacy")

FEATURES = (
    *_HEADS,
    "suspicion",
    "back_suspicion",
    "gap",
    "back_gap",
    "omitted",
    "inserted",
    "marked",
    "rated words",
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
    *CHECKS,
    *(f"{head} x {scale}" for scale in ("shared", "length") for head in _HEADS),
    "doubt",
    "rated doubt",
    "shared squared",
    "length squared",
    "suspicion x shared",
    "back_suspicion x shared",
)
"""What a pair is judged by, in the order of the calibration "fidelity".

``faithful`` to ``adequacy``: what the pair scorer says of the pair. ``suspicion``: the highest of its log-odds that a
word of the quotation carries an error; ``back_suspicion`` the same of the passage's words between the first and the
last counterpart; ``gap`` and ``back_gap``: log of 1 + the highest odds that words were left out before a word of the
quotation and of the passage, so that only a likely gap counts; ``omitted`` and ``inserted``: the same of the lower of
``suspicion`` and the passage's gap, and of ``back_suspicion`` and the quotation's, since words left out of one side
stand in the other; ``marked``: log of 1 + words of both that are suspected above 0; ``rated words``: log of 1 + those
of the passage's words that are expected to lie in a span that a rater marks.
``recall``: mean best match of the quotation's content words; ``worst`` the lowest of them, ``lowest`` the mean of the
lowest three. ``shared``: share of the content words that the passage has too. ``order``: share of neighbours whose
counterparts follow one another. ``precision`` and ``added``: mean and lowest best match of the passage's content
words between the first and the last counterpart. ``brevity``: log of the passage's length over the quotation's, at
most 0. ``length``: log of 1 + content words, up to as many as nearly all fitted pairs have. ``share``: length of the
quotation over the passage's, at most 1.
The checks: what each found, 0 for nothing. Then products: the same word that differs means more between two texts
that share most of their words than between two free translations. ``doubt`` and ``rated doubt``: logarithm of the
probability that the first two heads' log-odds stand for.
"""

MEASURES = FEATURES[: FEATURES.index("untranslated") + 1]
"""The features without products of others."""

_WEIGHTS = (0.0, 0.25, 1.0, 1.5)


def measure(
    reading: PairReading, alignment: Alignment, issues: Sequence[Issue], settings: JudgementSettings
) -> tuple[float, ...]:
    """The values of :data:`FEATURES`, rounded to 4 decimals."""
    import numpy as np

    content = list(alignment.quotation.content) or list(range(len(alignment.quotation)))
    matches = np.sort(alignment.cosine[content]) if content else np.ones(1, np.float32)
    inner = alignment.inner
    within = [j for j in alignment.passage.content if j in inner]
    back = alignment.back_cosine[within] if within else np.ones(1, np.float32)
    suspicions = alignment.suspicion.tolist(), [float(alignment.back_suspicion[j]) for j in inner]
    suspicion, back_suspicion = (max(side, default=UNREAD) for side in suspicions)
    (back_gap, _), (gap, _) = find_gaps(alignment, settings)
    lengths = len(alignment.quotation) + 1, len(alignment.passage) + 1
    values = [
        *reading.heads[: len(_HEADS)],
        suspicion,
        back_suspicion,
        *map(_softplus, (gap, back_gap, min(suspicion, back_gap), min(back_suspicion, gap))),
        math.log1p(sum(value > 0 for side in suspicions for value in side)),
        math.log1p(_rated_words(reading, alignment, inner)),
        float(matches.mean()),
        float(matches[0]),
        float(matches[: settings.lowest_words].mean()),
        float((matches >= 1).mean()),
        measure_order(alignment, content),
        float(back.mean()),
        float(back.min()),
        min(0.0, math.log(lengths[1] / lengths[0])),
        math.log(1 + min(len(content), settings.longest_content)),
        min(1.0, lengths[0] / lengths[1]),
    ]
    for check in CHECKS:
        ranks = [severity_rank(issue.severity) for issue in issues if issue.check == check]
        values.append(_WEIGHTS[max(ranks, default=0)])
    values += _products(values)
    return tuple(round(value, 4) for value in values)


def _products(values: Sequence[float]) -> list[float]:
    """The products, of the values before them."""
    named = dict(zip(FEATURES, values, strict=False))
    shared, length = named["shared"], named["length"]
    heads = [named[head] for head in _HEADS]
    products = [head * scale for scale in (shared, length) for head in heads]
    doubts = [-math.log1p(math.exp(-min(max(head, -30.0), 30.0))) for head in heads[:2]]
    suspicions = [named[name] * shared for name in ("suspicion", "back_suspicion")]
    return [*products, *doubts, shared**2, length**2, *suspicions]


def _softplus(log_odds: float) -> float:
    return math.log1p(math.exp(min(log_odds, 30.0)))


def _rated_words(reading: PairReading, alignment: Alignment, inner: range) -> float:
    """How many of the passage's words, from the first counterpart to the last, are expected in a rater's span."""
    if not inner:
        return 0.0
    spans, side = alignment.passage.spans, reading.passage
    start, end = spans[inner.start].start, spans[inner.stop - 1].end
    return math.fsum(
        logistic(float(odds))
        for word, odds in zip(side.words, side.rated, strict=True)
        if start < word.end and word.start < end
    )
