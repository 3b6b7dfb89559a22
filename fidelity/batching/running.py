"""A whole batch on disk: an engine checks the manifest's jobs into a folder and continues an earlier run."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from fidelity.batching.engine import Engine
from fidelity.batching.filling import Filling, Progress
from fidelity.batching.folder import Folder
from fidelity.batching.jobs import Terms, cut
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

    def run(self, engine: Engine, progress: Progress | None = None) -> Counter[str]:
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
        filling = Filling(self.folder, header, "jobs", survey.jobs, self.retry)
        work = CheckParts(self.terms, self.folder, self.kind, self.reports)
        return filling.run(engine, work, cut(self.manifest.jobs(), self.size), progress)
