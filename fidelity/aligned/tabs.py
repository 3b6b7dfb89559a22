"""The records of a file of tab-separated values, in which a quotation mark is mostly an ordinary character.

There are two customs. By the registered type (https://www.iana.org/assignments/media-types/text/tab-separated-values)
a line is a record and cells are not quoted: a cell may begin with ``"`` like a sentence. Spreadsheets quote a cell that
holds a quotation mark, a tab or a line break, and double the marks in it; some programs quote every cell.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from itertools import chain

Record = tuple[int, list[str]]
"""The line on which a record ends, from 1, and its cells."""

_QUOTED = re.compile(r'"(?:[^"]|"")*+"')
_OPEN = re.compile(r'"(?:[^"]|"")*+')


def read_tabbed(lines: Iterator[str]) -> Iterator[Record]:
    """The records in order, the header first; empty lines give none.

    A file that quotes every cell of its header is read like a spreadsheet's file. In any other file a line is a record.
    A cell is unquoted only if it is quoted as a whole and has doubled marks inside. Lines are joined only if the last
    cell of a line is still open and neither line is a record by itself. Tabs are part of a quoted cell only if there
    would otherwise be too many cells.

    Raises:
        csv.Error: if a quoted cell does not end where it should. The message names the line.
    """
    first = next(lines, None)
    if first is None:
        return
    header = split_tabs(first)
    if all(map(_QUOTED.fullmatch, header)):
        reader = csv.reader(chain([first], lines), delimiter="\t", strict=True)
        yield from ((reader.line_num, record) for record in reader if record)
        return
    yield 1, [_unquote(cell) for cell in header]
    yield from _Lines(lines, len(header)).records()


def split_tabs(line: str) -> list[str]:
    return line.rstrip("\r\n").split("\t")


def _unquote(cell: str) -> str:
    """The cell without the quotation marks of a spreadsheet, which quotes only cells that need it."""
    return cell[1:-1].replace('""', '"') if '""' in cell[1:-1] and _QUOTED.fullmatch(cell) else cell


class _Lines:
    """The lines after a header of ``width`` cells, with a view of the next line."""

    def __init__(self, lines: Iterator[str], width: int) -> None:
        self._lines, self._width, self._number = lines, width, 1
        self._next = next(lines, None)

    def records(self) -> Iterator[Record]:
        while (line := self._take()) is not None:
            cells = split_tabs(line)
            if self._goes_on(cells):
                yield self._join(line, whole=len(cells) == self._width)
            elif any(cells) or len(cells) > 1:
                yield self._number, [_unquote(cell) for cell in cells]

    def _take(self) -> str | None:
        line = self._next
        if line is not None:
            self._next, self._number = next(self._lines, None), self._number + 1
        return line

    def _goes_on(self, cells: list[str]) -> bool:
        """Whether the line is a record only with quoting, and only together with the next line if a cell is open."""
        if len(cells) > self._width:
            return any(cell.startswith('"') for cell in cells)
        if self._next is None or not _OPEN.fullmatch(cells[-1]):
            return False
        return len(cells) < self._width or len(split_tabs(self._next)) != self._width

    def _join(self, line: str, *, whole: bool) -> Record:
        """The record that begins in ``line``, quoted as in spreadsheets.

        If ``whole``, the line has all cells already.
        """
        began = self._number

        def more() -> Iterator[str]:
            while self._next is not None and not (whole and len(split_tabs(self._next)) == self._width):
                yield self._take() or ""

        try:
            record = next(csv.reader(chain([line], more()), delimiter="\t", strict=True))
        except csv.Error:
            record = []
        if len(record) != self._width:
            raise csv.Error(f'the cell that opens with " in line {began} is not closed where a cell ends')
        return self._number, record
