"""The judgement of one pair: checks, score, fidelity, severity, and the evidence that moved the score."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fidelity.calibration import Calibration, Curve, logistic, score_log_odds
from fidelity.checks import CHECKS, run_checks
from fidelity.checks.alignment import Alignment, align, suspect
from fidelity.checks.negation import CHECK as NEGATION
from fidelity.checks.negation import is_reversed
from fidelity.checks.pair import Pair
from fidelity.judgement.evidence import FEATURES, contradiction, log_odds, measure, weigh
from fidelity.judgement.placement import find_contradiction, place_drift
from fidelity.scorer import Entailment
from fidelity.settings import JudgementSettings
from fidelity.text.words import Words
from fidelity.types import SCORE_NOTE, Issue, Severity, severity_rank

if TYPE_CHECKING:
    from fidelity.scorer import PairReading


@dataclass(frozen=True, slots=True)
class Judgement:
    """The judgement of one pair.

    ``score``: 0..1, 4 decimals, the evidence at even odds. ``fidelity``: 0..100, whole: the probability, in percent,
    that a careful reviewer finds no major or critical issue, below 50 exactly when ``severity`` is major or critical.
    ``issues``: worst first; their spans index the text of each side. ``notes``: what moved the score, strongest first.
    """

    score: float
    fidelity: int
    severity: Severity
    issues: tuple[Issue, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Examined:
    """What is known of a pair before its meaning is read: what the scorer that aligns the words says, the aligned
    words, and the issues that the checks find."""

    reading: PairReading
    alignment: Alignment
    issues: tuple[Issue, ...]
    settings: JudgementSettings

    @property
    def measures(self) -> tuple[float, ...]:
        """The values of :data:`MEASURES`."""
        return measure(self.reading, self.alignment, self.settings)

    def weigh(self, meaning: PairReading) -> tuple[float, ...]:
        """The values of :data:`FEATURES`, with what the reader of meaning says of the pair."""
        read = settle(meaning, self.alignment)
        return weigh(read, suspect(self.alignment, read), _confirm(self, read).issues, self.settings)


def examine(quotation: Words, passage: Words, reading: PairReading, settings: JudgementSettings) -> Examined:
    """Align the words of a pair in the scorer's language, and run the checks."""
    alignment = align(quotation, passage, reading, settings)
    pair = Pair(quotation, passage, (quotation.pack.language, passage.pack.language), alignment)
    return Examined(reading, alignment, run_checks(pair, settings), settings)


def settle(meaning: PairReading, alignment: Alignment) -> PairReading:
    """The reading, in which a passage entails what it says itself, word for word."""
    if not len(alignment.quotation) or alignment.quotation.line not in alignment.passage.line:
        return meaning
    sure = Entailment(1.0, 0.0, 0.0)
    return replace(meaning, forward=sure, backward=sure)


def may_contradict(meaning: PairReading, examined: Examined) -> bool:
    """Whether the reader of meaning suspects that the two texts of a pair contradict one another."""
    return contradiction(settle(meaning, examined.alignment)) >= _least_agreed(meaning, examined)


def read_again(meaning: PairReading, around: PairReading, examined: Examined) -> PairReading:
    """The reading of a pair, with entailment as it is among the sentences around the passage if they explain what
    seems to contradict: "No, we are no poachers" is what "It isn't that we are. It's that the coast wakes up" says.

    ``around`` is the reading of the quotation and those sentences. What both readings say needs to be less sure.
    """
    if contradiction(meaning) >= meaning.thresholds.contradicted and _explains_itself(examined):
        return meaning
    thresholds = replace(meaning.thresholds, contradicted=_least_agreed(meaning, examined))
    milder = min((meaning, around), key=contradiction)
    return replace(meaning, forward=milder.forward, backward=milder.backward, thresholds=thresholds)


def _explains_itself(examined: Examined) -> bool:
    """Whether a quotation is a whole sentence with nearly the same content words as the passage. No sentence beside the
    passage then explains why it says "after" where the passage says "before". One may if the passage is a question, or
    if both sides deny: "put off no longer" is what "cannot be put off any longer" says.
    """
    sides = examined.alignment.quotation, examined.alignment.passage
    if "?" in sides[1].forms or all(any(map(words.pack.says_no, words.forms)) for words in sides):
        return False
    first = next((written for written in sides[0].written if written[0].isalnum()), "")
    return first[:1].isupper() and examined.alignment.shared >= examined.settings.copied_share


def _least_agreed(meaning: PairReading, examined: Examined) -> float:
    """The log-odds from which two readings that agree show a contradiction: of a few words, of which the reader is less
    sure, those from which one reading does."""
    if len(examined.alignment.quotation) < examined.settings.statement_words:
        return meaning.thresholds.contradicted
    return min(meaning.thresholds.agreed, meaning.thresholds.contradicted)


