"""Aligned pairs on many processes: blocks of rows, which come back in their order."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Literal

from fidelity.aligned import Row, Table
from fidelity.batching.engine import Engine
from fidelity.batching.filling import Filling, Progress
from fidelity.batching.folder import Folder, Part
from fidelity.batching.jobs import Terms
from fidelity.errors import InputError
from fidelity.pipeline.aligned import BLOCK, Scoring
from fidelity.pipeline.models import Models
from fidelity.report import mqm, scored
from fidelity.types import Judged

Output = Literal["csv", "json", "mqm"]
SCHEMA = "fidelity.scores/1"

_PART = 16 * BLOCK
"""Rows in a part on disk: a multiple of those that are read at once, so that the rows are those of one process."""


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows; ``number`` counts the blocks from 1, and ``first`` is the number of their first row."""

    number: int
    first: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Scored:
    """The lines of a block for each output, and its counts."""

    number: int
    rows: int
    lines: Mapping[Output, str]
    counts: Counter[str]


@dataclass(frozen=True, slots=True)
class ScoreBlocks:
    """Judges the rows of ``table``, and makes the lines of ``outputs`` of them. ``main`` are the two main languages."""

    terms: Terms
    table: Table
    columns: tuple[str, ...]
    outputs: tuple[Output, ...]
    main: tuple[str, str]
    lang: str | None = None
    similarity: bool = False
    on_gpu: bool = False

    def start(self, threads: int | None) -> Callable[[Block], Scored]:
        """As :class:`fidelity.batching.engine.Work` says."""
        scoring = Scoring(
            lang=self.lang,
            similarity=self.similarity,
            settings=self.terms.settings,
            calibration=self.terms.calibration,
            cache=self.terms.open_cache(),
            main=self.main,
            threads=threads,
        )
        return lambda block: self._score(scoring, block)

    def _score(self, scoring: Scoring, block: Block) -> Scored:
        lines: dict[Output, list[str]] = {name: [] for name in self.outputs}
        counts = Counter[str]()
        judgements = scoring.score((row.reference, row.translation) for row in block.rows)
        for number, (row, judged) in enumerate(zip(block.rows, judgements, strict=True), start=block.first):
            counts.update(count(judged))
            for name, found in lines.items():
                found.append(line(name, self.table, self.columns, row, number, judged))
        return Scored(block.number, len(block.rows), {name: "".join(some) for name, some in lines.items()}, counts)


def count(judged: Judged) -> list[str]:
    """What is counted of a row: its severity, or that it has none, and its fidelity."""
    kept: list[str] = ["unjudged" if judged.severity is None else judged.severity]
    return kept if judged.fidelity is None else [*kept, f"fidelity {judged.fidelity}"]


def line(name: Output, table: Table, columns: Iterable[str], row: Row, number: int, judged: Judged) -> str:
    """The line, or the lines, of a row in one output."""
    texts = row.reference, row.translation
    match name:
        case "csv":
            names = list(columns)
            refuse_new_columns(table, names, row)
            return scored.csv_row(names, row.cells, texts, judged)
        case "json":
            return scored.json_row(row.cells, judged)
        case "mqm":
            return scored.mqm_row(table.path, number, texts, judged)


def head(name: Output, columns: Iterable[str]) -> str:
    """The line above the rows of one output."""
    match name:
        case "csv":
            return scored.csv_header(list(columns))
        case "json":
            return ""
        case "mqm":
            return mqm.mqm_header()


def refuse_new_columns(table: Table, columns: list[str], row: Row) -> None:
    """A CSV has one header; what comes from standard input can be looked at only once, so its first row names them.

    Raises:
        InputError: if the row has a column that is not in the header.
    """
    for name in row.cells:
        if name not in columns:
            raise InputError(
                f"{table.path}, line {row.line}: this row has a column “{name}” that the rows before it do not have;"
                " read the rows from a file, or write them with --json"
            )


def cut_rows(rows: Iterable[Row], size: int = BLOCK) -> Iterator[Block]:
    """The rows in blocks, taken as they are needed."""
    source, number = iter(rows), 0
    while some := tuple(islice(source, size)):
        yield Block(number + 1, number * size + 1, some)
        number += 1


@dataclass(frozen=True, slots=True)
class _ScoreParts:
    """Judges blocks, and writes each as a part."""

    work: ScoreBlocks
    folder: Folder
    on_gpu: bool = False

    def start(self, threads: int | None) -> Callable[[Block], Part]:
        do = self.work.start(threads)

        def write(block: Block) -> Part:
            found = do(block)
            files = {}
            for name, text in found.lines.items():
                ending = "csv" if name == "csv" else "jsonl"
                data = (head(name, self.work.columns) + text).encode("utf-8", "replace")
                path, size = self.folder.put("rows", f"part-{block.number:06}.{ending}", data)
                files[path] = size
            return Part(block.number, files, {"rows": found.rows, **found.counts})

        return write


@dataclass(frozen=True, slots=True)
class ScoredFolder:
    """The rows of a whole file in parts, from wherever an earlier run was stopped."""

    work: ScoreBlocks
    folder: Folder
    rows: int
    size: int = field(default=_PART)

    def run(self, engine: Engine, progress: Progress | None = None) -> Counter[str]:
        """Score what is not scored yet; the counts of all parts, those of earlier runs as well.

        Raises:
            InputError, SettingError, OutputError, ModelError: as :meth:`fidelity.batching.running.Batch.run` does.
        """
        blocks = cut_rows(self.work.table.rows(self.work.terms.settings.reading), self.size)
        filling = Filling(self.folder, self._header(), "rows", self.rows)
        return filling.run(engine, _ScoreParts(self.work, self.folder), blocks, progress)

    def _header(self) -> dict[str, object]:
        work, terms = self.work, self.work.terms
        with Path(work.table.path).open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        return {
            "schema": SCHEMA,
            "file": digest,
            "choice of columns": [work.table.reference, work.table.translation],
            "signature": Models(terms.settings, calibration=terms.calibration).signature(),
            "choice of language": work.lang,
            "choice of similarity": work.similarity,
            "format of parts": list(work.outputs),
            "number of rows in a part": self.size,
        }
