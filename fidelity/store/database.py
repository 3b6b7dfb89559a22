"""The file of the database: it is created with mode 0600, and every error is reported in one line.

The creation of a new file can be deferred until there is something to write, so that a run that fails leaves none.
Until then, whatever is read comes from an empty database in memory, or from the file as soon as another process has
created it.

It uses a rollback journal and not a write-ahead log. So the database is a single file, which can be copied, can be in
a shared folder and can be read from a read-only folder; a log would also keep forgotten texts. With ``synchronous =
EXTRA`` SQLite waits for the disk, and for the folder when the journal is deleted: data that was acknowledged survives
a loss of power if the disk is reliable (https://www.sqlite.org/pragma.html#pragma_synchronous). SQLite gives journals
the permissions of the database. Its temporary files are kept in memory.
"""

from __future__ import annotations

import errno
import os
import random
import sqlite3
import stat
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from fidelity.errors import StoreError
from fidelity.report.escaping import escape_terminal, one_line
from fidelity.report.files import FIXES
from fidelity.store.schema import APPLICATION, bring_forward

_MAGIC = b"SQLite format 3\0"
_HEADER = 72
"""Bytes of a database up to the end of its application id (https://www.sqlite.org/fileformat.html#the_database_header)."""

_OPEN: Counter[tuple[int, int]] = Counter()
"""How often this process has each file open. An open file is not read except by SQLite, because closing it would
release the locks that SQLite holds on it (https://www.sqlite.org/howtocorrupt.html, 2.2)."""

_OPENING = threading.Lock()

_OTHERS = stat.S_IRWXO

_TURN = (0.0005, 0.003)
"""Seconds between two attempts to write.

They are shorter than a commit, so that every waiting process gets its turn.
"""

_PRAGMAS = (
    "PRAGMA trusted_schema = OFF",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA secure_delete = ON",
    "PRAGMA synchronous = EXTRA",
    "PRAGMA foreign_keys = ON",
)


def _identity(found: os.stat_result) -> tuple[int, int]:
    return found.st_dev, found.st_ino


def _exists(target: str) -> bool:
    """Whether there is a file or anything else of this name. An error other than that there is none is raised."""
    try:
        os.stat(target)  # noqa: PTH116
    except FileNotFoundError:
        return False
    return True


