"""Negation between two languages: a side that surely denies, where nothing on the other side may."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from itertools import pairwise

from fidelity.checks.negators import find_negators
from fidelity.settings import JudgementSettings
from fidelity.text.pack import Pack, load_pack
from fidelity.types import Issue, Span
from fidelity.wording import is_unspaced

CHECK = "negation"
_END = re.compile(r"(?<!\b[Nn]o)\.(?=\s|$)|[;!?…](?=\s|$)|[。；！？…]|(?<=\b[Nn]o)\.(?=\s+[^\W\d])")
"""Marks that end a sentence, or nearly so."""
_HALF = re.compile(r"n(?:e|'\w.*)")
"""French negators that deny with another word only: *ne … que* denies nothing."""
_OTHER_HALF = re.compile(r"[^.;:!?…]*?\b(?:pas|jamais|aucun\w*|rien|plus|ni|personne|nul\w*|guère|point)\b")


def find_negation_across(
    quotation: str, passage: str, languages: tuple[str, str], settings: JudgementSettings
) -> tuple[Issue, ...]:
    """A negator of one side where the other has no word that denies, or says the same without a negator.

    What only the passage denies counts if the passage says little beyond the quotation. Texts of equally many sentences
    are compared sentence by sentence as well.
    """
    left, right = map(load_pack, languages)
    if left.language == right.language or not (left.negation_hints and right.negation_hints):
        return ()
    if found := _compare(quotation, passage, (left, right), settings):
        return found
    ours, theirs = _sentences(quotation), _sentences(passage)
    if len(ours) != len(theirs):
        return ()
    for own, other in zip(ours, theirs, strict=True):
        for issue in _compare(own.of(quotation), other.of(passage), (left, right), settings):
            spans = (_moved(issue.quotation_spans, own.start), _moved(issue.passage_spans, other.start))
            return (replace(issue, quotation_spans=spans[0], passage_spans=spans[1]),)
    return ()


def _sentences(text: str) -> list[Span]:
    ends = [match.end() for match in _END.finditer(text)]
    return [Span(a, b) for a, b in pairwise([0, *ends, len(text)]) if text[a:b].strip()]


def _moved(spans: tuple[Span, ...], by: int) -> tuple[Span, ...]:
    return tuple(Span(span.start + by, span.end + by) for span in spans)


def _compare(quotation: str, passage: str, packs: tuple[Pack, Pack], settings: JudgementSettings) -> tuple[Issue, ...]:
    """What one of two texts denies, where the other has no word that may."""
    left, right = packs
    denied = None if may_deny(passage, right) else _find_negator(quotation, left)
    if denied is not None:
        note = note_lost("quotation", denied.of(quotation))
        return (Issue("accuracy/mistranslation", CHECK, "critical", (denied,), (), note),)
    if _length(passage, right) > settings.negated_surplus * _length(quotation, left):
        return ()
    added = None if may_deny(quotation, left) else _find_negator(passage, right)
    if added is None:
        return ()
    note = note_lost("passage", added.of(passage))
    return (Issue("accuracy/mistranslation", CHECK, "critical", (), (added,), note),)


def note_lost(side: str, negator: str) -> str:
    """What is said of a negator that only ``side``, "quotation" or "passage", has."""
    other = "passage" if side == "quotation" else "quotation"
    return f"the {side} denies this (“{negator}”); the {other} asserts it"


def may_deny(text: str, pack: Pack) -> bool:
    """Whether any word of a text denies, or says the same without a negator."""
    return _hints(pack).search(text.casefold().replace("’", "'")) is not None


def denies_nothing(text: str, negator: Span, pack: Pack) -> bool:
    """Whether the words behind a negator say that it denies nothing: not only, no later than, *ne … que*."""
    behind = text[negator.end :].casefold()
    if (limits := _limits(pack)) is not None and limits.match(behind):
        return True
    half = pack.language == "fr" and _HALF.fullmatch(negator.of(text).casefold().replace("’", "'"))
    return bool(half) and not _OTHER_HALF.match(behind)


@cache
def _limits(pack: Pack) -> re.Pattern[str] | None:
    """Any phrase behind a negator that denies nothing, if the language has a list of them."""
    if not pack.negation_limits:
        return None
    phrases = "|".join(map(re.escape, sorted(pack.negation_limits, key=lambda each: (-len(each), each))))
    return re.compile(rf"(?:{phrases})" if is_unspaced(next(iter(pack.negation_limits))[0]) else rf"\s+(?:{phrases})\b")


def _find_negator(text: str, pack: Pack) -> Span | None:
    """The first word that surely denies."""
    return next((span for span in find_negators(text, pack) if not denies_nothing(text, span, pack)), None)


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
