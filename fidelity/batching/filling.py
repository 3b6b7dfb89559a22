"""A folder that is filled with parts, from wherever an earlier run was stopped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from fidelity.batching.engine import Engine, Work
from fidelity.batching.folder import Folder, Ledger, Part

Progress = Callable[[int, int, int], None]
"""Called with how many are done, how many there are, and how many were done before this run."""


class Numbered(Protocol):
    """A task that makes one part."""

    @property
    def number(self) -> int:
        """The number of the part, from 1."""


_Task = TypeVar("_Task", bound=Numbered)

RENEWED = "renewed"
"""The name under which :meth:`Filling.run` counts what was done again because a document has changed."""


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
        self,
        engine: Engine,
        work: Work[_Task, Part],
        tasks: Iterable[_Task],
        progress: Progress | None,
        confirm: Callable[[_Task, Part], Part | None] | None = None,
    ) -> Counter[str]:
        """Do the tasks whose parts are not done; the counts of all parts, those of earlier runs as well.

        ``confirm`` is called with a task and its part of an earlier run. It returns the part, or ``None`` if the part
        has to be done again.

        Raises:
            SettingError: if the folder holds something else.
            OutputError: if a part cannot be written.
            FidelityError: what the engine or ``confirm`` raises.
        """
        with self.folder.opened(self.header):
            parts = {part.number: part for part in self.folder.done() if self._is_kept(part)}
            self.folder.record(parts.values())
            before = done = sum(part.counts[self.unit] for part in parts.values())
            renewed = 0

            def undone(ledger: Ledger) -> Iterator[_Task]:
                nonlocal before, done, renewed
                for task in tasks:
                    part = parts.pop(task.number, None)
                    kept = part if part is None or confirm is None else confirm(task, part)
                    if kept is not None:
                        parts[task.number] = kept
                        continue
                    if part is not None:
                        ledger.add(Part(part.number, {}, {}))  # else a killed run could leave it half new
                        count = part.counts[self.unit]
                        before, done, renewed = before - count, done - count, renewed + count
                    yield task

            with self.folder.ledger() as ledger:
                for part in engine.run(work, undone(ledger)):
                    ledger.add(part)
                    parts[part.number] = part
                    done += part.counts[self.unit]
                    if progress is not None:
                        progress(done, self.total, before)
            ordered = [parts[number] for number in sorted(parts)]
            self.folder.record(ordered)
        return sum((Counter(part.counts) for part in ordered), Counter({RENEWED: renewed}))

    def _is_kept(self, part: Part) -> bool:
        """Whether a part of an earlier run is not done again; a line of the ledger without counts is a damaged one."""
        return self.unit in part.counts and not (self.again and part.counts.get("failed"))
