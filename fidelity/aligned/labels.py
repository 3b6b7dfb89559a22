"""Labelled rows: a pair's score, or the pair itself, and a reviewer's label."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from fidelity.aligned.cells import Format, format_of, read_cells
from fidelity.errors import InputError
from fidelity.settings import ReadingSettings
from fidelity.types import ON_SELECTION

_LABELS = {
    **dict.fromkeys(("neutral", "minor", "faithful", "1", "1.0", "true", "yes"), True),
    **dict.fromkeys(("major", "critical", "unfaithful", "0", "0.0", "false", "no"), False),
}
_NOT_OF_FIDELITY = ("wrong pairing", "has a passage", *ON_SELECTION)
_SCORE = "score"


@dataclass(frozen=True, slots=True)
class LabelledRow:
    """One row. ``score`` is 0..1 before calibration, or ``None`` if ``pair`` (reference, translation) has to be scored.

    ``faithful`` is ``None`` if the row has no label. ``chance`` is the probability of being in the file, above 0 up to
    1. Rows of the same ``group`` are tested together; without such a column, rows of the same pair are a group.
    """

    line: int
    score: float | None
    pair: tuple[str, str] | None
    faithful: bool | None
    chance: float
    group: str


@dataclass(frozen=True, slots=True)
class LabelTable:
    """A labelled file. ``path`` is ``-`` for stdin; the other fields name its columns.

    If ``score`` is not given, a column of that name is read if it exists, and otherwise the pairs. ``chance`` and
    ``group`` are read only if they are given.
    """

    path: str
    label: str = "label"
    score: str | None = None
    reference: str = "reference"
    translation: str = "translation"
    chance: str | None = None
    group: str | None = None
    format: Format | None = None

    def rows(self, settings: ReadingSettings) -> Iterator[LabelledRow]:
        """The rows in order. They are read one by one.

        Raises:
            InputError: if the file cannot be read, lacks a column, or a cell is invalid.
        """
        for line, cells in read_cells(self.path, format_of(self.path, self.format), self._check, settings):
            yield self._row(line, cells)

    def _check(self, columns: Sequence[str], where: str) -> None:
        scored = self.score or _SCORE
        texts = () if scored in columns or self.score else (self.reference, self.translation)
        named = [self.label, *filter(None, (self.score, self.chance, self.group)), *texts]
        for wanted in named:
            if wanted not in columns:
                found = ", ".join(columns[:12]) or "none"
                either = f", nor “{_SCORE}”" if wanted in texts else ""
                advice = "name the columns with --score, or --reference and --translation, and --label"
                raise InputError(f"{self.path}{where}: has no column “{wanted}”{either}; {advice} (columns: {found})")
        if len(set(columns)) < len(columns):
            raise InputError(f"{self.path}{where}: two columns have the same name; rename one")

    def _row(self, line: int, cells: dict[str, Any]) -> LabelledRow:
        where, scored = f"{self.path}, line {line}", self.score or _SCORE
        score = _number(cells[scored], where, scored) if scored in cells else None
        pair = None
        if scored not in cells:
            texts = cells[self.reference], cells[self.translation]
            if not all(isinstance(text, str) for text in texts):
                raise InputError(f"{where}: “{self.reference}” and “{self.translation}” should be texts")
            pair = texts
        chance = _number(cells[self.chance], where, self.chance) if self.chance else 1.0
        if not chance:
            raise InputError(f"{where}: “{self.chance}” should lie above 0 and up to 1: the chance of being shown")
        group = str(cells[self.group]) if self.group else "\x1f".join(pair) if pair else str(line)
        return LabelledRow(line, score, pair, _label(cells[self.label], where, self.label), chance, group)


def _label(cell: Any, where: str, column: str) -> bool | None:
    name = "" if cell is None else str(cell).strip().lower()
    if not name or name in _NOT_OF_FIDELITY:
        return None
    if name not in _LABELS:
        raise InputError(
            f"{where}: “{column}” is not a label; write neutral, minor or 1 for faithful,"
            " and major, critical or 0 for not faithful"
        )
    return _LABELS[name]


def _number(cell: Any, where: str, column: str) -> float | None:
    """A number from 0 to 1, or ``None`` for an empty cell."""
    if cell is None or cell == "":
        return None
    try:
        number = float(cell) if isinstance(cell, str | int | float) and not isinstance(cell, bool) else math.nan
    except (ValueError, OverflowError):
        number = math.nan
    if not 0 <= number <= 1:
        raise InputError(f"{where}: “{column}” should be a number from 0 to 1")
    return number
