"""The CSV: one row per quotation, for a spreadsheet.

Fields are quoted as in RFC 4180 and rows end in CR LF; a line break inside a cell is a line feed.
In a file, the text is UTF-8 with a byte-order mark, so that spreadsheets show Chinese.
Text cells are defused: whatever a spreadsheet would run as a formula, also in one that takes
semicolons or tabs for separators, has an apostrophe before it. Numbers are written as numbers.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from fidelity.report.escaping import replace_surrogates
from fidelity.report.marks import covered_words
from fidelity.report.triage import look_at
from fidelity.types import Issue, Pair, Passage, Quotation, Unpaired, Verdict

if TYPE_CHECKING:
    from fidelity.report.result import Report

COLUMNS = (
    *("translation", "article", "pair_id", "quotation_id", "quote", "speaker", "occasion", "kind"),
    *("quote_start", "quote_end", "passage", "passage_start", "passage_end", "similarity", "confidence"),
    *("fidelity", "severity", "issues", "reason", "look", "verdict", "comment", "signature"),
)
WHOLE_COLUMNS = frozenset({"quote_start", "quote_end", "passage_start", "passage_end", "fidelity"})
REAL_COLUMNS = frozenset({"similarity", "confidence"})

Cell = str | int | float | None

_FORMULA = "=+\\-@＝＋－＠"
_SKIPPED = "\\s\u200b-\u200f\u2060\ufeff"  # white space and invisible characters
_LEADS = re.compile(rf'[{_SKIPPED}"]*[{_FORMULA}]|[\t\r\n]')
_RUN = rf'(?<![;{_SKIPPED}"])([;{_SKIPPED}"]++)'  # from its first character on only: in linear time
_LEADS_INSIDE = re.compile(rf"{_RUN}(?=[{_FORMULA}])")
_INSIDE = re.compile(rf"{_RUN}(?='*[{_FORMULA}])")
_INSIDE_DEFUSED = re.compile(rf"{_RUN}'(?='*[{_FORMULA}])")
_SEPARATORS = frozenset(";\t\n")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def report_csv(report: Report) -> str:
    """The report as CSV, header first, without byte-order mark."""
    return rows_csv(COLUMNS, report_rows(report))


def rows_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Cell]]) -> str:
    """Rows as CSV, header first, without byte-order mark."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_written(row[column]) for column in columns])
    return stream.getvalue()


def report_rows(report: Report) -> Iterator[dict[str, Cell]]:
    """One row per quotation, columns in order: missing, then pairs by rising fidelity, then the others."""
    for entry in report.entries:
        yield _pair_row(report, entry) if isinstance(entry, Pair) else _unpaired_row(report, entry)


def defuse(text: str) -> str:
    """``text`` as a cell that no spreadsheet runs and no control character breaks."""
    text = replace_surrogates(text).replace("\r\n", "\n")
    leading = _LEADS.match(text) is not None
    text = text.replace("\r", "\n")
    text = _CONTROLS.sub(lambda match: chr(0x2400 + ord(match[0])), text)
    text = re.sub("[\x7f-\x9f]", "\ufffd", text)
    return ("'" if leading else "") + _LEADS_INSIDE.sub(_defused, text)


def defuse_reversibly(text: str) -> str:
    """Like :func:`defuse`, but :func:`restore` can recover ``text``, except for its control characters."""
    text = replace_surrogates(text).replace("\r\n", "\n").replace("\r", "\n")
    text = _CONTROLS.sub(lambda match: chr(0x2400 + ord(match[0])), text)
    text = re.sub("[\x7f-\x9f]", "\ufffd", text)
    leading = _LEADS.match(text.lstrip("'")) is not None
    return ("'" if leading else "") + _INSIDE.sub(_defused, text)


def restore(cell: str) -> str:
    """The text that :func:`defuse_reversibly` turned into ``cell``."""
    text = _INSIDE_DEFUSED.sub(lambda run: run[1] if _separates(run) else run[0], cell)
    return text[1:] if text.startswith("'") and _LEADS.match(text.lstrip("'")) else text


def _separates(run: re.Match[str]) -> bool:
    """Whether a spreadsheet that splits at semicolons, tabs or line breaks begins a cell with what follows."""
    return not _SEPARATORS.isdisjoint(run[1])


def _defused(run: re.Match[str]) -> str:
    return f"{run[1]}'" if _separates(run) else run[0]


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    return defuse(cell) if isinstance(cell, str) else str(cell)


def _pair_row(report: Report, pair: Pair) -> dict[str, Cell]:
    passage = pair.passage
    found: dict[str, Cell] = {
        "pair_id": pair.id,
        "passage": passage.text,
        "passage_start": passage.span.start,
        "passage_end": passage.span.end,
        "similarity": pair.similarity + 0.0,
        "fidelity": pair.fidelity,
        "issues": _issues(pair.issues, pair.quotation, passage),
        "reason": pair.unjudged,
    }
    return _row(report, pair, found)


def _unpaired_row(report: Report, item: Unpaired) -> dict[str, Cell]:
    return _row(report, item, {"issues": _issues(item.issues, item.quotation, None), "reason": item.reason})


def _row(report: Report, entry: Pair | Unpaired, found: dict[str, Cell]) -> dict[str, Cell]:
    quotation, verdict = entry.quotation, entry.verdict
    row: dict[str, Cell] = {
        **dict.fromkeys(COLUMNS),
        "translation": report.translation.origin,
        "article": report.article(entry.article).origin,
        "quotation_id": entry.quotation_id,
        "quote": quotation.text,
        "speaker": quotation.speaker,
        "occasion": _occasion(quotation),
        "kind": quotation.kind,
        "quote_start": quotation.spans[0].start,
        "quote_end": quotation.spans[-1].end,
        "confidence": entry.confidence,
        "severity": entry.severity,
        "look": look_at(entry),
        "verdict": _verdict(verdict),
        "comment": verdict.comment if verdict else None,
        "signature": report.signature,
        **found,
    }
    return {column: None if cell == "" else cell for column, cell in row.items()}


def _occasion(quotation: Quotation) -> str:
    """The kind of occasion and the article's words for it, if it has any, as in ``document: memo``."""
    kind, text = quotation.occasion.kind, quotation.occasion.text
    return f"{kind}: {text}" if text else kind


def _verdict(verdict: Verdict | None) -> str | None:
    if verdict is None:
        return None
    return f"{verdict.severity} (stale)" if verdict.stale else verdict.severity


def _issues(issues: tuple[Issue, ...], quotation: Quotation, passage: Passage | None) -> str:
    return "; ".join(_issue(issue, quotation, passage) for issue in issues)


def _issue(issue: Issue, quotation: Quotation, passage: Passage | None) -> str:
    quoted = covered_words(quotation.text, quotation.spans, issue.quotation_spans)
    carried = covered_words(passage.text, passage.spans, issue.passage_spans) if passage else ""
    return issue_cell(issue, quoted, carried)


def issue_cell(issue: Issue, quoted: str, carried: str) -> str:
    """An issue as a cell shows it: ``severity category "quote words" -> "passage words"``."""
    words = f'"{_flat(quoted)}" -> "{_flat(carried)}"'
    return f"{issue.severity} {issue.category} {words}"


def _flat(words: str) -> str:
    return " ".join(words.split())
