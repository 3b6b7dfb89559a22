"""Limits: one side gives a number or date as the most or the latest, the other as the least or the earliest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Protocol, TypeVar

from fidelity.checks.negators import find_negators
from fidelity.text.numerals import has_numerals, load_numerals
from fidelity.text.pack import load_pack
from fidelity.types import Issue, Span

_FAR = 32
"""Characters before and behind a number in which the words of a limit are looked for."""

_LINK = re.compile(r"[\s,.]*(?:(?:of|the|de|du) )?")
"""What may stand between the parts of one date."""

_LEAD = re.compile(r"(?:\b(?:the|a|an|de|des|dem|den|der|le|la|les|el) |[\s$€£¥“\"'(])*\Z")
"""What may stand between the words of a limit and the number."""

_COUNTED = r"\s?(?:[^\W\d_]+\s){0,2}"
"""What may stand between a number and the words of its limit behind it: what is counted."""


class Number(Protocol):
    """A number in its text; ``values`` and ``kind`` as those of a quantity."""

    @property
    def span(self) -> Span: ...
    @property
    def kind(self) -> str: ...
    @property
    def values(self) -> tuple[float, ...]: ...


_Number = TypeVar("_Number", bound=Number)


def said_by_both(left: Sequence[_Number], right: Sequence[_Number]) -> list[tuple[_Number, _Number]]:
    """The numbers that each side has just once, with their counterparts."""
    mine, theirs = _said_once(left), _said_once(right)
    return [(each, theirs[said]) for said, each in mine.items() if said in theirs]


def _said_once(numbers: Sequence[_Number]) -> dict[tuple[str, float], _Number]:
    found: dict[tuple[str, float], list[_Number]] = {}
    for each in numbers:
        found.setdefault((each.kind, each.values[0]), []).append(each)
    return {said: some[0] for said, some in found.items() if len(some) == 1}


def find_opposed_limits(
    sides: tuple[str, str], languages: tuple[str, str], pairs: Sequence[tuple[_Number, _Number]], check: str
) -> tuple[Issue, ...]:
    """Issues for numbers that both sides have and of which they say the opposite: more than, less than.

    ``sides``: quotation and passage; ``pairs``: numbers of the quotation, and their counterparts. A limit behind a
    negation does not count, since what is not more is less; nor do days before and after which something happens if
    either side denies anything, since what does not happen before a day happens after it.
    """
    if not pairs or not all(map(has_numerals, languages)):
        return ()
    denials = tuple(map(_first_denial, sides, languages))
    dated = not any(denials)
    mine, theirs = (
        _find_limits(text, [pair[side] for pair in pairs], language, dated)
        for side, (text, language) in enumerate(zip(sides, languages, strict=True))
    )
    found = {}
    for (sign, span), (other_sign, other) in zip(mine, theirs, strict=True):
        if sign * other_sign < 0 and not any(map(_is_behind, (span, other), denials)):
            note = f"another limit: “{span.of(sides[0])}” became “{other.of(sides[1])}”"
            found[span] = Issue("accuracy/mistranslation", check, "major", (span,), (other,), note)
    return tuple(found.values())


def _first_denial(text: str, language: str) -> Span | None:
    return next(find_negators(text, load_pack(language)), None)


def _is_behind(limit: Span, denial: Span | None) -> bool:
    return denial is not None and denial.end <= limit.start


Limit = tuple[int, Span]
"""1 for the least or the earliest, -1 for the most or the latest, 0 for none; the number with the words that say so."""


def _find_limits(text: str, numbers: Sequence[Number], language: str, dated: bool) -> list[Limit]:
    """What each number is a limit of. The parts of one date share theirs."""
    found = [_find_limit(text, each.span, language, dated) for each in numbers]
    order = sorted(range(len(numbers)), key=lambda k: numbers[k].span.start)
    for one, other in (*pairwise(order), *pairwise(reversed(order))):
        first, last = sorted((numbers[one].span, numbers[other].span), key=lambda span: span.start)
        if found[one][0] and not found[other][0] and _LINK.fullmatch(text[first.end : last.start]):
            found[other] = found[one]
    return found


def _find_limit(text: str, span: Span, language: str, dated: bool) -> Limit:
    before, behind = _patterns(language, dated)
    start = max(0, span.start - _FAR)
    lead = text[start : span.start].lower()
    if match := before.search(lead.rstrip()) or before.search(_LEAD.sub("", lead)):
        return (1 if match["least"] else -1), Span(start + match.start(), span.end)
    if match := behind.match(text[span.end : span.end + _FAR].lower()):
        return (1 if match["least"] else -1), Span(span.start, span.end + match.end())
    return 0, span


@cache
def _patterns(language: str, dated: bool) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The patterns of what stands before a number and of what stands behind it."""
    limits, spaced = load_numerals(language).limits, load_numerals(language).spaced
    edge, between = (r"\b", _COUNTED) if spaced else ("", r"\s?\w{0,2}?")
    made = []
    for place, frame in (("before", rf"{edge}(?:%s)\Z"), ("behind", rf"{between}(?:%s){edge}")):
        choices = []
        for side, date in (("least", "earliest"), ("most", "latest")):
            names = [side, date] if dated else [side]
            phrases = [phrase for name in names for phrase in limits.get(f"{name} {place}", ())]
            choices.append(f"(?P<{side}>{_any(phrases)})")
        made.append(re.compile(frame % "|".join(choices)))
    return made[0], made[1]


def _any(phrases: Sequence[str]) -> str:
    return "|".join(map(re.escape, sorted(phrases, key=len, reverse=True))) or r"(?!)"
