"""``fidelity inspect``: the zones, languages and sentences of a document."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from fidelity.cli.app import DONE, app
from fidelity.cli.console import print_document, print_text, protect_inputs, put_text
from fidelity.cli.options import Body, Encoding, Include, Json, Lang, reading_wishes
from fidelity.errors import SettingError


@app.command(
    short_help="Show which parts of a document are compared, and why.",
    epilog="Example: fidelity inspect memo.html --segments",
)
def inspect(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The document to look into; - means the standard input.")
    ],
    json: Json = None,
    text: Annotated[
        bool, typer.Option("--text", help="Print only the document's text, in which all offsets count.")
    ] = False,
    segments: Annotated[
        bool, typer.Option("--segments", help="Show every sentence with its language and the confidence in it.")
    ] = False,
    lang: Lang = None,
    encoding: Encoding = None,
    include: Include = None,
    body: Body = None,
) -> int:
    """Show which parts of a document are compared, which are left out, and why."""
    from fidelity import pipeline

    if text and (json or segments):
        raise SettingError("--text prints the text alone; give it without --json and --segments")
    protect_inputs([file], json=json)
    document = pipeline.inspect(str(file), lang=lang, settings=reading_wishes(encoding, include, body))
    if text:
        print_document(document.text)
        return DONE
    if json:
        from fidelity.report.schema import inspect_dict, to_text

        put_text(json, to_text(inspect_dict(document)))
    if json != "-":
        from fidelity.report.inspection import render_inspection
        from fidelity.report.terminal import terminal_width, use_color

        width, color = terminal_width(sys.stdout), use_color(sys.stdout)
        print_text(render_inspection(document, width=width, color=color, segments=segments))
    return DONE
