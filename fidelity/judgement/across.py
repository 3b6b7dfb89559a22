"""The judgement of a pair in two languages: evidence, score, fidelity, and the words that nothing corresponds to."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

from fidelity.calibration import Calibration, logistic
from fidelity.checks import CHECKS
from fidelity.checks.negation_placed import find_negation_placed
from fidelity.judgement.evidence import log_odds, softplus
from fidelity.judgement.judging import Judgement, under_issues
from fidelity.scorer.across import AcrossReading, AcrossSide
from fidelity.settings import JudgementSettings
from fidelity.text.words import Words
from fidelity.types import SCORE_NOTE, Issue, Severity, Span, severity_rank

EVIDENCE_ACROSS: Mapping[str, int] = {
    "rated_faithful": 1,
    "made_error": -1,
    "brevity": 1,
    **{check.name: -1 for check in CHECKS if check.evidence},
}
"""Each piece of evidence, and whether more of it may only raise (1) or only lower (-1) fidelity.

``rated_faithful``: log-odds that nothing major is wrong, learned from ratings: by the cosine of the two texts and the
length of the quotation. ``made_error``: log of 1 + the odds of an error such as were put into clean renderings, as
the reader of both languages says, over the odds from which it counts, so that only a likely error counts. ``brevity``:
how much shorter the passage is than usual between the two languages, in deviations, at most 0. Then each check whose
issues are evidence, as in :data:`fidelity.judgement.EVIDENCE`.
"""

ACROSS_FEATURES = tuple(EVIDENCE_ACROSS)
"""The names of the evidence, in the order of the calibration "fidelity-across"."""

_PARTS = {
    "the length of the text, and how alike the texts' vectors are": ("rated_faithful",),
    "the reading of the pair in both languages": ("made_error",),
    "the lengths of the two texts": ("brevity",),
    **{f"the check {check.name}": (check.name,) for check in CHECKS if check.evidence},
}
_LEAST_SHOWN = 0.1
_WEIGHTS = (0.0, 0.25, 1.0, 1.5)
"""The weight of an issue as evidence, by its severity."""
_NEAR = 2
"""Words that may stand between two words without a counterpart for them to be named together."""


def check_across(
    reading: AcrossReading,
    quotation: Words,
    passage: Words,
    issues: tuple[Issue, ...],
    settings: JudgementSettings,
) -> tuple[Issue, ...]:
    """``issues``, which :func:`check_unread` found, and what the checks find besides where a reader of both languages
    says which words correspond."""
    if "negation" in settings.skipped_checks or any(issue.check == "negation" for issue in issues):
        return issues
    return (*issues, *find_negation_placed(reading, quotation, passage, settings))


def weigh_across(reading: AcrossReading, issues: Sequence[Issue], settings: JudgementSettings) -> tuple[float, ...]:
    """The values of :data:`ACROSS_FEATURES`, rounded to 4 decimals."""
    found = {
        "rated_faithful": reading.heads["rated_faithful"],
        "made_error": softplus(-reading.heads["faithful"] - settings.made_error_odds),
        "brevity": min(0.0, reading.length),
    }
    for check in CHECKS:
        if check.evidence:
            ranks = [severity_rank(issue.severity) for issue in issues if issue.check == check.name]
            found[check.name] = _WEIGHTS[max(ranks, default=0)]
    return tuple(round(found[name], 4) for name in ACROSS_FEATURES)


def judge_across(
    reading: AcrossReading,
    quotation: Words,
    issues: tuple[Issue, ...],
    calibration: Calibration,
    settings: JudgementSettings,
) -> Judgement:
    """Judge a pair that was read in both languages. ``calibration`` is "fidelity-across"."""
    values = weigh_across(reading, issues, settings)
    evidence = logistic(calibration.log_odds(values) + log_odds(settings.prior))
    probability = under_issues(evidence, issues, settings)
    score = round(logistic(log_odds(probability) - log_odds(settings.prior)), 4)
    fidelity = round(100 * probability)
    issues = (*issues, *_place_drift(fidelity, issues, reading.quotation, quotation, settings))
    ordered = sorted(issues, key=lambda i: (-severity_rank(i.severity), i.quotation_spans, i.passage_spans))
    return Judgement(score, fidelity, _worst(issues), tuple(ordered), _notes(calibration, values))


def find_unmatched(side: AcrossSide, words: Words, settings: JudgementSettings) -> tuple[Span, ...]:
    """Words of one side that nothing on the other side corresponds to; neighbours as one. Marks and words that carry
    grammar count as matched. ``words`` are those of the side's text."""
    return _joined(side, _unmatched(side, words, settings))


def _unmatched(side: AcrossSide, words: Words, settings: JudgementSettings) -> list[int]:
    likeness = side.likeness.tolist()
    return [i for i in _carrying(side, words) if likeness[i] < settings.matched_across]


def _carrying(side: AcrossSide, words: Words) -> list[int]:
    """The words of a side that carry meaning."""
    small = words.pack.function_words
    return [i for i, span in enumerate(side.words) if _carries(span.of(words.text), small)]


def _carries(word: str, small: frozenset[str]) -> bool:
    return any(map(str.isalnum, word)) and word.casefold() not in small


def _worst(issues: Sequence[Issue]) -> Severity:
    return max((issue.severity for issue in issues), key=severity_rank, default="neutral")


def _joined(side: AcrossSide, places: Sequence[int]) -> tuple[Span, ...]:
    if not places:
        return ()
    breaks = [0, *(n for n, (a, b) in enumerate(pairwise(places), 1) if b > a + 1), len(places)]
    runs = [places[a:b] for a, b in pairwise(breaks)]
    return tuple(Span(side.words[run[0]].start, side.words[run[-1]].end) for run in runs)


def _place_drift(
    fidelity: int, issues: tuple[Issue, ...], side: AcrossSide, quotation: Words, settings: JudgementSettings
) -> tuple[Issue, ...]:
    """One issue on the quotation's words that are matched least, if fidelity is low and no check has one as severe."""
    severity: Severity = "major" if fidelity < 50 else "minor"
    if fidelity >= settings.minor_below or severity_rank(_worst(issues)) >= severity_rank(severity):
        return ()
    low = _unmatched(side, quotation, settings)
    others = _carrying(side, quotation) or range(len(side.words))
    places = low or sorted(others, key=side.likeness.tolist().__getitem__)[:1]
    if not places:
        return ()
    note = "the passage does not seem to say this" if low else "the two texts seem to differ, most of all here"
    return (Issue("accuracy/mistranslation", "model", severity, _joined(side, _longest_run(places)), (), note),)


def _longest_run(places: Sequence[int]) -> list[int]:
    """The longest stretch of words that follow one another, or nearly so, with what stands between them."""
    runs: list[list[int]] = []
    for place in places:
        if runs and place - runs[-1][-1] <= _NEAR + 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    longest = max(runs, key=len)
    return list(range(longest[0], longest[-1] + 1))


def _notes(calibration: Calibration, values: Sequence[float]) -> tuple[str, ...]:
    """How far each kind of evidence moved the log-odds from those of a usual faithful pair, strongest first."""
    moved = dict(zip(ACROSS_FEATURES, calibration.contributions(values), strict=True))
    parts = {name: math.fsum(moved[feature] for feature in features) for name, features in _PARTS.items()}
    shown = sorted((p for p in parts.items() if abs(p[1]) >= _LEAST_SHOWN), key=lambda part: -abs(part[1]))
    return tuple(f"{SCORE_NOTE}{name}, {amount:+.1f} log-odds" for name, amount in shown)
