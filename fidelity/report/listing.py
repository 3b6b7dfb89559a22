"""Zones and quotations of one document on the terminal: what ``inspect`` and ``quotes`` show."""

from __future__ import annotations

from collections.abc import Sequence

from fidelity.report.terminal import WIDE, Block, Card, Column, Grid, Line, Paragraph, draw
from fidelity.types import Document, Quotation, Zone

EXCERPT = 160
"""Characters of a zone's beginning that are shown."""


_PLURALS = {"ellipsis": "ellipses", "insertion in brackets": "insertions in brackets"}


def render_inspection(document: Document, *, width: int = 80, color: bool = False) -> str:
    """A document's zones in order: role, place, language, confidence, why, and how its text begins.

    All but the body is left out of the comparison and shown dimmed. No line is wider than ``width``.
    """
    zones = document.info.zones
    body = _zone_grid(document) if width >= WIDE else _zone_cards(document)
    left_out = sum(zone.name != "body" for zone in zones)
    counts = f"{_count(len(zones), 'zone')}, {left_out} of them left out; {_count(len(document.segments), 'sentence')}."
    facts = f" · {document.info.language} · {_count(len(document.text), 'character')} · {document.encoding}"
    title = Paragraph(((document.info.origin, "bold"), (facts, "dim")))
    closing = Paragraph(((counts if zones else "No zones were found.", ""),))
    return draw([[title], *body, [closing]], width, color)


def render_quotations(
    document: Document, quotations: Sequence[Quotation], *, width: int = 80, color: bool = False
) -> str:
    """The quotations found in an article, in order, with kind, speaker, cue and occasion.

    Marks that report no speech (scare quotes, terms, titles) come behind them, each with the reason.
    """
    spoken = [quotation for quotation in quotations if quotation.aside is None]
    asides = [quotation for quotation in quotations if quotation.aside is not None]
    title = Paragraph(((document.info.origin, "bold"),))
    closing = _count(len(spoken), "quotation") if spoken else "No quotations were found"
    if asides:
        closing += f", and {len(asides)} in marks that report no speech"
    body = _quotation_grid(spoken) if width >= WIDE else _quotation_cards(spoken)
    groups: list[list[Block]] = [
        [title],
        *(body if spoken else []),
        *_set_apart(asides),
        [Paragraph(((closing + ".", ""),))],
    ]
    return draw(groups, width, color)


def _set_apart(asides: Sequence[Quotation]) -> list[list[Block]]:
    if not asides:
        return []
    lines: list[Block] = [Paragraph(((f"No speech: {len(asides)}", "bold"),))]
    for quotation in asides:
        why = f" — {quotation.aside}: {quotation.aside_reason or 'no reason given'}"
        lines.append(Paragraph(((quotation.text, ""), (why, "dim")), lead="-", indent=2))
    return [lines]


def _zone_cards(document: Document) -> list[list[Block]]:
    margin = max((len(zone.name) for zone in document.info.zones), default=0)
    groups: list[list[Block]] = []
    for zone in document.info.zones:
        style = _zone_style(zone)
        facts = f"{_place(zone)} · {zone.language} · confidence {zone.confidence:.2f} · {_use(zone)}"
        rows = (("why", ((zone.reason, style),)), ("text", ((_beginning(document, zone), style),)))
        groups.append([Card(((facts, style),), rows, zone.name, margin)])
    return groups


def _zone_grid(document: Document) -> list[list[Block]]:
    columns = (
        Column("Zone", width=12),
        Column("Used", width=8),
        Column("Where", width=16),
        Column("Language", width=8),
        Column("Confidence", width=10, right=True),
        Column("Why", share=2),
        Column("How it begins", share=3),
    )
    rows = []
    for zone in document.info.zones:
        texts = (zone.name, _use(zone), _place(zone), zone.language, f"{zone.confidence:.2f}", zone.reason)
        rows.append(tuple((((text, _zone_style(zone)),),) for text in (*texts, _beginning(document, zone))))
    return [[Grid(columns, tuple(rows))]] if rows else []


def _zone_style(zone: Zone) -> str:
    return "" if zone.name == "body" else "dim"


def _use(zone: Zone) -> str:
    return "compared" if zone.name == "body" else "left out"


def _place(zone: Zone) -> str:
    return f"{zone.span.start}–{zone.span.end}"


def _beginning(document: Document, zone: Zone) -> str:
    text = zone.span.of(document.text).strip()
    if len(text) <= EXCERPT:
        return text
    head = text[:EXCERPT]
    words = head.rsplit(None, 1)[0]
    return (words if len(words) > EXCERPT // 2 else head) + " …"


def _quotation_cards(quotations: Sequence[Quotation]) -> list[list[Block]]:
    margin = len(f"{len(quotations)}.")
    groups: list[list[Block]] = []
    for number, quotation in enumerate(quotations, start=1):
        heading: Line = ((quotation.kind, ""), (" · ", "dim"), (quotation.speaker or "speaker unknown", "bold"))
        rows: list[tuple[str, Line]] = [("quotation", ((quotation.text, ""),))]
        if quotation.cue:
            rows.append(("cue", ((quotation.cue, ""),)))
        rows.append(("occasion", ((_occasion(quotation), ""),)))
        rows += [(label, ((words, ""),)) for label, words in _details(quotation)]
        groups.append([Card(heading, tuple(rows), f"{number}.", margin)])
    return groups


def _quotation_grid(quotations: Sequence[Quotation]) -> list[list[Block]]:
    columns = (
        Column("", width=len(str(len(quotations))), right=True),
        Column("Quotation", share=8),
        Column("Kind", width=8),
        Column("Speaker", share=3),
        Column("Cue", share=2),
        Column("Occasion", share=3),
    )
    rows = []
    for number, quotation in enumerate(quotations, start=1):
        texts = (
            str(number),
            quotation.text,
            quotation.kind,
            quotation.speaker or "unknown",
            quotation.cue or "",
            _occasion(quotation),
        )
        rows.append(tuple((((text, ""),),) for text in texts))
    return [[Grid(columns, tuple(rows))]]


def _details(quotation: Quotation) -> list[tuple[str, str]]:
    """What the article put in and left out."""
    if not (quotation.brackets or quotation.ellipses):
        return []
    counts = [(len(quotation.brackets), "insertion in brackets"), (len(quotation.ellipses), "ellipsis")]
    return [("edited", ", ".join(_count(number, noun) for number, noun in counts if number))]


def _occasion(quotation: Quotation) -> str:
    kind, text = quotation.occasion.kind, quotation.occasion.text
    return f"{kind}: {text}" if text else kind


def _count(number: int, noun: str) -> str:
    if number == 1:
        return f"1 {noun}"
    return f"{number} {_PLURALS.get(noun, noun + 's')}"
