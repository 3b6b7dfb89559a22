"""Pairs that are already aligned: the rows of a CSV, TSV or JSON Lines file, read one by one."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Literal

from fidelity.errors import InputError
from fidelity.settings import ReadingSettings
from fidelity.types import SCORED_COLUMNS

Format = Literal["csv", "tsv", "jsonl"]

_FORMATS: dict[str, Format] = {".csv": "csv", ".tsv": "tsv", ".tab": "tsv", ".jsonl": "jsonl", ".ndjson": "jsonl"}
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line in the file, its cells by column, and the two texts among them."""

    line: int
    cells: dict[str, Any]
    reference: str
    translation: str


@dataclass(frozen=True, slots=True)
class Table:
    """A file of aligned pairs. ``path`` is ``-`` for stdin; ``reference`` and ``translation`` name its two columns."""

    path: str
    reference: str = "reference"
    translation: str = "translation"
    format: Format | None = None

    @property
    def kind(self) -> Format:
        """How the file is written, by its ending unless named.

        Raises:
            InputError: if the ending tells nothing.
        """
        kind = self.format or _FORMATS.get(Path(self.path).suffix.lower())
        if kind is None:
            raise InputError(f"{self.path}: not a .csv, .tsv or .jsonl file; name its format, for example --format csv")
        return kind

    def rows(self, settings: ReadingSettings) -> Iterator[Row]:
        """The rows in order, read as they are asked for.

        Raises:
            InputError: if the file cannot be read, lacks a column, or a row has other columns than the first.
        """
        read = self._objects if self.kind == "jsonl" else self._records
        with _opened(self.path) as stream:
            yield from read(_decoded(stream, self.path), settings)

    def _records(self, lines: io.TextIOWrapper, settings: ReadingSettings) -> Iterator[Row]:
        csv.field_size_limit(min(settings.max_bytes, sys.maxsize))
        reader = csv.reader(lines, delimiter="\t" if self.kind == "tsv" else ",", strict=self.kind == "csv")
        try:
            header = next(reader, None)
            if header is None:
                raise InputError(f"{self.path}: is empty")
            self._check(header)
            for record in reader:
                if not record:
                    continue
                if len(record) != len(header):
                    where, sizes = f"{self.path}, line {reader.line_num}", (len(record), len(header))
                    raise InputError(f"{where}: has {sizes[0]} columns where the header has {sizes[1]}")
                yield self._row(reader.line_num, dict(zip(header, record, strict=True)))
        except csv.Error as error:
            raise InputError(f"{self.path}, line {reader.line_num}: {error}") from error
        except UnicodeError as error:
            raise _undecodable(self.path) from error

    def _objects(self, lines: io.TextIOWrapper, settings: ReadingSettings) -> Iterator[Row]:
        number = 0
        try:
            while line := lines.readline(settings.max_bytes):
                number += 1
                if len(line) >= settings.max_bytes:
                    raise InputError(f"{self.path}, line {number}: longer than {settings.max_bytes} characters")
                if not line.strip():
                    continue
                try:
                    value = json.loads(line)
                except (ValueError, RecursionError) as error:
                    raise InputError(f"{self.path}, line {number}: is not JSON; one object a line is wanted") from error
                if not isinstance(value, dict):
                    raise InputError(f"{self.path}, line {number}: is no JSON object; one a line is wanted")
                self._check(list(value), f", line {number}")
                yield self._row(number, value)
        except UnicodeError as error:
            raise _undecodable(self.path) from error

    def _check(self, columns: list[str], where: str = "") -> None:
        for wanted in (self.reference, self.translation):
            if wanted not in columns:
                found = ", ".join(columns[:12]) or "none"
                advice = f"name it with --reference or --translation (columns: {found})"
                raise InputError(f"{self.path}{where}: has no column “{wanted}”; {advice}")
        if self.reference == self.translation:
            raise InputError(f"{self.path}{where}: --reference and --translation name the same column")
        if len(set(columns)) < len(columns):
            raise InputError(f"{self.path}{where}: two columns have the same name; rename one")
        taken = [name for name in SCORED_COLUMNS if name in columns]
        if taken:
            raise InputError(f"{self.path}{where}: already has a column “{taken[0]}”, which scoring adds; rename it")

    def _row(self, line: int, cells: dict[str, Any]) -> Row:
        texts = cells[self.reference], cells[self.translation]
        for name, text in zip((self.reference, self.translation), texts, strict=True):
            if not isinstance(text, str):
                raise InputError(f"{self.path}, line {line}: “{name}” is no text")
        return Row(line, cells, *texts)


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


def _undecodable(path: str) -> InputError:
    return InputError(f"{path}: is not UTF-8 (or UTF-16 with a byte-order mark); save it as UTF-8")
