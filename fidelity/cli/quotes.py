"""``fidelity quotes``: the quotations of articles."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from fidelity.cli.app import DONE, app
from fidelity.cli.console import print_text, protect_inputs, put_text
from fidelity.cli.options import Articles, Encoding, Json, Kinds, reading_wishes, with_kinds


@app.command(
    short_help="Show the quotations of articles.",
    epilog="Example: fidelity quotes article1.txt article2.txt --jsonl quotes.jsonl",
)
def quotes(
    articles: Articles,
    kinds: Kinds = None,
    json: Json = None,
    jsonl: Annotated[
        str | None,
        typer.Option(metavar="PATH", help="Write JSON Lines, one article per line; - means the standard output."),
    ] = None,
    encoding: Encoding = None,
) -> int:
    """Show the quotations of articles, each with its kind, speaker and occasion."""
    from fidelity import pipeline

    protect_inputs(articles, json=json, jsonl=jsonl)
    settings = with_kinds(reading_wishes(encoding, None, None), kinds)
    found = [pipeline.quotes(str(article), settings=settings) for article in articles]
    if json:
        from fidelity.report.schema import quotes_dict, to_text

        put_text(json, to_text(quotes_dict(found)))
    if jsonl:
        from fidelity.report.schema import quotes_line

        put_text(jsonl, "".join(quotes_line(document, quotations) for document, quotations in found))
    if "-" not in (json, jsonl):
        from fidelity.report.listing import render_quotations
        from fidelity.report.terminal import terminal_width, use_color

        width, color = terminal_width(sys.stdout), use_color(sys.stdout)
        print_text("\n".join(render_quotations(d, quotations, width=width, color=color) for d, quotations in found))
    return DONE