def _require_writable(folder: str) -> None:
    """Raise the error that creating a file in the folder would raise, without creating one."""
    os.stat(folder)  # noqa: PTH116
    if not os.access(folder, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


class Database:
    """An open connection to the file.

    ``create``: make the file if there is none; ``deferred``: only when something is written.
    ``patience`` is how long to wait for another program's lock, in seconds.

    Raises:
        StoreError: if the file cannot be opened, is not a database of this program, or was written by a newer version.
    """

    def __init__(self, path: str | os.PathLike[str], *, create: bool, deferred: bool, patience: float) -> None:
        self.name = escape_terminal(os.fspath(path))
        self._patience = patience
        self._closed = False
        if "\0" in os.fspath(path):
            raise StoreError(f"{self.name} cannot be used: it is not a valid file name; name another")
        self._file: tuple[int, int] | None = None
        """The file that is open, or ``None`` while there is none."""
        with self.explained():
            self._target = os.path.realpath(path)
            if create and deferred and not _exists(self._target):
                _require_writable(os.path.dirname(self._target))  # noqa: PTH120
                self._connection = sqlite3.connect(":memory:", isolation_level=None)
                bring_forward(self._connection, self.name)
            else:
                self._open(create)

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection to the file; to an empty database as long as there is no file."""
        if self._file is None and not self._closed and _exists(self._target):  # another process created it
            self._connection.close()
            self._open(create=True)
        return self._connection

    def _open(self, create: bool) -> None:
        with _OPENING:
            mode = "rw" if self._prepare(self._target, create) else "ro"
            uri = f"{Path(self._target).as_uri()}?mode={mode}"
            self._connection = sqlite3.connect(uri, uri=True, timeout=self._patience, isolation_level=None)
            self._file = _identity(os.stat(self._target))  # noqa: PTH116 -- realpath gave a plain string
            _OPEN[self._file] += 1
        try:
            for pragma in _PRAGMAS:
                self._connection.execute(pragma)
            bring_forward(self._connection, self.name)
        except BaseException:
            self.close()
            raise

    def _prepare(self, target: str, create: bool) -> bool:
        """Checks or creates the file. Returns whether it can be written."""
        try:
            found = os.stat(target)  # noqa: PTH116
        except FileNotFoundError:
            if not create:
                raise StoreError(f"{self.name}: no such database; check --db writes one") from None
            with suppress(FileExistsError):  # another process created it first
                os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            return True
        if stat.S_ISDIR(found.st_mode):
            raise StoreError(f"{self.name} is a folder; name a file in it")
        if not stat.S_ISREG(found.st_mode):
            raise StoreError(f"{self.name} is not a regular file; name another")
        writable = os.access(target, os.W_OK)
        if _OPEN[_identity(found)]:
            return writable
        with open(target, "rb") as stream:  # noqa: PTH123
            start = stream.read(_HEADER)
        if not start and not create:
            raise StoreError(f"{self.name} is an empty file; check --db makes a database of it")
        if start and not start.startswith(_MAGIC):
            raise StoreError(f"{self.name} is not a database; name another file")
        if start and not start.endswith(APPLICATION.to_bytes(4)) and not os.path.exists(f"{target}-journal"):  # noqa: PTH110
            raise StoreError(f"{self.name} is a database of another program; name another file")  # which is not changed
        if writable and (not start or found.st_mode & _OTHERS):
            self._close_to_others(target, found.st_mode if start else 0o600, create=create)
        return writable

    def _close_to_others(self, target: str, mode: int, *, create: bool) -> None:
        """If everybody has permissions for the file, nobody intended that: remove them, and those of the group.

        A file that only its group may use is left as it is.
        """
        try:
            os.chmod(target, stat.S_IMODE(mode) & 0o700)  # noqa: PTH101
        except PermissionError:
            if create:  # otherwise everybody could read new texts
                raise StoreError(
                    f"{self.name} can be read by everybody, and is another user's; have its owner run chmod 600 on it"
                ) from None

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction during which nobody else writes.

        Afterwards it is committed and on the disk, or it has no effect.
        """
        with self.explained():
            if self._file is None and not self._closed:
                self._connection.close()
                self._open(create=True)
            connection = self.connection
            self._begin(connection)
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Several queries that see one state of the file."""
        with self.explained():
            connection = self.connection
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                connection.execute("ROLLBACK")

    def _begin(self, connection: sqlite3.Connection) -> None:
        """Acquire the only lock for writing, and wait for it as long as ``patience`` allows.

        SQLite itself sleeps longer after each attempt, so that of several busy writers one keeps the lock and the last
        gives up. Asking again at short random times gives each of them its turn.
        """
        deadline = time.monotonic() + self._patience
        connection.execute("PRAGMA busy_timeout = 0")
        try:
            while True:
                try:
                    connection.execute("BEGIN IMMEDIATE")
                    return
                except sqlite3.OperationalError as error:
                    if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                        raise
                time.sleep(random.uniform(*_TURN))
        finally:
            connection.execute(f"PRAGMA busy_timeout = {int(self._patience * 1000)}")

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Turns any error of using the file into a :class:`StoreError`."""
        try:
            yield
        except sqlite3.ProgrammingError:  # a closed store or another thread: a bug of the caller
            raise
        except sqlite3.Error as error:
            raise StoreError(one_line(self._explain(error))) from error
        except UnicodeDecodeError as error:  # a name in the schema
            raise StoreError(f"{self.name} is damaged: a text in it is not UTF-8; restore it from a copy") from error
        except OSError as error:
            fix = FIXES.get(error.errno or 0, "name another file")
            raise StoreError(f"{self.name} cannot be used: {error.strerror or error}; {fix}") from error

    def _explain(self, error: sqlite3.Error) -> str:  # noqa: PLR0911 -- one line for each kind of error
        if "decode to UTF-8" in str(error):  # the rest of that message is the text of the document
            return f"{self.name} is damaged: a text in it is not UTF-8; restore it from a copy"
        code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
        match code:
            case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
                return f"{self.name} was in use by another program for {self._patience:g} s; close that and try again"
            case sqlite3.SQLITE_NOTADB:
                return f"{self.name} is not a database; name another file"
            case sqlite3.SQLITE_CORRUPT:
                return f"{self.name} is damaged: {error}; restore it from a copy"
            case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
                return f"{self.name} cannot be written: {error}; see that you may write the file and its folder"
            case sqlite3.SQLITE_FULL | sqlite3.SQLITE_IOERR:
                return f"{self.name} cannot be written: {error}; free some space or choose another disk"
            case _:
                return f"{self.name} cannot be used: {error}"

    def close(self) -> None:
        """Close the file. A second call has no effect."""
        self._connection.close()
        with _OPENING:
            if self._file is not None:
                _OPEN[self._file] -= not self._closed
            self._closed = True
