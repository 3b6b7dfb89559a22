"""What one run has tried with a part: which of its jobs ends the worker that checks it.

The system ends a process that takes too much memory without a word. A part that a worker was lost with is tried again
as it is; from the third time on job by job, so that the next try knows with which job the worker was lost.
"""

from __future__ import annotations

from pathlib import Path

_TOGETHER = 2
"""Tries with all jobs of the part together. The loss of a worker is mostly not the part's fault."""

LOST = "the process that checked this job was ended again and again; its documents may need more memory than there is"


class Tries:
    """A small file that holds numbers of jobs, and nothing of a document."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def begin(self) -> frozenset[int] | None:
        """Begin a try; gives the jobs that a worker was lost with, or ``None`` where all are to be tried together."""
        lost, last, times = set[int](), 0, 0
        for line in self._lines():
            if line == "begin":
                times, lost, last = times + 1, lost | ({last} - {0}), 0
            else:
                last = int(line)
        self._add("begin")
        return frozenset(lost | ({last} - {0})) if times >= _TOGETHER else None

    def begin_job(self, number: int) -> None:
        """This job is begun, and the one before it is done."""
        self._add(str(number))

    def end(self) -> None:
        """The part is done."""
        self._path.unlink(missing_ok=True)

    def _lines(self) -> list[str]:
        try:
            return self._path.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []

    def _add(self, line: str) -> None:
        if self._path.parent.is_dir():  # on another machine the folder may not be there
            with self._path.open("a", encoding="utf-8") as stream:
                stream.write(f"{line}\n")
