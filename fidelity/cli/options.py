"""Arguments and options that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fidelity.errors import SettingError

if TYPE_CHECKING:
    from fidelity.settings import Settings

Translation = Annotated[Path, typer.Argument(metavar="TRANSLATION", help="The translation under test (UTF-8 text).")]
Articles = Annotated[list[Path], typer.Argument(metavar="ARTICLE...", help="Articles that quote the original.")]
Csv = Annotated[str | None, typer.Option(metavar="PATH", help="Write one row per quotation; - is stdout.")]
Json = Annotated[str | None, typer.Option(metavar="PATH", help="Write JSON; - is stdout.")]
Kinds = Annotated[
    str | None,
    typer.Option(
        metavar="KINDS",
        help="Kinds of quotations, with commas between: direct, mixed, indirect (default: direct,mixed).",
    ),
]
Lang = Annotated[
    str | None, typer.Option(metavar="TAG", help="Language of the text, if tagging gets it wrong (BCP 47).")
]


def with_kinds(settings: Settings, kinds: str | None) -> Settings:
    """``settings`` with the kinds of quotations that ``--kinds`` names.

    Raises:
        SettingError: if it names none, or one that there is not.
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
        raise SettingError(f"--kinds: {wrong}; name some of {', '.join(known)}, with commas between")
    chosen = tuple(kind for kind in known if kind in asked)
    return replace(settings, selection=replace(settings.selection, kinds=chosen))
