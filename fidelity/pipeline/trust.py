"""Whether a passage is the right one, where the pair scorer has read it with the quotation: all evidence together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fidelity import drift, embedding, pairing

if TYPE_CHECKING:
    from fidelity.embedding import PairReading

_CARRIES = embedding.HEADS.index("carries")
_EVIDENCE = tuple(name for name in pairing.TRUST_FEATURES if name not in ("unseen", "length"))
_READ = ("adequacy", "recall", "shared", "order", "precision", "brevity", "length", "share")
_PRODUCTS = (
    *(("log_odds", "read length"), ("read recall", "read length"), ("read adequacy", "fragment")),
    *(("log_odds", "fragment"), ("lexical", "lexical"), ("log_odds", "log_odds")),
)

READING_FEATURES = (
    *_EVIDENCE,
    "carries",
    *(f"read {name}" for name in _READ),
    *(f"{one} x {other}" for one, other in _PRODUCTS),
)
"""What the first placement of a quotation is trusted by, in the order of the calibration "reading": most of the
encoder's evidence (:data:`fidelity.pairing.TRUST_FEATURES`), what the pair scorer was taught about just that
("carries"), some of :data:`fidelity.drift.MEASURES`, and products. What speaks of errors is left out: a passage that
has drifted is still the passage."""


def with_reading(evidence: Sequence[float], reading: PairReading, measures: Sequence[float]) -> tuple[float, ...]:
    """The values of :data:`READING_FEATURES`, of those of ``TRUST_FEATURES`` and ``MEASURES`` and the reading."""
    carries = round(reading.heads[_CARRIES], 4)
    measured = dict(zip(drift.MEASURES, measures, strict=True))
    found = dict(zip(pairing.TRUST_FEATURES, evidence, strict=True))
    values = [*(found[name] for name in _EVIDENCE), carries, *(measured[name] for name in _READ)]
    named = dict(zip(READING_FEATURES, values, strict=False))
    return (*values, *(named[one] * named[other] for one, other in _PRODUCTS))
