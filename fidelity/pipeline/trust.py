"""The confidence in a passage that the pair scorer has read, from all evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from fidelity import judgement, pairing, scorer
from fidelity.pipeline.cases import Case

if TYPE_CHECKING:
    from fidelity.pipeline.run import Run
    from fidelity.scorer import PairReading

_CARRIES = scorer.HEADS.index("carries")
_EVIDENCE = tuple(name for name in pairing.TRUST_FEATURES if name not in ("unseen", "length"))
_READ = ("adequacy", "recall", "shared", "order", "precision", "brevity", "length", "share")
_PRODUCTS = (
    *(("log_odds", "read length"), ("read recall", "read length"), ("read adequacy", "fragment")),
    *(("log_odds", "fragment"), ("context", "fragment"), ("lexical", "lexical"), ("log_odds", "log_odds")),
)

READING_FEATURES = (
    *_EVIDENCE,
    *(f"read {name}" for name in _READ),
    *(f"{one} x {other}" for one, other in _PRODUCTS),
)
"""What the first placement of a quotation is trusted by, in the order of the calibration "reading": most of the
encoder's evidence (:data:`fidelity.pairing.TRUST_FEATURES`), some of :data:`fidelity.judgement.MEASURES`, and products.
What speaks of errors is left out, for a passage that has drifted is still the passage. So is what the pair scorer was
taught about just that ("carries"): it is worth more on cases of the generator that taught it than on others."""


FRAMED_FEATURES = ("log_odds", "framed", "told", "margin", "elsewhere")
"""What the passage of a few quoted words is trusted by where their clause was read with clauses of the body, in the
order of the calibration "framing". ``log_odds``: those of the passage that was found first, 0 for another;
``framed``: how far the pair scorer takes the clause for one that carries the quotation's ("carries"), the best of those
that take in the passage; ``told``: the same where it is above 0, for an article may frame a quotation in words of its
own; ``margin``: how much that is above all others, at most 4; ``elsewhere``: 1 for another
passage."""

_NOTHING = -4.0
"""The value if no clause was read, and the greatest margin between two clauses."""


def with_reading(evidence: Sequence[float], measures: Sequence[float]) -> tuple[float, ...]:
    """The values of :data:`READING_FEATURES`, from those of ``TRUST_FEATURES`` and ``MEASURES``."""
    measured = dict(zip(judgement.MEASURES, measures, strict=True))
    found = dict(zip(pairing.TRUST_FEATURES, evidence, strict=True))
    values = [*(found[name] for name in _EVIDENCE), *(measured[name] for name in _READ)]
    named = dict(zip(READING_FEATURES, values, strict=False))
    return (*values, *(named[one] * named[other] for one, other in _PRODUCTS))


def with_frame(
    own: Sequence[bool], readings: Sequence[PairReading], log_odds: float
) -> list[tuple[int, tuple[float, ...]]]:
    """The most probable clause with the first passage, and the most probable other clause: number, ``FRAMED_FEATURES``.

    ``readings`` are those of the quotation's clause with clauses of the body, of which ``own`` take in that passage;
    ``log_odds`` are those of the passage.
    """
    carries = [round(reading.heads[_CARRIES], 4) for reading in readings]
    sides = [[i for i, held in enumerate(own) if held is side] for side in (True, False)]
    best = [max(side, key=lambda i: carries[i], default=None) for side in sides]
    values = [_NOTHING if i is None else carries[i] for i in best]
    found: list[tuple[int, tuple[float, ...]]] = []
    for i, here, there, elsewhere in zip(best, values, values[::-1], (0.0, 1.0), strict=True):
        if i is not None:
            margin = min(here - there, -_NOTHING)
            found.append((i, (0.0 if elsewhere else log_odds, here, max(here, 0.0), margin, elsewhere)))
    return found


def is_read(run: Run, case: Case) -> bool:
    """Whether there is a passage, and the pair scorer serves the languages of both sides."""
    return case.passage is not None and not run.judge.why_unjudged(run.languages(case, case.passage))


def find_trust(run: Run, case: Case) -> Case:
    """The case with the log-odds that its passage is the right one, 4 decimals, and the confidence."""
    framing, reading = run.calibrations.framing, run.calibrations.reading
    if case.framed is not None and framing is not None:
        odds = framing.log_odds(case.framed)
    # The pair scorer reads statements and cannot judge terms.
    elif reading is not None and case.words > run.settings.pairing.term_words and is_read(run, case):
        odds = reading.log_odds(with_reading(case.evidence, run.judge.measure(case.texts)))
    else:
        odds = run.calibrations.pairing.log_odds(case.evidence)
    trust = round(odds, 4)
    return replace(case, trust=trust, confidence=run.calibrations.confidence(trust))
