"""``fidelity check``: the whole job."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from fidelity.cli.app import DONE, FOUND, app
from fidelity.cli.console import print_text, protect_inputs, show_progress, write_report
from fidelity.cli.options import (
    Articles,
    Body,
    Checks,
    Csv,
    Encoding,
    Fail,
    FailOn,
    Glossary,
    Include,
    Json,
    Kinds,
    Lang,
    ListChecks,
    Mqm,
    Skip,
    Translation,
    choose_checks,
    reading_wishes,
    with_kinds,
)
from fidelity.errors import SettingError

if TYPE_CHECKING:
    from fidelity.report import Report


@app.command(
    epilog="Example: fidelity check memo.txt article1.txt article2.txt --csv drift.csv --fail-on major",
)
def check(
    translation: Translation,
    articles: Articles,
    csv: Csv = None,
    json: Json = None,
    mqm: Mqm = None,
    speaker: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Whose words are the document's; may be repeated.")
    ] = None,
    all_speakers: Annotated[bool, typer.Option("--all-speakers", help="Pair the words of every speaker.")] = False,
    occasion: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Pair only words said on this occasion (its kind or its words).")
    ] = None,
    kinds: Kinds = None,
    model: Annotated[
        str | None,
        typer.Option(metavar="NAME_OR_PATH", help="Pair with this sentence-transformers model (extra 'models')."),
    ] = None,
    lang: Lang = None,
    encoding: Encoding = None,
    include: Include = None,
    body: Body = None,
    checks: Checks = None,
    skip: Skip = None,
    glossary: Glossary = None,
    fail_on: Fail = None,
    _list: ListChecks = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No table, no progress: files and exit code only.")
    ] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show the signature and every alternative.")] = False,
) -> int:
    """Pair quotations with passages and print the drift table, worst first."""
    from dataclasses import replace

    from fidelity import pipeline

    protect_inputs([translation, *articles], csv=csv, json=json, mqm=mqm)
    if speaker and all_speakers:
        raise SettingError("--speaker and --all-speakers exclude each other; give one")
    settings = reading_wishes(encoding, include, body)
    chosen = replace(settings.selection, speakers=tuple(speaker or ()), all_speakers=all_speakers, occasion=occasion)
    settings = choose_checks(replace(settings, selection=chosen), checks, skip, glossary)
    settings = with_kinds(settings, kinds)
    with show_progress(quiet) as progress:
        report = pipeline.check(
            str(translation), [str(a) for a in articles], model=model, lang=lang, settings=settings, progress=progress
        )
    write_report(report, csv, json, mqm)
    if not quiet and "-" not in (csv, json, mqm):
        from fidelity.report.table import render_report
        from fidelity.report.terminal import terminal_width, use_color

        width, color = terminal_width(sys.stdout), use_color(sys.stdout)
        print_text(render_report(report, width=width, color=color, verbose=verbose))
    return FOUND if fail_on and _reaches(report, fail_on) else DONE


def _reaches(report: Report, fail_on: FailOn) -> bool:
    from fidelity.types import severity_rank

    return severity_rank(report.worst_severity) >= severity_rank(fail_on.value)
