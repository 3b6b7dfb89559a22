"""``fidelity quotes``: what articles quote."""

from __future__ import annotations

import sys

from fidelity.cli.app import DONE, app
from fidelity.cli.console import print_text, protect_inputs, put_text
from fidelity.cli.options import Articles, Encoding, Json, reading_wishes


@app.command(epilog="Example: fidelity quotes article.txt --json -")
def quotes(articles: Articles, json: Json = None, encoding: Encoding = None) -> int:
    """Show the quotations of articles: kind, speaker, cue and occasion of each."""
    from fidelity import pipeline

    protect_inputs(articles, json=json)
    settings = reading_wishes(encoding, None, None)
    found = [pipeline.quotes(str(article), settings=settings) for article in articles]
    if json:
        from fidelity.report.schema import quotes_dict, to_text

        put_text(json, to_text(quotes_dict(found)))
    if json != "-":
        from fidelity.report.listing import render_quotations
        from fidelity.report.terminal import terminal_width, use_color

        width, color = terminal_width(sys.stdout), use_color(sys.stdout)
        print_text("\n".join(render_quotations(d, quotations, width=width, color=color) for d, quotations in found))
    return DONE
