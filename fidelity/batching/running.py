"""A whole batch on disk: an engine checks the manifest's jobs into a folder and continues an earlier run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from fidelity.batching.engine import Engine
from fidelity.batching.folder import Folder
from fidelity.batching.jobs import Chunk, Terms, cut
from fidelity.batching.manifest import Manifest, Pattern
from fidelity.batching.parts import CheckParts
from fidelity.batching.rows import Kind
from fidelity.pipeline.models import Models

SCHEMA = "fidelity.batch/1"


@dataclass(frozen=True, slots=True)
class Batch:
    """The task: the jobs of ``manifest``, in parts of ``size`` jobs, written as ``kind`` into ``folder``."""

    manifest: Manifest | Pattern
    folder: Folder
    terms: Terms
    kind: Kind = "jsonl"
    size: int = 16
    reports: bool = False
    retry: bool = False

    def run(self, engine: Engine, progress: Callable[[int, int, int], None] | None = None) -> Counter[str]:
        """Do the parts that are not done yet. Returns the counts of all parts, including those of earlier runs.

        ``progress`` is called with the number of jobs that are done, of all jobs, and of those done before this run.

        Raises:
            InputError: if the manifest cannot be read. SettingError: if the folder contains another batch.
            OutputError: if a part cannot be written. ModelError, MissingExtraError: if a model cannot be loaded, or
            the calibration file is not valid for this run.
        """
        survey = self.manifest.survey()
        models = Models(self.terms.settings, model=self.terms.model, calibration=self.terms.calibration)
        header = {
            "schema": SCHEMA,
            "manifest": survey.digest,
            "jobs": survey.jobs,
            "signature": models.signature(),
            "format of parts": self.kind,
            "number of jobs in a part": self.size,
            "choice of reports": self.reports,
        }
        with self.folder.opened(header):
            parts = {part.number: part for part in self.folder.done() if not (self.retry and part.counts["failed"])}
            self.folder.record(parts.values())
            before = done = sum(part.counts["jobs"] for part in parts.values())
            if progress is not None:
                progress(done, survey.jobs, before)
            work = CheckParts(self.terms, self.folder, self.kind, self.reports)
            with self.folder.ledger() as ledger:
                for part in engine.run(work, self._left(frozenset(parts))):
                    ledger.add(part)
                    parts[part.number] = part
                    done += part.counts["jobs"]
                    if progress is not None:
                        progress(done, survey.jobs, before)
            ordered = [parts[number] for number in sorted(parts)]
            self.folder.record(ordered)
        return sum((Counter(part.counts) for part in ordered), Counter[str]())

    def _left(self, done: frozenset[int]) -> Iterator[Chunk]:
        return (chunk for chunk in cut(self.manifest.jobs(), self.size) if chunk.number not in done)
