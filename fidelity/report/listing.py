"""The quotations of one article on the terminal: what ``quotes`` shows."""

from __future__ import annotations

from collections.abc import Sequence

from fidelity.report.terminal import WIDE, Block, Card, Column, Grid, Line, Paragraph, draw
from fidelity.types import Document, Quotation

_PLURALS = {"ellipsis": "ellipses", "insertion in brackets": "insertions in brackets"}


def render_quotations(
    document: Document, quotations: Sequence[Quotation], *, width: int = 80, color: bool = False
) -> str:
    """The quotations found in an article, in order, with kind, speaker, cue and occasion.

    Quotation marks that report no speech (scare quotes, terms, titles) come last, each with the reason.
    """
    spoken = [quotation for quotation in quotations if quotation.aside is None]
    asides = [quotation for quotation in quotations if quotation.aside is not None]
    title = Paragraph(((document.info.origin, "bold"),))
    closing = count(len(spoken), "quotation") if spoken else "No quotations were found"
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
    """How many insertions in brackets and ellipses the quotation has."""
    if not (quotation.brackets or quotation.ellipses):
        return []
    counts = [(len(quotation.brackets), "insertion in brackets"), (len(quotation.ellipses), "ellipsis")]
    return [("edited", ", ".join(count(number, noun) for number, noun in counts if number))]


def _occasion(quotation: Quotation) -> str:
    kind, text = quotation.occasion.kind, quotation.occasion.text
    return f"{kind}: {text}" if text else kind


def count(number: int, noun: str) -> str:
    if number == 1:
        return f"1 {noun}"
    return f"{number} {_PLURALS.get(noun, noun + 's')}"
