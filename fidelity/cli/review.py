"""``fidelity review``: saved runs and their verdicts."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fidelity.cli.app import DONE, app
from fidelity.cli.console import are_one, print_note, print_text, put_bytes, put_text
from fidelity.cli.options import Db
from fidelity.errors import SettingError

if TYPE_CHECKING:
    from fidelity.store import Store


class Format(StrEnum):
    """The values of ``--format``."""

    CSV = "csv"
    JSONL = "jsonl"
    MQM = "mqm"


_SUFFIXES = {".csv": Format.CSV, ".jsonl": Format.JSONL, ".ndjson": Format.JSONL, ".tsv": Format.MQM}


@app.command(
    short_help="Review a saved run, list runs, or export verdicts.",
    epilog="Examples: fidelity review --db runs.db; fidelity review --db runs.db --run 3 --reviewer Ann --no-browser; "
    "fidelity review --db runs.db --runs; fidelity review --db runs.db --export verdicts.csv; "
    "fidelity review --db runs.db --forget 3",
)
def review(
    db: Db = None,
    run: Annotated[
        str | None, typer.Option(metavar="RUN", help="Open this run instead of the latest one; --runs lists them.")
    ] = None,
    reviewer: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="The name under which verdicts are kept (default: your login name)."),
    ] = None,
    browser: Annotated[
        bool,
        typer.Option("--browser/--no-browser", help="Open the browser, or only print the address of the notebook."),
    ] = True,
    folder: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The folder for the notebook (default: the working folder).")
    ] = None,
    export: Annotated[
        str | None,
        typer.Option(
            metavar="PATH",
            help="Write the verdicts as .csv, as .jsonl, or as .tsv for MQM Viewer; - means the standard output.",
        ),
    ] = None,
    format: Annotated[  # noqa: A002
        Format | None, typer.Option(help="The format of the export, if the end of PATH does not tell.")
    ] = None,
    forget: Annotated[
        list[str] | None,
        typer.Option(
            metavar="RUN", help="Delete the texts of this run, or of all runs, and keep the verdicts; may be repeated."
        ),
    ] = None,
    runs: Annotated[bool, typer.Option("--runs", help="List the saved runs.")] = False,
) -> int:
    """Review a saved run in a notebook, list the saved runs, export verdicts, or delete the texts of a run."""
    if sum((export is not None, bool(forget), runs)) > 1:
        raise SettingError("--export, --forget and --runs exclude one another; give only one of them")
    if format and export is None:
        raise SettingError("--format says how --export writes; give both options")
    if db is None:
        raise SettingError("name the database that check --db wrote: --db FILE (or FIDELITY_DB)")
    if export is None and not forget and not runs:
        from fidelity.cli.opening import open_notebook

        open_notebook(db, run, reviewer, folder=folder or Path(), browser=browser)
        return DONE
    if run is not None or reviewer is not None or folder is not None or not browser:
        raise SettingError(
            "--run, --reviewer, --folder and --no-browser are for the notebook; give them without --export, --forget"
            " and --runs"
        )
    from fidelity.store import Store

    if export is not None and are_one(export, db):
        raise SettingError(f"{export}: this is the database; write the verdicts somewhere else")
    with Store(db) as store:
        if export is not None:
            _export(store, export, format)
        for each in _chosen(store, forget or ()):
            store.forget(each)
            print_note(f"run {each}: its texts are deleted, its verdicts stay")
        if runs:
            print_text(_listed(store))
    return DONE


def _chosen(store: Store, runs: Sequence[str]) -> list[str]:
    """``runs``, or all runs that have texts if ``all`` is among them."""
    return list(store.runs_with_texts()) if "all" in runs else list(runs)


def _export(store: Store, path: str, format: Format | None) -> None:  # noqa: A002
    """All rows as CSV or JSON Lines, or the verdicts that are not undone as MQM Viewer's TSV."""
    from fidelity.verdicts import verdicts_csv, verdicts_jsonl, verdicts_mqm

    kind = format or _SUFFIXES.get(Path(path).suffix.lower())
    match kind:
        case Format.CSV:
            put_bytes(path, verdicts_csv(store.verdicts()).encode("utf-8-sig"))
        case Format.JSONL:
            put_text(path, verdicts_jsonl(store.verdicts()))
        case Format.MQM:
            put_text(path, verdicts_mqm(store.verdicts(), store.reports()))
        case _:
            raise SettingError(f"--export {path}: end it in .csv, .jsonl or .tsv, or name a --format")


def _listed(store: Store) -> str:
    from fidelity.report.terminal import terminal_width, use_color
    from fidelity.store.listing import render_runs
    from fidelity.verdicts import standing

    width, color = terminal_width(sys.stdout), use_color(sys.stdout)
    return render_runs(store.runs(), standing(store.verdicts()), width=width, color=color)
