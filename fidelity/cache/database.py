"""The file of a cache: an SQLite database, which is replaced with a new one if it is damaged.

SQLite, and not diskcache or LMDB: diskcache unpickles the files in its folder, so that a foreign file could run
code (CVE-2025-69872); LMDB maps its file into memory, so that a truncated file ends the process. SQLite belongs to
Python, reads no code from its file, and is made for several processes.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

FILE = "cache.sqlite"
_LOCK = "lock"
_PATIENCE = 5.0
"""Seconds to wait for another process; after that, an entry counts as missing."""

_PRAGMAS = (
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA auto_vacuum = INCREMENTAL",
    "PRAGMA journal_mode = WAL",
    "PRAGMA journal_size_limit = 1048576",
    "PRAGMA synchronous = NORMAL",
)
_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS keys (number INTEGER PRIMARY KEY, salt BLOB NOT NULL)",
    "CREATE TABLE IF NOT EXISTS entries (key BLOB PRIMARY KEY, kind TEXT NOT NULL, used INTEGER NOT NULL,"
    " value BLOB NOT NULL)",
    "CREATE INDEX IF NOT EXISTS entries_by_use ON entries (used)",
)
_SALT = 32

_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_INTERRUPT)
"""Errors that do not mean that the file's content is damaged."""


def is_passing(error: sqlite3.Error | UnicodeDecodeError) -> bool:
    """Whether an error comes from other processes or a full disk, and not from a damaged file."""
    return ((getattr(error, "sqlite_errorcode", None) or 0) & 0xFF) in _BUSY


class Database:
    """An open connection. ``salt`` is the secret with which texts are hashed in this file.

    Raises:
        sqlite3.Error: if the file is damaged or cannot be used.
    """

    def __init__(self, folder: Path) -> None:
        path = folder / FILE
        with _alone(folder):
            with suppress(FileExistsError):
                os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            self.file = _identity(path)
            self.connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
            try:
                for pragma in _PRAGMAS:
                    self.connection.execute(pragma)
                self.salt = self._prepare()
            except BaseException:
                self.connection.close()
                raise

    def _prepare(self) -> bytes:
        with self.writing():
            for statement in _SCHEMA:
                self.connection.execute(statement)
            self.connection.execute("INSERT OR IGNORE INTO keys VALUES (1, ?)", (secrets.token_bytes(_SALT),))
        [(salt,)] = self.connection.execute("SELECT salt FROM keys WHERE number = 1")
        if not isinstance(salt, bytes) or len(salt) != _SALT:
            raise sqlite3.DatabaseError("the secret of the cache is damaged")
        return salt

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction during which nobody else writes."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield self.connection
            self.connection.execute("COMMIT")
        except BaseException:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            raise

    def count_bytes(self) -> int:
        """The size of the file, with what this transaction adds to it."""
        pages, size = (self.connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
        return int(pages * size)

    def close(self) -> None:
        """Close the file."""
        self.connection.close()


def remove(folder: Path, file: tuple[int, int] | None = None) -> None:
    """Delete the database of a folder. With ``file``, only if it is still that one: another process may have made a
    new one meanwhile."""
    with _alone(folder):
        if file is None or file == _identity(folder / FILE):
            for name in (FILE, f"{FILE}-wal", f"{FILE}-shm", f"{FILE}-journal"):
                (folder / name).unlink(missing_ok=True)


def find_file(folder: Path) -> tuple[int, int] | None:
    """Device and number of the folder's database, which distinguish it from another file of the same name."""
    return _identity(folder / FILE)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """While this lasts, no other process opens or deletes the folder's database."""
    handle = os.open(folder / _LOCK, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        with suppress(ImportError):
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
