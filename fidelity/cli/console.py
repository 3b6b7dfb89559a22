"""Printing and writing for the commands, and the protection of files against being overwritten."""

from __future__ import annotations

import os
import stat
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fidelity.errors import OutputError, SettingError

if TYPE_CHECKING:
    from fidelity.pipeline import Progress
    from fidelity.report import Report


def print_text(text: str) -> None:
    """UTF-8 to stdout, whatever the locale: the same command gives the same bytes."""
    _print_bytes(text.encode("utf-8", "replace"))


def _print_bytes(data: bytes) -> None:
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        why = error.strerror or str(error)
        raise OutputError(f"cannot write to standard output: {why}; free some space, or name a file") from error


def print_document(text: str) -> None:
    """Prints a document's own text: exactly into a file or a pipe, and escaped on a terminal."""
    if sys.stdout.isatty():
        from fidelity.report.escaping import escape_terminal

        text = escape_terminal(text, keep="\n\t")
    print_text(text)


def print_note(text: str) -> None:
    """One line on stderr, for a person. If nobody can read it, the results are right nevertheless."""
    from fidelity.report.escaping import one_line

    with suppress(OSError):
        sys.stderr.buffer.write(f"{one_line(text)}\n".encode("utf-8", "replace"))
        sys.stderr.flush()


def put_text(path: str, text: str) -> None:
    if path == "-":
        print_text(text)
    else:
        from fidelity.report.files import write_text

        write_text(Path(path), text)


def put_bytes(path: str, data: bytes) -> None:
    if path == "-":
        _print_bytes(data)
    else:
        from fidelity.report.files import write_bytes

        write_bytes(Path(path), data)


def write_report(report: Report, csv: str | None, json: str | None, mqm: str | None) -> None:
    if csv:
        put_bytes(csv, report.to_csv().encode("utf-8-sig"))
    if json:
        put_text(json, report.to_json())
    if mqm:
        put_text(mqm, report.to_mqm())


def protect_inputs(inputs: Sequence[Path], **outputs: str | Sequence[str] | None) -> None:
    """Refuses outputs that would replace an input or another output by any name, and a second use of standard input."""
    if sum(str(source) == "-" for source in inputs) > 1:
        raise SettingError("standard input (-) can be read only once; name a file for the other document")
    given = {f"--{option}": [paths] if isinstance(paths, str) else paths or () for option, paths in outputs.items()}
    for option, paths in given.items():
        if "" in paths:  # as with a variable of the shell that is not set
            raise SettingError(f"{option}: the name is empty; name a file")
    named = [(option, path, _place(path, _STDOUT)) for option, paths in given.items() for path in paths]
    taken: dict[_Place, str] = {}
    for option, path, place in named:
        other = taken.setdefault(place or path, option)
        if other != option:
            raise SettingError(f"{other} and {option} name the same file; give each option its own file")
    read = {_place(str(source), _STDIN) for source in inputs} - {None}
    for option, path, place in named:
        if place in read:
            shown = "standard output" if path == "-" else path
            raise SettingError(f"{shown}: this is one of the files that are read; write the result somewhere else")
        if path != "-" and place is not None and place == _opened_file(_STDOUT):
            raise SettingError(f"{option} {path}: standard output goes to that file already; name another file")
    if _opened_file(_STDOUT) in read:
        raise SettingError("standard output goes to one of the documents or files that are read; write it elsewhere")


_STDIN, _STDOUT = 0, 1
_Place = tuple[int, int] | str | None


def _place(path: str, stream: int) -> _Place:
    """A key that identifies a regular file, even if it does not exist yet. ``None`` for anything else."""
    if path == "-":
        return _opened_file(stream)
    try:
        found = Path(path).stat()
    except (OSError, ValueError):  # it does not exist, or the name is invalid
        return os.path.realpath(path).casefold() if "\0" not in path else None  # many disks ignore the case
    return (found.st_dev, found.st_ino) if stat.S_ISREG(found.st_mode) else None


def _opened_file(stream: int) -> tuple[int, int] | None:
    """The same key for a file that the shell has opened for us. ``None`` for a terminal, a pipe or a closed stream."""
    try:
        found = os.fstat(stream)
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if stat.S_ISREG(found.st_mode) else None


def are_one(path: str | Path, other: str | Path) -> bool:
    """Whether two names belong to the same regular file."""
    first, second = _place(str(path), _STDOUT), _place(str(other), _STDOUT)
    return first is not None and first == second


@contextmanager
def show_progress(quiet: bool) -> Iterator[Progress | None]:
    """A progress bar on stderr, if stderr is a terminal."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def show(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total)
            bar.update(tasks[stage], completed=done, total=total)

        yield show


@contextmanager
def show_rate(quiet: bool, unit: str) -> Iterator[Callable[[int, int, int], None] | None]:
    """A progress bar with the rate and the time left, where a person is looking.

    It is called with how many are done, how many there are, and how many were done before this run.
    """
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as TimeLeft

    columns = (TextColumn(unit), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"), TimeLeft())
    started = time.monotonic()
    with Progress(*columns, console=Console(stderr=True), transient=True, speed_estimate_period=600) as bar:
        task = bar.add_task(unit, total=None, rate="")

        def show(done: int, total: int, before: int) -> None:
            minutes = (time.monotonic() - started) / 60
            rate = f"{(done - before) / minutes:,.0f} {unit}/min" if done > before and minutes else ""
            bar.update(task, completed=done, total=total, rate=rate)

        yield show
