"""Synthetic verdicts with a known truth."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from fidelity.calibration import Curve, score_log_odds
from fidelity.calibration.observations import Observation, Observed
from fidelity.judgement import log_odds
from fidelity.settings import Settings
from fidelity.types import Judgement, Span, VerdictRecord

SHIPPED = Curve(1.0, 1.0, log_odds(Settings().judgement.prior))
"""What makes fidelity of a score where the user has no calibration."""


def draw_score(rng: random.Random) -> float:
    """A score as the scorer gives them: few below the threshold, most around even odds."""
    return round(rng.betavariate(1.2, 2.0), 4)


def record(number: int, score: float, severity: Judgement, **given: object) -> VerdictRecord:
    """A verdict on a pair of this score."""
    values: dict[str, object] = {
        "id": f"{number:016x}",
        "quotation_id": f"{number:016x}",
        "severity": severity,
        "reviewer": "Ann",
        "time": f"2026-03-05T12:00:00.{number:06d}+00:00",
        "signature": "",
        "translation": "a" * 64,
        "passage": (Span(0, 9),),
        "score": score,
        "fidelity": round(100 * SHIPPED.probability(score_log_odds(score))),
        "uid": f"{number:032x}",
    }
    return VerdictRecord(**(values | given))  # type: ignore[arg-type]


def records(truth: Callable[[float], float], count: int, seed: int = 1, *, review: bool = False) -> list[VerdictRecord]:
    """Verdicts that are faithful with probability ``truth(score)``; drawn as the review draws, if ``review``."""
    rng, found = random.Random(seed), []
    while len(found) < count:
        score = draw_score(rng)
        below = SHIPPED.probability(score_log_odds(score)) < 0.495
        chance = 1.0 if below or not review else 0.1
        if rng.random() < chance:
            good: Judgement = rng.choice(("neutral", "minor"))
            bad: Judgement = rng.choice(("major", "critical"))
            found.append(record(len(found), score, good if rng.random() < truth(score) else bad, chance=chance))
    return found


def observed(rows: Sequence[tuple[float, bool, float]], bias: float = SHIPPED.bias) -> Observed:
    """Observations of log-odds, label and weight, each a group of its own, from above the threshold."""
    found = tuple(
        Observation(x, label, weight, str(number), True, Curve(1, 1, bias).probability(x))
        for number, (x, label, weight) in enumerate(rows)
    )
    return Observed("fidelity", "pair-scorer@test", "fidelity@test", bias, found)


MADE = Curve(0.3, 1.5, -0.4)
"""The truth behind ``tests/cases/rated.csv``: less is faithful than the calibration that ships expects."""


def rated_csv() -> str:
    """``tests/cases/rated.csv``: made-up scores and severities, 600 of them."""
    rows = records(lambda score: MADE.probability(score_log_odds(score)), 600, 7)
    return "score,severity\n" + "".join(f"{row.score},{row.severity}\n" for row in rows)
