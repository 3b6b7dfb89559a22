"""The database's schema, version by version. A file of an older version is upgraded and never rewritten from scratch.

A step is never edited after a release has used it. Every change is a new step at the end, which is tested on a file of
an earlier version.
"""

from __future__ import annotations

import sqlite3
from functools import lru_cache

from fidelity.errors import StoreError

APPLICATION = 0x46444C54
"""``FDLT``, the SQLite application id of our files."""

_VERSION_1 = (
    """CREATE TABLE runs (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        time TEXT NOT NULL,           -- ISO 8601, UTC
        signature TEXT NOT NULL,
        translation TEXT NOT NULL,    -- SHA-256 of the translation's bytes
        origins TEXT,                 -- JSON, the names of translation and articles as typed; NULL once forgotten
        paired INTEGER NOT NULL,
        missing INTEGER NOT NULL,
        unpaired INTEGER NOT NULL,    -- missing ones included
        report BLOB                   -- JSON, fidelity.report/1; NULL once its texts were forgotten
    )""",
    """CREATE TABLE documents (
        run INTEGER NOT NULL REFERENCES runs (number),
        place INTEGER NOT NULL,       -- 0: the translation; from 1 on: the articles, in the report's order
        encoding TEXT NOT NULL,
        format TEXT NOT NULL,
        notes TEXT NOT NULL,          -- JSON, a list of texts
        text TEXT NOT NULL,
        PRIMARY KEY (run, place)
    )""",
    """CREATE TABLE verdicts (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE,
        id TEXT NOT NULL,
        quotation_id TEXT NOT NULL,
        severity TEXT,                -- NULL: undoes another
        reviewer TEXT NOT NULL,
        time TEXT NOT NULL,
        signature TEXT NOT NULL,
        translation TEXT NOT NULL,
        passage TEXT NOT NULL,        -- JSON, [[start, end], ...]
        picked TEXT,                  -- JSON, [start, end]
        comment TEXT NOT NULL,
        chance REAL NOT NULL,
        score REAL,
        fidelity INTEGER,
        confidence REAL,
        trust REAL,
        model TEXT NOT NULL,
        undoes TEXT NOT NULL
    )""",
)

_VERSION_2 = tuple(  # the file itself allows only appending, whichever program writes to it
    f"""CREATE TRIGGER no_{action.lower()} BEFORE {action} ON verdicts
    BEGIN SELECT RAISE(ABORT, 'verdicts stay as they were given; undo one by a new row'); END"""
    for action in ("UPDATE", "DELETE")
)

_VERSION_3 = ("ALTER TABLE verdicts ADD COLUMN selection REAL",)  # log-odds that the words are the document's

STEPS: tuple[tuple[str, ...], ...] = (_VERSION_1, _VERSION_2, _VERSION_3)
"""The steps from each version to the next. The first step starts from an empty file."""

CURRENT = len(STEPS)
"""The version of the schema that this program writes."""


def bring_forward(connection: sqlite3.Connection, name: str) -> None:
    """Upgrade the file to the current version in one transaction. If that fails, the file is as it was.

    Raises:
        StoreError: if a newer version or another program wrote it, or if it has tables that no version makes.
    """
    if version_of(connection, name) != CURRENT:
        connection.execute("BEGIN IMMEDIATE")
        try:
            # asked again, because another process may have upgraded it
            _take_steps(connection, version_of(connection, name))
            _check_objects(connection, name)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    else:
        _check_objects(connection, name)


def _take_steps(connection: sqlite3.Connection, version: int) -> None:
    for step in STEPS[version:]:
        for statement in step:
            connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {CURRENT}")


def _check_objects(connection: sqlite3.Connection, name: str) -> None:
    if _objects(connection) != _expected():  # a trigger of another program could drop what is written
        raise StoreError(f"{name} has tables or triggers that fidelity did not make; use a copy from before the change")


def _objects(connection: sqlite3.Connection) -> frozenset[tuple[str, ...]]:
    query = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite~_%' ESCAPE '~'"
    return frozenset(connection.execute(query))


@lru_cache(maxsize=1)
def _expected() -> frozenset[tuple[str, ...]]:
    """The tables and triggers of a file of the current version."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        _take_steps(connection, 0)
        return _objects(connection)
    finally:
        connection.close()


def version_of(connection: sqlite3.Connection, name: str) -> int:
    """The file's version, or 0 for an empty file.

    Raises:
        StoreError: if another program or a newer version wrote it.
    """
    application, version, objects = (
        connection.execute(query).fetchone()[0]
        for query in ("PRAGMA application_id", "PRAGMA user_version", "SELECT count(*) FROM sqlite_master")
    )
    if (application, version, objects) == (0, 0, 0):
        return 0
    if application != APPLICATION or version < 1:
        raise StoreError(f"{name} is a database of another program; name another file")
    if version > CURRENT:
        raise StoreError(f"{name} was written by a newer version of fidelity (schema {version}); update fidelity")
    return int(version)
