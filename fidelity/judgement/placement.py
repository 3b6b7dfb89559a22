"""Drift that no check has placed: the words with most evidence, from the pair scorer."""

from __future__ import annotations

from fidelity.checks.alignment import Alignment
from fidelity.checks.names.matching import same_names
from fidelity.checks.omission.check import find_gaps
from fidelity.settings import JudgementSettings
from fidelity.text.wordlists import words as word_list
from fidelity.text.words import Words
from fidelity.types import Category, Issue, Severity, severity_rank

CHECK = "model"


def place_drift(
    fidelity: int, issues: tuple[Issue, ...], alignment: Alignment, settings: JudgementSettings
) -> tuple[Issue, ...]:
    """One issue where fidelity is low and no check says as much, on the words that the scorer suspects most."""
    found = max((severity_rank(issue.severity) for issue in issues), default=0)
    severity: Severity = "major" if fidelity < 50 else "minor"
    if fidelity >= settings.minor_below or found >= severity_rank(severity):
        return ()
    left, right = alignment.quotation, alignment.passage
    said = same_names(left, right, settings), same_names(right, left, settings)
    mine = _suspects(left, alignment.suspicion.tolist(), range(len(left)), said[0], settings)
    theirs = _suspects(right, alignment.back_suspicion.tolist(), alignment.inner, said[1], settings)
    mine, theirs = _left_out(mine, theirs, alignment, settings) or _keep_stronger(mine, theirs, alignment, settings)
    category, note = _describe(left, right, mine, theirs)
    return (Issue(category, CHECK, severity, left.span(mine), right.span(theirs), note),)


def _suspects(
    words: Words, log_odds: list[float], within: range, said: set[int], settings: JudgementSettings
) -> list[int]:
    """The most suspected word and those not much less suspected; small words and those of names that the other side
    has too only where nothing else is."""
    small = word_list("function_words") - word_list("negators")
    places = [i for i in within if words.forms[i][0].isalnum()]
    ranked = [i for i in places if words.forms[i] not in small and i not in said] or places
    if not ranked:
        return []
    limit = max(log_odds[i] for i in ranked) - settings.suspicion_spread
    return [i for i in ranked if log_odds[i] >= limit]


def _left_out(
    mine: list[int], theirs: list[int], alignment: Alignment, settings: JudgementSettings
) -> tuple[list[int], list[int]] | None:
    """Where words seem to have been left out of one side: the other side's suspects, if they stand about there."""
    gap, back_gap = find_gaps(alignment, settings)
    if max(gap[0], back_gap[0]) < settings.gap_log_odds:
        return None
    if gap[0] >= back_gap[0]:
        mine, theirs = [i for i in mine if i in gap[1]], []
    else:
        mine, theirs = [], [j for j in theirs if j in back_gap[1]]
    return (mine, theirs) if mine or theirs else None


def _keep_stronger(
    mine: list[int], theirs: list[int], alignment: Alignment, settings: JudgementSettings
) -> tuple[list[int], list[int]]:
    """Both sides' suspects, or only the side whose are clearly more suspected."""
    strength = [
        max((float(log_odds[i]) for i in chosen), default=-99.0)
        for log_odds, chosen in ((alignment.suspicion, mine), (alignment.back_suspicion, theirs))
    ]
    if strength[0] - strength[1] > settings.suspicion_side:
        return mine, []
    if strength[1] - strength[0] > settings.suspicion_side:
        return [], theirs
    return mine, theirs


def _describe(left: Words, right: Words, mine: list[int], theirs: list[int]) -> tuple[Category, str]:
    said, has = (
        ", ".join(f"“{span.of(words.text)}”" for span in words.span(chosen))
        for words, chosen in ((left, mine), (right, theirs))
    )
    if said and has:
        return "accuracy/mistranslation", f"{said} seems to have become {has}"
    if said:
        return "accuracy/omission", f"nothing in the passage seems to say {said}"
    if any(right.forms[i] in word_list("negators") for i in theirs):
        return "accuracy/mistranslation", f"the quotation does not seem to say {has}"
    if has:
        return "accuracy/addition", f"the quotation does not seem to say {has}"
    return "accuracy/mistranslation", "the two texts differ"
