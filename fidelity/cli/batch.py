"""``fidelity batch``: many jobs, and the rows of all of them in one folder."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from fidelity.cli.app import DONE, FOUND, app
from fidelity.cli.console import print_note, show_rate
from fidelity.cli.options import (
    Address,
    CalibrationFile,
    Checks,
    Encoding,
    Engine,
    EngineOption,
    Fail,
    FailOn,
    Glossary,
    Include,
    KeepCache,
    Kinds,
    ListChecks,
    Model,
    Skip,
    TableFormat,
    Workers,
    choose_checks,
    kept_in,
    reading_wishes,
    with_kinds,
)
from fidelity.errors import InputError


class Parts(StrEnum):
    """The values of ``--parts``."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"


@app.command(
    short_help="Check many translations, each against its articles.",
    epilog="Examples: fidelity batch jobs.csv --out results; fidelity batch jobs.jsonl --out results --parts csv "
    "--reports; fidelity batch 'memos/*.txt' --articles 'press/{stem}/*.txt' --out results",
)
def batch(
    manifest: Annotated[
        str,
        typer.Argument(
            metavar="MANIFEST",
            help="A CSV, TSV, JSON Lines or Parquet file with a row for each job; - means the standard input. With"
            " --articles: a pattern that matches the translations.",
        ),
    ],
    out: Annotated[
        Path,
        typer.Option(
            metavar="DIR",
            help="Write the results into this folder; the same command continues there, and does the jobs again"
            " whose documents have changed.",
        ),
    ],
    articles: Annotated[
        str | None,
        typer.Option(
            metavar="PATTERN",
            help="The pattern for the articles of a translation; {folder} and {stem} stand for the translation's"
            " folder and for its name without the ending.",
        ),
    ] = None,
    engine: EngineOption = Engine.LOCAL,
    address: Address = None,
    workers: Workers = None,
    parts: Annotated[Parts, typer.Option(help="How the results are written.")] = Parts.JSONL,
    part_size: Annotated[
        int | None,
        typer.Option(
            "--part-size",
            min=1,
            max=10_000,
            metavar="N",
            help="How many jobs one part of the results has (default: up to 16, by the number of jobs).",
        ),
    ] = None,
    reports: Annotated[
        bool, typer.Option("--reports", help="Also keep the whole report of each job, as JSON, for fidelity page.")
    ] = False,
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help="Do the parts with failed jobs again.")] = False,
    all_speakers: Annotated[bool, typer.Option("--all-speakers", help="Compare the words of every speaker.")] = False,
    kinds: Kinds = None,
    model: Model = None,
    format: TableFormat = None,  # noqa: A002
    encoding: Encoding = None,
    include: Include = None,
    checks: Checks = None,
    skip: Skip = None,
    glossary: Glossary = None,
    calibration: CalibrationFile = None,
    cache: KeepCache = None,
    fail_on: Fail = None,
    _list: ListChecks = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print no progress and no summary.")] = False,
) -> int:
    """Check many translations, with a row for each quotation and for each job; a run that was stopped can continue."""
    from dataclasses import replace

    from fidelity.batching import make_engine
    from fidelity.batching.folder import Folder
    from fidelity.batching.jobs import Terms
    from fidelity.batching.manifest import open_manifest
    from fidelity.batching.running import Batch

    settings = choose_checks(reading_wishes(encoding, include, None), checks, skip, glossary)
    settings = with_kinds(replace(settings, selection=replace(settings.selection, all_speakers=all_speakers)), kinds)
    chosen = make_engine(engine.value, workers, address)
    terms = Terms(settings, model, str(calibration.absolute()) if calibration else None, kept_in(cache))
    with open_manifest(manifest, format.value if format else None, articles, settings.reading) as jobs:
        whole = Batch(jobs, Folder(str(out.absolute())), terms, parts.value, part_size, reports, retry_failed)
        with show_rate(quiet, "jobs") as progress:
            counts = whole.run(chosen, progress)
    if counts["failed"] == counts["jobs"]:
        raise InputError(f"none of the {counts['jobs']} jobs could be done; the files in {out / 'jobs'} say why")
    if not quiet:
        print_note(_summary(counts, out))
    return FOUND if fail_on and _reaches(counts, fail_on) else DONE


def _summary(counts: Counter[str], out: Path) -> str:
    from fidelity.types import SEVERITIES

    jobs, failed = counts["jobs"], counts["failed"]
    found = ", ".join(f"{counts[severity]} {severity}" for severity in reversed(SEVERITIES))
    lines = [
        f"{jobs} {'job' if jobs == 1 else 'jobs'}: {counts['quotations']} quotations, {counts['missing']} missing;"
        f" by severity {found}."
    ]
    if failed:
        lines.append(f"{failed} failed; the column “error” of the files in {out / 'jobs'} says why.")
    if counts["renewed"]:
        lines.append(
            f"{counts['renewed']} of an earlier run were done again, because documents in the same parts have changed."
        )
    if counts["nothing"]:
        lines.append(f"In {counts['nothing']} nothing was compared.")
    return " ".join(lines)


def _reaches(counts: Counter[str], fail_on: FailOn) -> bool:
    """Whether an issue is as severe, or a job has compared nothing."""
    from fidelity.types import SEVERITIES, severity_rank

    limit = severity_rank(fail_on.value)
    severe = any(counts[severity] and severity_rank(severity) >= limit for severity in SEVERITIES)
    return bool(severe or counts["failed"] or counts["nothing"])
