"""The judgement of one pair: checks, score, fidelity, severity."""

from __future__ import annotations

import math
from dataclasses import dataclass

from fidelity.calibration import Calibration, logistic
from fidelity.drift.alignment import Alignment, Side, Words, align
from fidelity.drift.evidence import measure
from fidelity.drift.figures import find_figure_drift, find_number_drift
from fidelity.drift.hedging import find_certainty_drift
from fidelity.drift.names import find_missing_names, find_name_drift
from fidelity.drift.negation import find_polarity_drift
from fidelity.drift.untranslated import find_untranslated, is_latin
from fidelity.settings import DriftSettings
from fidelity.types import Category, Issue, Severity, severity_rank


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is said of one pair.

    ``score``: 0..1, 4 decimals, the evidence at even odds. ``fidelity``: 0..100, whole: the probability, in percent,
    that a careful reviewer finds no major or critical issue, below 50 exactly when ``severity`` is major or critical.
    ``issues``: worst first; their spans index the text of each side.
    """

    score: float
    fidelity: int
    severity: Severity
    issues: tuple[Issue, ...]


def judge(quotation: Side, passage: Side, calibration: Calibration, settings: DriftSettings) -> Judgement:
    """Judge a pair of two English texts. ``calibration`` is "fidelity", over :data:`FEATURES`."""
    alignment, issues, values = examine(quotation, passage, settings)
    probability = logistic(calibration.log_odds(values) + _log_odds(settings.prior))
    probability = _under_issues(probability, issues, settings)
    fidelity = round(100 * probability)
    issues = (*issues, *_unplaced(fidelity, issues, alignment, settings))
    severity: Severity = max((issue.severity for issue in issues), key=severity_rank, default="neutral")
    ordered = sorted(
        issues, key=lambda issue: (-severity_rank(issue.severity), issue.quotation_spans, issue.passage_spans)
    )
    score = logistic(_log_odds(probability) - _log_odds(settings.prior))
    return Judgement(round(score, 4), fidelity, severity, tuple(ordered))


def examine(
    quotation: Side, passage: Side, settings: DriftSettings
) -> tuple[Alignment, tuple[Issue, ...], tuple[float, ...]]:
    """The words aligned, what the checks find, and the values of :data:`FEATURES`."""
    alignment = align(quotation, passage, settings)
    issues = (
        *find_number_drift(alignment, settings),
        *find_polarity_drift(alignment, settings),
        *find_name_drift(alignment, settings),
        *find_certainty_drift(alignment, settings),
        *find_untranslated(quotation, passage, settings),
    )
    return alignment, issues, measure(quotation.encoding, passage.encoding, alignment, issues, settings)


def check_language_free(quotation: Side, passage: Side, settings: DriftSettings) -> tuple[Issue, ...]:
    """Number, name and untranslated-text checks, for a pair that is not English on both sides.

    Names are looked for only where both languages are written in Latin letters.
    """
    left, right = Words(quotation.text), Words(passage.text)
    issues = [*find_figure_drift(left, right, settings), *find_untranslated(quotation, passage, settings)]
    if is_latin(quotation.language) and is_latin(passage.language):
        issues += find_missing_names(left, right, settings)
    return tuple(issues)


def _log_odds(probability: float) -> float:
    bounded = min(max(probability, 1e-9), 1 - 1e-9)
    return math.log(bounded / (1 - bounded))


def _under_issues(probability: float, issues: tuple[Issue, ...], settings: DriftSettings) -> float:
    """The probability, pressed below one half where a check found something major, its order kept."""
    worst = max((severity_rank(issue.severity) for issue in issues), default=0)
    if worst == severity_rank("critical"):
        return probability * settings.critical_ceiling
    return probability * settings.major_ceiling if worst == severity_rank("major") else probability


def _unplaced(
    fidelity: int, issues: tuple[Issue, ...], alignment: Alignment, settings: DriftSettings
) -> tuple[Issue, ...]:
    """One issue for drift that no check has placed, on the words that match worst."""
    found = max((severity_rank(issue.severity) for issue in issues), default=0)
    severity: Severity = "major" if fidelity < 50 else "minor"
    if fidelity >= settings.minor_below or found >= severity_rank(severity):
        return ()
    left, right = alignment.quotation, alignment.passage
    content = list(left.content) or list(range(len(left)))
    worst = sorted(content, key=lambda i: (float(alignment.cosine[i]), i))[: settings.lowest_words]
    if worst:
        limit = max(float(alignment.cosine[worst[0]]) + settings.worst_spread, settings.absent_match)
        worst = [i for i in worst if alignment.cosine[i] <= limit]
    matched = [i for i in worst if alignment.cosine[i] >= settings.absent_match]
    category: Category = "accuracy/mistranslation" if matched or not worst else "accuracy/omission"
    there = [int(alignment.there[i]) for i in worst if int(alignment.there[i]) >= 0 and (i in matched)]
    said = ", ".join(f"“{span.of(left.text)}”" for span in left.span(worst))
    if category == "accuracy/omission":
        note = f"nothing in the passage says {said}"
    else:
        note = f"the passage seems to say something else at {said}" if said else "the two texts differ"
    return (Issue(category, "model", severity, left.span(worst), right.span(there), note),)
