"""Arguments and options that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Translation = Annotated[Path, typer.Argument(metavar="TRANSLATION", help="The translation under test (UTF-8 text).")]
Articles = Annotated[list[Path], typer.Argument(metavar="ARTICLE...", help="Articles that quote the original.")]
Csv = Annotated[str | None, typer.Option(metavar="PATH", help="Write one row per quotation; - is stdout.")]
Json = Annotated[str | None, typer.Option(metavar="PATH", help="Write JSON; - is stdout.")]
Lang = Annotated[
    str | None, typer.Option(metavar="TAG", help="Language of the text, if tagging gets it wrong (BCP 47).")
]
