"""``fidelity page``: saved reports as a page for the browser, or as an index of many pages."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote

import typer

from fidelity.cli.app import DONE, app
from fidelity.cli.console import protect_inputs, put_text
from fidelity.cli.options import Encoding, reading_wishes
from fidelity.errors import SettingError

if TYPE_CHECKING:
    from fidelity.report import Report
    from fidelity.types import Document


@app.command(
    short_help="Make a page for the browser, or an index of many pages.",
    epilog="Examples: fidelity page report.json --html report.html; "
    "fidelity page report.json --texts memo.txt --texts article.txt --html report.html; "
    "fidelity page reports/ --pages pages/ --html index.html",
)
def page(
    reports: Annotated[
        list[Path],
        typer.Argument(metavar="REPORT...", help="Reports that --json wrote, or folders of such files (*.json)."),
    ],
    html: Annotated[str, typer.Option(metavar="PATH", help="Write the page here; - means the standard output.")],
    texts: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE",
            help="Show this document in full, because a saved report does not hold it; may be repeated.",
        ),
    ] = None,
    pages: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Also write a page for each report into this folder, and link them."),
    ] = None,
    encoding: Encoding = None,
) -> int:
    """Make a page for the browser from a saved report, or an index page of several reports, the worst first."""
    from fidelity.report import load
    from fidelity.report.page import IndexRow, render_index

    files = _report_files(reports)
    targets = _page_files(files, pages) if pages else []
    protect_inputs([*files, *(texts or ())], html=html, pages=[str(target) for target in targets])
    loaded = [(file, load(file)) for file in files]
    documents = _read_texts(texts or (), encoding, [report for _, report in loaded])
    if len(files) == 1 and pages is None and not reports[0].is_dir():
        put_text(html, loaded[0][1].to_html(documents=documents))
        return DONE
    links = _write_pages(loaded, documents, targets, html) if pages else [""] * len(loaded)
    rows = [IndexRow(report, str(file), link) for (file, report), link in zip(loaded, links, strict=True)]
    put_text(html, render_index(rows))
    return DONE


def _report_files(reports: Sequence[Path]) -> list[Path]:
    """The reports that were named and those in the named folders, each once."""
    files: dict[Path, None] = {}
    for report in reports:
        found = sorted(report.glob("*.json")) if report.is_dir() else [report]
        if not found:
            raise SettingError(f"{report}: there is no report (*.json) in this folder; name a file that --json wrote")
        files |= dict.fromkeys(found)
    return list(files)


def _read_texts(texts: Sequence[Path], encoding: str | None, reports: Sequence[Report]) -> list[Document]:
    """The documents to show in full. Each has to belong to a report."""
    from fidelity.reading import read_document

    settings = reading_wishes(encoding, None, None).reading
    known = {info.sha256 for report in reports for info in (report.translation, *report.articles)}
    documents = [read_document(str(text), settings) for text in texts]
    for document in documents:
        if document.info.sha256 not in known:
            raise SettingError(
                f"{document.info.origin}: no report is about this file as it is now; name the file that was checked"
            )
    return documents


def _page_files(files: Sequence[Path], folder: Path) -> list[Path]:
    """A name in ``folder`` for the page of each report. No two of them are one file where the case does not count."""
    taken, found = set[str](), []
    for file in files:
        number = 1
        while (name := file.stem if number == 1 else f"{file.stem}-{number}").casefold() in taken:
            number += 1
        taken.add(name.casefold())
        found.append(folder / f"{name}.html")
    return found


def _write_pages(
    loaded: Sequence[tuple[Path, Report]], documents: Sequence[Document], targets: Sequence[Path], html: str
) -> list[str]:
    """Writes the page of each report. Returns their addresses, relative to the index."""
    base = Path.cwd() if html == "-" else Path(html).resolve().parent
    links = []
    for (_, report), target in zip(loaded, targets, strict=True):
        report.to_html(target, documents)
        links.append(quote(os.path.relpath(target.resolve(), base).replace(os.sep, "/")))
    return links
