"""``fidelity score``: scores pairs that are already aligned."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fidelity.cli.app import DONE, FOUND, app
from fidelity.cli.console import print_note, print_text, protect_inputs, show_rate
from fidelity.cli.options import (
    Address,
    CalibrationFile,
    Checks,
    Engine,
    EngineOption,
    Fail,
    FailOn,
    Glossary,
    KeepCache,
    Lang,
    ListChecks,
    Mqm,
    RowFormat,
    Skip,
    TableFormat,
    choose_checks,
    kept_in,
)
from fidelity.errors import SettingError

if TYPE_CHECKING:
    from fidelity.aligned import Row
    from fidelity.batching.engine import Engine as BatchEngine
    from fidelity.batching.scoring import ScoreBlocks

Write = Callable[[str], None]


@app.command(
    short_help="Score pairs of texts that are already aligned.",
    epilog="Example: fidelity score pairs.tsv --reference human --translation machine --csv scored.csv",
)
def score(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="A CSV, TSV, JSON Lines or Parquet file of aligned pairs; - means the standard input."
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
    workers: Annotated[
        int | None,
        typer.Option(
            min=1,
            metavar="N",
            help="How many processes work at once (default: this one alone, on every processor core; with --out or on"
            " Ray, one for each core).",
        ),
    ] = None,
    engine: EngineOption = Engine.LOCAL,
    address: Address = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Write the rows into this folder in parts, in order; a run that was stopped continues there.",
        ),
    ] = None,
    parts: Annotated[RowFormat, typer.Option(help="How the parts are written, with --out.")] = RowFormat.JSONL,
    fail_on: Fail = None,
    _list: ListChecks = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print no progress and no summary.")] = False,
) -> int:
    """Score pairs of texts that are already aligned, and write one row for each row of the file."""
    from fidelity.aligned import Table
    from fidelity.batching import make_engine
    from fidelity.batching.jobs import Terms
    from fidelity.batching.local import OneProcess
    from fidelity.batching.scoring import ScoreBlocks
    from fidelity.pipeline.aligned import BLOCK, main_languages
    from fidelity.settings import Settings

    protect_inputs([file, *filter(None, [calibration, glossary])], csv=csv, json=json, mqm=mqm)
    paths = {name: path for name, path in (("csv", csv), ("json", json), ("mqm", mqm)) if path} or {"csv": "-"}
    if out is not None and (csv or json or mqm or not file.is_file()):
        raise SettingError("--out takes the rows of a file, and takes the place of --csv, --json and --mqm")
    settings = choose_checks(Settings(), checks, skip, glossary)
    table = Table(str(file), reference, translation, format.value if format else None)
    survey = _survey(table.rows(settings.reading)) if file.is_file() else None  # a pipe can be read only once
    if out is not None:
        paths = {"csv" if parts is RowFormat.CSV else "json": str(out)}
    several = workers is not None or engine is not Engine.LOCAL or out is not None
    chosen = make_engine(engine.value, workers, address) if several else OneProcess()
    rows = table.rows(settings.reading)
    first = list(islice(rows, BLOCK))
    columns = survey.columns if survey else list(first[0].cells if first else ())
    work = ScoreBlocks(
        Terms(settings, None, str(calibration.absolute()) if calibration else None, kept_in(cache)),
        table,
        tuple(columns),
        tuple(paths),  # type: ignore[arg-type]
        main_languages([(row.reference, row.translation) for row in first], settings),
        lang,
        similarity,
    )
    if out is not None:
        counts = _into_folder(work, chosen, out, survey.rows if survey else 0, quiet)
    else:
        counts = _into_files(work, chosen, paths, chain(first, rows), survey, quiet)
    if not quiet:
        print_note(_summary(counts))
    return FOUND if fail_on and _reaches(counts, fail_on) else DONE


def _into_folder(work: ScoreBlocks, engine: BatchEngine, out: Path, rows: int, quiet: bool) -> Counter[str]:
    """Write the rows in parts; a run that was stopped continues."""
    from fidelity.batching.folder import Folder
    from fidelity.batching.scoring import ScoredFolder

    with show_rate(quiet, "pairs") as told:
        return ScoredFolder(work, Folder(str(out.absolute())), rows).run(engine, told)


def _into_files(
    work: ScoreBlocks,
    engine: BatchEngine,
    paths: Mapping[str, str],
    rows: Iterable[Row],
    survey: Survey | None,
    quiet: bool,
) -> Counter[str]:
    """Write the rows, in order, into the files that were named."""
    from fidelity.batching.scoring import cut_rows, head

    counts, done = Counter[str](), 0
    with ExitStack() as stack:
        writers = {name: stack.enter_context(_opened(path)) for name, path in paths.items()}
        told = stack.enter_context(show_rate(quiet, "pairs"))
        begun = False
        for block in engine.run(work, cut_rows(rows), in_order=True):
            for name, text in block.lines.items():
                writers[name](text if begun else head(name, work.columns) + text)
            begun, done = True, done + block.rows
            counts.update(block.counts)
            if told and survey:
                told(done, survey.rows, 0)
        if not begun:
            for each in work.outputs:
                writers[each](head(each, work.columns))
    return counts


def _summary(counts: Counter[str]) -> str:
    from fidelity.types import SEVERITIES

    total = counts["unjudged"] + sum(counts[severity] for severity in SEVERITIES)
    found = ", ".join(f"{counts[severity]} {severity}" for severity in reversed(SEVERITIES))
    fidelities = Counter({value: counts[f"fidelity {value}"] for value in range(101)})
    known = f" Median fidelity {statistics.median(fidelities.elements()):g}." if fidelities.total() else ""
    unjudged = f", {counts['unjudged']} not judged" if counts["unjudged"] else ""
    return f"{total} {'pair' if total == 1 else 'pairs'}: {found}{unjudged}.{known}"


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


@contextmanager
def _opened(path: str) -> Iterator[Write]:
    if path == "-":
        yield print_text
        return
    from fidelity.report.files import open_for_writing

    with open_for_writing(path) as write:
        yield write


def _reaches(counts: Counter[str], fail_on: FailOn) -> bool:
    from fidelity.types import SEVERITIES, severity_rank

    limit = severity_rank(fail_on.value)
    return any(counts[severity] and severity_rank(severity) >= limit for severity in SEVERITIES)
