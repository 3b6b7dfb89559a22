"""Batches for tests: documents, manifests, an engine without processes, and work that needs no model."""

from __future__ import annotations

import csv
import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fidelity.batching.engine import Answer, Task, Work
from fidelity.errors import InputError

EXAMPLE = Path(__file__).resolve().parent.parent / "docs" / "example"


def write_jobs(folder: Path, count: int, missing: Sequence[int] = ()) -> Path:
    """A manifest of ``count`` jobs about as many memos and one article; those of ``missing`` name no file."""
    memo = (EXAMPLE / "memo.txt").read_text(encoding="utf-8")
    (folder / "article.txt").write_bytes((EXAMPLE / "article.txt").read_bytes())
    rows = []
    for number in range(1, count + 1):
        name = f"memo-{number}.txt"
        if number not in missing:
            told = memo.replace("14 of the 60 bridges", f"{13 + number} of the 60 bridges")
            (folder / name).write_text(told, encoding="utf-8")
        rows.append([f"job {number}", name, "article.txt"])
    manifest = folder / "jobs.csv"
    with manifest.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([["id", "translation", "articles"], *rows])
    return manifest


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its name, but the ledger, whose lines may come in any order."""
    found = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    found.pop("ledger.jsonl", None)
    return found


class Here:
    """An engine without processes. It stops as a killed run does, without a word, once it has done ``most`` tasks."""

    def __init__(self, most: int | None = None) -> None:
        self.most, self.done = most, 0

    def run(self, work: Work[Task, Answer], tasks: Iterable[Task], *, in_order: bool = False) -> Iterator[Answer]:
        do = work.start(1)
        for task in tasks:
            if self.done == self.most:
                raise KilledError
            yield do(task)
            self.done += 1


class KilledError(BaseException):
    """The run ends here."""


@dataclass(frozen=True)
class Doubling:
    """Doubles numbers; a worker ends itself with those in ``deadly``, as long as ``folder`` does not say it did."""

    folder: str
    deadly: tuple[int, ...] = ()
    times: int = 1
    on_gpu: bool = False

    def start(self, threads: int | None) -> Callable[[int], tuple[int, int]]:
        return self._do

    def _do(self, number: int) -> tuple[int, int]:
        if number in self.deadly:
            with (Path(self.folder) / str(number)).open("ab") as stream:
                before = stream.tell()
                stream.write(b".")
            if before < self.times:
                os.kill(os.getpid(), signal.SIGKILL)
        return 2 * number, os.getpid()


@dataclass(frozen=True)
class Halting:
    """Gives numbers back. The number 0 is slow: it waits until there is a file ``go``, and its worker is lost once."""

    folder: str
    on_gpu: bool = False

    def start(self, threads: int | None) -> Callable[[int], int]:
        return self._do

    def _do(self, number: int) -> int:
        end = time.monotonic() + 60
        while not number and not (Path(self.folder) / "go").exists() and time.monotonic() < end:
            time.sleep(0.01)
        if not number and not (Path(self.folder) / "lost").exists():
            (Path(self.folder) / "lost").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return number


@dataclass(frozen=True)
class Refusing:
    """Refuses to start, or to do a task, as work that the user has to mend."""

    at_start: bool
    on_gpu: bool = False

    def start(self, threads: int | None) -> Callable[[int], Any]:
        if self.at_start:
            raise InputError("nothing can be done")
        return self._do

    def _do(self, number: int) -> Any:
        raise InputError(f"{number} cannot be done")


@dataclass(frozen=True)
class Faulty:
    """Has a fault."""

    on_gpu: bool = False

    def start(self, threads: int | None) -> Callable[[int], Any]:
        return lambda number: {}[f"secret {number}"]
