"""The command line: parse, call, print, exit. Nothing else in the package prints or exits."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fidelity.errors import FidelityError, SettingError

if TYPE_CHECKING:
    from fidelity.pipeline import Progress
    from fidelity.report import Report

DONE, FOUND, FIXABLE, INTERRUPTED = 0, 1, 2, 130
"""Exit codes: done; something at or above ``--fail-on``; the user can fix it; Ctrl-C."""

_USAGE_ERROR: type[Exception] = next(c for c in typer.BadParameter.__mro__ if c.__name__ == "ClickException")
"""What typer raises for a wrong option, whether it brings its own click or uses the installed one."""

app = typer.Typer(
    name="fidelity",
    help="Pair a translated memo with the articles that quote it, and say where the translation drifted.",
    epilog="Nothing leaves this machine, and nothing of a document stays on disk unless you name a file for it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
models = typer.Typer(help="The models that ship with fidelity.", invoke_without_command=True, rich_markup_mode=None)
app.add_typer(models, name="models")


class FailOn(StrEnum):
    """Severities that ``--fail-on`` takes."""

    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"


Translation = Annotated[Path, typer.Argument(metavar="TRANSLATION", help="The translation under test (UTF-8 text).")]
Articles = Annotated[list[Path], typer.Argument(metavar="ARTICLE...", help="Articles that quote the original.")]
Csv = Annotated[str | None, typer.Option(metavar="PATH", help="Write one row per quotation; - is stdout.")]
Json = Annotated[str | None, typer.Option(metavar="PATH", help="Write JSON; - is stdout.")]
Lang = Annotated[
    str | None, typer.Option(metavar="TAG", help="Language of the text, if tagging gets it wrong (BCP 47).")
]


def _show_version(wanted: bool) -> None:
    if wanted:
        import fidelity

        _print(f"fidelity {fidelity.__version__}\n")
        raise typer.Exit(DONE)


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Options before a command."""


@app.command(
    epilog="Example: fidelity check memo.txt article1.txt article2.txt --csv drift.csv --fail-on major",
)
def check(
    translation: Translation,
    articles: Articles,
    csv: Csv = None,
    json: Json = None,
    speaker: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Whose words are the document's; may be repeated.")
    ] = None,
    all_speakers: Annotated[bool, typer.Option("--all-speakers", help="Pair the words of every speaker.")] = False,
    occasion: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Pair only words said on this occasion (its kind or its words).")
    ] = None,
    model: Annotated[
        str | None,
        typer.Option(metavar="NAME_OR_PATH", help="Pair with this sentence-transformers model (extra 'models')."),
    ] = None,
    lang: Lang = None,
    fail_on: Annotated[FailOn | None, typer.Option(help="Exit with 1 if anything is this severe or worse.")] = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No table, no progress: files and exit code only.")
    ] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show the signature and every alternative.")] = False,
) -> int:
    """Pair quotations with passages and print the drift table, worst first."""
    from dataclasses import replace

    from fidelity import pipeline
    from fidelity.settings import Settings

    _protect([translation, *articles], csv, json)
    if speaker and all_speakers:
        raise SettingError("--speaker and --all-speakers exclude each other; give one")
    settings = Settings()
    chosen = replace(settings.selection, speakers=tuple(speaker or ()), all_speakers=all_speakers, occasion=occasion)
    settings = replace(settings, selection=chosen)
    with _progress(quiet) as progress:
        report = pipeline.check(
            str(translation), [str(a) for a in articles], model=model, lang=lang, settings=settings, progress=progress
        )
    _write(report, csv, json)
    if not quiet and "-" not in (csv, json):
        from fidelity.report.table import render_report
        from fidelity.report.terminal import terminal_width, use_color

        width, color = terminal_width(sys.stdout), use_color(sys.stdout)
        _print(render_report(report, width=width, color=color, verbose=verbose))
    return FOUND if fail_on and _reaches(report, fail_on) else DONE


