"""The jobs of a chunk, checked together."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Mapping

from fidelity.batching.jobs import Chunk, Input, Job, JobResult, Terms
from fidelity.batching.tries import LOST, Tries
from fidelity.errors import explain
from fidelity.pipeline.models import Models
from fidelity.pipeline.together import Wanted, check_together
from fidelity.reading import read_document
from fidelity.types import Document


class Checker:
    """Checks jobs with models that are loaded only once, immediately.

    Raises:
        ModelError, MissingExtraError: if a model cannot be loaded, or the calibration file is not valid for this run.
    """

    def __init__(self, terms: Terms, threads: int | None = None) -> None:
        cache, own = terms.open_cache(), terms.calibration
        self._models = Models(terms.settings, model=terms.model, calibration=own, threads=threads, cache=cache)
        self._models.load()

    def check(self, numbered: Iterable[tuple[int, Job]]) -> Iterator[JobResult]:
        """The result of each job, in order."""
        waiting, unread = deque(numbered), dict[int, Exception]()
        for outcome in check_together(self._models, self._readable(tuple(waiting), unread)):
            while waiting[0][0] in unread:  # all jobs before a job with an outcome were read, or failed to be read
                yield _failed(*waiting.popleft(), unread)
            number, job = waiting.popleft()
            if isinstance(outcome, Exception):
                yield JobResult(number, job, error=explain(outcome))
            else:
                yield JobResult(number, job, outcome)
        yield from (_failed(number, job, unread) for number, job in waiting)

    def check_chunk(self, chunk: Chunk, tries: Tries) -> Iterator[JobResult]:
        """The results of a chunk's jobs, checked together; one by one where a worker was lost with them."""
        lost = tries.begin()
        if lost is None:
            yield from self.check(chunk.numbered())
            return
        for number, job in chunk.numbered():
            if number in lost:
                yield JobResult(number, job, error=LOST)
                continue
            tries.begin_job(number)
            yield from self.check([(number, job)])

    def _readable(self, numbered: Iterable[tuple[int, Job]], unread: dict[int, Exception]) -> Iterator[Wanted]:
        """The tasks for the jobs whose documents can be read. The errors of the others go to ``unread``."""
        for number, job in numbered:
            try:
                yield self._wanted(job)
            except Exception as error:  # noqa: BLE001 -- a job that fails is a row, and the others go on
                unread[number] = error

    def _wanted(self, job: Job) -> Wanted:
        return Wanted(
            self._read(job, job.translation),
            [self._read(job, article) for article in job.articles],
            job.language,
            job.speaker or None,
            job.occasion,
        )

    def _read(self, job: Job, source: Input) -> Document:
        if isinstance(source, Document):
            return source
        name = os.fspath(source)
        return read_document(job.path(name).absolute(), self._models.settings.reading, origin=name)


def _failed(number: int, job: Job, unread: Mapping[int, Exception]) -> JobResult:
    return JobResult(number, job, error=explain(unread[number]))
