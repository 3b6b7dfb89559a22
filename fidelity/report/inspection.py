"""A document's zones, languages and sentences on the terminal: what ``inspect`` shows.

The margin names the zone, each language has a colour of its own, and what is left out of the comparison is dim.
"""

from __future__ import annotations

from collections.abc import Sequence

from fidelity.report.listing import count
from fidelity.report.terminal import WIDE, Block, Card, Column, Grid, Line, Paragraph, draw
from fidelity.types import Document, Segment, Zone

HEAD, TAIL = 2, 1
"""How many sentences are shown of a zone's beginning and of its end, unless all were asked for."""

EXCERPT = 240
"""Longest sentence that is shown whole, in characters, unless all are asked for."""

_COLORS = ("cyan", "magenta", "yellow", "green", "blue", "red")
"""Colours of the languages other than the document's own, in order of appearance. The seventh takes the first again."""


def render_inspection(document: Document, *, width: int = 80, color: bool = False, segments: bool = False) -> str:
    """A document's zones in order: role, place, language, confidence, reason, and the text, shortened in the middle.

    With ``segments``, every sentence has a line of its own with its place, its language and the confidence in that
    language. Everything but the body is left out of the comparison and is dimmed. No line is wider than ``width``.
    """
    view = _View(document, segments=segments)
    zones = document.info.zones
    body = view.grid() if width >= WIDE else view.cards()
    left_out = sum(zone.name != "body" for zone in zones)
    counts = f"{count(len(zones), 'zone')}, {left_out} of them left out; {count(len(document.segments), 'sentence')}."
    lines = [Paragraph(((counts if zones else "No zones were found.", ""),))]
    if len(view.languages) > 1:
        lines.append(Paragraph((("Languages: ", ""), *view.legend())))
    lines += [Paragraph(((f"Note: {note}.", ""),)) for note in document.notes]
    return draw([[view.title()], *body, lines], width, color)


class _View:
    """One document, ready to be drawn as cards or as a grid."""

    def __init__(self, document: Document, *, segments: bool) -> None:
        self.document, self.whole = document, segments
        self.languages: dict[str, int] = {}
        self._by_zone: list[list[Segment]] = [[] for _ in document.info.zones]
        zone = 0
        for segment in document.segments:
            self.languages[segment.language] = self.languages.get(segment.language, 0) + len(segment.span)
            while zone + 1 < len(self._by_zone) and document.info.zones[zone].span.end <= segment.span.start:
                zone += 1
            if self._by_zone:
                self._by_zone[zone].append(segment)
        others = [tag for tag in self.languages if tag not in (document.info.language, "und", "zxx")]
        self._colors = {tag: _COLORS[place % len(_COLORS)] for place, tag in enumerate(others)}

    def title(self) -> Block:
        document = self.document
        facts = [document.info.language, count(len(document.text), "character"), document.format, document.encoding]
        return Paragraph(((document.info.origin, "bold"), ("".join(f" · {fact}" for fact in facts if fact), "dim")))

    def legend(self) -> Line:
        """The languages with their shares of the text, the largest first, each in its colour."""
        total = sum(self.languages.values())
        ranked = sorted(self.languages, key=lambda tag: (-self.languages[tag], tag))
        shares = [(tag, f"{self.languages[tag] / total:.0%}") for tag in ranked]
        pieces: list[tuple[str, str]] = []
        for tag, share in shares:
            pieces.append(
                (f"{', ' if pieces else ''}{tag} {share if share != '0%' else '<1%'}", self._colors.get(tag, ""))
            )
        return tuple(pieces)

    def cards(self) -> list[list[Block]]:
        margin = max((len(zone.name) for zone in self.document.info.zones), default=0)
        groups: list[list[Block]] = []
        for zone, segments in zip(self.document.info.zones, self._by_zone, strict=True):
            style = _zone_style(zone)
            facts = f"{_place(zone)} · {zone.language} · confidence {zone.confidence:.2f} · {_use(zone)}"
            rows: list[tuple[str, Line]] = [("why", ((zone.reason, style),))]
            rows += [("text" if not number else "", line) for number, line in enumerate(self._text(zone, segments))]
            groups.append([Card(((facts, style),), tuple(rows), zone.name, margin)])
        return groups

    def grid(self) -> list[list[Block]]:
        columns = (
            Column("Zone", width=12),
            Column("Used", width=8),
            Column("Where", width=13),
            Column("Language", width=8),
            Column("Sure", width=4, right=True),
            Column("Why", share=2),
            Column("Text", share=6),
        )
        rows = []
        for zone, segments in zip(self.document.info.zones, self._by_zone, strict=True):
            texts = (zone.name, _use(zone), _place(zone), zone.language, f"{zone.confidence:.2f}", zone.reason)
            cells = tuple((((text, _zone_style(zone)),),) for text in texts)
            rows.append((*cells, tuple(self._text(zone, segments))))
        return [[Grid(columns, tuple(rows))]] if rows else []

    def _text(self, zone: Zone, segments: Sequence[Segment]) -> list[Line]:
        """A zone's sentences: one line each, or as running text that is shortened in the middle."""
        if self.whole:
            return [self._sentence(zone, segment) for segment in segments] or [(("", ""),)]
        lines: list[list[tuple[str, str]]] = []
        skipped, end = len(segments) - HEAD - TAIL, zone.span.start
        for number, segment in enumerate(segments):
            after_gap = skipped > 1 and number == len(segments) - TAIL
            if not lines or after_gap or "\n" in self.document.text[end : segment.span.start]:
                lines.append([])
            end = segment.span.end
            if skipped > 1 and HEAD <= number < len(segments) - TAIL:
                if number == HEAD:
                    lines.append([(f"… {skipped} more sentences …", "dim italic")])
                continue
            lines[-1].append((self._words(segment) + " ", self._style(zone, segment)))
        return [tuple(line) for line in lines if line] or [(("", ""),)]

    def _sentence(self, zone: Zone, segment: Segment) -> Line:
        facts = f"{segment.span.start}–{segment.span.end} {segment.language} {segment.confidence:.2f} "
        return (facts, "dim"), (segment.span.of(self.document.text), self._style(zone, segment))

    def _words(self, segment: Segment) -> str:
        text = segment.span.of(self.document.text)
        if len(text) <= EXCERPT:
            return text
        head = text[:EXCERPT]
        words = head.rsplit(None, 1)[0]
        return (words if len(words) > EXCERPT // 2 else head) + " …"

    def _style(self, zone: Zone, segment: Segment) -> str:
        return f"{_zone_style(zone)} {self._colors.get(segment.language, '')}".strip()


def _zone_style(zone: Zone) -> str:
    return "" if zone.name == "body" else "dim"


def _use(zone: Zone) -> str:
    return "compared" if zone.name == "body" else "left out"


def _place(zone: Zone) -> str:
    return f"{zone.span.start}–{zone.span.end}"
