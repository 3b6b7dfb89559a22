"""Where an article's quoted stretches lie, from its quotation marks alone.

Every paragraph is read by itself, so an odd mark costs at most that paragraph's quotation. Marks pair
on a stack: what closes inside another pair is nested and belongs to the outer one; what stays open at
the end of a paragraph goes on in the next if that begins with an opening mark of the same kind, and is
a stray mark otherwise.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from fidelity.quotations.lexicon import LEADING_APOSTROPHES
from fidelity.types import Span

_OPENERS = {"“": "”", "„": "“”", "«": "»", "「": "」", "『": "』", "‟": "”", "｢": "｣", "〝": "〞"}
_CLOSERS = frozenset("”“»」』｣〞")
_REVERSIBLE = {"”": "”", "»": "«"}  # Swedish and Finnish ”…”, German and Danish »…«
_STRAIGHT = frozenset({'"', "＂", "''", "``"})
_MARK = re.compile("''(?!')|``|[\"＂“”„‟«»「」『』｢｣〝〞]")
_SINGLE_OPENER = re.compile(r"(?<![^\W_])['‘‚‹](?=\S)")
_SINGLE_EDGE = re.compile(r"(?P<opener>(?<![^\W_])['‘‚‹](?=[^\W_]))|(?<=\S)['’‘›](?![^\W_])")
_SINGLE_PAIRS = {"'": "'", "‘": "’'", "‚": "‘’", "‹": "›"}
_FEET = re.compile(r"\d['’′]\s?\d{1,2}(?:½|\.\d+)?(\"|''|”|″)")
_OPENING_BRACKETS = frozenset("([{—–-/¡¿")
_LINE = re.compile(r"[^\n\r\u2028\u2029\x0b\x0c\x85]+")
_SENTENCE_END = frozenset(".!?:;…。！？：；")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words between two marks: ``inner`` without marks and white space around, ``outer`` with them.

    ``paragraph`` numbers the paragraph; ``resumed`` is set when the stretch goes on with the
    quotation that the paragraph before left open.
    """

    inner: Span
    outer: Span
    paragraph: int
    resumed: bool = False


class _Mark(NamedTuple):
    """One mark: its range, the marks that can close it (empty: it cannot open), whether it can close there."""

    start: int
    end: int
    text: str
    closers: str
    closes: bool
    after_digit: bool


class _Pair(NamedTuple):
    opener: _Mark
    closer: _Mark


def find_paragraphs(text: str) -> tuple[Span, ...]:
    """The paragraphs of ``text``, without surrounding white space; lines without a letter or digit are none.

    A line is a paragraph, unless the text is hard-wrapped: most lines then break inside a sentence
    while empty lines stand between the paragraphs.
    """
    lines = [Span(found.start(), found.end()) for found in _LINE.finditer(text)]
    lines = [line for line in lines if any(map(str.isalnum, line.of(text)))]
    if not _is_wrapped(text, lines):
        return tuple(_trim(text, line.start, line.end) for line in lines)
    blocks: list[Span] = []
    for line in lines:
        if blocks and _line_breaks(text, blocks[-1].end, line.start) < 2:
            blocks[-1] = Span(blocks[-1].start, line.end)
        else:
            blocks.append(line)
    return tuple(_trim(text, block.start, block.end) for block in blocks)


def _line_breaks(text: str, start: int, end: int) -> int:
    return text[start:end].replace("\r\n", "\n").count("\n")


def _is_wrapped(text: str, lines: list[Span]) -> bool:
    """Whether most single line breaks stand inside a sentence, in a text that has empty lines as well."""
    inside = single = empty = 0
    for line, following in pairwise(lines):
        if _line_breaks(text, line.end, following.start) > 1:
            empty += 1
            continue
        single += 1
        last = next(
            (char for char in reversed(line.of(text)) if char.isalnum() or char in _SENTENCE_END or char == ","), ""
        )
        inside += len(line) >= 50 and last not in _SENTENCE_END
    return empty > 0 and inside * 2 > single


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def find_stretches(text: str, paragraphs: tuple[Span, ...], single_limit: int) -> tuple[Stretch, ...]:
    """Every outermost quoted stretch of ``text``, in order; ``resumed`` ones continue the one before.

    ``single_limit``: code points after which an opening single mark counts as an apostrophe.
    """
    found: list[Stretch] = []
    open_mark = ""
    for number, paragraph in enumerate(paragraphs):
        following = paragraphs[number + 1].start if number + 1 < len(paragraphs) else len(text)
        stretches, left_open = _read_paragraph(text, paragraph, number, following, single_limit)
        if stretches and open_mark and stretches[0].outer.start == paragraph.start:
            first = stretches[0]
            resumed = text.startswith(open_mark, paragraph.start)
            stretches[0] = Stretch(first.inner, first.outer, number, resumed)
        found.extend(stretches)
        open_mark = left_open
    return tuple(found)


