"""A whole batch on disk: an engine checks the manifest's jobs into a folder and continues an earlier run."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from fidelity.batching.documents import have_same_times, look_at, paths
from fidelity.batching.engine import Engine
from fidelity.batching.filling import Filling, Progress
from fidelity.batching.folder import Folder, Part
from fidelity.batching.jobs import Chunk, Terms, cut
from fidelity.batching.manifest import Manifest, Pattern
from fidelity.batching.parts import CheckParts
from fidelity.batching.rows import Kind
from fidelity.errors import InputError
from fidelity.pipeline.models import Models

SCHEMA = "fidelity.batch/1"

_LARGEST, _PARTS = 16, 64
"""Most jobs in a part, and the number of parts up to which a batch has smaller ones, so that no core waits."""


@dataclass(frozen=True, slots=True)
class Batch:
    """The task: the jobs of ``manifest``, in parts of ``size`` jobs, written as ``kind`` into ``folder``."""

    manifest: Manifest | Pattern
    folder: Folder
    terms: Terms
    kind: Kind = "jsonl"
    size: int | None = None
    reports: bool = False
    retry: bool = False

    def run(self, engine: Engine, progress: Progress | None = None) -> Counter[str]:
        """Do the parts that are not done yet. Returns the counts of all parts, including those of earlier runs.

        ``progress`` is called with the number of jobs that are done, of all jobs, and of those done before this run.

        A part is done again if one of its documents has changed since; :data:`fidelity.batching.filling.RENEWED` counts
        the jobs of such parts.

        Raises:
            InputError: if the manifest cannot be read, or a document that an earlier run has read is gone.
            SettingError: if the folder contains another batch. OutputError: if a part cannot be written.
            ModelError, MissingExtraError: if a model cannot be loaded, or the calibration file is not valid for this
            run.
        """
        survey = self.manifest.survey()
        size = self.size or min(_LARGEST, -(-survey.jobs // _PARTS))
        models = Models(self.terms.settings, model=self.terms.model, calibration=self.terms.calibration)
        header = {
            "schema": SCHEMA,
            "manifest": survey.digest,
            "jobs": survey.jobs,
            "signature": models.signature(),
            "format of parts": self.kind,
            "number of jobs in a part": size,
            "choice of reports": self.reports,
        }
        filling = Filling(self.folder, header, "jobs", survey.jobs, self.retry)
        work = CheckParts(self.terms, self.folder, self.kind, self.reports)
        return filling.run(engine, work, cut(self.manifest.jobs(), size), progress, self._confirm)

    def _confirm(self, chunk: Chunk, part: Part) -> Part | None:
        """The part, unless a document of it has changed.

        Raises:
            InputError: if a document is gone: its rows would be lost with it.
        """
        files, then = paths(chunk), part.documents
        if then is None:
            return None
        if have_same_times(files, then):
            return part
        now = look_at(files, self.terms.settings.reading.max_bytes)
        if gone := sorted(set(now.unreadable) - set(then.unreadable)):
            raise InputError(
                f"{files[gone[0]]}: an earlier run has read this document, and it cannot be read now; put it back, or"
                " name a new folder"
            )
        return replace(part, documents=now) if now.contents == then.contents else None
