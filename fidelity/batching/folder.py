"""The folder of a batch: the settings of the run, the parts, and the list of finished parts.

=================  ===================================================================
``batch.json``     the versions and settings; another batch may not use the folder
``ledger.jsonl``   a line for each part that is done, written once the part is on disk
``NAME/``          the parts, each moved into place whole
=================  ===================================================================
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import Any

from fidelity.batching.documents import States
from fidelity.batching.tries import Tries
from fidelity.errors import OutputError, SettingError
from fidelity.regular_files import NotRegularError, read_regular
from fidelity.report.files import explained, write_bytes, write_text

HEADER, LEDGER, TRIES = "batch.json", "ledger.jsonl", ".tries"
_MOST = 2**30
"""Bytes of the largest head or ledger that is read: about ten million parts."""


@dataclass(frozen=True, slots=True)
class Part:
    """A finished part: its number, from 1, its files with their sizes in bytes, and counts of its content.

    ``documents`` is the state of the documents from which it was made, if it depends on other files than its batch.
    """

    number: int
    files: Mapping[str, int]
    counts: Mapping[str, int]
    documents: States | None = None


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder at ``path``. This class makes every name in it, never from an input."""

    path: str

    @contextmanager
    def opened(self, header: Mapping[str, Any]) -> Iterator[None]:
        """Begin here, or continue where the same batch was stopped. No other run may work here meanwhile.

        ``header`` has the versions and settings; its keys are the plain names for messages.

        Raises:
            OutputError: if the folder cannot be written, or another run is working in it.
            SettingError: if the folder contains another batch or other files.
        """
        root = Path(self.path)
        with ExitStack() as stack:
            with explained(root):
                root.mkdir(exist_ok=True)
                stack.callback(os.close, _locked(root))
                self._compare(header)
                self._tidy()
                (root / TRIES).mkdir()
                stack.callback(shutil.rmtree, root / TRIES, ignore_errors=True)
            yield

    def _tidy(self) -> None:
        """Delete what a killed run has left: incomplete files, and its tries."""
        root = Path(self.path)
        shutil.rmtree(root / TRIES, ignore_errors=True)
        for each in (*root.glob(".fidelity-*.tmp"), *root.glob("*/.fidelity-*.tmp")):
            each.unlink(missing_ok=True)

    def _compare(self, header: Mapping[str, Any]) -> None:
        root = Path(self.path)
        try:
            begun = json.loads(read_regular(root / HEADER, _MOST))
        except FileNotFoundError:
            others = sorted(each.name for each in root.iterdir() if not each.match(".fidelity-*.tmp"))
            if others:
                raise SettingError(
                    f"{self.path}: this folder holds other files ({others[0]}); name a new or an empty folder"
                ) from None
            write_text(root / HEADER, json.dumps(header, ensure_ascii=False, indent=1) + "\n")
            return
        except (ValueError, RecursionError, NotRegularError):
            begun = None
        if not isinstance(begun, dict):
            raise SettingError(f"{root / HEADER}: this is no longer the head of a batch; name a new folder")
        for name, value in header.items():
            if begun.get(name) != value:
                raise SettingError(
                    f"{self.path}: this folder holds results with another {name}; name a new folder, or delete this one"
                )

    def done(self) -> list[Part]:
        """The finished parts by number, without those whose files were deleted."""
        path = Path(self.path) / LEDGER
        if not path.exists():
            return []
        with explained(path):
            lines = read_regular(path, _MOST).splitlines()
        parts = {part.number: part for part in map(_read_part, lines) if part is not None}
        return [parts[number] for number in sorted(parts) if self._is_whole(parts[number])]

    def record(self, parts: Iterable[Part]) -> None:
        """Write a new ledger with these parts."""
        write_text(Path(self.path) / LEDGER, "".join(map(_line, parts)))

    @contextmanager
    def ledger(self) -> Iterator[Ledger]:
        """The ledger, open for appending."""
        path = Path(self.path) / LEDGER
        with explained(path):
            stream = path.open("ab", buffering=0)
        with stream:
            yield Ledger(path, stream)

    def put(self, kind: str, name: str, data: bytes) -> tuple[str, int]:
        """Write one file of a part, whole or not at all. Returns its name in the folder and its size."""
        with explained(Path(self.path) / kind):
            (Path(self.path) / kind).mkdir(exist_ok=True)
        write_bytes(Path(self.path) / kind / name, data)
        return f"{kind}/{name}", len(data)

    def drop(self, kind: str, name: str) -> None:
        """Delete a file that an earlier run has written, if there is one."""
        path = Path(self.path) / kind / name
        with explained(path):
            path.unlink(missing_ok=True)

    def tries(self, part: int) -> Tries:
        """The tries of this run with a part."""
        return Tries(Path(self.path) / TRIES / f"{part:06}")

    def _is_whole(self, part: Part) -> bool:
        """Whether its files exist and have the length with which they were written."""
        try:
            return all((Path(self.path) / name).stat().st_size == size for name, size in part.files.items())
        except (OSError, ValueError):  # there is no such file, or a damaged ledger has a name that no file can have
            return False


class Ledger:
    """The finished parts on disk."""

    def __init__(self, path: Path, stream: FileIO) -> None:
        self._path, self._stream = path, stream

    def add(self, part: Part) -> None:
        """Record that a part is done, or, with a part that has no counts, that it has to be done again.

        Raises:
            OutputError: if the disk is full, for example.
        """
        with explained(self._path):
            rest = memoryview(_line(part).encode())
            while rest:
                rest = rest[self._stream.write(rest) :]
            os.fsync(self._stream.fileno())


def _line(part: Part) -> str:
    value: dict[str, object] = {"number": part.number, "files": dict(part.files), "counts": dict(part.counts)}
    if part.documents is not None:
        value["documents"] = part.documents.as_json()
    return json.dumps(value) + "\n"


def _locked(root: Path) -> int:
    """The folder's descriptor. While it is open, no other run can work in the folder."""
    handle = os.open(root, os.O_RDONLY)
    try:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except ImportError:  # Windows
        pass
    except OSError as error:
        if isinstance(error, BlockingIOError):
            os.close(handle)
            raise OutputError(f"{root}: another run is working in this folder; wait for its end") from error
    return handle


def _read_part(line: bytes) -> Part | None:
    """The part that a line of the ledger records; ``None`` for a line that was cut short or damaged."""
    try:
        value = json.loads(line)
        states = States.from_json(value["documents"]) if "documents" in value else None
        part = Part(value["number"], value["files"], value["counts"], states)
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    whole = isinstance(part.number, int) and _is_counted(part.files) and _is_counted(part.counts)
    return part if whole else None


def _is_counted(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(number, int) for number in value.values())
