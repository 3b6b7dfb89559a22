"""The quotations of one article on the terminal: what ``quotes`` shows."""

from __future__ import annotations

from collections.abc import Sequence

from fidelity.report.terminal import WIDE, Block, Card, Column, Grid, Line, Paragraph, draw
from fidelity.types import Document, Quotation


def render_quotations(
    document: Document, quotations: Sequence[Quotation], *, width: int = 80, color: bool = False
) -> str:
    """The quotations found in an article, in order, with kind, speaker, cue and occasion."""
    title = Paragraph(((document.info.origin, "bold"),))
    closing = count(len(quotations), "quotation") + "." if quotations else "No quotations were found."
    body = _quotation_grid(quotations) if width >= WIDE else _quotation_cards(quotations)
    return draw([[title], *(body if quotations else []), [Paragraph(((closing, ""),))]], width, color)


def _quotation_cards(quotations: Sequence[Quotation]) -> list[list[Block]]:
    margin = len(f"{len(quotations)}.")
    groups: list[list[Block]] = []
    for number, quotation in enumerate(quotations, start=1):
        heading: Line = ((quotation.kind, ""), (" · ", "dim"), (quotation.speaker or "speaker unknown", "bold"))
        rows: list[tuple[str, Line]] = [("quotation", ((quotation.text, ""),))]
        if quotation.cue:
            rows.append(("cue", ((quotation.cue, ""),)))
        rows.append(("occasion", ((_occasion(quotation), ""),)))
        if quotation.aside:
            rows.append(("no speech", ((quotation.aside, ""),)))
        groups.append([Card(heading, tuple(rows), f"{number}.", margin)])
    return groups


def _quotation_grid(quotations: Sequence[Quotation]) -> list[list[Block]]:
    columns = (
        Column("", width=len(str(len(quotations))), right=True),
        Column("Quotation", share=8),
        Column("Kind", width=13),
        Column("Speaker", share=3),
        Column("Cue", share=2),
        Column("Occasion", share=3),
    )
    rows = []
    for number, quotation in enumerate(quotations, start=1):
        texts = (
            str(number),
            quotation.text,
            quotation.aside or quotation.kind,
            quotation.speaker or "unknown",
            quotation.cue or "",
            _occasion(quotation),
        )
        rows.append(tuple((((text, ""),),) for text in texts))
    return [[Grid(columns, tuple(rows))]]


def _occasion(quotation: Quotation) -> str:
    kind, text = quotation.occasion.kind, quotation.occasion.text
    return f"{kind}: {text}" if text else kind


def count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
