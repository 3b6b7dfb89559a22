"""The rows of a part: one for each quotation, and one for each job. JSON Lines, CSV, or Parquet."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from fidelity.aligned.parquet import load_arrow
from fidelity.batching.jobs import Input, JobResult
from fidelity.report import spreadsheet
from fidelity.report.escaping import replace_surrogates
from fidelity.report.schema import escape_json
from fidelity.report.spreadsheet import Cell
from fidelity.types import SEVERITIES, Document

if TYPE_CHECKING:
    import pyarrow as pa

Kind = Literal["jsonl", "csv", "parquet"]
"""The format of parts, which is also the ending of their names."""

QUOTATION_COLUMNS = ("job", *spreadsheet.COLUMNS)
JOB_COLUMNS = (
    *("job", "translation", "articles", "language", "quotations", "paired", "missing", "unpaired"),
    *(*reversed(SEVERITIES), "fidelity_median", "needs_a_look", "verdict", "notes", "report", "error", "signature"),
)
_WHOLE = spreadsheet.WHOLE_COLUMNS | {"quotations", "paired", "missing", "unpaired", "needs_a_look", *SEVERITIES}
_REAL = spreadsheet.REAL_COLUMNS | {"fidelity_median"}


def quotation_rows(result: JobResult) -> list[dict[str, Cell]]:
    """A row for each quotation of a job, like the rows of ``fidelity check --csv``, after the job's id."""
    if result.report is None:
        return []
    return [{"job": result.id, **row} for row in spreadsheet.report_rows(result.report)]


def job_row(result: JobResult, saved: str | None = None) -> dict[str, Cell]:
    """The summary of a job, or its error. ``saved`` is the name of its report in the folder."""
    row: dict[str, Cell] = {
        **dict.fromkeys(JOB_COLUMNS),
        "job": result.id,
        "translation": _name(result.job.translation),
        "articles": "|".join(map(_name, result.job.articles)),
        "report": saved,
        "error": result.error,
    }
    if result.report is None:
        return row
    summary = result.report.summary
    row |= {severity: summary["by_severity"][severity] for severity in SEVERITIES}
    return row | {
        "language": result.report.translation.language,
        "quotations": summary["quotations"],
        "paired": summary["paired"],
        "missing": summary["missing"],
        "unpaired": summary["unpaired"],
        "fidelity_median": summary["fidelity_median"],
        "needs_a_look": sum(summary["needs_a_look"].values()),
        "verdict": summary["verdict"],
        "notes": " ".join(result.report.notes),
        "signature": result.report.signature,
    }


def write_rows(kind: Kind, columns: Sequence[str], rows: Sequence[Mapping[str, Cell]]) -> bytes:
    """The bytes of a part with these rows.

    Raises:
        MissingExtraError: if the format is Parquet and the extra ``parquet`` is not installed.
    """
    match kind:
        case "jsonl":
            lines = (json.dumps(row, ensure_ascii=False, allow_nan=False) for row in rows)
            return "".join(f"{escape_json(line)}\n" for line in lines).encode()
        case "csv":
            return spreadsheet.rows_csv(columns, rows).encode("utf-8-sig")
        case "parquet":
            return _parquet(columns, rows)


def _parquet(columns: Sequence[str], rows: Sequence[Mapping[str, Cell]]) -> bytes:
    arrow = load_arrow()
    schema = arrow.schema([(name, _type(arrow, name)) for name in columns])
    table = arrow.table({name: [_value(name, row[name]) for row in rows] for name in columns}, schema=schema)
    stream = io.BytesIO()
    arrow.parquet.write_table(table, stream)
    return stream.getvalue()


def _type(arrow: Any, name: str) -> pa.DataType:
    if name in _WHOLE:
        return arrow.int64()
    return arrow.float64() if name in _REAL else arrow.string()


def _value(name: str, cell: Cell) -> Cell:
    if cell is None or name in _WHOLE:
        return cell
    return float(cell) if name in _REAL else replace_surrogates(str(cell))


def _name(source: Input) -> str:
    return source.info.origin if isinstance(source, Document) else os.fspath(source)
