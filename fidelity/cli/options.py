"""Arguments and options that several commands take."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fidelity.errors import SettingError

if TYPE_CHECKING:
    from fidelity.settings import Settings

Translation = Annotated[
    Path, typer.Argument(metavar="TRANSLATION", help="The translation to check; - means the standard input.")
]
Articles = Annotated[
    list[Path],
    typer.Argument(metavar="ARTICLE...", help="Articles that quote the original; - means the standard input."),
]
Csv = Annotated[
    str | None, typer.Option(metavar="PATH", help="Write one row per quotation; - means the standard output.")
]
Json = Annotated[str | None, typer.Option(metavar="PATH", help="Write JSON; - means the standard output.")]
Kinds = Annotated[
    str | None,
    typer.Option(
        metavar="KINDS",
        help="Kinds of quotations that count, separated by commas: direct, mixed, indirect (default: direct,mixed).",
    ),
]
Lang = Annotated[
    str | None,
    typer.Option(
        metavar="TAG",
        help="The language of the text, if the program gets it wrong (a BCP 47 tag such as en or zh-Hans).",
    ),
]
Html = Annotated[
    str | None,
    typer.Option(
        metavar="PATH", help="Write a page for the browser, which contains the documents; - means the standard output."
    ),
]
Mqm = Annotated[
    str | None,
    typer.Option(metavar="PATH", help="Write the issues as a TSV file for MQM Viewer; - means the standard output."),
]


def _check_db(path: Path | None) -> Path | None:
    if path is not None and str(path) == "-":
        raise SettingError("--db -: a database is a file; give it a name")
    return path


Db = Annotated[
    Path | None,
    typer.Option(
        "--db",
        metavar="FILE",
        envvar="FIDELITY_DB",
        callback=_check_db,
        help="The SQLite database in which runs and verdicts are kept.",
    ),
]
Model = Annotated[
    str | None,
    typer.Option(
        metavar="NAME_OR_PATH",
        help="Find passages with this sentence-transformers model (needs the extra 'models').",
    ),
]
Glossary = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="A CSV file of terms whose translation is fixed; its columns: term, renderings (a|b), do_not_translate.",
    ),
]
CalibrationFile = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Use this calibration, which fidelity calibrate wrote.")
]
KeepCache = Annotated[
    bool | None,
    typer.Option(
        "--cache/--no-cache",
        help="Keep the results of the models, so that the next run is faster (see fidelity cache --help); "
        "FIDELITY_CACHE=FOLDER does the same, and names the folder.",
    ),
]
Checks = Annotated[str | None, typer.Option(metavar="NAMES", help="Run only these checks, for example numbers,names.")]
Skip = Annotated[str | None, typer.Option(metavar="NAMES", help="Do not run these checks.")]


class FailOn(StrEnum):
    """The values of ``--fail-on``."""

    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"


class Lowest(StrEnum):
    """The values of ``--min-severity``."""

    NEUTRAL = "neutral"
    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"


class Sorting(StrEnum):
    """The values of ``--sort``."""

    WORST = "worst"
    ARTICLE = "article"
    TRANSLATION = "translation"


class Format(StrEnum):
    """The values of ``--format`` for a table."""

    CSV = "csv"
    TSV = "tsv"
    JSONL = "jsonl"
    PARQUET = "parquet"


TableFormat = Annotated[Format | None, typer.Option(help="The format of FILE, if the end of its name does not tell.")]
Fail = Annotated[FailOn | None, typer.Option("--fail-on", help="Exit with code 1 if anything is this severe or worse.")]


def _list_checks(wanted: bool) -> None:
    if wanted:
        from fidelity.checks import CHECKS
        from fidelity.cli.console import print_text

        width = max(len(check.name) for check in CHECKS)
        print_text("".join(f"{check.name:{width}}  {check.about}\n" for check in CHECKS))
        raise typer.Exit(0)


ListChecks = Annotated[
    bool,
    typer.Option("--list-checks", callback=_list_checks, is_eager=True, help="List the checks and exit."),
]


def choose_checks(settings: Settings, checks: str | None, skip: str | None, glossary: Path | None) -> Settings:
    """The settings with the requested checks and the glossary.

    Raises:
        SettingError: if a given name is not the name of a check.
        InputError: if the glossary cannot be read.
    """
    from dataclasses import replace

    from fidelity.checks import NAMES
    from fidelity.glossary import read_glossary

    if checks and skip:
        raise SettingError("--checks and --skip exclude each other; give only one of them")
    named = [name.strip() for name in (checks or skip or "").split(",") if name.strip()]
    unknown = [name for name in named if name not in NAMES]
    if unknown:
        raise SettingError(f"there is no check called {unknown[0]!r}; the checks are {', '.join(NAMES)}")
    skipped = tuple(name for name in NAMES if (name not in named if checks else name in named))
    terms = read_glossary(str(glossary), settings.reading) if glossary else ()
    return replace(settings, judgement=replace(settings.judgement, skipped_checks=skipped, glossary=terms))


Encoding = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="The encoding of the texts, such as gb18030, if the program guesses wrong."),
]
Include = Annotated[
    list[str] | None,
    typer.Option(metavar="ZONE", help="Compare this zone too, such as inline_note; may be repeated."),
]
Body = Annotated[
    str | None, typer.Option(metavar="START:END", help="Where the body is, in characters as inspect counts them.")
]


def reading_wishes(encoding: str | None, include: list[str] | None, body: str | None) -> Settings:
    """Settings with the user's options for encoding, zones and body.

    Raises:
        SettingError: if ``body`` is not two numbers and a colon.
    """
    from dataclasses import replace

    from fidelity.settings import Settings

    settings = Settings()
    place = None
    if body is not None:
        edges = body.split(":")
        if len(edges) != 2 or not all(edge.isascii() and edge.isdigit() and len(edge) < 12 for edge in edges):
            raise SettingError(f"--body {body!r}: give two numbers and a colon, such as 1202:11608")
        place = (int(edges[0]), int(edges[1]))
    reading = replace(settings.reading, encoding=encoding)
    zones = replace(settings.zones, include=tuple(include or ()), body=place)
    return replace(settings, reading=reading, zones=zones)


def with_kinds(settings: Settings, kinds: str | None) -> Settings:
    """``settings`` with the kinds of quotations that ``--kinds`` names.

    Raises:
        SettingError: if it names no kind, or a kind that does not exist.
    """
    from dataclasses import replace
    from typing import get_args

    from fidelity.types import QuotationKind

    if kinds is None:
        return settings
    known: tuple[QuotationKind, ...] = get_args(QuotationKind)
    asked = [name.strip().lower() for name in kinds.split(",") if name.strip()]
    unknown = [name for name in asked if name not in known]
    if unknown or not asked:
        wrong = f"{unknown[0]!r} is no kind of quotation" if unknown else "no kind of quotation is named"
        raise SettingError(f"--kinds: {wrong}; name some of {', '.join(known)}, separated by commas")
    chosen = tuple(kind for kind in known if kind in asked)
    return replace(settings, selection=replace(settings.selection, kinds=chosen))


def cache_folder(wanted: bool | None) -> Path | None:
    """The folder of the cache, if ``--cache`` or the environment asks for it."""
    import os

    from fidelity.cache import FOLDER_VARIABLE, default_folder

    return default_folder() if wanted or (wanted is None and os.environ.get(FOLDER_VARIABLE)) else None


def kept_in(wanted: bool | None) -> str | None:
    """The same folder for workers, which may have another working folder."""
    folder = cache_folder(wanted)
    return None if folder is None else str(folder.absolute())


class Engine(StrEnum):
    """The values of ``--engine``."""

    LOCAL = "local"
    RAY = "ray"


class RowFormat(StrEnum):
    """Formats of scored rows that ``--parts`` takes."""

    JSONL = "jsonl"
    CSV = "csv"


Workers = Annotated[
    int | None,
    typer.Option(min=1, metavar="N", help="How many processes work at once (default: one for each processor core)."),
]
EngineOption = Annotated[
    Engine, typer.Option(help="Work on this machine, or on a Ray cluster (needs the extra 'ray').")
]
Address = Annotated[
    str | None,
    typer.Option(metavar="ADDRESS", help="The address of a running Ray cluster; without it, Ray runs on this machine."),
]
