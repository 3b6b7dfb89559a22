"""The quotation marks of one paragraph, and which of them belong together.

Marks pair on a stack: what closes inside another pair is nested and belongs to the outer one. What stays open, and
what closes nothing, is handed on: the quotation may go on in the next paragraph, or the mark is a stray one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from fidelity.types import Span

_OPENERS = {"“": "”", "„": "“”", "«": "»", "「": "」", "『": "』", "‟": "”", "｢": "｣", "〝": "〞"}
_CLOSERS = frozenset("”“»」』｣〞")
_REVERSIBLE = {"”": "”", "»": "«"}  # Swedish and Finnish ”…”, German and Danish »…«
_STRAIGHT = frozenset({'"', "＂", "''", "``"})
_MARK = re.compile("''(?!')|``|[\"＂“”„‟«»「」『』｢｣〝〞]")
_FEET = re.compile(r"\d['’′]\s?\d{1,2}(?:½|\.\d+)?(\"|''|”|″)")
_OPENING_BRACKETS = frozenset("([{—–-/¡¿")


class Mark(NamedTuple):
    """One mark: its range, the marks that can close it (empty: it cannot open), whether it can close there."""

    start: int
    end: int
    text: str
    closers: str
    closes: bool
    after_digit: bool


class Pair(NamedTuple):
    opener: Mark
    closer: Mark


class Marks(NamedTuple):
    """The outermost pairs of a paragraph, the mark open at its end, and the first mark if that closes nothing."""

    pairs: list[Pair]
    left_open: Mark | None
    stray_closer: Mark | None


def pair_marks(text: str, paragraph: Span) -> Marks:
    """Read the double quotation marks of one paragraph."""
    marks = list(_classify(text, paragraph))
    pairs, left_open, strays = _match(marks)
    first = strays[0] if strays and (not pairs or strays[0].start < pairs[0].opener.start) else None
    if first is not None and any(mark.start < first.start for mark in marks):
        first = None
    return Marks(pairs, left_open, first)


def _classify(text: str, paragraph: Span) -> Iterator[Mark]:
    """The double marks of a paragraph with what each can do there; inches and feet are left out."""
    inches = {found.start(1) for found in _FEET.finditer(text, paragraph.start, paragraph.end)}
    for found in _MARK.finditer(text, paragraph.start, paragraph.end):
        start, end, mark = found.start(), found.end(), found.group()
        if start in inches:
            continue
        before = text[start - 1] if start > paragraph.start else " "
        after = text[end] if end < paragraph.end else " "
        opens, closes = _sides(before, after)
        digit = before.isdigit()
        if mark in _STRAIGHT:
            closers = {"``": "''", "＂": "＂"}.get(mark, mark) if opens or mark == "``" else ""
            yield Mark(start, end, mark, closers, closes and mark != "``", digit)
        elif mark in _REVERSIBLE and opens and not closes:
            yield Mark(start, end, mark, _REVERSIBLE[mark], True, digit)
        else:
            yield Mark(start, end, mark, _OPENERS.get(mark, ""), mark in _CLOSERS or mark in "“«", digit)


def _sides(before: str, after: str) -> tuple[bool, bool]:
    """Whether a straight mark between these two characters can open, and whether it can close."""
    if before.isspace() and after.isspace():
        return True, True
    if before.isspace() or before in _OPENING_BRACKETS:
        return True, before in "—–-/" and not after.isalnum()
    if after.isspace():
        return False, True
    if after.isalnum():
        return True, True
    return before in ":,", True


def _match(marks: list[Mark]) -> tuple[list[Pair], Mark | None, list[Mark]]:
    """The outermost pairs, the mark that is open at the end with no pair after it, and marks that close nothing."""
    stack: list[Mark] = []
    pairs: list[Pair] = []
    strays: list[Mark] = []
    for number, mark in enumerate(marks):
        depth = _closing_depth(stack, mark)
        if depth is not None and _is_inches(mark, marks[number + 1 : number + 2]):
            continue
        if depth is not None:
            opener = stack[depth]
            del stack[depth:]
            while pairs and pairs[-1].opener.start > opener.start:
                pairs.pop()
            pairs.append(Pair(opener, mark))
        elif mark.closers:
            stack.append(mark)
        else:
            strays.append(mark)
    repaired, left_open, used = _repair(pairs, stack, strays)
    return repaired, left_open, [mark for mark in strays if mark.start not in used]


def _closing_depth(stack: list[Mark], mark: Mark) -> int | None:
    """The last open mark that ``mark`` closes."""
    if not mark.closes:
        return None
    for depth in range(len(stack) - 1, max(-1, len(stack) - 4), -1):
        if mark.text in stack[depth].closers:
            return depth
    return None


def _is_inches(mark: Mark, following: list[Mark]) -> bool:
    """Whether a straight mark after a digit is a unit: the next mark could then only close, and so could this."""
    if not mark.after_digit or mark.closers or not following:
        return False
    return following[0].text == mark.text and following[0].closes and not following[0].closers


def _repair(pairs: list[Pair], stack: list[Mark], strays: list[Mark]) -> tuple[list[Pair], Mark | None, frozenset[int]]:
    """Pairs an unclosed mark with a stray closing mark of another style, where nothing lies between.

    Gives the pairs, the mark left open, and where the stray marks stood that have been used.
    """
    starts = [pair.opener.start for pair in pairs]
    stray_starts = [mark.start for mark in strays]
    repaired: list[Pair] = []
    left_open: Mark | None = None
    used = -1
    for opener in reversed(stack):
        at = bisect_right(starts, opener.start)
        next_pair = starts[at] if at < len(starts) else None
        stray = bisect_right(stray_starts, opener.start)
        if stray < len(strays) and stray != used and (next_pair is None or stray_starts[stray] < next_pair):
            repaired.append(Pair(opener, strays[stray]))
            used = stray
        elif stray >= len(strays) and next_pair is None:
            left_open = opener
    taken = frozenset(pair.closer.start for pair in repaired)
    return _outermost([*pairs, *repaired]), left_open, taken


def _outermost(pairs: list[Pair]) -> list[Pair]:
    kept: list[Pair] = []
    for pair in sorted(pairs, key=lambda p: (p.opener.start, -p.closer.end)):
        if not kept or pair.opener.start >= kept[-1].closer.end:
            kept.append(pair)
    return kept
