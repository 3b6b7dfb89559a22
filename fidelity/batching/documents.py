"""The state of a part's documents when they were read, so that a later run notices which of them have changed since."""

from __future__ import annotations

import errno
import hashlib
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fidelity.batching.jobs import Chunk
from fidelity.regular_files import read_regular
from fidelity.types import Document


@dataclass(frozen=True, slots=True)
class States:
    """The states of some documents, in their order.

    ``times`` is a digest of their sizes and times, which are quick to find, and ``contents`` is one of their contents.
    ``unreadable`` are the places of those that could not be read, counted from 0.
    """

    times: str
    contents: str
    unreadable: tuple[int, ...] = ()

    def as_json(self) -> dict[str, object]:
        """A value for a JSON file."""
        return {"times": self.times, "contents": self.contents, "unreadable": list(self.unreadable)}

    @staticmethod
    def from_json(value: Mapping[str, Any]) -> States:
        """The states that were written.

        Raises:
            KeyError, TypeError: if the value is damaged.
        """
        return States(value["times"], value["contents"], tuple(value["unreadable"]))


def paths(chunk: Chunk) -> list[Path]:
    """The files of a chunk's jobs, each job's translation before its articles."""
    sources = ((job, source) for job in chunk.jobs for source in (job.translation, *job.articles))
    return [job.path(source) for job, source in sources if not isinstance(source, Document)]


def look_at(files: Iterable[Path], most: int) -> States:
    """The present states of ``files``. The content of a file of more than ``most`` bytes is not read."""
    files = list(files)
    times = _digest(_times(files))  # before the contents: a change in between is noticed by a later run
    contents, unreadable = [], list[int]()
    for place, path in enumerate(files):
        content = _content(path, most)
        contents.append(content or "")
        if content is None:
            unreadable.append(place)
    return States(times, _digest(contents), tuple(unreadable))


def have_same_times(files: Iterable[Path], states: States) -> bool:
    """Whether all files still have the sizes and times of ``states``, so that their contents need not be read."""
    return _digest(_times(files)) == states.times


def _times(files: Iterable[Path]) -> Iterator[str]:
    for path in files:
        try:
            found = path.stat()
        except (OSError, ValueError):  # there is no such file, or no file can have this name
            yield ""
        else:  # the time of a change of the content can be set to any value, and the other one cannot
            yield f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}"


def _content(path: Path, most: int) -> str | None:
    """A digest of the file, or ``None`` if it cannot be read."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe or a device: what it gives does not come again
            return None
        return hashlib.sha256(read_regular(path, most)).hexdigest()
    except (OSError, ValueError) as error:
        return "too large" if getattr(error, "errno", None) == errno.EFBIG else None


def _digest(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:32]
