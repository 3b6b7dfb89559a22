"""Certainty: ``may`` that became ``will``, ``seems`` that was not there. Never worse than minor by itself."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from fidelity.drift.alignment import SENTENCE_ENDS, Alignment, Words, near
from fidelity.drift.wordlists import table, words
from fidelity.settings import DriftSettings
from fidelity.types import Category, Issue, Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CHECK = "hedging"


def find_certainty_drift(alignment: Alignment, settings: DriftSettings) -> tuple[Issue, ...]:
    """Hedges of one side whose word has a counterpart without any hedge near it."""
    left, right = alignment.quotation, alignment.passage
    issues = []
    for i, _, other in _lost(left, right, alignment.there, alignment.cosine, settings):
        note = f"more certain: “{left.written[i]}” is gone"
        issues.append(_issue("accuracy/over-translation", (left.spans[i],), (right.spans[other],), note))
    for j, _, other in _lost(right, left, alignment.back, alignment.back_cosine, settings):
        note = f"less certain: “{right.written[j]}” is added"
        issues.append(_issue("accuracy/under-translation", (left.spans[other],), (right.spans[j],), note))
    return tuple(issues)


def _lost(
    one: Words,
    other: Words,
    there: NDArray[np.int64],
    cosine: NDArray[np.float32],
    settings: DriftSettings,
) -> list[tuple[int, int, int]]:
    """Hedges: (hedge, the word it goes with, that word's counterpart, which nothing hedges)."""
    found = []
    content = set(one.content)
    for i, form in enumerate(one.forms):
        governs = form in words("open_predicates") and one.forms[i + 1 : i + 2] == ("that",)
        if not governs and (form not in words("open_words") or (form == "may" and one.written[i] != "may" and i)):
            continue
        scope = settings.hedge_reach if governs else settings.negation_scope
        behind = (j for j in range(i + 1, min(len(one), i + 1 + scope)) if j in content)
        word = next((j for j in behind if one.forms[j] not in table("hedges")), None)
        if word is None or there[word] < 0 or cosine[word] < settings.predicate_match:
            continue
        answers = _answers() if governs else table("hedges")
        if not any(other.forms[j] in answers for j in _in_its_sentence(other, int(there[word]), settings)):
            found.append((i, word, int(there[word])))
    return found


@cache
def _answers() -> frozenset[str]:
    """What says on the other side that a clause is left open."""
    return words("open_words") | words("open_predicates") | words("open_answers")


def _in_its_sentence(side: Words, index: int, settings: DriftSettings) -> list[int]:
    """The words near one that no end of a sentence keeps apart from it: a hedge there hedges something else."""
    window = near(side, index, settings.hedge_reach)
    ends = [j for j in window if side.forms[j] in SENTENCE_ENDS]
    first = max((j for j in ends if j < index), default=window.start)
    last = min((j for j in ends if j > index), default=window.stop)
    return list(range(first, last))


def _issue(category: Category, left: tuple[Span, ...], right: tuple[Span, ...], note: str) -> Issue:
    return Issue(category, CHECK, "minor", left, right, note)