@app.command(epilog="Example: fidelity inspect memo.txt")
def inspect(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The document to look into.")],
    json: Json = None,
    lang: Lang = None,
) -> int:
    """Show a document's zones with language and reason: what is body, and what is left out and why."""
    from fidelity import pipeline

    _protect([file], None, json)
    document = pipeline.inspect(str(file), lang=lang)
    if json:
        from fidelity.report.schema import inspect_dict, to_text

        _put(json, to_text(inspect_dict(document)))
    if json != "-":
        from fidelity.report.listing import render_inspection
        from fidelity.report.terminal import terminal_width, use_color

        _print(render_inspection(document, width=terminal_width(sys.stdout), color=use_color(sys.stdout)))
    return DONE


@app.command(epilog="Example: fidelity quotes article.txt --json -")
def quotes(articles: Articles, json: Json = None) -> int:
    """Show the quotations of articles: kind, speaker, cue and occasion of each."""
    from fidelity import pipeline

    _protect(articles, None, json)
    found = [pipeline.quotes(str(article)) for article in articles]
    if json:
        from fidelity.report.schema import quotes_dict, to_text

        _put(json, to_text(quotes_dict(found)))
    if json != "-":
        from fidelity.report.listing import render_quotations
        from fidelity.report.terminal import terminal_width, use_color

        width, color = terminal_width(sys.stdout), use_color(sys.stdout)
        _print("\n".join(render_quotations(d, quotations, width=width, color=color) for d, quotations in found))
    return DONE


@models.callback()
def _models(context: typer.Context) -> None:
    """List the built-in model: its licence, languages and checksum."""
    if context.invoked_subcommand is None:
        from fidelity.embedding import BuiltInEncoder

        encoder = BuiltInEncoder()
        languages = ", ".join(sorted(encoder.languages or ()))
        _print(f"{encoder.name}  built in, Apache-2.0, languages: {languages}\n")


@models.command("verify")
def models_verify() -> int:
    """Compare the model's files with their checksums."""
    from fidelity.embedding import verify_model

    for name, digest in verify_model().items():
        _print(f"{digest}  {name}  OK\n")
    return DONE


def main() -> None:
    """The console script ``fidelity``: whatever a user can fix is one line on stderr and exit code 2."""
    try:
        code = app(standalone_mode=False, prog_name="fidelity")
    except FidelityError as error:
        code = _complain(str(error))
    except _USAGE_ERROR as error:
        code = _complain(_usage_message(error))
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has gone; give the interpreter something to flush into.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = DONE
    sys.exit(code if isinstance(code, int) else DONE)


def _usage_message(error: Any) -> str:
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "fidelity"
    return f"{error.format_message()} (see: {command} --help)"


def _complain(message: str) -> int:
    from fidelity.report.escaping import one_line

    sys.stderr.buffer.write(f"fidelity: {one_line(message)}\n".encode("utf-8", "replace"))
    sys.stderr.flush()
    return FIXABLE


def _print(text: str) -> None:
    """UTF-8 to stdout, whatever the locale: the same command gives the same bytes."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()


def _put(path: str, text: str) -> None:
    if path == "-":
        _print(text)
    else:
        from fidelity.report.files import write_text

        write_text(Path(path), text)


def _write(report: Report, csv: str | None, json: str | None) -> None:
    if csv == "-":
        sys.stdout.buffer.write(report.to_csv().encode("utf-8-sig"))
        sys.stdout.buffer.flush()
    elif csv:
        report.to_csv(csv)
    if json:
        _put(json, report.to_json())


def _protect(inputs: list[Path], csv: str | None, json: str | None) -> None:
    """No output may replace an input or another output."""
    outputs = [Path(path) for path in (csv, json) if path and path != "-"]
    if csv and csv == json:
        raise SettingError("--csv and --json name the same place; give each its own")
    for output in outputs:
        for source in inputs:
            if output.exists() and source.exists() and output.samefile(source):
                raise SettingError(f"{output}: is one of the documents; write the result somewhere else")


def _reaches(report: Report, fail_on: FailOn) -> bool:
    from fidelity.types import severity_rank

    return severity_rank(report.worst_severity) >= severity_rank(fail_on.value)


@contextmanager
def _progress(quiet: bool) -> Iterator[Progress | None]:
    """A progress bar on stderr, where a person is looking."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def show(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total)
            bar.update(tasks[stage], completed=done, total=total)

        yield show
