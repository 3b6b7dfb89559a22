"""A folder that is filled with parts, from wherever an earlier run was stopped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from fidelity.batching.engine import Engine, Work
from fidelity.batching.folder import Folder, Part

Progress = Callable[[int, int, int], None]
"""Called with how many are done, how many there are, and how many were done before this run."""


class Numbered(Protocol):
    """A task that makes one part."""

    @property
    def number(self) -> int:
        """The number of the part, from 1."""


_Task = TypeVar("_Task", bound=Numbered)


@dataclass(frozen=True, slots=True)
class Filling:
    """``header`` says what the parts rest on. ``unit`` is what is counted, such as jobs; there are ``total`` of them.

    With ``again``, parts with failed jobs are done again.
    """

    folder: Folder
    header: Mapping[str, Any]
    unit: str
    total: int
    again: bool = False

    def run(
        self, engine: Engine, work: Work[_Task, Part], tasks: Iterable[_Task], progress: Progress | None
    ) -> Counter[str]:
        """Do the tasks whose parts are not done; the counts of all parts, those of earlier runs as well.

        Raises:
            SettingError: if the folder holds something else.
            OutputError: if a part cannot be written.
            FidelityError: what the engine raises.
        """
        with self.folder.opened(self.header):
            parts = {part.number: part for part in self.folder.done() if self._is_kept(part)}
            self.folder.record(parts.values())
            before = done = sum(part.counts[self.unit] for part in parts.values())
            known = frozenset(parts)
            with self.folder.ledger() as ledger:
                for part in engine.run(work, (task for task in tasks if task.number not in known)):
                    ledger.add(part)
                    parts[part.number] = part
                    done += part.counts[self.unit]
                    if progress is not None:
                        progress(done, self.total, before)
            ordered = [parts[number] for number in sorted(parts)]
            self.folder.record(ordered)
        return sum((Counter(part.counts) for part in ordered), Counter[str]())

    def _is_kept(self, part: Part) -> bool:
        """Whether a part of an earlier run is not done again; a line of the ledger without counts is a damaged one."""
        return self.unit in part.counts and not (self.again and part.counts.get("failed"))
