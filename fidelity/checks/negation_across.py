"""Negation between two languages: a side that surely denies, where nothing on the other side may."""

from __future__ import annotations

import re
from functools import cache

from fidelity.checks.negators import find_negators
from fidelity.settings import JudgementSettings
from fidelity.text.pack import Pack, load_pack
from fidelity.types import Issue, Span
from fidelity.wording import is_unspaced

CHECK = "negation"
_ONLY = re.compile(r"\s+(?:only|just|merely|simply|least)\b", re.IGNORECASE)
"""Words after which a negator denies nothing: not only."""


def find_negation_across(
    quotation: str, passage: str, languages: tuple[str, str], settings: JudgementSettings
) -> tuple[Issue, ...]:
    """A negator of one side where the other has no word that denies, or says the same without a negator.

    What only the passage denies counts if the passage says little beyond the quotation.
    """
    left, right = map(load_pack, languages)
    if left.language == right.language or not (left.negation_hints and right.negation_hints):
        return ()
    denied = None if _hints(right).search(_folded(passage)) else _find_negator(quotation, left)
    if denied is not None:
        note = f"the quotation denies this (“{denied.of(quotation)}”); the passage asserts it"
        return (Issue("accuracy/mistranslation", CHECK, "critical", (denied,), (), note),)
    if _length(passage, right) > settings.negated_surplus * _length(quotation, left):
        return ()
    added = None if _hints(left).search(_folded(quotation)) else _find_negator(passage, right)
    if added is None:
        return ()
    note = f"the passage denies this (“{added.of(passage)}”); the quotation asserts it"
    return (Issue("accuracy/mistranslation", CHECK, "critical", (), (added,), note),)


def _folded(text: str) -> str:
    return text.casefold().replace("’", "'")


def _find_negator(text: str, pack: Pack) -> Span | None:
    """The first word that surely denies."""
    found = find_negators(text, pack)
    return next((span for span in found if pack.language != "en" or not _ONLY.match(text, span.end)), None)


@cache
def _hints(pack: Pack) -> re.Pattern[str]:
    """Any hint, in text that is folded."""
    written = []
    for hint in sorted(pack.negation_hints):
        bare = re.escape(hint.removesuffix("*"))
        end = "" if hint.endswith("*") else r"(?!\w)"
        written.append(bare if is_unspaced(hint[0]) else rf"(?<!\w){bare}{end}")
    return re.compile("|".join([*written, "n't"]))


def _length(text: str, pack: Pack) -> float:
    """Characters, or what they come to in a language that writes words in fewer."""
    return len(text) * (3.0 if is_unspaced(next(iter(pack.negation_hints))) else 1.0)
