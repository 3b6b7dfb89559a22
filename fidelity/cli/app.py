"""The program ``fidelity``: its exit codes, and what becomes of an error."""

from __future__ import annotations

import os
import sys
from typing import Annotated, Any

import typer

from fidelity.cli.console import print_text
from fidelity.errors import FidelityError

DONE, FOUND, FIXABLE, INTERRUPTED = 0, 1, 2, 130
"""Exit codes: done; something at or above ``--fail-on``; the user can fix it; Ctrl-C."""

_USAGE_ERROR: type[Exception] = next(c for c in typer.BadParameter.__mro__ if c.__name__ == "ClickException")
"""What typer raises for a wrong option, whether it brings its own click or uses the installed one."""

app = typer.Typer(
    name="fidelity",
    help="Pair a translated memo with the articles that quote it, and say where the translation drifted.",
    epilog="Nothing leaves this machine, and nothing of a document stays on disk unless you name a file for it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        import fidelity

        print_text(f"fidelity {fidelity.__version__}\n")
        raise typer.Exit(DONE)


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Options before a command."""


def main() -> None:
    """The console script ``fidelity``: whatever a user can fix is one line on stderr and exit code 2."""
    try:
        code = app(standalone_mode=False, prog_name="fidelity")
    except FidelityError as error:
        code = _complain(str(error))
    except _USAGE_ERROR as error:
        code = _complain(_usage_message(error))
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has gone; give the interpreter something to flush into.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = DONE
    sys.exit(code if isinstance(code, int) else DONE)


def _usage_message(error: Any) -> str:
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "fidelity"
    return f"{error.format_message()} (see: {command} --help)"


def _complain(message: str) -> int:
    from fidelity.report.escaping import one_line

    sys.stderr.buffer.write(f"fidelity: {one_line(message)}\n".encode("utf-8", "replace"))
    sys.stderr.flush()
    return FIXABLE
