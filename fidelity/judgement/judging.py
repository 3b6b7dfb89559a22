"""The judgement of one pair: checks, score, fidelity, severity, and what moved the score."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fidelity.calibration import Calibration, Curve, logistic, score_log_odds
from fidelity.checks import run_checks
from fidelity.checks.alignment import Alignment, Side, align
from fidelity.checks.glossary import check_glossary
from fidelity.checks.names.check import find_missing_names
from fidelity.checks.numbers.check import find_figure_drift
from fidelity.checks.untranslated import find_untranslated, is_latin
from fidelity.judgement.evidence import CHECKS, FEATURES, measure
from fidelity.judgement.placement import place_drift
from fidelity.settings import JudgementSettings
from fidelity.text.words import Words
from fidelity.types import SCORE_NOTE, Issue, Severity, severity_rank

if TYPE_CHECKING:
    from fidelity.scorer import PairReading


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is said of one pair.

    ``score``: 0..1, 4 decimals, the evidence at even odds. ``fidelity``: 0..100, whole: the probability, in percent,
    that a careful reviewer finds no major or critical issue, below 50 exactly when ``severity`` is major or critical.
    ``issues``: worst first; their spans index the text of each side. ``notes``: what moved the score, strongest first.
    """

    score: float
    fidelity: int
    severity: Severity
    issues: tuple[Issue, ...]
    notes: tuple[str, ...] = ()


Examined = tuple[Alignment, tuple[Issue, ...], tuple[float, ...]]
"""The words aligned, what the checks find, and the values of :data:`FEATURES`."""


def judge(
    quotation: str,
    passage: str,
    reading: PairReading,
    calibration: Calibration,
    settings: JudgementSettings,
    curve: Curve | None = None,
    examined: Examined | None = None,
) -> Judgement:
    """Judge a pair of two English texts. ``calibration`` is "fidelity", over :data:`FEATURES`.

    ``curve``, the user's, makes fidelity of the score in place of the prior; the score stays what it is. ``examined``:
    what :func:`examine` made of the pair, where that has been done.
    """
    alignment, issues, values = examined or examine(quotation, passage, reading, settings)
    evidence = logistic(calibration.log_odds(values) + log_odds(settings.prior))
    pressed = _under_issues(evidence, issues, settings)
    score = round(logistic(log_odds(pressed) - log_odds(settings.prior)), 4)
    probability = pressed if curve is None else _recalibrated(score, curve, issues, settings)
    fidelity = round(100 * probability)
    issues = (*issues, *place_drift(fidelity, issues, alignment, settings))
    severity: Severity = max((issue.severity for issue in issues), key=severity_rank, default="neutral")
    ordered = sorted(
        issues, key=lambda issue: (-severity_rank(issue.severity), issue.quotation_spans, issue.passage_spans)
    )
    notes = (*_contributions(calibration, values), *_pressure(evidence, pressed))
    if curve is not None:
        notes = (*notes, f"{SCORE_NOTE}your calibration, {round(100 * pressed)} becomes {fidelity}")
    return Judgement(score, fidelity, severity, tuple(ordered), notes)


def examine(quotation: str, passage: str, reading: PairReading, settings: JudgementSettings) -> Examined:
    """What the judgement of a pair of two English texts rests on."""
    alignment = align(Side(quotation, reading.quotation), Side(passage, reading.passage), settings)
    issues = run_checks(alignment, settings)
    return alignment, issues, measure(reading, alignment, issues, settings)


def check_language_free(
    quotation: str, passage: str, languages: tuple[str, str], settings: JudgementSettings
) -> tuple[Issue, ...]:
    """Number, name, glossary and untranslated-text checks, for a pair that is not English on both sides.

    Names are looked for only where both ``languages`` (BCP 47) are written in Latin letters.
    """
    left, right = Words(quotation), Words(passage)
    found: dict[str, Callable[[], tuple[Issue, ...]]] = {
        "numbers": lambda: find_figure_drift(left, right, settings),
        "untranslated": lambda: find_untranslated(quotation, passage, languages[1], settings),
        "glossary": lambda: check_glossary(quotation, passage, settings.glossary),
    }
    if all(map(is_latin, languages)):
        found["names"] = lambda: find_missing_names(left, right, settings)
    return tuple(issue for name, find in found.items() if name not in settings.skipped_checks for issue in find())


def log_odds(probability: float) -> float:
    """The natural-log odds of a probability."""
    bounded = min(max(probability, 1e-9), 1 - 1e-9)
    return math.log(bounded / (1 - bounded))


def _under_issues(probability: float, issues: tuple[Issue, ...], settings: JudgementSettings) -> float:
    """The probability, pressed below one half where a check found something major, its order kept."""
    worst = max((severity_rank(issue.severity) for issue in issues), default=0)
    if worst == severity_rank("critical"):
        return probability * settings.critical_ceiling
    return probability * settings.major_ceiling if worst == severity_rank("major") else probability


def _recalibrated(score: float, curve: Curve, issues: tuple[Issue, ...], settings: JudgementSettings) -> float:
    """The probability by the user's curve, held below one half where a check found something major.

    The score has been pressed for that already, so it is held there and not pressed again.
    """
    probability = curve.probability(score_log_odds(score))
    worst = max((severity_rank(issue.severity) for issue in issues), default=0)
    return min(probability, settings.major_ceiling) if worst >= severity_rank("major") else probability


_PARTS = {
    "how well the words match": ("recall", "worst", "lowest", "order", "precision", "added"),
    "lengths": ("brevity", "share"),
    **{f"the check {check}": (check,) for check in CHECKS},
}
_SCORER = "the scorer's reading of the pair"
_LEAST_SHOWN = 0.1


def _contributions(calibration: Calibration, values: Sequence[float]) -> tuple[str, ...]:
    """How far each kind of evidence moved the log-odds from those of a usual faithful pair, strongest first."""
    moved = dict(zip(FEATURES, calibration.contributions(values), strict=True))
    parts = {name: math.fsum(moved.pop(feature) for feature in features) for name, features in _PARTS.items()}
    parts[_SCORER] = math.fsum(moved.values())
    shown = sorted((p for p in parts.items() if abs(p[1]) >= _LEAST_SHOWN), key=lambda part: -abs(part[1]))
    return tuple(f"{SCORE_NOTE}{name}, {amount:+.1f} log-odds" for name, amount in shown)


def _pressure(evidence: float, probability: float) -> tuple[str, ...]:
    if probability >= evidence:
        return ()
    return (f"{SCORE_NOTE}a major or critical issue, {round(100 * evidence)} pressed to {round(100 * probability)}",)
