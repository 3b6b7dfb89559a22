"""``fidelity calibrate``: fits a calibration to verdicts."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fidelity.cli.app import DONE, app
from fidelity.cli.console import print_text, protect_inputs, put_bytes, put_text, show_progress
from fidelity.cli.options import Db, Lang, TableFormat
from fidelity.errors import SettingError

if TYPE_CHECKING:
    from fidelity.aligned import Format
    from fidelity.calibration.fitting import Fit
    from fidelity.types import VerdictRecord


class Only(StrEnum):
    """The values of ``--only``."""

    FIDELITY = "fidelity"
    CONFIDENCE = "confidence"
    SELECTION = "selection"


_OF_VERDICTS = {
    Only.CONFIDENCE: "which passages are right",
    Only.SELECTION: "whose words a quotation's are",
}
_GIVE_VERDICTS = "give --db or --verdicts instead"


@app.command(
    short_help="Fit fidelity and confidence to your verdicts.",
    epilog="Examples: fidelity calibrate --db runs.db --out own.json --plot own.png;"
    " fidelity calibrate --labels rated.csv --label severity --out own.json;"
    " then fidelity check memo.txt article.txt --calibration own.json",
)
def calibrate(
    context: typer.Context,
    out: Annotated[
        str,
        typer.Option(metavar="FILE", help="Write the calibration here; check and score use it with --calibration."),
    ],
    db: Db = None,
    verdicts: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Fit to these verdicts, which review --export wrote; may be repeated."),
    ] = None,
    labels: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Fit to this labelled file (CSV, TSV or JSON Lines), with a score or a pair of texts in each row.",
        ),
    ] = None,
    only: Annotated[
        Only | None, typer.Option(help="Fit only this; the command fails if there is too little to fit it to.")
    ] = None,
    keep: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Keep from this earlier calibration whatever is not fitted now.")
    ] = None,
    plot: Annotated[
        str | None,
        typer.Option(
            metavar="PATH", help="Draw the reliability before and after as a PNG picture (needs the extra 'review')."
        ),
    ] = None,
    label: Annotated[
        str,
        typer.Option(
            metavar="COLUMN",
            help="The column with the label: neutral, minor or 1 for faithful; major, critical or 0 for not faithful.",
        ),
    ] = "label",
    score: Annotated[
        str | None,
        typer.Option(metavar="COLUMN", help="The column with the score before calibration, 0 to 1 (default: score)."),
    ] = None,
    reference: Annotated[
        str, typer.Option(metavar="COLUMN", help="The column with the reference, if the rows have no score.")
    ] = "reference",
    translation: Annotated[
        str, typer.Option(metavar="COLUMN", help="The column with the translation, if the rows have no score.")
    ] = "translation",
    chance: Annotated[
        str | None,
        typer.Option(
            metavar="COLUMN", help="The column with each row's chance of having been chosen, above 0 and up to 1."
        ),
    ] = None,
    group: Annotated[
        str | None,
        typer.Option(
            metavar="COLUMN", help="The column that says which rows belong together, such as those of one document."
        ),
    ] = None,
    format: TableFormat = None,  # noqa: A002
    lang: Lang = None,
    threshold: Annotated[
        int | None, typer.Option(min=1, max=100, help="The fidelity below which every pair was reviewed (default: 50).")
    ] = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Print no figures, no diagrams and no progress.")
    ] = False,
) -> int:
    """Fit the probabilities to your verdicts, or fidelity to a labelled file, and say how good the result is."""
    from dataclasses import replace

    from fidelity.aligned import LabelTable
    from fidelity.calibration import Recalibration, load_recalibration, save_recalibration
    from fidelity.pipeline import calibrating
    from fidelity.settings import Settings

    db = _chosen_db(context, db, verdicts, labels)
    inputs = [path for path in (db, *(verdicts or ()), labels) if path is not None]
    protect_inputs(inputs, out=out, plot=plot)
    protect_inputs([keep] if keep else [], plot=plot)  # ``--out`` may update the file of ``--keep``
    if plot:
        _require_plot()
    settings = Settings()
    if threshold is not None:
        settings = replace(settings, calibration=replace(settings.calibration, threshold=threshold))
    known = load_recalibration(keep) if keep else Recalibration(())
    if labels is None:
        records = _standing(db, verdicts or ())
        fits, failures = calibrating.calibrate_verdicts(records, only=only.value if only else None, settings=settings)
    elif only in _OF_VERDICTS:
        raise SettingError(f"--only {only}: a labelled file does not say {_OF_VERDICTS[only]}; {_GIVE_VERDICTS}")
    else:
        kind: Format | None = format.value if format else None
        table = LabelTable(str(labels), label, score, reference, translation, chance, group, kind)
        with show_progress(quiet) as progress:
            fits, failures = calibrating.calibrate_labels(table, lang=lang, settings=settings, progress=progress)
    put_text(out, save_recalibration(known.updated([fit.part for fit in fits])))
    if plot:
        put_bytes(plot, _picture(fits))
    if not quiet and "-" not in (out, plot):
        _print(fits, failures)
    return DONE


def _chosen_db(
    context: typer.Context, db: Path | None, verdicts: list[Path] | None, labels: Path | None
) -> Path | None:
    """The database to read. The command line takes precedence over the environment."""
    source = context.get_parameter_source("db")
    if source is not None and source.name == "ENVIRONMENT" and (verdicts or labels):
        db = None
    if labels and (verdicts or db):
        raise SettingError(
            "--labels excludes --db and --verdicts; fit to the verdicts of a review or to a labelled file, not to both"
        )
    if not (labels or verdicts or db):
        raise SettingError("name what to fit to: --db FILE, --verdicts FILE or --labels FILE")
    return db


def _standing(db: Path | None, verdicts: Sequence[Path]) -> tuple[VerdictRecord, ...]:
    from fidelity.store import Store
    from fidelity.verdicts import read_verdicts, standing

    records = [record for path in verdicts for record in read_verdicts(path)]
    if db is not None:
        with Store(db) as store:
            records += store.verdicts()
    return standing(records)


def _require_plot() -> None:
    """Raise the error about a missing extra before the work and not after it."""
    from fidelity.report.reliability import figure_class

    figure_class()


def _picture(fits: Sequence[Fit]) -> bytes:
    from fidelity.report.reliability import plot_calibration

    return plot_calibration(fits)


def _print(fits: Sequence[Fit], failures: Sequence[str]) -> None:
    from fidelity.report.reliability import render_calibration
    from fidelity.report.terminal import terminal_width, use_color

    width, color = terminal_width(sys.stdout), use_color(sys.stdout)
    print_text(render_calibration(fits, failures, width=width, color=color))
