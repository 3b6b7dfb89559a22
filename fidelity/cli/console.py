"""What is printed and written, where, and what may not be overwritten."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fidelity.errors import SettingError

if TYPE_CHECKING:
    from fidelity.pipeline import Progress
    from fidelity.report import Report


def print_text(text: str) -> None:
    """UTF-8 to stdout, whatever the locale: the same command gives the same bytes."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()


def print_document(text: str) -> None:
    """A document's own text: exactly as it is into a file or a pipe; on a terminal nothing in it may steer."""
    if sys.stdout.isatty():
        from fidelity.report.escaping import escape_terminal

        text = escape_terminal(text, keep="\n\t")
    print_text(text)


def print_note(text: str) -> None:
    """One line on stderr, for a person."""
    from fidelity.report.escaping import one_line

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
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
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


def protect_inputs(inputs: list[Path], **outputs: str | None) -> None:
    """No output may replace an input or another output, and standard input can be read once."""
    if sum(str(source) == "-" for source in inputs) > 1:
        raise SettingError("standard input (-) can be read only once; name a file for the other document")
    named = {f"--{option}": path for option, path in outputs.items() if path}
    for option, path in named.items():
        for other, place in named.items():
            if other != option and (place == path or are_one(path, place)):
                raise SettingError(f"{option} and {other} name the same place; give each its own")
    for output in (Path(path) for path in named.values() if path != "-"):
        for source in inputs:
            if are_one(output, source):
                raise SettingError(f"{output}: is one of the documents; write the result somewhere else")


def are_one(path: str | Path, other: str | Path) -> bool:
    """Whether two names are of one regular file."""
    try:
        return Path(path).is_file() and Path(path).samefile(other)
    except (OSError, ValueError):  # not both are there, or one is no name of a file
        return False


@contextmanager
def show_progress(quiet: bool) -> Iterator[Progress | None]:
    """A progress bar on stderr, where a person is looking."""
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
