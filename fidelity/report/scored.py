"""The rows of ``fidelity score``: the input with the results added, as CSV, JSON Lines and MQM Viewer's TSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from fidelity.report.escaping import replace_surrogates
from fidelity.report.marks import covered_words
from fidelity.report.mqm import Side, mqm_lines
from fidelity.report.schema import escape_json, issue_dict
from fidelity.report.spreadsheet import defuse, issue_cell
from fidelity.types import SCORED_COLUMNS, Issue, Judged, Span


def csv_header(columns: list[str]) -> str:
    """The first line, with the byte-order mark that spreadsheets need."""
    return "\ufeff" + _csv_line([*map(defuse, columns), *SCORED_COLUMNS])


def csv_row(columns: Sequence[str], cells: Mapping[str, Any], texts: tuple[str, str], judged: Judged) -> str:
    """One row, in the order of ``columns``. Text that a spreadsheet would run as a formula is defused."""
    found = [judged.similarity, judged.score, judged.fidelity, judged.severity]
    issues = "; ".join([*filter(None, [judged.unjudged]), *(_issue(issue, texts) for issue in judged.issues)])
    values = [*(_cell(cells.get(column)) for column in columns), *found, defuse(issues)]
    return _csv_line(["" if value is None else value for value in values])


def json_row(cells: Mapping[str, Any], judged: Judged) -> str:
    """One line of JSON: the object that was read, with the results added. Issue spans index the two texts."""
    value = {
        **cells,
        "similarity": judged.similarity,
        "score": judged.score,
        "fidelity": judged.fidelity,
        "severity": judged.severity,
        "issues": [issue_dict(issue) for issue in judged.issues],
    }
    if judged.unjudged:
        value["unjudged"] = judged.unjudged
    elif judged.notes:
        value["notes"] = list(judged.notes)
    return escape_json(json.dumps(value, ensure_ascii=False, allow_nan=False)) + "\n"


def mqm_row(origin: str, number: int, texts: tuple[str, str], judged: Judged) -> str:
    """The lines of one row."""
    more = {"row": number, "fidelity": judged.fidelity}
    return "".join(mqm_lines((origin, origin, number, number), Side(texts[0]), Side(texts[1]), judged.issues, more))


def _issue(issue: Issue, texts: tuple[str, str]) -> str:
    sides = zip(texts, (issue.quotation_spans, issue.passage_spans), strict=True)
    return issue_cell(issue, *(covered_words(text, (Span(0, len(text)),), spans) for text, spans in sides))


def _cell(cell: Any) -> Any:
    if isinstance(cell, str):
        return defuse(cell)
    return cell if cell is None or isinstance(cell, int | float) else defuse(json.dumps(cell, ensure_ascii=False))


def _csv_line(values: list[Any]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\r\n").writerow(values)
    return replace_surrogates(stream.getvalue())
