"""Direction and comparison: ``more`` that became ``less``, ``before`` that became ``after``."""

from __future__ import annotations

from functools import cache

from fidelity.checks.alignment import Alignment
from fidelity.checks.negation.negators import is_negative
from fidelity.settings import JudgementSettings
from fidelity.text.sameness import may_negate
from fidelity.text.wordlists import lines
from fidelity.text.words import Words, near
from fidelity.types import Issue

CHECK = "direction"


def find_direction_drift(alignment: Alignment, settings: JudgementSettings) -> tuple[Issue, ...]:
    """A word of direction in whose place the passage has only the contrary one.

    The contrary word has to stand near what matches the word's neighbours best, and neither side may have both, nor a
    negation beside either: ``no less`` is no contrary of ``more``.
    """
    left, right = alignment.quotation, alignment.passage
    issues = []
    for i, form in enumerate(left.forms):
        wrong = _contraries().get(form)
        if (
            _says_none(left, i)
            or not wrong
            or not wrong.isdisjoint(left.forms)
            or form in right.forms
            or _is_turned(left, i, settings)
        ):
            continue
        if not _allies(form).isdisjoint(right.forms):
            continue
        place = _place(alignment, i)
        if place is None:
            continue
        for j in near(right, place, settings.direction_reach):
            if (
                right.forms[j] not in wrong
                or _says_none(right, j)
                or _is_turned(right, j, settings)
                or _is_converse(alignment, i, j, settings)
            ):
                continue
            note = f"the other direction: “{left.written[i]}” became “{right.written[j]}”"
            spans = (left.spans[i],), (right.spans[j],)
            issues.append(Issue("accuracy/mistranslation", CHECK, "critical", *spans, note))
            break
    return tuple(issues)


_COMPARING = frozenset(("more", "less"))
_BEING = frozenset("be been being am is are was were".split())


def _says_none(words: Words, i: int) -> bool:
    """Whether a word of direction says none here: had been following him; the years ahead."""
    before, behind = words.forms[max(0, i - 1) : i], words.forms[i + 1 : i + 2]
    if words.forms[i] == "ahead":
        return behind != ("of",)
    return words.forms[i] == "following" and not _BEING.isdisjoint(before)


def _is_turned(words: Words, i: int, settings: JudgementSettings) -> bool:
    """Whether a negator stands about a word, or it compares something negative: more poorly."""
    behind = words.forms[i + 1] if i + 1 < len(words) else ""
    if words.forms[i] in _COMPARING and behind.endswith("ly") and is_negative(behind):
        return True
    return any(may_negate(words.forms[j]) for j in near(words, i, settings.own_reach + 1) if j != i)


def _is_converse(alignment: Alignment, i: int, j: int, settings: JudgementSettings) -> bool:
    """Whether what stands before the word of the quotation stands behind that of the passage, and the reverse.

    "They came before the rain" says what "It rained after they came" says.
    """
    found = [k for k in alignment.quotation.content if k != i and alignment.cosine[k] >= settings.predicate_match]
    behind = [int(alignment.there[k]) > j for k in found if i - _SIDE <= k < i]
    before = [int(alignment.there[k]) < j for k in found if i < k <= i + _SIDE]
    return bool(behind and before) and 2 * sum(behind) >= len(behind) and 2 * sum(before) >= len(before)


_SIDE = 5
"""Words on either side of a comparison that are compared with the other text."""


def _place(alignment: Alignment, i: int) -> int | None:
    """Where the passage says what stands around a word of the quotation: at a content word's counterpart."""
    content = set(alignment.quotation.content)
    beside = sorted(near(alignment.quotation, i, 3), key=lambda k: (abs(k - i), -k))
    for k in beside:
        if k != i and k in content and alignment.there[k] >= 0 and alignment.cosine[k] >= 0.7:
            return int(alignment.there[k])
    return int(alignment.there[i]) if alignment.there[i] >= 0 and alignment.back[alignment.there[i]] == i else None


@cache
def _groups() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    found = []
    for line in lines("directions"):
        one, other = line.split(" | ")
        found.append((frozenset(one.split()), frozenset(other.split())))
    return tuple(found)


@cache
def _contraries() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for one, other in _groups():
        for group, against in ((one, other), (other, one)):
            for word in group:
                found[word] = found.get(word, frozenset()) | against
    return found


@cache
def _allies(form: str) -> frozenset[str]:
    """Words that say the same direction."""
    return frozenset().union(*(group for pair in _groups() for group in pair if form in group))
