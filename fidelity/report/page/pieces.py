"""One side of a pair, cut where words differ, where issues are, and where the quotation is interrupted."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from fidelity.report.marks import Run
from fidelity.types import Document, Span

CONTEXT = 300
"""Most characters of the paragraph that are shown before and after a text."""

SHORT_CONTEXT = 40
"""The same number for a report of more than :data:`MANY` entries, whose file would otherwise be too large."""

MANY = 500


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text. ``issue`` is the number of the issue in the entry, from 1; 0 means none.

    ``differs`` is set only where there is no issue. ``is_gap`` marks words of the document between two stretches,
    which are not part of the quotation or passage.
    """

    text: str
    differs: bool = False
    issue: int = 0
    is_gap: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """A quotation or a passage between the words that surround it in its paragraph. ``language`` may be empty."""

    before: str
    pieces: tuple[Piece, ...]
    after: str
    language: str


def make_side(
    text: str,
    carrier: Sequence[Span],
    runs: Sequence[Run],
    issues: Sequence[Sequence[Span]],
    document: Document | None,
    language: str,
    context: int,
) -> Side:
    """One side of an entry.

    ``text`` is what the document holds at the ``carrier`` spans, joined by one space; ``runs`` are that text cut where
    it differs from the other side; ``issues`` are the document spans of each issue, worst first.
    """
    pieces = _pieces(text, carrier, runs, issues, document)
    shown = language if language not in ("und", "zxx") else ""
    if document is None:
        return Side("", pieces, "", shown)
    return Side(*_around(document.text, carrier[0].start, carrier[-1].end, context, pieces), shown)


def _around(
    text: str, start: int, end: int, most: int, pieces: tuple[Piece, ...]
) -> tuple[str, tuple[Piece, ...], str]:
    """The words of the paragraph before and after, each cut to ``most`` characters at a space."""
    begin = max(text.rfind("\n", 0, start) + 1, start - most)
    line_end = text.find("\n", end)
    stop = min(line_end if line_end >= 0 else len(text), end + most)
    before, after = text[begin:start], text[end:stop]
    if begin and text[begin - 1] != "\n":
        before = "… " + before.partition(" ")[2] if " " in before else "…" + before
    if stop < len(text) and text[stop] != "\n":
        after = after.rpartition(" ")[0] + " …" if " " in after else after + "…"
    return before, pieces, after


def _pieces(
    text: str,
    carrier: Sequence[Span],
    runs: Sequence[Run],
    issues: Sequence[Sequence[Span]],
    document: Document | None,
) -> tuple[Piece, ...]:
    parts = _parts(carrier)
    different = list(_run_spans(runs))
    marked = [(span, number) for number, spans in enumerate(issues, start=1) for span in _local(spans, carrier, parts)]
    spans = [*parts, *different, *(span for span, _ in marked)]
    edges = sorted({0, len(text), *(edge for span in spans for edge in (span.start, span.end))})
    edges = [edge for edge in edges if edge <= len(text)]
    pieces: list[Piece] = []
    for start, end in itertools.pairwise(edges):
        place = Span(start, end)
        if not any(part.covers(place) for part in parts):
            pieces.append(Piece(_gap(place, parts, carrier, document), is_gap=True))
            continue
        issue = next((number for span, number in marked if span.covers(place)), 0)
        differs = not issue and any(span.covers(place) for span in different)
        last = pieces[-1] if pieces else None
        if issue and last is not None and last.issue == issue:
            pieces[-1] = Piece(last.text + text[start:end], issue=issue)
        else:
            pieces.append(Piece(text[start:end], differs, issue))
    return tuple(pieces)


def _parts(carrier: Sequence[Span]) -> list[Span]:
    """Where each stretch of the document lies in the joined text."""
    parts, place = [], 0
    for span in carrier:
        parts.append(Span(place, place + len(span)))
        place += len(span) + 1
    return parts


def _run_spans(runs: Sequence[Run]) -> list[Span]:
    spans, place = [], 0
    for run in runs:
        if run.differs:
            spans.append(Span(place, place + len(run.text)))
        place += len(run.text)
    return spans


def _local(spans: Sequence[Span], carrier: Sequence[Span], parts: Sequence[Span]) -> list[Span]:
    """Document spans as spans of the joined text. Parts outside of the carrier are left out."""
    found = []
    for span in spans:
        for whole, part in zip(carrier, parts, strict=True):
            start, end = max(span.start, whole.start), min(span.end, whole.end)
            if start < end:
                found.append(Span(part.start + start - whole.start, part.start + end - whole.start))
    return found


def _gap(place: Span, parts: Sequence[Span], carrier: Sequence[Span], document: Document | None) -> str:
    """The document's words between two stretches, or an ellipsis if they are many or the document is not available."""
    number = next((n for n, part in enumerate(parts) if part.start >= place.end), 0)
    if document is None or not number:
        return " … "
    between = document.text[carrier[number - 1].end : carrier[number].start]
    return between if len(between) <= CONTEXT else " … "
