"""``fidelity inspect``: what a document is made of."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from fidelity.cli.app import DONE, app
from fidelity.cli.console import print_text, protect_inputs, put_text
from fidelity.cli.options import Json, Lang


@app.command(epilog="Example: fidelity inspect memo.txt")
def inspect(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The document to look into.")],
    json: Json = None,
    lang: Lang = None,
) -> int:
    """Show a document's zones with language and reason: what is body, and what is left out and why."""
    from fidelity import pipeline

    protect_inputs([file], json=json)
    document = pipeline.inspect(str(file), lang=lang)
    if json:
        from fidelity.report.schema import inspect_dict, to_text

        put_text(json, to_text(inspect_dict(document)))
    if json != "-":
        from fidelity.report.listing import render_inspection
        from fidelity.report.terminal import terminal_width, use_color

        print_text(render_inspection(document, width=terminal_width(sys.stdout), color=use_color(sys.stdout)))
    return DONE
