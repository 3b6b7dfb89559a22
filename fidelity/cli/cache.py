"""``fidelity cache``: what ``--cache`` has kept on this machine."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import typer

from fidelity.cli.app import DONE, app
from fidelity.cli.console import print_text

if TYPE_CHECKING:
    from fidelity.cache import Cache

cache = typer.Typer(
    help="What --cache has kept on this machine.",
    invoke_without_command=True,
    no_args_is_help=False,
    rich_markup_mode=None,
)
app.add_typer(cache, name="cache", short_help="Show or delete what --cache has kept on this machine.")


@cache.callback()
def _cache(context: typer.Context) -> None:
    """Show what --cache has kept: the number of vectors, readings and placements, and their size on disk.

    The texts themselves are not kept, but vectors can reveal what a text says. The folder is the one that
    FIDELITY_CACHE names, or fidelity in the user's cache folder. Only its owner may use it.
    """
    if context.invoked_subcommand is None:
        from fidelity.report.escaping import one_line

        opened = _opened()
        if opened is None:
            print_text("The cache is empty.\n")
            return
        with opened as kept:
            found = kept.describe()
        counts = ", ".join(f"{count} {kind}" for kind, count in found.entries.items()) or "nothing"
        room = f"{found.size / 1e6:.1f} MB of at most {found.limit / 1e6:.0f} MB"
        print_text(f"{one_line(str(found.folder))}: {counts}; {room}\n")


@cache.command("clear")
def cache_clear() -> int:
    """Delete everything that --cache has kept."""
    opened = _opened()
    if opened is not None:
        with opened as kept:
            kept.clear()
    print_text("The cache is empty.\n")
    return DONE


def _opened() -> Cache | None:
    """The cache, if it exists. This does not make a folder."""
    from fidelity.cache import Cache, default_folder

    folder = default_folder()
    return Cache(folder) if os.path.lexists(folder) else None
