"""Arguments and options that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fidelity.errors import SettingError

if TYPE_CHECKING:
    from fidelity.settings import Settings

Translation = Annotated[
    Path, typer.Argument(metavar="TRANSLATION", help="The translation under test; - is standard input.")
]
Articles = Annotated[
    list[Path], typer.Argument(metavar="ARTICLE...", help="Articles that quote the original; - is standard input.")
]
Csv = Annotated[str | None, typer.Option(metavar="PATH", help="Write one row per quotation; - is stdout.")]
Json = Annotated[str | None, typer.Option(metavar="PATH", help="Write JSON; - is stdout.")]
Lang = Annotated[
    str | None, typer.Option(metavar="TAG", help="Language of the text, if tagging gets it wrong (BCP 47).")
]
Encoding = Annotated[
    str | None, typer.Option(metavar="NAME", help="Encoding of the texts, such as gb18030, where a guess is wrong.")
]
Include = Annotated[
    list[str] | None,
    typer.Option(metavar="ZONE", help="Put a zone back into the body, such as inline_note; repeatable."),
]
Body = Annotated[
    str | None, typer.Option(metavar="START:END", help="Where the body is, in characters as inspect shows them.")
]


def reading_wishes(encoding: str | None, include: list[str] | None, body: str | None) -> Settings:
    """Settings with what the user says of encoding, zones and body.

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
