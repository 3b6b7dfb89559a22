"""Blocks of text on a terminal: width, colour, wrapping. The only module that draws with rich.

What is to be drawn is plain data (:class:`Paragraph`, :class:`Card`, :class:`Grid`), and every
fragment of it is escaped here, so no text of a document reaches the terminal as it is.
"""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from fidelity.report.escaping import one_line

if TYPE_CHECKING:
    from rich.console import OverflowMethod, RenderableType
    from rich.table import Table
    from rich.text import Text

DEFAULT_WIDTH = 80
"""Width in columns if the output is not a terminal."""

WIDE = 120
"""Least width in columns for a table with several columns of text; on a narrower terminal each row becomes a card."""

_SHORT = 24
"""Greatest width of a side column, such as the speaker's name, in a listing of single lines."""

Fragment = tuple[str, str]  # text, style in rich's words ("" for none)
Line = tuple[Fragment, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Wrapped text, indented by ``indent`` columns, with a hanging indent after its ``lead`` if it has one."""

    line: Line
    lead: str = ""
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Card:
    """A heading, and under it labelled texts with a hanging indent.

    ``lead`` is put into a margin of ``margin`` columns; a number is put at its right edge.
    """

    heading: Line
    rows: tuple[tuple[str, Line], ...]
    lead: str = ""
    margin: int = 0


@dataclass(frozen=True, slots=True)
class Sides:
    """A heading, two texts side by side, and under them labelled texts over the whole width.

    ``lead`` is put into a margin of ``margin`` columns; a number is put at its right edge. ``titles``, if there are
    any, are put above the two texts.
    """

    heading: Line
    texts: tuple[Line, Line]
    rows: tuple[tuple[str, Line], ...]
    lead: str = ""
    margin: int = 0
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a grid. It has a fixed ``width``, or a ``share`` of the width that is left."""

    title: str
    width: int | None = None
    share: int | None = None
    right: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; a cell is a sequence of lines."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[tuple[Line, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A table without rules. Each column is as wide as its cells; the columns in ``right`` are aligned at the right.

    If a column is ``flexible``, every row is a single line: that column gets the width that the others leave, and a
    text that does not fit ends in an ellipsis.
    """

    rows: tuple[tuple[Line, ...], ...]
    right: frozenset[int] = frozenset()
    flexible: int | None = None


Block = Paragraph | Card | Sides | Grid | Listing


def terminal_width(stream: TextIO) -> int:
    """The width for ``stream`` in columns: ``COLUMNS`` if it is set, else the terminal's width, else 80."""
    wanted = os.environ.get("COLUMNS", "")
    if wanted.isdecimal() and len(wanted) < 5 and int(wanted) > 0:
        return int(wanted)
    try:
        return os.get_terminal_size(stream.fileno()).columns or DEFAULT_WIDTH
    except (OSError, ValueError):  # not a terminal, or not a file at all
        return DEFAULT_WIDTH


def use_color(stream: TextIO) -> bool:
    """Whether ``stream`` is a terminal that may be coloured (https://no-color.org; ``TERM=dumb``)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def draw(blocks: Sequence[Sequence[Block]], width: int, color: bool) -> str:
    """Groups of blocks as text, a blank line between groups; without ``color`` there is no escape code in it."""
    from rich.console import Console

    stream = io.StringIO()
    console = Console(
        file=stream,
        width=width,
        color_system="standard" if color else None,
        force_terminal=color,
        force_jupyter=False,
        no_color=not color,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
    )
    for number, group in enumerate(group for group in blocks if group):
        if number:
            console.print()
        for block in group:
            console.print(_drawable(block))
    lines = stream.getvalue().splitlines()
    return "".join(line.rstrip() + "\n" for line in lines)


def _drawable(block: Block) -> RenderableType:
    match block:
        case Paragraph():
            return _paragraph(block)
        case Card():
            return _card(block)
        case Sides():
            return _sides(block)
        case Grid():
            return _grid(block)
        case Listing():
            return _listing(block)


def _paragraph(block: Paragraph) -> RenderableType:
    from rich.padding import Padding

    line = _text((block.line,))
    return Padding(_hanging(block.lead, line), (0, 0, 0, block.indent))


def _hanging(lead: str, body: RenderableType, margin: int = 0) -> RenderableType:
    if not lead:
        return body
    table = _bare_table()
    table.add_column(no_wrap=True, min_width=margin, justify="right" if lead[:1].isdigit() else "left")
    table.add_column(ratio=1, overflow="fold")
    table.add_row(_text((((lead, ""),),)), body)
    return table


def _card(block: Card) -> RenderableType:
    from rich.console import Group

    return _hanging(block.lead, Group(_text((block.heading,)), _labelled(block.rows)), block.margin)


def _sides(block: Sides) -> RenderableType:
    from rich.console import Group

    texts = _bare_table(gap=3)
    for _ in block.texts:
        texts.add_column(ratio=1, overflow="fold")
    if block.titles:
        texts.add_row(*(_text((((title, "dim"),),)) for title in block.titles))
    texts.add_row(*(_text((line,)) for line in block.texts))
    parts: list[RenderableType] = [_text((block.heading,)), texts, *([_labelled(block.rows)] if block.rows else [])]
    return _hanging(block.lead, Group(*parts), block.margin)


def _labelled(rows: Sequence[tuple[str, Line]]) -> Table:
    table = _bare_table(gap=2)
    table.add_column(no_wrap=True, style="dim")
    table.add_column(ratio=1, overflow="fold")
    for label, line in rows:
        table.add_row(_text((((label, ""),),)), _text((line,)))
    return table


def _bare_table(gap: int = 1) -> Table:
    from rich.table import Table

    return Table(box=None, show_header=False, show_edge=False, pad_edge=False, expand=True, padding=(0, gap, 0, 0))


def _grid(block: Grid) -> RenderableType:
    from rich import box
    from rich.table import Table

    table = Table(
        box=box.HORIZONTALS, show_lines=True, expand=True, pad_edge=False, header_style="bold", border_style="dim"
    )
    for column in block.columns:
        table.add_column(
            _text((((column.title, ""),),)),
            width=column.width,
            ratio=column.share,
            justify="right" if column.right else "left",
            overflow="fold",
        )
    for row in block.rows:
        table.add_row(*(_text(cell) for cell in row))
    return table


def _listing(block: Listing) -> RenderableType:
    from rich.table import Table

    short = block.flexible is not None
    table = Table(box=None, show_header=False, show_edge=False, pad_edge=False, padding=(0, 2, 0, 0), expand=short)
    for number in range(len(block.rows[0]) if block.rows else 0):
        table.add_column(
            justify="right" if number in block.right else "left",
            overflow="ellipsis" if short else "fold",
            no_wrap=short,
            ratio=1 if number == block.flexible else None,
            max_width=_SHORT if short and number != block.flexible else None,
        )
    for row in block.rows:
        table.add_row(*(_text((cell,), "ellipsis" if short else "fold") for cell in row))
    return table


def _text(lines: Sequence[Line], overflow: OverflowMethod = "fold") -> Text:
    from rich.text import Text

    text = Text(overflow=overflow)
    for number, line in enumerate(lines):
        if number:
            text.append("\n")
        for words, style in line:
            text.append(one_line(words), style)
    return text