def _read_paragraph(
    text: str, paragraph: Span, number: int, following: int, single_limit: int
) -> tuple[list[Stretch], str]:
    """The stretches of one paragraph, and the mark with which the last goes on in the next, or nothing."""
    pairs, left_open = _pair_marks(list(_classify_marks(text, paragraph)))
    stretches = [_stretch(text, pair.opener.start, pair.opener.end, pair.closer, number) for pair in pairs]
    open_mark = ""
    if left_open is not None and _continues(text, left_open.end, left_open.text, paragraph, following):
        open_mark = left_open.text
        stretches = [stretch for stretch in stretches if stretch.outer.end <= left_open.start]
        stretches.append(_open_stretch(text, left_open.start, left_open.end, paragraph, number))
    singles, single_open = _find_singles(text, paragraph, number, stretches, single_limit)
    stretches = [stretch for stretch in _merge(stretches, singles) if _has_words(text, stretch.inner)]
    ended = stretches[-1].outer.end if stretches else paragraph.start
    if single_open is not None and not open_mark and ended <= single_open:
        mark = text[single_open]
        if _continues(text, single_open + 1, mark, paragraph, following):
            open_mark = mark
            stretches.append(_open_stretch(text, single_open, single_open + 1, paragraph, number))
    return stretches, open_mark


def _open_stretch(text: str, start: int, inner_start: int, paragraph: Span, number: int) -> Stretch:
    return Stretch(_trim(text, inner_start, paragraph.end), Span(start, paragraph.end), number)


def _merge(doubles: list[Stretch], singles: list[Stretch]) -> list[Stretch]:
    """Both kinds in order, without those that lie in another."""
    kept: list[Stretch] = []
    for stretch in sorted([*doubles, *singles], key=lambda s: (s.outer.start, -s.outer.end)):
        if not kept or stretch.outer.start >= kept[-1].outer.end:
            kept.append(stretch)
    return kept


def _has_words(text: str, span: Span) -> bool:
    return any(map(str.isalnum, span.of(text)))


def _stretch(text: str, start: int, inner_start: int, closer: _Mark, paragraph: int) -> Stretch:
    return Stretch(_trim(text, inner_start, closer.start), Span(start, closer.end), paragraph)


def _continues(text: str, end: int, mark: str, paragraph: Span, following: int) -> bool:
    """Whether the next paragraph begins with the mark that this one left open."""
    return _has_words(text, Span(end, paragraph.end)) and text.startswith(mark, following)


def _classify_marks(text: str, paragraph: Span) -> Iterator[_Mark]:
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
            yield _Mark(start, end, mark, closers, closes and mark != "``", digit)
        elif mark in _REVERSIBLE and opens and not closes:
            yield _Mark(start, end, mark, _REVERSIBLE[mark], True, digit)
        else:
            yield _Mark(start, end, mark, _OPENERS.get(mark, ""), mark in _CLOSERS or mark in "“«", digit)


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


def _pair_marks(marks: list[_Mark]) -> tuple[list[_Pair], _Mark | None]:
    """The outermost pairs, and the mark that is open at the end with no pair after it, if any."""
    stack: list[_Mark] = []
    pairs: list[_Pair] = []
    strays: list[_Mark] = []
    for number, mark in enumerate(marks):
        depth = _closing_depth(stack, mark)
        if depth is not None and _is_inches(mark, marks[number + 1 : number + 2]):
            continue
        if depth is not None:
            opener = stack[depth]
            del stack[depth:]
            while pairs and pairs[-1].opener.start > opener.start:
                pairs.pop()
            pairs.append(_Pair(opener, mark))
        elif mark.closers:
            stack.append(mark)
        else:
            strays.append(mark)
    return _repair(pairs, stack, strays)


