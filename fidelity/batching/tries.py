"""The tries of one run with a part, which find the job that ends its worker.

The system ends a process that takes too much memory without a message. A part whose worker was lost is tried again as
it is. From the third try on its jobs are tried one by one, so that the next try knows with which job the worker was
lost.
"""

from __future__ import annotations

from pathlib import Path

from fidelity.report.files import explained

_TOGETHER = 2
"""Number of tries with all jobs of the part together, because mostly the part is not the cause of the loss."""

LOST = "the process that checked this job was ended again and again; its documents may need more memory than there is"


class Tries:
    """A small file with the numbers of jobs, which contains nothing of a document."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def begin(self) -> frozenset[int] | None:
        """Begin a try. Returns the jobs with which a worker was lost, or ``None`` if all are to be tried together.

        Raises:
            OutputError: if the file cannot be written, for example because the disk is full.
        """
        lost, last, times = set[int](), 0, 0
        for line in self._lines():
            if line == "begin":
                times, lost, last = times + 1, lost | ({last} - {0}), 0
            elif line.isdecimal():  # else the system stopped in the middle of writing the line
                last = int(line)
        self._add("begin")
        return frozenset(lost | ({last} - {0})) if times >= _TOGETHER else None

    def begin_job(self, number: int) -> None:
        """Record that this job has begun, and that the job before it is done."""
        self._add(str(number))

    def end(self) -> None:
        """Record that the part is done."""
        self._path.unlink(missing_ok=True)

    def _lines(self) -> list[str]:
        try:
            return self._path.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []

    def _add(self, line: str) -> None:
        if self._path.parent.is_dir():  # on another machine the folder may not exist
            with explained(self._path), self._path.open("a", encoding="utf-8") as stream:
                stream.write(f"{line}\n")
