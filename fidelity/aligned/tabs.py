"""The records of a file of tab-separated values, in which a quotation mark is mostly just that.

Two customs meet here. By the registered type (https://www.iana.org/assignments/media-types/text/tab-separated-values)
a line is a record and nothing is quoted: a cell may begin with ``"`` as a sentence does. Spreadsheets quote a cell that
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

    A file that quotes every cell of its header is read as spreadsheets write it. In any other, a line is a record, and
    a cell is unquoted only where it is quoted as a whole and has doubled marks inside. Lines are joined only where the
    last cell of one is still open and the two are no records by themselves; tabs are part of a quoted cell only where
    there would be too many cells else.

    Raises:
        csv.Error: if a quoted cell does not end where it should; says the line.
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
    """The cell without the quoting of a spreadsheet, which quotes for a reason."""
    return cell[1:-1].replace('""', '"') if '""' in cell[1:-1] and _QUOTED.fullmatch(cell) else cell


class _Lines:
    """The lines after a header of ``width`` cells, with one line of foresight."""

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
        """Whether the line is no record as it is, and quoting may make one of it and, where it is open, of the next."""
        if len(cells) > self._width:
            return any(cell.startswith('"') for cell in cells)
        if self._next is None or not _OPEN.fullmatch(cells[-1]):
            return False
        return len(cells) < self._width or len(split_tabs(self._next)) != self._width

    def _join(self, line: str, *, whole: bool) -> Record:
        """The record that begins in ``line``, quoted as spreadsheets do. ``whole``: it has all of its cells already."""
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
