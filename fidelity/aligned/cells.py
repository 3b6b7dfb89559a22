"""The rows of a CSV, TSV or JSON Lines file, read one by one."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Literal

from fidelity.errors import InputError
from fidelity.settings import ReadingSettings

Format = Literal["csv", "tsv", "jsonl"]
Cells = tuple[int, dict[str, Any]]
"""A row's line in the file, and its cells by column."""

Check = Callable[[Sequence[str], str], None]
"""Refuses columns; called with them and with the line where a message should say it, such as ``, line 3``."""

_FORMATS: dict[str, Format] = {".csv": "csv", ".tsv": "tsv", ".tab": "tsv", ".jsonl": "jsonl", ".ndjson": "jsonl"}
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def format_of(path: str, given: Format | None) -> Format:
    """How the file is written, by its ending unless named.

    Raises:
        InputError: if the ending tells nothing.
    """
    kind = given or _FORMATS.get(Path(path).suffix.lower())
    if kind is None:
        raise InputError(f"{path}: not a .csv, .tsv or .jsonl file; name its format, for example --format csv")
    return kind


def read_cells(path: str, kind: Format, check: Check, settings: ReadingSettings) -> Iterator[Cells]:
    """The rows in order, read as they are asked for. ``path`` is ``-`` for stdin.

    Raises:
        InputError: if the file cannot be read, ``check`` refuses its columns, or a row has others than the first.
    """
    with _opened(path) as stream:
        lines = _decoded(stream, path)
        try:
            if kind == "jsonl":
                yield from _objects(lines, path, check, settings)
            else:
                yield from _records(lines, path, kind, check, settings)
        except UnicodeError as error:
            raise InputError(f"{path}: is not UTF-8 (or UTF-16 with a byte-order mark); save it as UTF-8") from error


def _records(
    lines: io.TextIOWrapper, path: str, kind: Format, check: Check, settings: ReadingSettings
) -> Iterator[Cells]:
    csv.field_size_limit(min(settings.max_bytes, sys.maxsize))
    reader = csv.reader(lines, delimiter="\t" if kind == "tsv" else ",", strict=kind == "csv")
    try:
        header = next(reader, None)
        if header is None:
            raise InputError(f"{path}: is empty")
        check(header, "")
        for record in reader:
            if not record:
                continue
            if len(record) != len(header):
                where, sizes = f"{path}, line {reader.line_num}", (len(record), len(header))
                raise InputError(f"{where}: has {sizes[0]} columns where the header has {sizes[1]}")
            yield reader.line_num, dict(zip(header, record, strict=True))
    except csv.Error as error:
        raise InputError(f"{path}, line {reader.line_num}: {error}") from error


def _objects(lines: io.TextIOWrapper, path: str, check: Check, settings: ReadingSettings) -> Iterator[Cells]:
    number = 0
    while line := lines.readline(settings.max_bytes):
        number += 1
        if len(line) >= settings.max_bytes:
            raise InputError(f"{path}, line {number}: longer than {settings.max_bytes} characters")
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise InputError(f"{path}, line {number}: is not JSON; one object a line is wanted") from error
        if not isinstance(value, dict):
            raise InputError(f"{path}, line {number}: is no JSON object; one a line is wanted")
        check(list(value), f", line {number}")
        yield number, value


@contextmanager
def _opened(path: str) -> Iterator[BinaryIO]:
    if path == "-":
        yield sys.stdin.buffer
        return
    try:
        with Path(path).open("rb") as stream:
            yield stream
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error


def _decoded(stream: BinaryIO, path: str) -> io.TextIOWrapper:
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(stream)  # type: ignore[type-var]
    start = buffered.peek(4)[:4]
    if not start:
        raise InputError(f"{path}: is empty")
    encoding = next((name for mark, name in _MARKS.items() if start.startswith(mark)), "utf-8")
    return io.TextIOWrapper(buffered, encoding=encoding, newline="")
