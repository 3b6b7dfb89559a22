"""The database of runs and verdicts: an SQLite file that the user names.

=============  ===================================================================
``database``   the file: its permissions, its journal, its errors
``schema``     the tables, version by version
``runs``       a run as the store returns it
``listing``    the runs on the terminal
=============  ===================================================================
"""

from __future__ import annotations

import json
import os
import sys
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any

from fidelity.errors import ReportError, StoreError
from fidelity.report import Report
from fidelity.report.escaping import one_line, replace_surrogates
from fidelity.report.loading import parse_report
from fidelity.store.database import Database
from fidelity.store.runs import RunInfo, SavedRun
from fidelity.types import Document, VerdictRecord
from fidelity.verdicts import attach
from fidelity.verdicts.records import FIELDS, RecordError, check_record, now, record_dict, record_of, refused

__all__ = ["RunInfo", "SavedRun", "Store"]

PATIENCE = 30.0
"""How long to wait for another program's lock, in seconds."""


class Store:
    """Runs and verdicts in the SQLite file at ``path``; which is created if ``create`` is true.

    With ``deferred`` the first write creates it, so that a run that fails leaves no file.

    Use it in a ``with`` statement, from the thread that opened it; any number of processes may open the same file.
    When a method returns, its data is on the disk. ``patience`` is how many seconds to wait for another process that
    writes.

    Raises:
        StoreError: from every method, if the file cannot be used; nothing that was in it is lost.
    """

    def __init__(
        self, path: str | os.PathLike[str], create: bool = False, *, deferred: bool = False, patience: float = PATIENCE
    ) -> None:
        self._database = Database(path, create=create, deferred=deferred, patience=patience)

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def save_run(self, report: Report, translation: Document, articles: Sequence[Document]) -> str:
        """Save ``report`` with the texts of its documents, the articles in its order. Returns the run's id.

        Verdicts are not saved with it, because they have rows of their own.
        """
        documents = (translation, *articles)
        infos = (report.translation, *report.articles)
        for document, info in zip(documents, infos, strict=True):
            if document.info.sha256 != info.sha256:
                raise ValueError(f"{document.info.origin} is not the document that the report is of")
        summary = report.summary
        counts = summary["paired"], summary["missing"], summary["unpaired"]
        origins = json.dumps([info.origin for info in infos])
        saved = attach(report, ()).to_json().encode()
        with self._database.writing() as connection:
            cursor = connection.execute(
                "INSERT INTO runs (time, signature, translation, origins, paired, missing, unpaired, report)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (now(), replace_surrogates(report.signature), report.translation.sha256, origins, *counts, saved),
            )
            number = cursor.lastrowid
            for place, each in enumerate(documents):
                about = each.encoding, each.format, json.dumps(each.notes), replace_surrogates(each.text)
                connection.execute("INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?)", (number, place, *about))
        return str(number)

    def runs(self) -> tuple[RunInfo, ...]:
        """All runs, oldest first."""
        with self._database.explained():
            rows = self._database.connection.execute(
                "SELECT number, time, origins, translation, signature, paired, missing, unpaired, report IS NULL"
                " FROM runs ORDER BY number"
            ).fetchall()
        found = []
        for number, time, origins, *about, forgotten in rows:
            with self._understood(self._name(number)):
                _require_types((time, *about), (str, str, str, int, int, int))
                translation, *articles = _texts(origins or '[""]')
                sha256, signature, *counts = about
                paired, missing, unpaired = counts
                run = str(number), time, translation, tuple(articles), sha256, signature, paired, missing, unpaired
                found.append(RunInfo(*run, bool(forgotten)))
        return tuple(found)

    def runs_with_texts(self) -> tuple[str, ...]:
        """The ids of the runs that were not forgotten, oldest first."""
        with self._database.explained():
            query = "SELECT number FROM runs WHERE report IS NOT NULL OR origins IS NOT NULL ORDER BY number"
            return tuple(str(number) for (number,) in self._database.connection.execute(query))

    def load_run(self, run_id: str | None = None) -> SavedRun:
        """The run ``run_id``, or the latest run that still has its texts, with all verdicts attached."""
        with self._database.reading() as connection:
            query = "SELECT number, time, report FROM runs"
            if run_id is None:
                row = connection.execute(f"{query} WHERE report IS NOT NULL ORDER BY number DESC LIMIT 1").fetchone()
            else:
                row = connection.execute(f"{query} WHERE CAST(number AS TEXT) = ?", (run_id,)).fetchone()
            if row is None:
                raise StoreError(self._no_run(run_id))
            number, time, saved = row
            if saved is None:
                raise StoreError(
                    f"the texts of {self._name(number)} were forgotten; check the documents with --db again"
                )
            kept = connection.execute(
                "SELECT encoding, format, notes, text FROM documents WHERE run = ? ORDER BY place", (number,)
            ).fetchall()
            verdicts = self.verdicts()
        report = self._parsed(saved, number)
        if len(kept) != 1 + len(report.articles):
            raise StoreError(
                f"{self._name(number)} is damaged: it lacks a document; check the documents with --db again"
            )
        with self._understood(self._name(number)):
            _require_types((time, *(cell for row in kept for cell in row)), (str,) * (1 + 4 * len(kept)))
            translation, *articles = [
                Document(info, text, encoding, format=form, notes=tuple(_texts(notes)))
                for info, (encoding, form, notes, text) in zip(
                    (report.translation, *report.articles), kept, strict=True
                )
            ]
        by_id = {article.info.id: article for article in articles}
        return SavedRun(str(number), time, attach(report, verdicts), translation, by_id)

    def _parsed(self, saved: Any, number: int) -> Report:
        name = self._name(number)
        try:
            return parse_report(saved if isinstance(saved, bytes) else b"", name)
        except ReportError as error:
            raise StoreError(
                f"{name} is damaged, or a newer version saved it; check the documents with --db again"
            ) from error

    def reports(self) -> Iterator[tuple[Report, str]]:
        """The report without verdicts and the translation's text of each run that still has them, the newest first."""
        query = (
            "SELECT number, report, text FROM runs JOIN documents ON run = number AND place = 0"
            " WHERE report IS NOT NULL AND number < ? ORDER BY number DESC LIMIT 1"
        )
        number = sys.maxsize
        while True:  # one by one, so that they are not all in memory and no lock is held while the caller works
            with self._database.explained():
                row = self._database.connection.execute(query, (number,)).fetchone()
            if row is None:
                return
            number, saved, text = row
            with self._understood(self._name(number)):
                _require_types((text,), (str,))
            yield self._parsed(saved, number), text

    def _name(self, number: int) -> str:
        return f"run {number} in {self._database.name}"

    def _no_run(self, run_id: str | None) -> str:
        if run_id is None:
            return f"{self._database.name} holds no run; check --db saves one"
        with self._database.explained():
            numbers = self._database.connection.execute("SELECT number FROM runs ORDER BY number").fetchall()
        known = ", ".join(str(number) for (number,) in numbers) or "none"
        return f"{self._database.name} holds no run {one_line(run_id)}; it has: {known}"

    def add_verdict(self, record: VerdictRecord) -> VerdictRecord:
        """Save ``record``. Returns it as it was saved, with a ``uid`` and a ``time`` if it had none."""
        with self._database.writing() as connection:
            kept = self._checked(replace(record, uid=record.uid or uuid.uuid4().hex, time=record.time or now()))
            if not record.time:
                kept = replace(kept, time=self._next(kept))
            if not connection.execute(_INSERT, _row(kept)).rowcount:
                raise StoreError(f"a verdict with the uid {kept.uid} is saved already; give a new verdict to change it")
        return kept

    def add_verdicts(self, records: Iterable[VerdictRecord]) -> int:
        """Save the ``records`` whose ``uid`` is new. Returns how many these are."""
        rows = [_row(self._checked(record)) for record in records]
        with self._database.writing() as connection:
            before = connection.total_changes
            connection.executemany(_INSERT, rows)
            return connection.total_changes - before

    def undo(self, record: VerdictRecord) -> VerdictRecord:
        """Undo ``record`` by a new row, which is returned. The reviewer's earlier verdict is valid again."""
        if record.severity is None:
            raise StoreError("this verdict was undone already; give a new verdict")
        return self.add_verdict(
            replace(record, severity=None, undoes=record.uid, uid="", time="", comment="", picked=None)
        )

    def verdicts(self) -> tuple[VerdictRecord, ...]:
        """All rows, oldest first, including those that were undone and those that undo others."""
        columns = ", ".join(FIELDS)
        with self._database.explained():
            query = f"SELECT {columns} FROM verdicts ORDER BY time, number"  # noqa: S608 -- it contains no value
            rows = self._database.connection.execute(query).fetchall()
        try:
            return tuple(map(_record, rows))
        except (TypeError, ValueError, RecursionError) as error:
            raise StoreError(
                f"{self._database.name} is damaged: one of its verdicts is invalid; restore a copy"
            ) from error

    def forget(self, run_id: str) -> None:
        """Delete the texts of a run from the file: its report and its documents. Its verdicts stay."""
        with self._database.writing() as connection:
            row = connection.execute("SELECT number FROM runs WHERE CAST(number AS TEXT) = ?", (run_id,)).fetchone()
            if row is None:
                raise StoreError(self._no_run(run_id))
            connection.execute("DELETE FROM documents WHERE run = ?", row)
            connection.execute("UPDATE runs SET report = NULL, origins = NULL WHERE number = ?", row)
        try:
            with self._database.explained():
                self._database.connection.execute("VACUUM")
        except StoreError as error:
            raise StoreError(f"run {run_id} is forgotten, but the file keeps its size: {error}") from error

    def _next(self, record: VerdictRecord) -> str:
        """The time of ``record``, or a moment after the reviewer's last row if the clock was set back since then."""
        query = "SELECT max(time) FROM verdicts WHERE reviewer = ?"
        last = self._database.connection.execute(query, (record.reviewer,)).fetchone()[0]
        if last is None or (isinstance(last, str) and last < record.time):
            return record.time
        with self._understood(self._database.name):
            return (datetime.fromisoformat(last) + timedelta(microseconds=1)).isoformat(timespec="microseconds")

    @contextmanager
    def _understood(self, what: str) -> Iterator[None]:
        """The :class:`StoreError` for a value that another program or a broken disk has changed."""
        try:
            yield
        except (TypeError, ValueError, KeyError, OverflowError, RecursionError) as error:
            raise StoreError(f"{what} is damaged: it has data that fidelity did not write; restore a copy") from error

    def _checked(self, record: VerdictRecord) -> VerdictRecord:
        try:
            return check_record(record)
        except RecordError as error:
            raise refused(error) from error