def judge(examined: Examined, meaning: PairReading, calibration: Calibration, curve: Curve | None = None) -> Judgement:
    """Judge a pair that was examined. ``meaning``: what the reader of meaning says of it. ``calibration`` is the
    calibration "fidelity", over :data:`FEATURES`.

    If the user gives a ``curve``, fidelity is computed from the score by the curve and not by the prior; the score does
    not change.
    """
    meaning = settle(meaning, examined.alignment)
    examined = _confirm(examined, meaning)
    settings, suspected = examined.settings, suspect(examined.alignment, meaning)
    values = examined.weigh(meaning)
    issues = (*examined.issues, *find_contradiction(meaning, examined.issues, suspected, settings))
    evidence = logistic(calibration.log_odds(values) + log_odds(settings.prior))
    pressed = under_issues(evidence, issues, settings)
    score = round(logistic(log_odds(pressed) - log_odds(settings.prior)), 4)
    probability = pressed if curve is None else _recalibrated(score, curve, issues, settings)
    fidelity = round(100 * probability)
    issues = (*issues, *place_drift(fidelity, issues, suspected, settings))
    severity: Severity = max((issue.severity for issue in issues), key=severity_rank, default="neutral")
    ordered = sorted(
        issues, key=lambda issue: (-severity_rank(issue.severity), issue.quotation_spans, issue.passage_spans)
    )
    notes = (*_contributions(calibration, values), *_pressure(evidence, pressed))
    if curve is not None:
        notes = (*notes, f"{SCORE_NOTE}your calibration turns {round(100 * pressed)} into {fidelity}")
    return Judgement(score, fidelity, severity, tuple(ordered), notes)


def _confirm(examined: Examined, meaning: PairReading) -> Examined:
    """Remove a lone negation if the reader of meaning sees no contradiction: “not even in your dreams” denies no more
    than “won't … even in dreams”. Where “never” stands for “always”, no reader is needed."""
    sides = examined.alignment.quotation, examined.alignment.passage
    if contradiction(meaning) >= examined.settings.confirmed_from or is_reversed(*sides):
        return examined
    return replace(examined, issues=tuple(issue for issue in examined.issues if issue.check != NEGATION))


def check_unread(
    quotation: Words, passage: Words, languages: tuple[str, str], settings: JudgementSettings
) -> tuple[Issue, ...]:
    """The issues that the checks find in a pair that no scorer reads, in any languages (BCP 47)."""
    return run_checks(Pair(quotation, passage, languages), settings)


def under_issues(probability: float, issues: tuple[Issue, ...], settings: JudgementSettings) -> float:
    """The probability, lowered below one half if a check found something major; the order of pairs stays."""
    worst = max((severity_rank(issue.severity) for issue in issues), default=0)
    if worst == severity_rank("critical"):
        return probability * settings.critical_ceiling
    return probability * settings.major_ceiling if worst == severity_rank("major") else probability


def _recalibrated(score: float, curve: Curve, issues: tuple[Issue, ...], settings: JudgementSettings) -> float:
    """The probability by the user's curve, at most below one half if a check found something major.

    The score has been lowered for that already, so the probability is only limited here and not lowered again.
    """
    probability = curve.probability(score_log_odds(score))
    worst = max((severity_rank(issue.severity) for issue in issues), default=0)
    return min(probability, settings.major_ceiling) if worst >= severity_rank("major") else probability


_PARTS = {
    "whether the passage says what the quotation says": ("entailed",),
    "whether the two texts contradict one another": ("contradicted",),
    "the reader's view of the pair": ("rated_faithful",),
    "words that may have been left out": ("gap",),
    "how well the words match": ("recall",),
    "the length of the quotation": ("length",),
    **{f"the check {check.name}": (check.name,) for check in CHECKS if check.evidence},
}
_LEAST_SHOWN = 0.1


def _contributions(calibration: Calibration, values: Sequence[float]) -> tuple[str, ...]:
    """How far each kind of evidence moved the log-odds from those of a usual faithful pair, strongest first."""
    moved = dict(zip(FEATURES, calibration.contributions(values), strict=True))
    parts = {name: math.fsum(moved[feature] for feature in features) for name, features in _PARTS.items()}
    shown = sorted((p for p in parts.items() if abs(p[1]) >= _LEAST_SHOWN), key=lambda part: -abs(part[1]))
    return tuple(f"{SCORE_NOTE}{name}, {amount:+.1f} log-odds" for name, amount in shown)


def _pressure(evidence: float, probability: float) -> tuple[str, ...]:
    if probability >= evidence:
        return ()
    return (f"{SCORE_NOTE}a major or critical issue lowers {round(100 * evidence)} to {round(100 * probability)}",)
