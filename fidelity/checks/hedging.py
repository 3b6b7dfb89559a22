"""Certainty: ``may`` that became ``will``, ``seems`` that was not there, ``tried to`` that came true.

Minor by itself; major where one side hedges what the other amplifies: ``seems important`` and ``is very important``.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from fidelity.checks.alignment import Alignment
from fidelity.settings import JudgementSettings
from fidelity.text.sameness import may_negate
from fidelity.text.wordlists import table, words
from fidelity.text.words import SENTENCE_ENDS, Words, near
from fidelity.types import Category, Issue, Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CHECK = "hedging"
_CLAUSE = ("open_words", "open_predicates", "open_answers")
_TRIED = ("hedges", "attempts", "attempt_answers", "unfulfilled")


def find_certainty_drift(alignment: Alignment, settings: JudgementSettings) -> tuple[Issue, ...]:
    """Hedges of one side whose word has a counterpart without any hedge near it."""
    left, right = alignment.quotation, alignment.passage
    issues = []
    for i, word, other in _lost(left, right, alignment.there, alignment.cosine, settings):
        stronger = _amplifier(right, other, left, word, settings)
        became = "is gone" if stronger is None else f"became “{right.written[stronger]}”"
        note = f"more certain: “{left.written[i]}” {became}"
        issues.append(_issue("accuracy/over-translation", left.spans[i], _span(right, stronger, other), note, stronger))
    for j, word, other in _lost(right, left, alignment.back, alignment.back_cosine, settings):
        stronger = _amplifier(left, other, right, word, settings)
        said = "is added" if stronger is None else f"in place of “{left.written[stronger]}”"
        note = f"less certain: “{right.written[j]}” {said}"
        issues.append(
            _issue("accuracy/under-translation", _span(left, stronger, other), right.spans[j], note, stronger)
        )
    return tuple(issues)


def _amplifier(one: Words, index: int, other: Words, counterpart: int, settings: JudgementSettings) -> int | None:
    """What raises a word of one side, if nothing does so to its counterpart."""
    if _find_amplifier(other, counterpart, settings) is not None:
        return None
    return _find_amplifier(one, index, settings)


def _find_amplifier(side: Words, index: int, settings: JudgementSettings) -> int | None:
    """The amplifier before a word of its clause, unless it is denied: not very wise."""
    before = range(max(0, index - settings.amplifier_reach), index)
    found = next((k for k in before if side.forms[k] in words("amplifiers")), None)
    if found is None or side.clauses[found] != side.clauses[index]:
        return None
    denied = any(may_negate(form) for form in side.forms[max(0, found - settings.amplifier_reach) : found])
    return None if denied else found


def _span(side: Words, stronger: int | None, index: int) -> Span:
    """Of a word, with what amplifies it."""
    return Span(side.spans[index if stronger is None else stronger].start, side.spans[index].end)


@dataclass(frozen=True, slots=True)
class _Opener:
    """The word ``at`` leaves open what the words ``behind`` it say; on the other side any of ``answers`` does so, too.

    ``tried``: what is left open is an infinitive, and any infinitive answers it.
    """

    at: int
    behind: range
    answers: Container[str]
    tried: bool = False

    def is_answered(self, other: Words, index: int, settings: JudgementSettings) -> bool:
        """Whether the word at ``index`` of the other side is left open, too."""
        if self.tried and "to" in other.forms[max(0, index - 2) : index]:
            return True
        return any(other.forms[j] in self.answers for j in _in_its_sentence(other, index, settings))


def _lost(
    one: Words,
    other: Words,
    there: NDArray[np.int64],
    cosine: NDArray[np.float32],
    settings: JudgementSettings,
) -> list[tuple[int, int, int]]:
    """Hedges: (hedge, the word it goes with, that word's counterpart, which nothing hedges)."""
    found = []
    content = set(one.content)
    for opener in _openers(one, content, settings):
        words_behind = (j for j in opener.behind if j in content and one.forms[j] not in table("hedges"))
        word = next(words_behind, None)
        if word is None or there[word] < 0 or cosine[word] < settings.predicate_match:
            continue
        if not opener.is_answered(other, int(there[word]), settings):
            found.append((opener.at, word, int(there[word])))
    return found


def _openers(side: Words, content: Container[int], settings: JudgementSettings) -> Iterator[_Opener]:
    """The hedges, "possible that", "tried to" and "attempted" of one side, in order; ``content``: its content words."""
    for i, form in enumerate(side.forms):
        after = side.forms[i + 1 : i + 3]
        if form in words("open_predicates") and after[:1] == ("that",):
            yield _Opener(i, _range(side, i + 1, settings.hedge_reach), _answers(*_CLAUSE))
        elif _leaves_open(side, i):
            yield _Opener(i, _range(side, i + 1, settings.negation_scope), table("hedges"))
        elif form in words("attempts") and "to" in after:
            start = i + 2 + after.index("to")
            yield _Opener(i, _range(side, start, settings.attempt_scope), _answers(*_TRIED), tried=True)
        elif form in words("unfulfilled") and i + 1 in content:
            yield _Opener(i, _range(side, i + 1, 1), _answers(*_TRIED))


def _leaves_open(side: Words, i: int) -> bool:
    """Whether a word is a hedge where it stands: May is a month; what could be seen, or appears in court, is seen; who
    is more likely to save does so more often."""
    form = side.forms[i]
    if form == "likely" and side.forms[max(0, i - 1)] in ("more", "less"):
        return False
    if form == "could":
        return side.forms[i + 1 : i + 2] in (("be",), ("have",), ("well",))
    if form.startswith("appear") and side.forms[i + 1 : i + 2] and side.forms[i + 1] in _WHERE:
        return False
    return form in words("open_words") and (form != "may" or side.written[i] == "may" or not i)


_WHERE = frozenset("in at on before with for from among alongside next under again".split())
"""Words behind which "appear" is to be seen, not to seem."""


def _range(side: Words, start: int, count: int) -> range:
    """So many words from ``start`` on, up to the end of the sentence."""
    stop = min(len(side), start + count)
    return range(start, next((j for j in range(start, stop) if side.forms[j] in SENTENCE_ENDS), stop))


@cache
def _answers(*lists: str) -> frozenset[str]:
    """All words of some lists."""
    return frozenset().union(*map(words, lists))


def _in_its_sentence(side: Words, index: int, settings: JudgementSettings) -> list[int]:
    """The words near one that no end of a sentence keeps apart from it: a hedge there hedges something else."""
    window = near(side, index, settings.hedge_reach)
    ends = [j for j in window if side.forms[j] in SENTENCE_ENDS]
    first = max((j for j in ends if j < index), default=window.start)
    last = min((j for j in ends if j > index), default=window.stop)
    return list(range(first, last))


def _issue(category: Category, left: Span, right: Span, note: str, stronger: int | None) -> Issue:
    return Issue(category, CHECK, "minor" if stronger is None else "major", (left,), (right,), note)
