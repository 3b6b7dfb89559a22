"""The documents in full: zones named, excluded parts marked, each quotation linked to its passage and back."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from fidelity.report.page.cards import Card
from fidelity.types import Document, DocumentInfo, Span, Zone

_LINES = re.compile(r"[^\n]*\S[^\n]*")

ZONE_NAMES = {
    "front_matter": "front matter",
    "editor_note": "editor's note",
    "marker": "marker line",
    "body": "body",
    "inline_note": "note",
    "disclaimer": "disclaimer",
    "boilerplate": "boilerplate",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A quotation or passage in a document: its card, the id of its place here, and what a click leads to."""

    card: Card
    spans: tuple[Span, ...]
    place: str
    target: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a line: linked to ``target`` if a mark covers it. ``places`` begin here, ``ends`` end here."""

    text: str
    is_out: bool
    target: str
    state: str
    places: tuple[str, ...]
    ends: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Consecutive lines of one zone."""

    zone: str
    is_out: bool
    language: str
    lines: tuple[tuple[Stretch, ...], ...]


@dataclass(frozen=True, slots=True)
class FullText:
    """A document as the page shows it."""

    name: str
    language: str
    blocks: tuple[Block, ...]


def lay_out(info: DocumentInfo, document: Document, marks: Sequence[Mark]) -> FullText:
    """The text of ``document`` in blocks, with its zones as the report states them and its marks."""
    text = document.text
    zones = [zone for zone in info.zones if zone.name != "inline_note"]
    notes = [zone.span for zone in info.zones if zone.name == "inline_note"]
    cutter = _Cutter(text, notes, marks)
    blocks: list[Block] = []
    lines: list[tuple[Stretch, ...]] = []
    current: Zone | None = None
    number = 0
    for match in _LINES.finditer(text):
        while number + 1 < len(zones) and zones[number + 1].span.start <= match.start():
            number += 1
        zone = zones[number] if zones else None
        if lines and (zone is None or current is None or zone.name != current.name):
            blocks.append(_block(current, info, lines))
            lines = []
        current = zone
        lines.append(cutter.cut(Span(*match.span())))
    if lines:
        blocks.append(_block(current, info, lines))
    return FullText(info.origin, _tag(info.language), tuple(blocks))


def _block(zone: Zone | None, info: DocumentInfo, lines: list[tuple[Stretch, ...]]) -> Block:
    name = "body" if zone is None else zone.name
    language = info.language if zone is None else zone.language
    return Block(ZONE_NAMES.get(name, name), name != "body", _tag(language), tuple(lines))


def _tag(language: str) -> str:
    return "" if language in ("und", "zxx") else language


class _Cutter:
    """Cuts lines at the edges of notes and marks; lines have to come in the order of the text."""

    def __init__(self, text: str, notes: Sequence[Span], marks: Sequence[Mark]) -> None:
        self.text = text
        self.notes = sorted(notes)
        self.places = sorted(
            ((span, number) for number, mark in enumerate(marks) for span in mark.spans), key=lambda item: item[0].start
        )
        self.marks = marks
        self.next = 0
        self.active: list[tuple[Span, int]] = []
        self.begun: set[int] = set()

    def cut(self, line: Span) -> tuple[Stretch, ...]:
        """The stretches of one line."""
        while self.next < len(self.places) and self.places[self.next][0].start < line.end:
            self.active.append(self.places[self.next])
            self.next += 1
        self.active = [item for item in self.active if item[0].end > line.start]
        notes = [note for note in self.notes if note.overlap(line)]
        inner = [span for span, _ in self.active] + notes
        edges = {line.start, line.end}
        edges |= {edge for span in inner for edge in (span.start, span.end) if line.start < edge < line.end}
        ordered = sorted(edges)
        return tuple(self._stretch(Span(a, b), notes) for a, b in itertools.pairwise(ordered))

    def _stretch(self, place: Span, notes: Sequence[Span]) -> Stretch:
        here = [(span, number) for span, number in self.active if span.covers(place)]
        first = min((number for _, number in here), default=None)
        new = [number for _, number in here if number not in self.begun]
        self.begun.update(new)
        ended = [
            self.marks[number].card for span, number in here if span.end == place.end and self._is_last(number, span)
        ]
        mark = None if first is None else self.marks[first]
        return Stretch(
            text=place.of(self.text),
            is_out=any(note.covers(place) for note in notes),
            target=mark.target if mark else "",
            state=mark.card.state if mark else "",
            places=tuple(self.marks[number].place for number in dict.fromkeys(new)),
            ends=tuple(ended),
        )

    def _is_last(self, number: int, span: Span) -> bool:
        return span == max(self.marks[number].spans)
