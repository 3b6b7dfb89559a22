"""Bytes on disk that are found by texts. The size is limited, several processes may use it, and it is never trusted."""

from __future__ import annotations

import hashlib
import hmac
import os
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TypeVar

from fidelity.cache.database import Database, find_file, is_passing, remove
from fidelity.cache.folder import default_folder, prepare_folder
from fidelity.errors import StoreError
from fidelity.report.escaping import one_line

LIMIT = 1 << 30
"""Greatest size of a cache in bytes. The entries that were not used for the longest time are deleted first."""

_KEPT = 0.9
"""Share of the limit to which a full cache is emptied, so that not every new entry has to push one out."""

_AT_ONCE = 400
"""Greatest number of entries of one query. SQLite allows 999 variables in its oldest versions."""

_LAST_USE = 1 << 62

_SIGN = 16
"""Number of bytes of the keyed hash that is stored before each value."""


_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Contents:
    """The content of a cache: ``entries`` by kind, and ``size`` and ``limit`` of its ``folder`` in bytes."""

    folder: Path
    entries: Mapping[str, int]
    size: int
    limit: int


class Cache:
    """Values that are found by texts. After an error of the file a value counts as missing; a damaged file is replaced.

    ``folder`` (default: :func:`fidelity.cache.default_folder`) is made if there is none; ``limit`` is in bytes.

    Raises:
        StoreError: if the folder cannot be made or others can read it.
    """

    def __init__(self, folder: str | os.PathLike[str] | None = None, *, limit: int = LIMIT) -> None:
        self.folder = default_folder() if folder is None else Path(folder)
        self.limit = limit
        prepare_folder(self.folder)
        self._database: Database | None = None
        self._process = 0
        self._using = Lock()

    def get(self, space: str, texts: Sequence[str]) -> dict[str, bytes]:
        """The known values for ``texts``. ``space`` names everything else on which they depend."""
        return self._attempt(lambda database: _get(database, space, texts)) or {}

    def put(self, kind: str, space: str, values: Mapping[str, bytes]) -> None:
        """Save values by their texts. ``kind`` is only for :meth:`describe`."""
        self._attempt(lambda database: _put(database, kind, space, values, self.limit))

    def describe(self) -> Contents:
        """The content of the cache."""
        counted = self._attempt(_count) or {}
        self.close()  # so that what was written lately is in the file, and the size is that of all there is
        return Contents(self.folder, counted, _measure(self.folder), self.limit)

    def clear(self) -> None:
        """Delete all entries, and the secret with which texts were hashed.

        Raises:
            StoreError: if a file cannot be deleted.
        """
        with self._using:
            self._close()
            try:
                remove(self.folder)
            except OSError as error:
                name = one_line(str(self.folder))
                raise StoreError(f"the cache {name} cannot be emptied: {error.strerror}; delete the folder") from error

    def __enter__(self) -> Cache:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; it is opened again when it is needed."""
        with self._using:
            self._close()

    def _close(self) -> None:
        if self._database is not None and self._process == os.getpid():
            self._database.close()
        self._database = None

    def _attempt(self, work: Callable[[Database], _T]) -> _T | None:
        """The result of ``work``, with a new file if this one is damaged, or ``None`` if both fail."""
        with self._using:
            for _ in range(2):
                try:
                    return work(self._open())
                except (sqlite3.Error, UnicodeDecodeError) as error:  # the latter from a damaged name of a table
                    if is_passing(error, self.folder) or not self._start_anew():
                        return None
                except OSError:
                    return None
        return None

    def _open(self) -> Database:
        if self._database is None or self._process != os.getpid():
            self._database, self._process = Database(self.folder), os.getpid()
        return self._database

    def _start_anew(self) -> bool:
        """Delete the damaged file. Returns whether that was possible."""
        file = self._database.file if self._database is not None else find_file(self.folder)
        self._close()
        try:
            remove(self.folder, file)
        except OSError:
            return False
        return True


def _get(database: Database, space: str, texts: Sequence[str]) -> dict[str, bytes]:
    keys = {_hash(database.salt, space, text): text for text in texts}
    found: dict[bytes, bytes] = {}
    for some in _portions(list(keys)):
        marks = ",".join("?" * len(some))
        rows = database.connection.execute(f"SELECT key, value FROM entries WHERE key IN ({marks})", some)  # noqa: S608
        for key, value in rows:
            if isinstance(value, bytes) and hmac.compare_digest(
                value[:_SIGN], _sign(database.salt, key, value[_SIGN:])
            ):
                found[key] = value[_SIGN:]
    if found:
        _touch(database, found)
    return {keys[key]: value for key, value in found.items()}


def _touch(database: Database, keys: Iterable[bytes]) -> None:
    """Note that entries were used, unless others are writing: that is only a matter of what leaves first."""
    try:
        with database.writing() as connection:
            now = _next_use(connection)
            connection.executemany("UPDATE entries SET used = ? WHERE key = ?", ((now, key) for key in keys))
    except sqlite3.Error as error:
        if not is_passing(error, database.folder):
            raise


def _put(database: Database, kind: str, space: str, values: Mapping[str, bytes], limit: int) -> None:
    rows = []
    for text, value in values.items():
        key = _hash(database.salt, space, text)
        rows.append((key, kind, _sign(database.salt, key, value) + value))
    with database.writing() as connection:
        now = _next_use(connection)
        connection.executemany(
            "INSERT OR REPLACE INTO entries (key, kind, used, value) VALUES (?, ?, ?, ?)",
            ((key, kind, now, value) for key, kind, value in rows),
        )
        surplus = database.count_bytes() - limit
        if surplus > 0:
            _evict(connection, surplus + int(limit * (1 - _KEPT)))
    if surplus > 0:
        # Each step of this statement gives back one page; execute() would take only the first step.
        database.connection.executescript("PRAGMA incremental_vacuum")


def _next_use(connection: sqlite3.Connection) -> int:
    """A number that is higher than that of any earlier use."""
    latest = connection.execute("SELECT coalesce(CAST(max(used) AS INTEGER), 0) FROM entries").fetchone()[0]
    return min(int(latest), _LAST_USE) + 1


def _evict(connection: sqlite3.Connection, surplus: int) -> None:
    """Delete the entries that were not used for the longest time, until ``surplus`` bytes are free."""
    leaving = []
    for key, size in connection.execute("SELECT key, length(value) FROM entries ORDER BY used, key"):
        leaving.append((key,))
        surplus -= size
        if surplus <= 0:
            break
    connection.executemany("DELETE FROM entries WHERE key = ?", leaving)


def _count(database: Database) -> dict[str, int]:
    rows = database.connection.execute("SELECT kind, count(*) FROM entries GROUP BY kind ORDER BY kind")
    return {str(kind): count for kind, count in rows}


def _measure(folder: Path) -> int:
    """The size in bytes of a folder's files. Other processes may delete some meanwhile."""
    size = 0
    for each in folder.iterdir():
        with suppress(FileNotFoundError):
            size += each.stat().st_size
    return size


def _hash(salt: bytes, space: str, text: str) -> bytes:
    """The keyed hash by which a text is found: without the file's secret, nobody can make it of a text."""
    said = f"{len(space)}:{space}{text}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(said, key=salt, digest_size=20, person=b"text").digest()


def _sign(salt: bytes, key: bytes, value: bytes) -> bytes:
    """The keyed hash of a value at its place, which shows that it is the one that was written there."""
    return hashlib.blake2b(key + value, key=salt, digest_size=_SIGN, person=b"value").digest()


def _portions(keys: list[bytes]) -> Iterable[list[bytes]]:
    return (keys[start : start + _AT_ONCE] for start in range(0, len(keys), _AT_ONCE))
