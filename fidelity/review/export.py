"""The verdicts on a run as CSV for a spreadsheet: a row for each entry and verdict, with both texts."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from fidelity.errors import OutputError
from fidelity.report.escaping import escape_terminal
from fidelity.report.files import write_text
from fidelity.report.spreadsheet import defuse
from fidelity.review.entries import ReviewEntry
from fidelity.types import VerdictRecord

if TYPE_CHECKING:
    from fidelity.review.session import ReviewSession

COLUMNS = (
    *("quotation_id", "pair_id", "article", "speaker", "quote", "passage", "fidelity", "severity", "issues", "chance"),
    *("reviewer", "verdict", "picked", "comment", "time", "signature"),
)
_HEADER = ",".join(COLUMNS)


def session_csv(session: ReviewSession, entries: Sequence[ReviewEntry]) -> str:
    """CSV with a header, without byte-order mark. An entry without a visible verdict has one row without a verdict."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for entry in entries:
        for record in _records(session, entry):
            writer.writerow([defuse(cell) if isinstance(cell, str) else cell for cell in _row(session, entry, record)])
    return stream.getvalue()


def write_over(path: str | os.PathLike[str], text: str) -> None:
    """Write a new file or replace an earlier export, and nothing else (UTF-8 with byte-order mark).

    Raises:
        OutputError: if something else is at ``path``, or it cannot be written.
    """
    target = Path(path)
    if target.is_file():
        with target.open("rb") as stream:
            start = stream.read(len(_HEADER) + 8)
        if start.strip() and not start.removeprefix(b"\xef\xbb\xbf").startswith(_HEADER.encode()):
            raise OutputError(
                f"{escape_terminal(os.fspath(path))} this file exists and is not such a list; choose another name"
            )
    write_text(target, text, encoding="utf-8-sig")


def _records(session: ReviewSession, entry: ReviewEntry) -> Iterator[VerdictRecord | None]:
    mine = session.verdict(entry)
    yield mine
    if mine is not None:
        yield from session.others(entry)


def _row(
    session: ReviewSession, entry: ReviewEntry, record: VerdictRecord | None
) -> tuple[str | int | float | None, ...]:
    found = entry.found
    issues = "; ".join(f"{issue.severity} {issue.category}: {issue.note}" for issue in found.issues)
    about = (
        *(found.quotation_id, entry.id if entry.passage else ""),
        "; ".join(session.report.article(each).origin for each in entry.articles),
        *(found.quotation.speaker, found.quotation.text, entry.passage.text if entry.passage else ""),
        *(entry.fidelity, entry.severity, issues, round(entry.chance, 4)),
    )
    if record is None:
        return (*about, *[""] * 5, session.report.signature)
    picked = session.words(record.picked) if record.picked else ""
    return (*about, record.reviewer, record.severity, picked, record.comment, record.time, record.signature)
