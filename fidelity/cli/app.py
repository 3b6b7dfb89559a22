"""The program ``fidelity``: its exit codes and its handling of errors."""

from __future__ import annotations

import errno
import gc
import io
import os
import signal
import sys
import traceback
from typing import Annotated, Any

import typer

from fidelity.cli.console import print_text
from fidelity.errors import TRACEBACK, FidelityError, explain

DONE, FOUND, FIXABLE, CRASHED = 0, 1, 2, 70
"""Exit codes: done; something at or above ``--fail-on``; the user can fix it; a fault of the program itself."""

_SIGNALLED = 128
"""The exit code after a signal is this number plus the signal's, as in shells: 130 is Ctrl-C, 141 a closed pipe, 143
SIGTERM, 129 SIGHUP."""

_OBJECTS = 200_000
"""Number of new objects after which Python looks for cycles that nothing refers to. It changes only speed and memory:
with Python's own number, 700, a short run spends a tenth of its time on that and finds next to nothing."""

_USAGE_ERROR: type[Exception] = next(c for c in typer.BadParameter.__mro__ if c.__name__ == "ClickException")
"""The error that typer raises for a wrong option, whether it has its own click or uses the installed package."""

app = typer.Typer(
    name="fidelity",
    help="Find the places where a translation differs from what the press quotes of its original.",
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
    """The options before a command."""


def main() -> None:
    """The console script ``fidelity``: every failure gives one line on stderr and an exit code of its own."""
    gc.set_threshold(_OBJECTS)
    _open_closed_streams()
    _unwind_on_signals()
    try:
        code = _run()
    except SystemExit as error:
        # No command exits by itself: this is a signal, or typer's exit code for a closed pipe (1).
        code = _SIGNALLED + _SIGPIPE if error.code == FOUND else error.code
    if code == _SIGNALLED + signal.SIGINT:  # typer raises this for Ctrl-C
        _say(_STOPPED.format("Ctrl-C"))
    gc.freeze()  # or Python would look for cycles among all objects once more, just before they all go
    sys.exit(code if isinstance(code, int) else DONE)


def _run() -> object:
    try:
        return app(standalone_mode=False, prog_name="fidelity")
    except (FidelityError, MemoryError, _USAGE_ERROR) as error:
        return _complain(_advice(error))
    except (KeyboardInterrupt, typer.Abort):
        return _SIGNALLED + signal.SIGINT
    except BrokenPipeError:
        _drop_output()
        return _SIGNALLED + _SIGPIPE
    except Exception as error:  # noqa: BLE001 -- a bug: it crashes, but in one line that quotes no document
        return _explain_unexpected(error)


def _explain_unexpected(error: Exception) -> object:
    """The exit code of an exception that no command expects, after a line that explains it."""
    if (stopped := _stopped_by(error)) is not None:
        return stopped
    if isinstance(error, OSError) and error.errno in _FULL and error.filename is None:  # typer prints the help
        _drop_output()
        return _complain(f"cannot write to standard output: {error.strerror}; free some space")
    if os.environ.get(TRACEBACK):
        traceback.print_exc()
    _say(explain(error))
    return CRASHED


_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def _drop_output() -> None:
    """Let the interpreter flush standard output, which cannot be written, into nothing when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _stopped_by(error: BaseException) -> object:
    """The exit code if a library replaced the exception of a signal with its own; ``None`` if there was no signal."""
    cause = error.__context__
    while cause is not None and not isinstance(cause, SystemExit | KeyboardInterrupt):
        cause = cause.__context__
    return cause.code if isinstance(cause, SystemExit) else cause and _SIGNALLED + signal.SIGINT


_SIGPIPE = 13
_STOPPED = "stopped by {}; files that were not complete are as they were before"


def _open_closed_streams() -> None:
    """Give the program the standard streams that it was started without, as a job of a scheduler may be.

    Otherwise the next file that is opened would take the stream's number, and what a library prints would get into that
    file. A read from the new standard input and a write to the new standard output fail.
    """
    for name, flags in (("stdin", os.O_WRONLY), ("stdout", os.O_RDONLY), ("stderr", os.O_WRONLY)):
        if getattr(sys, name) is None:
            handle = os.open(os.devnull, flags)  # it gets the lowest free number, which is that of the stream
            raw = open(handle, "rb" if name == "stdin" else "wb", buffering=0)  # noqa: PTH123, SIM115 -- until the end
            setattr(sys, name, io.TextIOWrapper(raw, encoding="utf-8", write_through=True))


def _unwind_on_signals() -> None:
    """Let signals end the program like an exception, which removes temporary files and keeps old files."""

    def stop(number: int, _frame: object) -> None:
        _say(_STOPPED.format(signal.Signals(number).name))
        sys.exit(_SIGNALLED + number)

    for name in ("SIGTERM", "SIGHUP", "SIGQUIT", "SIGXCPU"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:  # nohup makes the process ignore SIGHUP
            signal.signal(number, stop)


def _advice(error: Any) -> str:
    if isinstance(error, FidelityError | MemoryError):
        return explain(error)
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "fidelity"
    return f"{error.format_message()} (see: {command} --help)"


def _complain(message: str) -> int:
    _say(message)
    return FIXABLE


def _say(message: str) -> None:
    from fidelity.report.escaping import one_line

    try:
        sys.stderr.buffer.write(f"fidelity: {one_line(message)}\n".encode("utf-8", "replace"))
        sys.stderr.flush()
    except (OSError, ValueError, AttributeError):  # nobody can read it, and the exit code is still right
        return
