"""``fidelity check``: the whole job."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fidelity.cli.app import DONE, FOUND, app
from fidelity.cli.console import print_note, print_text, protect_inputs, put_text, show_progress, write_report
from fidelity.cli.options import (
    Articles,
    Body,
    CalibrationFile,
    Checks,
    Csv,
    Db,
    Encoding,
    Fail,
    FailOn,
    Glossary,
    Html,
    Include,
    Json,
    KeepCache,
    Kinds,
    Lang,
    ListChecks,
    Lowest,
    Model,
    Mqm,
    Skip,
    Sorting,
    Translation,
    cache_folder,
    choose_checks,
    reading_wishes,
    with_kinds,
)
from fidelity.errors import SettingError, StoreError

if TYPE_CHECKING:
    from fidelity.report import Report
    from fidelity.report.table import View
    from fidelity.settings import Settings
    from fidelity.store import Store
    from fidelity.types import Document, VerdictRecord


@app.command(
    short_help="Compare a translation with articles that quote its original.",
    epilog="Examples: fidelity check memo.txt article1.txt article2.txt --csv drift.csv --fail-on major; "
    "fidelity check memo.txt article.txt --html report.html; fidelity check memo.txt article.txt --db runs.db",
)
def check(
    translation: Translation,
    articles: Articles,
    csv: Csv = None,
    json: Json = None,
    html: Html = None,
    mqm: Mqm = None,
    speaker: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Compare the words of this speaker (a name or a role); may be repeated."),
    ] = None,
    all_speakers: Annotated[bool, typer.Option("--all-speakers", help="Compare the words of every speaker.")] = False,
    occasion: Annotated[
        str | None,
        typer.Option(
            metavar="TEXT",
            help="Compare only words said on this occasion: a kind, such as document, or words of the article.",
        ),
    ] = None,
    compare: Annotated[
        list[str] | None,
        typer.Option("--compare", metavar="ID", help="Compare this quotation (its row number or id); may be repeated."),
    ] = None,
    leave_out: Annotated[
        list[str] | None,
        typer.Option("--leave-out", metavar="ID", help="Leave out this quotation (row number or id); may be repeated."),
    ] = None,
    kinds: Kinds = None,
    model: Model = None,
    lang: Lang = None,
    encoding: Encoding = None,
    include: Include = None,
    body: Body = None,
    checks: Checks = None,
    skip: Skip = None,
    glossary: Glossary = None,
    calibration: CalibrationFile = None,
    db: Db = None,
    cache: KeepCache = None,
    verdicts: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE", help="Use these verdicts, which review --export wrote (.csv or .jsonl); may be repeated."
        ),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Show every quotation in full.")] = False,
    min_severity: Annotated[
        Lowest, typer.Option("--min-severity", help="Show only quotations that are this severe or worse.")
    ] = Lowest.NEUTRAL,
    sort: Annotated[
        Sorting, typer.Option(help="Show the worst first, or follow the order of the article or of the translation.")
    ] = Sorting.WORST,
    fail_on: Fail = None,
    _list: ListChecks = False,
    quiet: Annotated[
        bool,
        typer.Option(
            "--quiet", "-q", help="Print no table and no progress; only write the files and set the exit code."
        ),
    ] = False,
    verbose: Annotated[
        bool,
        typer.Option(
            "--verbose", "-v", help="Also show each pair's numbers and next-best passages, and the signature."
        ),
    ] = False,
) -> int:
    """Compare a translation with what articles quote of its original, and say what differs and what is missing."""
    from fidelity import pipeline
    from fidelity.reading import read_document
    from fidelity.report.advice import say_how_long, say_nothing_compared
    from fidelity.report.table import View

    inputs = [translation, *articles, *(verdicts or ()), *filter(None, [calibration, glossary])]
    protect_inputs(inputs, csv=csv, json=json, html=html, mqm=mqm, db=str(db) if db else None)
    settings = choose_checks(reading_wishes(encoding, include, body), checks, skip, glossary)
    settings = with_kinds(_with_speakers(settings, speaker, all_speakers, occasion), kinds)
    given = _read_verdicts(verdicts or ())
    names = [str(translation), *map(str, articles)]
    source, *quoting = documents = [read_document(name, settings.reading) for name in names]
    long = say_how_long(sum(len(document.text) for document in documents))
    if long and not quiet:
        print_note(long)
    with ExitStack() as stack:
        store = stack.enter_context(_opened(db)) if db else None  # before the work, since it may not be a database
        known = [*given, *(store.verdicts() if store else ())]
        progress = stack.enter_context(show_progress(quiet))
        report = pipeline.check(
            *(source, quoting),
            model=model,
            lang=lang,
            settings=settings,
            calibration=calibration,
            compare=compare or (),
            leave_out=leave_out or (),
            verdicts=known,
            cache=cache_folder(cache),
            progress=progress,
        )
        report, failure = _reviewed(report, documents, store, given)
    nothing = say_nothing_compared(report)
    if nothing:
        print_note(nothing)
    if given and not quiet:
        _tell_unused(report, given)
    write_report(report, csv, json, mqm)
    if html:
        put_text(html, report.to_html(documents=documents))
    if not quiet and "-" not in (csv, json, html, mqm):
        _show(report, View(verbose=verbose, everything=everything, lowest=min_severity.value, order=sort.value))
    if failure:  # only now, so that the result is shown although the run was not saved
        raise failure
    return FOUND if fail_on and (nothing or _reaches(report, fail_on)) else DONE


def _with_speakers(
    settings: Settings, speakers: Sequence[str] | None, all_speakers: bool, occasion: str | None
) -> Settings:
    """``settings`` with the options for speakers and occasions."""
    from dataclasses import replace

    if speakers and all_speakers:
        raise SettingError("--speaker and --all-speakers exclude each other; give only one of them")
    chosen = replace(settings.selection, speakers=tuple(speakers or ()), all_speakers=all_speakers, occasion=occasion)
    return replace(settings, selection=chosen)


def _show(report: Report, view: View) -> None:
    """Print the table, as wide as the terminal and in its colours."""
    from dataclasses import replace

    from fidelity.report.table import render_report
    from fidelity.report.terminal import terminal_width, use_color

    shown = replace(view, width=terminal_width(sys.stdout), color=use_color(sys.stdout))
    print_text(render_report(report, shown))


def _read_verdicts(paths: Sequence[Path]) -> list[VerdictRecord]:
    if not paths:
        return []
    from fidelity.verdicts import read_verdicts

    return [record for path in paths for record in read_verdicts(path)]


def _opened(db: Path) -> Store:
    from fidelity.store import Store

    return Store(db, create=True, deferred=True)


def _reviewed(
    report: Report, documents: Sequence[Document], store: Store | None, given: Sequence[VerdictRecord]
) -> tuple[Report, StoreError | None]:
    """The report with all known verdicts, and the error if the run and the verdicts could not be saved."""
    if store is None and not given:
        return report, None
    from fidelity.verdicts import attach

    known, failure = list(given), None
    if store is not None:
        try:
            known += store.verdicts()
            store.add_verdicts(given)
            store.save_run(report, documents[0], documents[1:])
        except StoreError as error:
            failure = error
    return attach(report, known), failure


def _tell_unused(report: Report, given: Sequence[VerdictRecord]) -> None:
    """Print how many of the given verdicts are about quotations that are not in the report."""
    from fidelity.verdicts import standing

    here = {entry.quotation_id for entry in report.entries}
    judged = standing(given)
    unused = sum(record.quotation_id not in here for record in judged)
    if unused:
        print_note(f"Of {len(judged)} verdicts given, {unused} are on quotations that these documents do not have.")


def _reaches(report: Report, fail_on: FailOn) -> bool:
    from fidelity.types import severity_rank

    return severity_rank(report.worst_severity) >= severity_rank(fail_on.value)
