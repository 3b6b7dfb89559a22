"""The file of a cache: an SQLite database, which is replaced with a new one if it is damaged.

SQLite, and not diskcache or LMDB: diskcache unpickles the files in its folder, so that a foreign file could run
code (CVE-2025-69872); LMDB maps its file into memory, so that a truncated file ends the process. SQLite belongs to
Python, reads no code from its file, and is made for several processes. Its write-ahead log would map a file, too, so
that the cache does not use it.
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
    "PRAGMA mmap_size = 0",
    "PRAGMA journal_mode = TRUNCATE",  # WAL would map a file into memory, and if it is truncated, the process ends
    "PRAGMA synchronous = OFF",  # what the machine's end leaves damaged is found and computed again
)
_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS keys (number INTEGER PRIMARY KEY, salt BLOB NOT NULL)",
    "CREATE TABLE IF NOT EXISTS entries (key BLOB PRIMARY KEY, kind TEXT NOT NULL, used INTEGER NOT NULL,"
    " value BLOB NOT NULL)",
    "CREATE INDEX IF NOT EXISTS entries_by_use ON entries (used)",
)
_SALT = 32

_DAMAGED = (
    *(sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT),
    *(sqlite3.SQLITE_SCHEMA, sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_TOOBIG),
)
"""Errors of a file whose content is damaged, or is that of another program."""

_DAMAGED_EXTENDED = (
    *(sqlite3.SQLITE_IOERR_SHORT_READ, sqlite3.SQLITE_IOERR_CORRUPTFS, sqlite3.SQLITE_IOERR_DATA),
    sqlite3.SQLITE_READONLY_DBMOVED,  # the file was deleted or replaced while it was open
)
"""The errors of reading and writing that come from the file itself."""


def is_passing(error: sqlite3.Error | UnicodeDecodeError, folder: Path) -> bool:
    """Whether an error comes from somewhere else than the damaged file of ``folder``, so that the file has to be kept.

    Other processes may be busy with it, the disk may be full or fail, the memory may be short, or a permission may be
    missing. An error without a code is one of a damaged file.
    """
    code = getattr(error, "sqlite_errorcode", None)
    if code is None or (code & 0xFF) in _DAMAGED or code in _DAMAGED_EXTENDED:
        return False
    # SQLite calls a file of an unknown version read-only, too.
    return code != sqlite3.SQLITE_READONLY or not os.access(folder / FILE, os.W_OK)


class Database:
    """An open connection. ``salt`` is the secret with which texts are hashed in this file.

    Raises:
        sqlite3.Error: if the file is damaged or cannot be used.
    """

    def __init__(self, folder: Path) -> None:
        self.folder, path = folder, folder / FILE
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
