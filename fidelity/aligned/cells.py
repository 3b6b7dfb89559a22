"""Reads the rows of a CSV, TSV, JSON Lines or Parquet file one by one."""

from __future__ import annotations

import csv
import io
import json
import math
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Literal

from fidelity.aligned.parquet import read_parquet
from fidelity.aligned.tabs import read_tabbed
from fidelity.errors import InputError
from fidelity.regular_files import open_regular
from fidelity.settings import ReadingSettings

Format = Literal["csv", "tsv", "jsonl", "parquet"]
Cells = tuple[int, dict[str, Any]]
"""A row's line in the file, and its cells by column."""

Check = Callable[[Sequence[str], str], None]
"""A function that raises an error for wrong columns. It gets the columns and the line for the message, or ``""``."""

_FORMATS: dict[str, Format] = {".csv": "csv", ".tsv": "tsv", ".tab": "tsv", ".jsonl": "jsonl", ".ndjson": "jsonl"}
_FORMATS |= {".parquet": "parquet", ".pq": "parquet"}
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def format_of(path: str, given: Format | None) -> Format:
    """The format of the file, by its ending if it was not given.

    Raises:
        InputError: if the ending is unknown.
    """
    kind = given or _FORMATS.get(Path(path).suffix.lower())
    if kind is None:
        raise InputError(
            f"{path}: not a .csv, .tsv, .jsonl or .parquet file; name its format, for example --format csv"
        )
    return kind


def read_cells(path: str, kind: Format, check: Check, settings: ReadingSettings) -> Iterator[Cells]:
    """The rows in order. They are read one by one. ``path`` is ``-`` for stdin.

    Raises:
        InputError: if the file cannot be read, ``check`` refuses its columns, or a row has other columns than the
        first.
        MissingExtraError: if it is a Parquet file and the extra ``parquet`` is not installed.
    """
    with _opened(path) as stream:
        if kind == "parquet":
            yield from read_parquet(stream, path, check)
            return
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
    bounded = _bounded(lines, path, settings)
    records = read_tabbed(bounded) if kind == "tsv" else _comma_separated(bounded)
    number = 1
    try:
        _, header = next(records, (0, None))
        if header is None:
            raise InputError(f"{path}: is empty")
        check(header, "")
        for number, record in records:
            if len(record) != len(header):
                where, sizes = f"{path}, line {number}", (len(record), len(header))
                raise InputError(f"{where}: has {sizes[0]} columns where the header has {sizes[1]}")
            yield number, dict(zip(header, record, strict=True))
    except csv.Error as error:
        raise InputError(f"{path}, after line {number}: {error}") from error


def _comma_separated(lines: Iterator[str]) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(lines, strict=True)
    yield from ((reader.line_num, record) for record in reader if record)


def _bounded(lines: io.TextIOWrapper, path: str, settings: ReadingSettings) -> Iterator[str]:
    """The lines with their ends, each of bounded length."""
    number = 0
    while line := lines.readline(settings.max_bytes):
        number += 1
        if len(line) >= settings.max_bytes:
            raise InputError(f"{path}, line {number}: longer than {settings.max_bytes:,} characters")
        yield line


def _objects(lines: io.TextIOWrapper, path: str, check: Check, settings: ReadingSettings) -> Iterator[Cells]:
    for number, line in enumerate(_bounded(lines, path, settings), start=1):
        if not line.strip():
            continue
        where = f"{path}, line {number}"
        try:
            value = json.loads(line, object_pairs_hook=_distinct, parse_constant=_refuse, parse_float=_finite)
        except _TwiceError as error:
            raise InputError(f"{where}: two columns have the same name (“{error}”); rename one") from error
        except (ValueError, RecursionError) as error:
            raise InputError(f"{where}: this is not JSON; write one JSON object per line") from error
        if not isinstance(value, dict):
            raise InputError(f"{where}: this is not a JSON object; write one per line")
        check(list(value), f", line {number}")
        yield number, value


class _TwiceError(ValueError):
    """Refuses an object that has a key twice, since one of the two values would be lost."""


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _TwiceError(key)
        found[key] = value
    return found


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is not JSON")  # NaN and the infinities, which Python's reader accepts


def _finite(digits: str) -> float:
    number = float(digits)
    return number if math.isfinite(number) else _refuse(digits)


@contextmanager
def _opened(path: str) -> Iterator[BinaryIO]:
    if path == "-":
        if sys.stdin is None:
            raise InputError("standard input is closed; name a file, or pipe the rows in")
        yield sys.stdin.buffer
        return
    try:
        stream = open_regular(path)
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: cannot be read ({getattr(error, 'strerror', None) or error})") from error
    with stream:
        yield stream


def _decoded(stream: BinaryIO, path: str) -> io.TextIOWrapper:
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(stream)  # type: ignore[type-var]
    start = buffered.peek(4)[:4]
    if not start:
        raise InputError(f"{path}: is empty")
    encoding = next((name for mark, name in _MARKS.items() if start.startswith(mark)), "utf-8")
    return io.TextIOWrapper(buffered, encoding=encoding, newline="")
