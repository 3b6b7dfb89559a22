"""A worker's work with the chunks of a manifest: it checks the jobs and writes the rows of the part."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from fidelity.batching.checking import Checker
from fidelity.batching.documents import look_at, paths
from fidelity.batching.folder import Folder, Part
from fidelity.batching.jobs import Chunk, JobResult, Terms
from fidelity.batching.rows import JOB_COLUMNS, QUOTATION_COLUMNS, Kind, job_row, quotation_rows, write_rows

_UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")
_LONGEST = 60
"""Greatest number of characters of an id in a file's name."""


@dataclass(frozen=True, slots=True)
class CheckParts:
    """Checks chunks and writes a part for each into ``folder``. With ``reports`` it also writes each job's report."""

    terms: Terms
    folder: Folder
    kind: Kind
    reports: bool = False

    @property
    def on_gpu(self) -> bool:
        """As :class:`fidelity.batching.engine.Work` says."""
        return self.terms.on_gpu

    def start(self, threads: int | None) -> _Worker:
        """See :class:`fidelity.batching.engine.Work`."""
        return _Worker(self, Checker(self.terms, threads))


@dataclass(frozen=True, slots=True)
class _Worker:
    work: CheckParts
    checker: Checker

    def __call__(self, chunk: Chunk) -> Part:
        """Raises :class:`fidelity.errors.OutputError` if the part cannot be written."""
        folder, tries = self.work.folder, self.work.folder.tries(chunk.number)
        states = look_at(paths(chunk), self.work.terms.settings.reading.max_bytes)
        results = list(self.checker.check_chunk(chunk, tries))
        reports = [self._save(result) for result in results] if self.work.reports else []
        saved = {result.number: each[0] for result, each in zip(results, reports, strict=False) if each}
        quotations = [row for result in results for row in quotation_rows(result)]
        jobs = [job_row(result, saved.get(result.number)) for result in results]
        kind, name = self.work.kind, f"part-{chunk.number:06}.{self.work.kind}"
        files = dict(
            (
                folder.put("quotations", name, write_rows(kind, QUOTATION_COLUMNS, quotations)),
                folder.put("jobs", name, write_rows(kind, JOB_COLUMNS, jobs)),
                *filter(None, reports),
            )
        )
        tries.end()
        return Part(chunk.number, files, _count(results), states)

    def _save(self, result: JobResult) -> tuple[str, int] | None:
        """Write the report of a job, if it has one. Returns its name in the folder, and its size."""
        shown = _UNSAFE.sub("-", result.job.id).strip("-")[:_LONGEST]
        name = f"{result.number:06}-{shown}.json" if shown else f"{result.number:06}.json"
        if result.report is None:
            self.work.folder.drop("reports", name)  # an earlier run may have written one
            return None
        return self.work.folder.put("reports", name, result.report.to_json().encode())


def _count(results: Sequence[JobResult]) -> dict[str, int]:
    counts = Counter(jobs=len(results), failed=0, nothing=0, quotations=0, missing=0)
    for result in results:
        if result.report is None:
            counts["failed"] += 1
            continue
        summary = result.report.summary
        counts["quotations"] += summary["quotations"]
        counts["missing"] += summary["missing"]
        counts["nothing"] += not summary["paired"] and not summary["missing"]
        counts.update(summary["by_severity"])
    return dict(counts)
