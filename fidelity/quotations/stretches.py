"""Finds an article's quoted stretches: in marks, in block quotes, in dialogues and transcripts.

Every paragraph is read by itself, so an odd mark costs at most that paragraph's quotation. A quotation that is left
open goes on in the next paragraph if that begins with the same opening mark, or if its first mark closes the
quotation; where such a chain is never closed, none of it is a quotation.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from fidelity.furniture import is_furniture
from fidelity.quotations.marks import pair_marks
from fidelity.quotations.paragraphs import trim
from fidelity.quotations.singles import SINGLE_PAIRS, find_singles
from fidelity.quotations.unmarked import find_inserted, find_unmarked
from fidelity.settings import QuotationSettings
from fidelity.types import Span


@dataclass(frozen=True, slots=True)
class Stretch:
    """Quoted words: ``inner`` without marks and white space around, ``outer`` with them.

    ``paragraph`` numbers the paragraph; ``resumed`` is set when the stretch goes on with the
    quotation that the paragraph before left open. ``form`` is what sets the words apart.
    """

    inner: Span
    outer: Span
    paragraph: int
    resumed: bool = False
    form: Literal["marks", "block", "turn", "dialogue", "report"] = "marks"


@dataclass(frozen=True, slots=True)
class _Marked:
    """What one paragraph quotes by marks, and its loose ends.

    ``tail`` runs from the mark ``mark``, which is left open, to the paragraph's end; ``head`` from its beginning to a
    mark, ``closer``, that closes nothing in it.
    """

    stretches: tuple[Stretch, ...]
    tail: Stretch | None = None
    mark: str = ""
    closers: str = ""
    head: Stretch | None = None
    closer: str = ""


def find_stretches(text: str, paragraphs: tuple[Span, ...], settings: QuotationSettings) -> tuple[Stretch, ...]:
    """All outermost quoted stretches of ``text``, in order. ``resumed`` stretches continue the one before."""
    unmarked = find_unmarked(text, paragraphs, settings)
    marked = [
        _Marked(())
        if number in unmarked or is_furniture(paragraph.of(text))
        else _read_marks(text, paragraph, number, settings.single_quote_chars)
        for number, paragraph in enumerate(paragraphs)
    ]
    goes_on = _find_chains(text, paragraphs, marked)
    found: list[Stretch] = []
    for number, read in enumerate(marked):
        if number in unmarked:
            continued = unmarked[number].resumed and bool(found) and found[-1].paragraph == number - 1
            for at, (outer, inner) in enumerate(unmarked[number].spans):
                found.append(Stretch(inner, outer, number, continued and at == 0, unmarked[number].form))
        else:
            stretches = _with_loose_ends(read, number > 0 and goes_on[number - 1], goes_on[number])
            found += [part for stretch in stretches for part in _split_inserted(text, stretch)]
    return tuple(found)


def _split_inserted(text: str, stretch: Stretch) -> list[Stretch]:
    """A stretch cut where an attribution stands inside its marks, as in French: ``« Oui, dit-il, oui »``."""
    inner, outer = stretch.inner, stretch.outer
    inserted = find_inserted(text, inner)
    if inserted is None:
        return [stretch]
    first = replace(stretch, inner=trim(text, inner.start, inserted.start), outer=Span(outer.start, inserted.start))
    rest = Stretch(trim(text, inserted.end, inner.end), Span(inserted.end, outer.end), stretch.paragraph)
    both = _has_words(text, first.inner) and _has_words(text, rest.inner)
    return [first, *_split_inserted(text, rest)] if both else [stretch]


def _find_chains(text: str, paragraphs: tuple[Span, ...], marked: list[_Marked]) -> list[bool]:
    """For each paragraph, whether its open quotation goes on in the next and is closed there or later."""
    goes_on = [False] * len(marked)
    pairs = list(pairwise(marked))
    for number in range(len(pairs) - 1, -1, -1):
        (read, following), start = pairs[number], paragraphs[number + 1].start
        if read.tail is None:
            continue
        if text.startswith(read.mark, start):
            closed = bool(following.stretches) and following.stretches[0].outer.start == start
            longer = following.tail is not None and following.tail.outer.start == start and goes_on[number + 1]
            goes_on[number] = closed or longer
        else:
            lost = following.head is not None and following.closer in read.closers
            goes_on[number] = lost and _leads(text, paragraphs[number], read.tail)
    return goes_on


def _leads(text: str, paragraph: Span, tail: Stretch) -> bool:
    """Whether an open mark stands where long quotations begin: first in the paragraph, or behind a colon or comma."""
    return text[paragraph.start : tail.outer.start].rstrip()[-1:] in {"", ":", ",", "："}


def _with_loose_ends(read: _Marked, resumes: bool, goes_on: bool) -> list[Stretch]:
    stretches = list(read.stretches)
    if goes_on and read.tail is not None:
        stretches = [s for s in stretches if s.outer.end <= read.tail.outer.start] + [read.tail]
    if resumes and read.head is not None:
        stretches = [read.head, *(s for s in stretches if s.outer.start >= read.head.outer.end)]
    if resumes and stretches:
        stretches[0] = replace(stretches[0], resumed=True)
    return stretches


def _read_marks(text: str, paragraph: Span, number: int, single_limit: int) -> _Marked:
    marks = pair_marks(text, paragraph)
    doubles = [
        Stretch(trim(text, pair.opener.end, pair.closer.start), Span(pair.opener.start, pair.closer.end), number)
        for pair in marks.pairs
    ]
    singles, open_single = find_singles(text, paragraph, [stretch.outer for stretch in doubles], single_limit)
    inner = [Stretch(trim(text, span.start + 1, span.end - 1), span, number) for span in singles]
    stretches = tuple(stretch for stretch in _merge(doubles, inner) if _has_words(text, stretch.inner))
    if marks.left_open is not None:
        mark = marks.left_open
        tail = _loose(text, mark.start, mark.end, paragraph.end, paragraph.end, number)
        return _Marked(stretches, tail, mark.text, mark.closers)
    if open_single is not None and (not stretches or stretches[-1].outer.end <= open_single):
        tail = _loose(text, open_single, open_single + 1, paragraph.end, paragraph.end, number)
        return _Marked(stretches, tail, text[open_single], SINGLE_PAIRS[text[open_single]])
    if marks.stray_closer is not None:
        closer = marks.stray_closer
        head = _loose(text, paragraph.start, paragraph.start, closer.start, closer.end, number)
        return _Marked(stretches, head=head, closer=closer.text)
    return _Marked(stretches)


def _loose(text: str, start: int, inner_start: int, inner_end: int, end: int, number: int) -> Stretch | None:
    inner = trim(text, inner_start, inner_end)
    return Stretch(inner, Span(start, end), number) if _has_words(text, inner) else None


def _merge(doubles: list[Stretch], singles: list[Stretch]) -> list[Stretch]:
    """Both kinds in order, without stretches inside another stretch."""
    kept: list[Stretch] = []
    for stretch in sorted([*doubles, *singles], key=lambda s: (s.outer.start, -s.outer.end)):
        if not kept or stretch.outer.start >= kept[-1].outer.end:
            kept.append(stretch)
    return kept


def _has_words(text: str, span: Span) -> bool:
    return any(map(str.isalnum, span.of(text)))
