"""``fidelity score``: scores pairs that are already aligned."""

from __future__ import annotations

import statistics
import sys
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fidelity.cli.app import DONE, FOUND, app
from fidelity.cli.console import print_text, protect_inputs, show_progress
from fidelity.cli.options import (
    CalibrationFile,
    Checks,
    Fail,
    FailOn,
    Glossary,
    KeepCache,
    Lang,
    ListChecks,
    Mqm,
    Skip,
    TableFormat,
    cache_folder,
    choose_checks,
)
from fidelity.errors import InputError

if TYPE_CHECKING:
    from fidelity.aligned import Row, Table
    from fidelity.types import Judged

Write = Callable[[str], None]


@dataclass
class Tally:
    """Counts over the rows so far."""

    severities: Counter[str] = field(default_factory=Counter)
    fidelities: Counter[int] = field(default_factory=Counter)
    unjudged: int = 0

    def add(self, judged: Judged) -> None:
        if judged.severity is None:
            self.unjudged += 1
        else:
            self.severities[judged.severity] += 1
        if judged.fidelity is not None:
            self.fidelities[judged.fidelity] += 1

    def summary(self) -> str:
        from fidelity.types import SEVERITIES

        total = self.unjudged + self.severities.total()
        counts = ", ".join(f"{self.severities[severity]} {severity}" for severity in reversed(SEVERITIES))
        median = statistics.median(self.fidelities.elements()) if self.fidelities else None
        known = "" if median is None else f" Median fidelity {median:g}."
        unjudged = f", {self.unjudged} not judged" if self.unjudged else ""
        return f"{total} {'pair' if total == 1 else 'pairs'}: {counts}{unjudged}.{known}"


@app.command(
    short_help="Score pairs of texts that are already aligned.",
    epilog="Example: fidelity score pairs.tsv --reference human --translation machine --csv scored.csv",
)
def score(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="A CSV, TSV or JSON Lines file of aligned pairs; - means the standard input."
        ),
    ],
    reference: Annotated[
        str, typer.Option(metavar="COLUMN", help="The name of the column with the reference.")
    ] = "reference",
    translation: Annotated[
        str, typer.Option(metavar="COLUMN", help="The name of the column with the translation.")
    ] = "translation",
    csv: Annotated[
        str | None, typer.Option(metavar="PATH", help="Write the rows as CSV; - means the standard output.")
    ] = None,
    json: Annotated[
        str | None, typer.Option(metavar="PATH", help="Write the rows as JSON Lines; - means the standard output.")
    ] = None,
    mqm: Mqm = None,
    similarity: Annotated[
        bool,
        typer.Option(
            "--similarity", help="Add the cosine similarity of the two texts; this more than doubles the running time."
        ),
    ] = False,
    format: TableFormat = None,  # noqa: A002
    lang: Lang = None,
    checks: Checks = None,
    skip: Skip = None,
    glossary: Glossary = None,
    calibration: CalibrationFile = None,
    cache: KeepCache = None,
    fail_on: Fail = None,
    _list: ListChecks = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print no progress and no summary.")] = False,
) -> int:
    """Score pairs of texts that are already aligned, and write one row for each row of the file."""
    from fidelity.aligned import Table
    from fidelity.settings import Settings

    protect_inputs([file, *filter(None, [calibration, glossary])], csv=csv, json=json, mqm=mqm)
    settings = choose_checks(Settings(), checks, skip, glossary)
    table = Table(str(file), reference, translation, format.value if format else None)
    survey = _survey(table.rows(settings.reading)) if file.is_file() else None  # a pipe can be read only once
    outputs = {"csv": csv, "json": json, "mqm": mqm}
    if not any(outputs.values()):
        outputs["csv"] = "-"
    tally = Tally()
    from fidelity import pipeline

    with ExitStack() as stack:
        writers = {name: stack.enter_context(_opened(path)) for name, path in outputs.items() if path}
        told = stack.enter_context(show_progress(quiet))
        rows: deque[Row] = deque()
        columns = survey.columns if survey else []
        pairs = _texts(table.rows(settings.reading), rows)
        judgements = pipeline.score(
            pairs,
            lang=lang,
            similarity=similarity,
            settings=settings,
            calibration=calibration,
            cache=cache_folder(cache),
        )
        for number, judged in enumerate(judgements, start=1):
            row = rows.popleft()
            columns = columns or list(row.cells)
            _write(writers, table, columns, row, number, judged)
            tally.add(judged)
            if told and survey:
                told("scoring", number, survey.rows)
        if not tally.severities and not tally.unjudged:
            _write_nothing(writers, columns)
    if not quiet:
        print(tally.summary(), file=sys.stderr)  # noqa: T201
    return FOUND if fail_on and _reaches(tally, fail_on) else DONE


@dataclass(frozen=True, slots=True)
class Survey:
    """The result of a first pass over the rows: their number, and their columns in the order of appearance."""

    rows: int
    columns: list[str]


def _survey(rows: Iterator[Row]) -> Survey:
    number, columns = 0, dict[str, None]()
    for row in rows:
        number += 1
        columns |= dict.fromkeys(row.cells)
    return Survey(number, list(columns))


def _texts(rows: Iterator[Row], waiting: deque[Row]) -> Iterator[tuple[str, str]]:
    """The texts of the rows, while the rows wait for their judgement."""
    for row in rows:
        waiting.append(row)
        yield row.reference, row.translation


def _write(writers: dict[str, Write], table: Table, columns: list[str], row: Row, number: int, judged: Judged) -> None:
    from fidelity.report import scored

    texts = row.reference, row.translation
    if "csv" in writers:
        if number == 1:
            writers["csv"](scored.csv_header(columns))
        _refuse_new_columns(table, columns, row)
        writers["csv"](scored.csv_row(columns, row.cells, texts, judged))
    if "json" in writers:
        writers["json"](scored.json_row(row.cells, judged))
    if "mqm" in writers:
        if number == 1:
            from fidelity.report.mqm import mqm_header

            writers["mqm"](mqm_header())
        writers["mqm"](scored.mqm_row(table.path, number, texts, judged))


def _refuse_new_columns(table: Table, columns: list[str], row: Row) -> None:
    """The columns of the CSV. Standard input can be read only once, so there the first row decides."""
    for name in row.cells:
        if name not in columns:
            raise InputError(
                f"{table.path}, line {row.line}: this row has a column “{name}” that the rows before it do not have;"
                " read the rows from a file, or write them with --json"
            )


def _write_nothing(writers: dict[str, Write], columns: list[str]) -> None:
    """Writes only the headers, for a file without rows."""
    from fidelity.report import mqm, scored

    if "csv" in writers:
        writers["csv"](scored.csv_header(columns))
    if "mqm" in writers:
        writers["mqm"](mqm.mqm_header())


@contextmanager
def _opened(path: str) -> Iterator[Write]:
    if path == "-":
        yield print_text
        return
    from fidelity.report.files import open_for_writing

    with open_for_writing(path) as write:
        yield write


def _reaches(tally: Tally, fail_on: FailOn) -> bool:
    from fidelity.types import severity_rank

    limit = severity_rank(fail_on.value)
    return any(count and severity_rank(severity) >= limit for severity, count in tally.severities.items())  # type: ignore[arg-type]