_INSERT = f"INSERT OR IGNORE INTO verdicts ({', '.join(FIELDS)}) VALUES ({', '.join('?' * len(FIELDS))})"  # noqa: S608

_NUMBER = (float, int, type(None))
_TYPES: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(("score", "confidence", "trust", "selection"), _NUMBER),
    "chance": (float, int),
    "fidelity": (int, type(None)),
    **dict.fromkeys(("severity", "picked"), (str, type(None))),
}


def _require_types(cells: Sequence[Any], types: Sequence[type]) -> None:
    for cell, kind in zip(cells, types, strict=True):
        if not isinstance(cell, kind):
            raise TypeError(kind.__name__)


def _texts(saved: str) -> list[str]:
    """Reads a JSON list of texts."""
    value = json.loads(saved)
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise TypeError("list")
    return value


def _row(record: VerdictRecord) -> tuple[Any, ...]:
    value = record_dict(record)
    picked = value["picked"]
    value |= {"passage": json.dumps(value["passage"]), "picked": None if picked is None else json.dumps(picked)}
    return tuple(value[name] for name in FIELDS)


def _record(row: Sequence[Any]) -> VerdictRecord:
    """Reads a row as a record. Rows are valid when they are written, but another program may have changed them."""
    value = dict(zip(FIELDS, row, strict=True))
    for name, cell in value.items():
        if not isinstance(cell, _TYPES.get(name, str)):
            raise ValueError(name)
    value["passage"] = json.loads(value["passage"])
    value["picked"] = None if value["picked"] is None else json.loads(value["picked"])
    return record_of(value)