def _closing_depth(stack: list[_Mark], mark: _Mark) -> int | None:
    """Which of the last open marks ``mark`` closes."""
    if not mark.closes:
        return None
    for depth in range(len(stack) - 1, max(-1, len(stack) - 4), -1):
        if mark.text in stack[depth].closers:
            return depth
    return None


def _is_inches(mark: _Mark, following: list[_Mark]) -> bool:
    """Whether a straight mark after a digit is a unit: the next mark could then only close, and so could this."""
    if not mark.after_digit or mark.closers or not following:
        return False
    return following[0].text == mark.text and following[0].closes and not following[0].closers


def _repair(pairs: list[_Pair], stack: list[_Mark], strays: list[_Mark]) -> tuple[list[_Pair], _Mark | None]:
    """Pairs an unclosed mark with a stray closing mark of another style, where nothing lies between."""
    starts = [pair.opener.start for pair in pairs]
    stray_starts = [mark.start for mark in strays]
    repaired: list[_Pair] = []
    left_open: _Mark | None = None
    used = -1
    for opener in reversed(stack):
        at = bisect_right(starts, opener.start)
        next_pair = starts[at] if at < len(starts) else None
        stray = bisect_right(stray_starts, opener.start)
        if stray < len(strays) and stray != used and (next_pair is None or stray_starts[stray] < next_pair):
            repaired.append(_Pair(opener, strays[stray]))
            used = stray
        elif stray >= len(strays) and next_pair is None:
            left_open = opener
    return _outermost([*pairs, *repaired]), left_open


def _outermost(pairs: list[_Pair]) -> list[_Pair]:
    kept: list[_Pair] = []
    for pair in sorted(pairs, key=lambda p: (p.opener.start, -p.closer.end)):
        if not kept or pair.opener.start >= kept[-1].closer.end:
            kept.append(pair)
    return kept


def _find_singles(
    text: str, paragraph: Span, number: int, taken: list[Stretch], limit: int
) -> tuple[list[Stretch], int | None]:
    """Stretches in single marks that do not lie in the ``taken`` ones, and the last opening mark left open.

    Apostrophes are told apart.
    """
    found: list[Stretch] = []
    left_open: int | None = None
    position = paragraph.start
    covers = _Cover([stretch.outer for stretch in taken])
    while opener := _SINGLE_OPENER.search(text, position, paragraph.end):
        position = opener.end()
        inside = covers.end_of(opener.start())
        if inside is not None:
            position = inside
        elif not LEADING_APOSTROPHES.match(text, opener.start(), paragraph.end):
            closer = _single_closer(text, opener, min(paragraph.end, position + limit), covers)
            left_open = opener.start() if closer is None else None
            if closer is not None:
                found.append(Stretch(_trim(text, position, closer), Span(opener.start(), closer + 1), number))
                position = closer + 1
    return found, left_open


class _Cover:
    """Which of some sorted ranges holds a position."""

    def __init__(self, spans: list[Span]) -> None:
        self._spans = sorted(spans)
        self._starts = [span.start for span in self._spans]

    def end_of(self, position: int) -> int | None:
        at = bisect_right(self._starts, position) - 1
        return self._spans[at].end if at >= 0 and position < self._spans[at].end else None


def _single_closer(text: str, opener: re.Match[str], end: int, covers: _Cover) -> int | None:
    """Where the stretch ends: the first mark that is no plural possessive, else the first that may be one."""
    closers = _SINGLE_PAIRS[opener.group()]
    possible: int | None = None
    position = opener.end()
    while found := _SINGLE_EDGE.search(text, position, end):
        at = found.start()
        position = at + 1
        if (inside := covers.end_of(at)) is not None:
            position = inside
        elif found.group("opener"):
            if not LEADING_APOSTROPHES.match(text, at, end):
                return possible
        elif text[at] in closers and text[at - 2 : at].lower() not in {"'n", "’n", "‘n"}:
            if not (text[at - 1] in "sS" and text[at + 1 : at + 2] == " "):
                return at
            possible = possible or at
    return possible
