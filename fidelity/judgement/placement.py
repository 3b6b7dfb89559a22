"""The reader's own issue: drift that no check has located, on the words that the reader of meaning suspects most."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fidelity.checks.alignment import Alignment
from fidelity.checks.names.matching import same_names
from fidelity.judgement.evidence import contradiction
from fidelity.judgement.gaps import find_gaps
from fidelity.judgement.likening import pair_same
from fidelity.settings import JudgementSettings
from fidelity.text.words import Words
from fidelity.types import Category, Issue, Severity, severity_rank

if TYPE_CHECKING:
    from fidelity.scorer import PairReading

CHECK = "model"
Chosen = tuple[list[int], list[int]]
"""Words of the quotation and of the passage, by index."""


def find_contradiction(
    meaning: PairReading, issues: tuple[Issue, ...], suspected: Alignment, settings: JudgementSettings
) -> tuple[Issue, ...]:
    """A major issue where the two texts contradict one another and no check has an issue as severe."""
    if contradiction(meaning) < suspected.thresholds.contradicted or _worst(issues) >= severity_rank("major"):
        return ()
    return (locate("major", suspected, settings),)


def place_drift(
    fidelity: int, issues: tuple[Issue, ...], suspected: Alignment, settings: JudgementSettings
) -> tuple[Issue, ...]:
    """One issue on the words that the reader suspects most, if fidelity is low and no issue is as severe."""
    severity: Severity = "major" if fidelity < 50 else "minor"
    if fidelity >= settings.minor_below or _worst(issues) >= severity_rank(severity):
        return ()
    return (locate(severity, suspected, settings),)


def _worst(issues: tuple[Issue, ...]) -> int:
    return max((severity_rank(issue.severity) for issue in issues), default=0)


def locate(severity: Severity, suspected: Alignment, settings: JudgementSettings) -> Issue:
    """The reader's issue: on the words of both sides that are suspected most, or on those of one side."""
    left, right = suspected.quotation, suspected.passage
    said = same_names(left, right, settings), same_names(right, left, settings)
    mine = _suspects(left, suspected.suspicion.tolist(), range(len(left)), said[0], suspected.thresholds.spread)
    theirs = _suspects(right, suspected.back_suspicion.tolist(), suspected.inner, said[1], suspected.thresholds.spread)
    chosen = _left_out((mine, theirs), suspected, settings) or _keep_stronger((mine, theirs), suspected)
    chosen = _denying(chosen, left, right) or _apart(chosen, suspected, said, settings)
    category, note = _describe(left, right, chosen)
    return Issue(category, CHECK, severity, left.span(chosen[0]), right.span(chosen[1]), note)


def _suspects(words: Words, log_odds: list[float], within: Sequence[int], said: set[int], spread: float) -> list[int]:
    """The most suspected word, and words that are suspected not much less. Small words, and words of names that the
    other side has too, count only if there are no other words."""
    small = words.pack.function_words - words.pack.negators
    places = [i for i in within if words.forms[i][0].isalnum()]
    ranked = [i for i in places if words.forms[i] not in small and i not in said] or places
    if not ranked:
        return []
    limit = max(log_odds[i] for i in ranked) - spread
    return [i for i in ranked if log_odds[i] >= limit]


def _left_out(chosen: Chosen, alignment: Alignment, settings: JudgementSettings) -> Chosen | None:
    """If words seem to have been left out of one side: the other side's suspected words near that place."""
    omitted, inserted = find_gaps(alignment, settings)
    if max(omitted.log_odds, inserted.log_odds) < alignment.thresholds.gap:
        return None
    mine, theirs = chosen
    if omitted.log_odds >= inserted.log_odds:
        mine, theirs = [i for i in mine if i in omitted.missing], []
    else:
        mine, theirs = [], [j for j in theirs if j in inserted.missing]
    return (mine, theirs) if mine or theirs else None


def _keep_stronger(chosen: Chosen, alignment: Alignment) -> Chosen:
    """The suspected words of both sides, or only those of the side whose words are suspected clearly more."""
    mine, theirs = chosen
    strength = [
        max((float(log_odds[i]) for i in some), default=-99.0)
        for log_odds, some in ((alignment.suspicion, mine), (alignment.back_suspicion, theirs))
    ]
    if strength[0] - strength[1] > alignment.thresholds.side:
        return mine, []
    if strength[1] - strength[0] > alignment.thresholds.side:
        return [], theirs
    return mine, theirs


def _denying(chosen: Chosen, left: Words, right: Words) -> Chosen | None:
    """The negators, where the words of both sides are the same and only one side denies them."""
    if {left.forms[i] for i in chosen[0]} != {right.forms[j] for j in chosen[1]}:
        return None
    mine, theirs = ([i for i, form in enumerate(words.forms) if words.pack.says_no(form)] for words in (left, right))
    return (mine, theirs) if (mine or theirs) and not (mine and theirs) else None


def _apart(
    chosen: Chosen, alignment: Alignment, said: tuple[set[int], set[int]], settings: JudgementSettings
) -> Chosen:
    """The chosen words that the other side has not. If only one side's deny, the negators among them.

    If one side has one such word and the other has one, these are the two: “Few” stands for “Most”. If all chosen words
    are on both sides, the words that are suspected most of those that only one side has.
    """
    left, right = alignment.quotation, alignment.passage
    own, other = _unshared(alignment, said, settings)
    marked = [set(some) for some in chosen]
    kept = [i for i in own if i in marked[0]], [j for j in other if j in marked[1]]
    denying = (
        [i for i in kept[0] if left.pack.says_no(left.forms[i])],
        [j for j in kept[1] if right.pack.says_no(right.forms[j])],
    )
    if any(denying) and not all(denying):
        return denying
    if len(own) == len(other) == 1:
        return own, other
    if any(kept):
        return kept
    few = all(len(some) <= settings.named_words for some in (own, other))
    if not few:
        own, other = (
            _suspects(words, odds.tolist(), some, set(), alignment.thresholds.spread)
            for words, odds, some in ((left, alignment.suspicion, own), (right, alignment.back_suspicion, other))
        )
    return (own, other) if own and other else chosen


def _unshared(alignment: Alignment, said: tuple[set[int], set[int]], settings: JudgementSettings) -> Chosen:
    """The words of each side that the other has neither in the same form nor in one that means the same."""
    left, right = alignment.quotation, alignment.passage
    same = [set(some) for some in said]
    for mine, theirs in pair_same(left, right, settings):
        same[0].update(mine)
        same[1].update(theirs)
    sides = (
        (left, range(len(left)), same[0], frozenset(right.forms)),
        (right, alignment.inner, same[1], frozenset(left.forms)),
    )
    own, other = (
        [i for i in within if i not in known and words.forms[i][0].isalnum() and words.forms[i] not in forms]
        for words, within, known, forms in sides
    )
    return own, other


def _describe(left: Words, right: Words, chosen: Chosen) -> tuple[Category, str]:
    named = (
        " … ".join(span.of(words.text) for span in words.span(some))
        for words, some in zip((left, right), chosen, strict=True)
    )
    said, has = (f"“{words}”" if words else "" for words in named)
    if said and has:
        return "accuracy/mistranslation", f"{said} seems to have become {has}"
    if said:
        return "accuracy/omission", f"nothing in the passage seems to say {said}"
    if any(right.pack.says_no(right.forms[i]) for i in chosen[1]):
        return "accuracy/mistranslation", f"the quotation does not seem to say {has}"
    if has:
        return "accuracy/addition", f"the quotation does not seem to say {has}"
    return "accuracy/mistranslation", "the two texts differ"
