"""Aligned pairs and labelled pairs: the rows of a CSV, TSV or JSON Lines file.

==========  ==============================================
``cells``   the rows of a file with any columns
``labels``  rows with a score, or a pair, and a label
==========  ==============================================
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from fidelity.aligned.cells import Format, format_of, read_cells
from fidelity.aligned.labels import LabelledRow, LabelTable
from fidelity.errors import InputError
from fidelity.settings import ReadingSettings
from fidelity.types import SCORED_COLUMNS

__all__ = ["Format", "LabelTable", "LabelledRow", "Row", "Table"]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line in the file, its cells by column, and its two texts."""

    line: int
    cells: dict[str, Any]
    reference: str
    translation: str


@dataclass(frozen=True, slots=True)
class Table:
    """A file of aligned pairs. ``path`` is ``-`` for stdin; ``reference`` and ``translation`` name its two columns."""

    path: str
    reference: str = "reference"
    translation: str = "translation"
    format: Format | None = None

    def rows(self, settings: ReadingSettings) -> Iterator[Row]:
        """The rows in order. They are read one by one.

        Raises:
            InputError: if the file cannot be read, its ending is unknown, it lacks a column, or a row has other
                columns than the first.
        """
        for line, cells in read_cells(self.path, format_of(self.path, self.format), self._check, settings):
            yield self._row(line, cells)

    def _check(self, columns: Sequence[str], where: str) -> None:
        for wanted in (self.reference, self.translation):
            if wanted not in columns:
                found = ", ".join(columns[:12]) or "none"
                advice = f"name it with --reference or --translation (columns: {found})"
                raise InputError(f"{self.path}{where}: has no column “{wanted}”; {advice}")
        if self.reference == self.translation:
            raise InputError(f"{self.path}{where}: --reference and --translation name the same column")
        if len(set(columns)) < len(columns):
            raise InputError(f"{self.path}{where}: two columns have the same name; rename one")
        taken = [name for name in SCORED_COLUMNS if name in columns]
        if taken:
            raise InputError(f"{self.path}{where}: already has a column “{taken[0]}”, which scoring adds; rename it")

    def _row(self, line: int, cells: dict[str, Any]) -> Row:
        texts = cells[self.reference], cells[self.translation]
        for name, text in zip((self.reference, self.translation), texts, strict=True):
            if not isinstance(text, str):
                raise InputError(f"{self.path}, line {line}: “{name}” is not a text")
        return Row(line, cells, *texts)
