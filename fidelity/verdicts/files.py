"""Verdicts in files that any machine can read: JSON Lines, exact to the character, and CSV for a spreadsheet.

Every row is written, including rows that were undone and rows that undo others, so that files of several machines can
be merged. The files contain no text of a document, only what reviewers typed. In the CSV, a text that a spreadsheet
would run as a formula gets an apostrophe, which reading removes; control characters become visible pictures.
"""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from fidelity.errors import StoreError
from fidelity.reading import STDIN
from fidelity.reading.refusal import RefusalError
from fidelity.reading.source import read_bytes_of
from fidelity.report.escaping import escape_terminal
from fidelity.report.schema import to_text
from fidelity.report.spreadsheet import defuse_reversibly, restore
from fidelity.types import VerdictRecord
from fidelity.verdicts.records import FIELDS, RecordError, record_dict, record_of

VERDICT_SCHEMA = "fidelity.verdict/1"
_MAX_BYTES = 2**28
"""Largest file of verdicts that is read. It holds about 400,000 verdicts."""

_TEXTS = frozenset({"reviewer", "comment", "signature", "model"})
_NUMBERS: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(("passage", "picked"), json.loads),
    **dict.fromkeys(("chance", "score", "confidence", "trust", "selection"), float),
    "fidelity": int,
}


def verdicts_jsonl(records: Iterable[VerdictRecord]) -> str:
    """One JSON object per line, in the order given."""
    lines = ({"schema": VERDICT_SCHEMA, **record_dict(record)} for record in records)
    return "".join(to_text(line, indent=None) for line in lines)


def verdicts_csv(records: Iterable[VerdictRecord]) -> str:
    """One row per verdict, header first, without byte-order mark. Spans are written as ``[[start, end], ...]``."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(FIELDS)
    for record in records:
        value = record_dict(record)
        writer.writerow([_cell(name, value[name]) for name in FIELDS])
    return stream.getvalue()


def read_verdicts(path: str | os.PathLike[str]) -> tuple[VerdictRecord, ...]:
    """The verdicts that ``fidelity review --export`` wrote to ``path`` as JSON Lines or CSV; ``-`` is standard input.

    Raises:
        StoreError: if the file cannot be read, or a row does not have the form that was written.
    """
    name = os.fspath(path)
    shown = "standard input" if name == STDIN else escape_terminal(name)
    try:
        data = read_bytes_of(name, _MAX_BYTES + 1)
    except RefusalError as refusal:
        raise StoreError(f"{shown}: {refusal}") from None
    if len(data) > _MAX_BYTES:
        raise StoreError(f"{shown}: larger than {_MAX_BYTES // 2**20} MiB; split it")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise StoreError(f"{shown}: is not UTF-8; give a file written by review --export") from error
    if not text.strip():
        return ()
    rows = _objects(text) if text.lstrip().startswith("{") else _rows(text)
    try:
        return tuple(rows)
    except RecordError as error:
        raise StoreError(f"{shown}, {error}; give a file written by review --export") from error


def _cell(name: str, value: Any) -> str:
    if value is None:
        return ""
    if name in _NUMBERS:
        return json.dumps(value)
    return defuse_reversibly(value) if name in _TEXTS else str(value)


def _objects(text: str) -> Iterator[VerdictRecord]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield _record(f"line {number}", _object, line)


def _object(line: str) -> dict[str, Any]:
    value = json.loads(line)
    if not isinstance(value, dict) or value.get("schema") != VERDICT_SCHEMA:
        raise RecordError(f"its schema is not {VERDICT_SCHEMA}")
    return value


def _rows(text: str) -> Iterator[VerdictRecord]:
    csv.field_size_limit(min(_MAX_BYTES, sys.maxsize))
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader)
        if "quotation_id" not in header or len(set(header)) < len(header):
            raise RecordError("line 1: is not the header of a file of verdicts")
        for cells in reader:
            if len(cells) not in (0, len(header)):
                raise RecordError(
                    f"line {reader.line_num}: it has {len(cells)} columns where the header has {len(header)}"
                )
            if cells:
                yield _record(f"line {reader.line_num}", _values, dict(zip(header, cells, strict=True)))
    except csv.Error as error:
        raise RecordError(f"line {reader.line_num}: {error}") from error


def _values(cells: dict[str, str]) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for name, cell in cells.items():
        if name in _NUMBERS:
            if cell:
                value[name] = _NUMBERS[name](cell)
        else:
            value[name] = restore(cell) if name in _TEXTS else cell
    if "E+" in value.get("id", "") + value["quotation_id"]:
        raise RecordError("id was made a number by a spreadsheet; use --format jsonl")
    return value | {"severity": value.get("severity") or None}


def _record(where: str, parse: Callable[[Any], dict[str, Any]], raw: Any) -> VerdictRecord:
    try:
        return record_of(parse(raw))
    except RecordError as error:
        raise RecordError(f"{where}: {error}") from error
    except (ValueError, RecursionError) as error:
        raise RecordError(f"{where}: does not have the form in which it was written") from error
