"""Negation: a negator on one side only, where all other words are the same, or where nothing on the other denies."""

from __future__ import annotations

from fidelity.checks.negation_across import find_negation_across
from fidelity.checks.pair import Pair
from fidelity.settings import JudgementSettings
from fidelity.text.words import Words
from fidelity.types import Issue

CHECK = "negation"
_EMPTY = frozenset(("only", "just", "merely", "simply", "least", "to", "until", "unless"))
"""Words before which a negator need not deny what follows: not only, not least."""
_ALWAYS = frozenset(("always", "ever", "certainly", "indeed"))
"""Words that may stand where the other side denies: always, never."""


def find_negation_drift(pair: Pair, settings: JudgementSettings) -> tuple[Issue, ...]:
    """A negator that only one side has, if both sides otherwise have the same content words in the same order.

    Between two languages, where words cannot be compared, see :mod:`fidelity.checks.negation_across`.
    """
    if pair.alignment is None:
        return find_negation_across(pair.quotation.text, pair.passage.text, pair.languages, settings)
    left, right, inner = pair.quotation, pair.passage, pair.alignment.inner
    mine = [i for i in range(len(left)) if left.pack.says_no(left.forms[i])]
    if not inner:
        return ()
    about = range(max(0, inner.start - settings.gap_reach), min(len(right), inner.stop + 1))
    clauses = set(right.clauses[inner.start : inner.stop])
    theirs = [j for j in about if right.clauses[j] in clauses and right.pack.says_no(right.forms[j])]
    if abs(len(mine) - len(theirs)) != 1 or _said(left, range(len(left))) != _said(right, inner):
        return ()
    more, words = (mine, left) if len(mine) > len(theirs) else (theirs, right)
    fewer = {left.forms[i] for i in mine} if words is right else {right.forms[j] for j in theirs}
    lone = next((i for i in more if words.forms[i] not in fewer), more[-1])
    denies_nothing = words.forms[lone + 1 : lone + 2] and words.forms[lone + 1] in _EMPTY
    # The passage may deny with the same word among the words that were not compared.
    others = {right.forms[j] for j in range(len(right)) if j not in theirs} if words is left else set()
    if denies_nothing or words.forms[lone] in others:
        return ()
    span = words.span((lone,))
    if words is left:
        note = f"the quotation denies this (“{words.written[lone]}”); the passage asserts it"
        return (Issue("accuracy/mistranslation", CHECK, "critical", span, (), note),)
    note = f"the passage denies this (“{words.written[lone]}”); the quotation asserts it"
    return (Issue("accuracy/mistranslation", CHECK, "critical", (), span, note),)


def is_reversed(quotation: Words, passage: Words) -> bool:
    """Whether one side has a word such as "always", which stands where the other denies: never, always."""
    return _ALWAYS.isdisjoint(quotation.forms) != _ALWAYS.isdisjoint(passage.forms)


def _said(words: Words, within: range) -> list[str]:
    """The stems of the content words, without negators and what stands in their place."""
    said = (i for i in words.content if i in within and words.forms[i] not in _ALWAYS)
    return [words.stems[i] for i in said if not words.pack.says_no(words.forms[i])]
